import type { ActorKind } from './access.ts'
import { everBegins, type Grant, type GrantEnd, type GrantReason, isInForce } from './account.ts'

/** A right with all that is known of it: who gave it, when and why, and why it ends. */
export type StoryGrant = Grant & {
  /** The name of its organisation; null for the whole portal. */
  readonly organisation: string | null
  readonly reason: GrantReason
  /** Where it was given to a leaver: the last day of work, as it is recorded now. */
  readonly lastDay: string | null
  readonly givenAt: Date
  /** Null for what was given before this was written down. */
  readonly givenByKind: ActorKind | null
  /** Of the person who gave it, where whoever hears the story may know. */
  readonly giver: string | null
  readonly endReason: GrantEnd | null
}

/** What changes at one instant. */
export type AccessChange<G> = {
  readonly at: Date
  readonly ends: readonly G[]
  readonly begins: readonly G[]
  /** Whether nothing is left then, and nothing to come. */
  readonly isLast: boolean
}

/**
 * What somebody may do at an instant, past or to come, as things are known now.
 *
 * begins → lasts → ends. Between the last end and the next beginning there may be nothing; a right that was taken back
 * before its first day never was one.
 */
export type AccessStory<G> = {
  readonly at: Date
  readonly rights: readonly G[]
  /** The next change of any right after that instant; null when there is none. */
  readonly next: AccessChange<G> | null
  /** The rights that ended last, at or before that instant. */
  readonly ended: readonly G[]
  /** Those that were taken back before they began. */
  readonly neverBegun: readonly G[]
}

type Lasting = Pick<Grant, 'validFrom' | 'validUntil'>

export function accessStory<G extends Lasting>(grants: readonly G[], at: Date): AccessStory<G> {
  const real = grants.filter(everBegins)
  const over = real.flatMap(({ validUntil }) => (validUntil !== null && validUntil <= at ? [validUntil.getTime()] : []))
  return {
    at,
    rights: inForceAt(real, at),
    next: nextChange(real, at),
    ended: over.length === 0 ? [] : endingAt(real, new Date(Math.max(...over))),
    neverBegun: grants.filter((grant) => !everBegins(grant)),
  }
}

function nextChange<G extends Lasting>(grants: readonly G[], after: Date): AccessChange<G> | null {
  const at = nextInstant(grants, after)
  if (at === null) return null
  return {
    at,
    ends: endingAt(grants, at),
    begins: grants.filter(({ validFrom }) => validFrom.getTime() === at.getTime()),
    isLast: inForceAt(grants, at).length === 0 && nextInstant(grants, at) === null,
  }
}

function nextInstant(grants: readonly Lasting[], after: Date): Date | null {
  const instants = grants
    .flatMap(({ validFrom, validUntil }) => (validUntil === null ? [validFrom] : [validFrom, validUntil]))
    .filter((instant) => after < instant)
  return instants.length === 0 ? null : new Date(Math.min(...instants.map(Number)))
}

function inForceAt<G extends Lasting>(grants: readonly G[], at: Date): readonly G[] {
  return grants.filter((grant) => isInForce(grant, at))
}

function endingAt<G extends Lasting>(grants: readonly G[], at: Date): readonly G[] {
  return grants.filter(({ validUntil }) => validUntil?.getTime() === at.getTime())
}
