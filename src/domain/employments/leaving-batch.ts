import type { Policy } from '../portals/policy.ts'
import { plusMinutes } from '../time.ts'

/** gathering → running → done, and running ⇄ halted. From the first three also → withdrawn; nobody waits for ever → expired. */
export const leavingBatchStatuses = ['gathering', 'running', 'halted', 'done', 'withdrawn', 'expired'] as const

export type LeavingBatchStatus = (typeof leavingBatchStatuses)[number]

/** What would become of an item, as it was judged when it came in. */
export const leaverExpectations = ['PLANNABLE', 'REPEATED', 'REFUSED'] as const

export type LeaverExpectation = (typeof leaverExpectations)[number]

/** What became of it. */
export type LeaverOutcome = 'PLANNED' | 'REPEATED' | 'REFUSED'

export const mostLeavers = 10_000

/** Beyond this the preview says nothing any more. */
const expiryDays = 30

export type LeavingBatchFacts = {
  readonly status: LeavingBatchStatus
  /** Since when it waits for somebody: its last item, or when it halted. */
  readonly waitsSince: Date
}

/** Whether it waits for somebody to start or resume it. */
export function waits({ status }: Pick<LeavingBatchFacts, 'status'>): boolean {
  return status === 'gathering' || status === 'halted'
}

/** When a batch expires that nobody starts or resumes; null while it needs nobody. */
export function expiryOf(facts: LeavingBatchFacts): Date | null {
  return waits(facts) ? plusMinutes(facts.waitsSince, expiryDays * 24 * 60) : null
}

export type Tally = { readonly handled: number; readonly failed: number }

type Handled = { readonly expected: LeaverExpectation; readonly outcome: LeaverOutcome }

/**
 * The count since the start, or since somebody resumed it: they have seen what the preview refused, which counts no more
 * (docs/decisions/0039).
 */
export function tallied(
  tally: Tally,
  items: readonly Handled[],
  { isResumed }: { readonly isResumed: boolean },
): Tally {
  const failures = items.filter(
    ({ expected, outcome }) => outcome === 'REFUSED' && !(isResumed && expected === 'REFUSED'),
  )
  return { handled: tally.handled + items.length, failed: tally.failed + failures.length }
}

/** More than so many percent of what was handled failed, and enough of it that it is no accident of a short list. */
export function mustHalt({ handled, failed }: Tally, policy: Policy['offboarding']): boolean {
  return failed >= policy.brakeAtLeast && failed * 100 > handled * policy.brakePercent
}
