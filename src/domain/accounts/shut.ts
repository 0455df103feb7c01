import type { Grant } from './account.ts'

type Ends = readonly Pick<Grant, 'validUntil'>[]

/**
 * Since when an account is shut: it was given rights, and the last of them has ended. Null while one lasts or is still to
 * begin, so that whoever waits for a first day is let in. Asked with every right of the account and the database's clock:
 * no timer has to close the door.
 */
export function shutSince(grants: Ends, now: Date): Date | null {
  const ends = grants.flatMap(({ validUntil }) => validUntil ?? [])
  if (grants.length === 0 || ends.length < grants.length) return null
  const last = new Date(Math.max(...ends.map(Number)))
  return last <= now ? last : null
}

export function isShut(grants: Ends, now: Date): boolean {
  return shutSince(grants, now) !== null
}
