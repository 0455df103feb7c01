import { everBegins, type Grant } from './account.ts'

type Spans = readonly Pick<Grant, 'validFrom' | 'validUntil'>[]

/**
 * Since when an account is shut: it was given rights, and the last of them has ended. Null while one lasts or is still to
 * begin, so that whoever waits for a first day is let in. What was taken before it began never was one, whenever that would
 * have been. Asked with every right of the account and the database's clock: no timer has to close the door.
 */
export function shutSince(grants: Spans, now: Date): Date | null {
  if (grants.length === 0) return null
  const ends = grants.filter(everBegins).map(({ validUntil }) => validUntil)
  if (ends.length === 0) return now
  if (ends.includes(null)) return null
  const last = new Date(Math.max(...ends.map(Number)))
  return last <= now ? last : null
}

export function isShut(grants: Spans, now: Date): boolean {
  return shutSince(grants, now) !== null
}
