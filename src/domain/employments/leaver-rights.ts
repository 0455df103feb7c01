import { everBegins, type Role } from '../accounts/account.ts'

/** A right of the leaver in the organisation they leave. */
export type HeldRight = {
  readonly id: string
  readonly role: Role
  readonly system: string | null
  readonly validFrom: Date
  readonly validUntil: Date | null
  /** What this leaving cut short, with the end it had before; undefined for what it has not touched. */
  readonly cut: { readonly until: Date | null } | undefined
  /** Whether it is the access to payslips and statements that this leaving gave. */
  readonly isLeavers: boolean
}

/** When rights narrow and when access closes; null when nobody leaves any more. */
export type LeavingEnds = { readonly narrowAt: Date; readonly closeAt: Date } | null

export type RightsChange =
  /** Another end, and for what has not begun another beginning. */
  | { readonly kind: 'move'; readonly id: string; readonly validFrom: Date; readonly validUntil: Date | null }
  /** It remembers which end it had before, or forgets that it was cut. */
  | { readonly kind: 'cut'; readonly id: string; readonly until: Date | null }
  | { readonly kind: 'uncut'; readonly id: string }
  /** A right that comes back, or begins. The past is never rewritten: what had ended stays ended. */
  | {
      readonly kind: 'give'
      readonly role: Role
      readonly system: string | null
      readonly validFrom: Date
      readonly validUntil: Date | null
      readonly cut: { readonly until: Date | null } | undefined
    }

/**
 * What has to change for the rights to be what the plan says, whatever they are now: asked again it asks for nothing. Rights
 * of an employee end when they narrow, those of a leaver begin there and end at the close.
 */
export function rightsToChange(held: readonly HeldRight[], ends: LeavingEnds, now: Date): readonly RightsChange[] {
  const own = held.filter(({ isLeavers }) => !isLeavers)
  const leavers = held.filter(({ isLeavers }) => isLeavers)
  if (ends === null)
    return [...own.flatMap((right) => restored(right, now)), ...leavers.flatMap((one) => over(one, now))]
  const narrowAt = latest(ends.narrowAt, now)
  const hasWorked = own.some(({ validFrom }) => validFrom < narrowAt)
  const after = hasWorked && narrowAt < ends.closeAt ? { from: narrowAt, until: ends.closeAt } : null
  return [...own.flatMap((right) => narrowed(right, narrowAt, now)), ...leaversAccess(leavers, after, now)]
}

function narrowed(right: HeldRight, narrowAt: Date, now: Date): readonly RightsChange[] {
  const { id, role, system, validFrom, validUntil, cut } = right
  // Somebody else took it before it began.
  if (cut === undefined && !everBegins(right)) return []
  const before = cut === undefined ? validUntil : cut.until
  const until = before === null ? narrowAt : earliest(before, narrowAt)
  if (isOver(right, now)) {
    // Ended by an earlier plan, and back since the date moved: a right of its own, from now on.
    const isBack = cut !== undefined && now < until && validUntil !== null && validUntil < until
    if (!isBack) return []
    return [
      { kind: 'uncut', id },
      { kind: 'give', role, system, validFrom: latest(validFrom, now), validUntil: until, cut: { until: before } },
    ]
  }
  // What would begin later never does.
  const end = latest(until, validFrom)
  return [
    ...(same(end, validUntil) ? [] : [{ kind: 'move', id, validFrom, validUntil: end } as const]),
    ...(cut === undefined && !same(end, before) ? [{ kind: 'cut', id, until: before } as const] : []),
  ]
}

function restored(right: HeldRight, now: Date): readonly RightsChange[] {
  const { id, role, system, validFrom, validUntil, cut } = right
  if (cut === undefined) return []
  const isLong = cut.until === null || now < cut.until
  if (!isOver(right, now)) {
    return [
      { kind: 'uncut', id },
      ...(same(cut.until, validUntil) ? [] : [{ kind: 'move', id, validFrom, validUntil: cut.until } as const]),
    ]
  }
  if (!isLong) return [{ kind: 'uncut', id }]
  return [
    { kind: 'uncut', id },
    { kind: 'give', role, system, validFrom: latest(validFrom, now), validUntil: cut.until, cut: undefined },
  ]
}

type Span = { readonly from: Date; readonly until: Date }

function leaversAccess(leavers: readonly HeldRight[], span: Span | null, now: Date): readonly RightsChange[] {
  const live = leavers.filter((right) => !isOver(right, now))
  if (span === null) return live.flatMap((right) => over(right, now))
  // One of them is the access as planned, moved where that rewrites nothing; any other one is over.
  const kept = live.find(({ validFrom }) => now < validFrom || span.from <= now)
  const others = live.filter((right) => right !== kept).flatMap((right) => over(right, now))
  if (kept === undefined) return [...others, give(span)]
  const validFrom = now < kept.validFrom ? span.from : kept.validFrom
  if (same(validFrom, kept.validFrom) && same(span.until, kept.validUntil)) return others
  return [...others, { kind: 'move', id: kept.id, validFrom, validUntil: span.until }]
}

function give({ from, until }: Span): RightsChange {
  return { kind: 'give', role: 'EX_EMPLOYEE', system: null, validFrom: from, validUntil: until, cut: undefined }
}

/** Ends now; what has not begun never does. */
function over({ id, validFrom, validUntil }: HeldRight, now: Date): readonly RightsChange[] {
  const end = latest(validFrom, now)
  const hasEnded = validUntil !== null && validUntil <= end
  return hasEnded ? [] : [{ kind: 'move', id, validFrom, validUntil: end }]
}

/** Of use now, or to come. */
export function isLive(right: Pick<HeldRight, 'validFrom' | 'validUntil'>, now: Date): boolean {
  return everBegins(right) && (right.validUntil === null || now < right.validUntil)
}

/** Of what is over nothing is moved any more. */
function isOver({ validFrom, validUntil }: HeldRight, now: Date): boolean {
  return validUntil !== null && validUntil <= now && validFrom <= now
}

function same(a: Date | null, b: Date | null): boolean {
  return a?.getTime() === b?.getTime()
}

function latest(a: Date, b: Date): Date {
  return a > b ? a : b
}

function earliest(a: Date, b: Date): Date {
  return a < b ? a : b
}
