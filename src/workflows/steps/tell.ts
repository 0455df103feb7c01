import {
  ActivityFailure,
  continueAsNew,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
  workflowInfo,
} from '@temporalio/workflow'
import type { ActCall, Answer, JourneyActivities, JourneyRef, Sight } from '../journey.contract.ts'
import { actOptions, lookOptions } from './options.ts'
import { newestOverdue, nextDue } from './reminders.ts'
import { listenForWakeUps } from './wake-ups.ts'

/** What a story is told with. Every step looks first, so that whatever already holds or is done is passed at once. */
export type Steps<Facts> = {
  /** Does an act of this plan, once. */
  act(key: string, activity: Act): Promise<void>
  /** Rests until the condition holds; with a deadline, false when that instant of the calendar came first. */
  until(holds: (facts: Facts) => boolean, wait: Wait<Facts>): Promise<boolean>
  /** Rests until an instant of the calendar has come. */
  untilInstant(name: string, waitingFor: string): Promise<void>
  /** The last act and the end of the journey, in one transaction. */
  end(outcome: string, activity: Act): Promise<never>
}

export type Act = (call: ActCall) => Promise<Answer>

export type Wait<Facts> = {
  readonly waitingFor: (facts: Facts) => string
  /** The instant of the calendar that ends the wait. */
  readonly before: string
  /** Reminders are the calendar's instants `<name>-1`, `<name>-2`…; of several overdue only the newest is sent. */
  readonly remind: { readonly name: string; readonly activity: Act }
}

// Well under the server's own suggestion: replaying after a worker's restart stays quick.
const longHistory = 1_000

// An act and its look may disagree for a moment, as over a clock that a failover set back. Beyond half a minute it is a bug.
const mostDisagreements = 8

class Ended extends Error {
  readonly outcome: string

  constructor(outcome: string) {
    super(outcome)
    this.outcome = outcome
  }
}
class LookAgain extends Error {}
class StuckAt extends Error {}

const { markJourneyStuck } = proxyActivities<JourneyActivities>(actOptions)
const { restJourney } = proxyLocalActivities<JourneyActivities>(lookOptions)

/**
 * Tells a journey's story, again and again until it has ended: after every change that an act runs into, from the top.
 * A re-planned journey, and one whose history has grown long, continues as new. An act that cannot succeed leaves the
 * journey stuck, resting until an operator retries or anything else changes.
 */
export async function tell<Facts>(
  ref: JourneyRef,
  look: (ref: JourneyRef) => Promise<Sight<Facts>>,
  story: (steps: Steps<Facts>) => Promise<never>,
): Promise<string> {
  const wakeUps = listenForWakeUps()
  let sight: Sight<Facts> | undefined
  let plan: number | undefined
  let disagreed = { seq: 0, times: 0 }

  for (;;) {
    try {
      await story({ act, until, untilInstant, end })
    } catch (turn) {
      if (turn instanceof Ended) return turn.outcome
      if (turn instanceof StuckAt) await wakeUps.next(null)
      else if (!(turn instanceof LookAgain)) throw turn
      sight = undefined
    }
  }

  /** What the story stands on: the last look, while nothing happened since. */
  async function see(): Promise<Sight<Facts>> {
    if (sight !== undefined) return sight
    wakeUps.forget()
    const seen = await attempt(look(ref))
    if (!seen.open || seen.generation !== ref.generation) throw new Ended(seen.outcome ?? 'superseded')
    plan ??= seen.plan
    if (seen.plan !== plan || workflowInfo().historyLength > longHistory) await continueAsNew(ref)
    sight = seen
    return seen
  }

  async function act(key: string, activity: Act): Promise<void> {
    const seen = await see()
    if (seen.done.includes(key)) return
    await perform(seen, key, activity)
    sight = undefined
  }

  async function until(
    holds: (facts: Facts) => boolean,
    { waitingFor, before, remind }: Wait<Facts>,
  ): Promise<boolean> {
    for (;;) {
      const seen = await see()
      if (holds(seen.facts)) return true
      if (isPast(seen, before)) return false
      const reminder = newestOverdue(seen, remind.name)
      if (reminder !== undefined) await act(reminder, remind.activity)
      else await rest(seen, waitingFor(seen.facts), nextDue(seen, [before], remind.name))
    }
  }

  async function untilInstant(name: string, waitingFor: string): Promise<void> {
    for (;;) {
      const seen = await see()
      if (isPast(seen, name)) return
      await rest(seen, waitingFor, nextDue(seen, [name]))
    }
  }

  async function end(outcome: string, activity: Act): Promise<never> {
    await perform(await see(), outcome, activity)
    throw new Ended(outcome)
  }

  async function perform(seen: Sight<Facts>, key: string, activity: Act): Promise<void> {
    const { portalId, journeyId } = ref
    const answer = await attempt(activity({ portalId, journeyId, plan: seen.plan, seq: seen.seq, key }))
    if (answer === 'done') return
    await disagree(seen, key)
    throw new LookAgain()
  }

  /** Asked again although nobody changed anything since: slower each time, and stuck in the end, but never a hot loop. */
  async function disagree({ seq }: Sight<Facts>, key: string): Promise<void> {
    disagreed = { seq, times: disagreed.seq === seq ? disagreed.times + 1 : 0 }
    if (disagreed.times === mostDisagreements) await stick(key)
    if (disagreed.times > 0) await wakeUps.next(100 * 2 ** disagreed.times)
  }

  async function stick(code: string): Promise<never> {
    const { portalId, journeyId } = ref
    await markJourneyStuck({ portalId, journeyId, seq: sight?.seq ?? null, code })
    throw new StuckAt()
  }

  async function rest(seen: Sight<Facts>, waitingFor: string, nextDueAt: number | null): Promise<void> {
    const { portalId, journeyId } = ref
    const answer = await attempt(restJourney({ portalId, journeyId, seq: seen.seq, waitingFor, nextDueAt }))
    if (!answer.changed) await wakeUps.next(answer.waitMs)
    sight = undefined
  }

  async function attempt<T>(work: Promise<T>): Promise<T> {
    try {
      return await work
    } catch (error) {
      if (!(error instanceof ActivityFailure) || isCancellation(error)) throw error
      return stick(error.activityType)
    }
  }
}

function isPast(seen: Sight<unknown>, name: string): boolean {
  const instant = seen.calendar[name]
  return instant !== undefined && instant <= seen.now
}
