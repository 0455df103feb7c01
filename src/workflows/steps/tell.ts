import { continueAsNew, workflowInfo } from '@temporalio/workflow'
import type { JourneyRef, Sight } from '../journey.contract.ts'
import { type Act, asker, LookAgain, StuckAt } from './asker.ts'
import { newestOverdue, nextDue } from './reminders.ts'
import { listenForWakeUps } from './wake-ups.ts'

/** What a story is told with. Every step looks first, so that whatever already holds or is done is passed at once. */
export type Steps<Facts> = {
  /** Does an act of this plan, once. */
  act(key: string, activity: Act): Promise<void>
  /** Rests until the condition holds; false when the instant of the calendar that ends the wait came first. */
  until(holds: (facts: Facts) => boolean, wait: Wait<Facts>): Promise<boolean>
  /** Rests until an instant of the calendar has come. */
  untilInstant(name: string, waitingFor: string): Promise<void>
  /** Whether a condition holds by the last look, without waiting for it. */
  holds(condition: (facts: Facts) => boolean): Promise<boolean>
  /** The last act and the end of the journey, in one transaction. */
  end(outcome: string, activity: Act): Promise<never>
}

export type Wait<Facts> = {
  readonly waitingFor: (facts: Facts) => string
  /** The instant of the calendar that ends the wait. */
  readonly before: string
  /** Reminders are the calendar's instants `<name>-1`, `<name>-2`…; of several overdue only the newest is sent. */
  readonly remind?: { readonly name: string; readonly activity: Act }
}

// Well under the server's own suggestion: replaying after a worker's restart stays quick.
const longHistory = 1_000

class Ended extends Error {
  readonly outcome: string

  constructor(outcome: string) {
    super(outcome)
    this.outcome = outcome
  }
}

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
  const ask = asker(ref, wakeUps)
  let sight: Sight<Facts> | undefined
  let plan: number | undefined

  for (;;) {
    try {
      await story({ act, until, untilInstant, holds, end })
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
    const seen = await ask.look(look)
    if (!seen.open || seen.generation !== ref.generation) throw new Ended(seen.outcome ?? 'superseded')
    plan ??= seen.plan
    if (seen.plan !== plan || workflowInfo().historyLength > longHistory) await continueAsNew(ref)
    sight = seen
    return seen
  }

  async function act(key: string, activity: Act): Promise<void> {
    const seen = await see()
    if (seen.done.includes(key)) return
    await ask.perform(seen, key, activity)
    sight = undefined
  }

  async function until(
    condition: (facts: Facts) => boolean,
    { waitingFor, before, remind }: Wait<Facts>,
  ): Promise<boolean> {
    for (;;) {
      const seen = await see()
      if (condition(seen.facts)) return true
      if (isPast(seen, before)) return false
      const reminder = remind && newestOverdue(seen, remind.name)
      if (remind !== undefined && reminder !== undefined) await act(reminder, remind.activity)
      else await rest(seen, waitingFor(seen.facts), nextDue(seen, [before], remind?.name))
    }
  }

  async function holds(condition: (facts: Facts) => boolean): Promise<boolean> {
    return condition((await see()).facts)
  }

  async function untilInstant(name: string, waitingFor: string): Promise<void> {
    for (;;) {
      const seen = await see()
      if (isPast(seen, name)) return
      await rest(seen, waitingFor, nextDue(seen, [name]))
    }
  }

  async function end(outcome: string, activity: Act): Promise<never> {
    await ask.perform(await see(), outcome, activity)
    throw new Ended(outcome)
  }

  async function rest(seen: Sight<Facts>, waitingFor: string, nextDueAt: number | null): Promise<void> {
    await ask.rest(seen, { waitingFor, nextDueAt })
    sight = undefined
  }
}

function isPast(seen: Sight<unknown>, name: string): boolean {
  const instant = seen.calendar[name]
  return instant !== undefined && instant <= seen.now
}
