import { ActivityFailure, isCancellation, proxyActivities, proxyLocalActivities } from '@temporalio/workflow'
import type { ActCall, Answer, JourneyActivities, JourneyRef, Sight } from '../journey.contract.ts'
import { actOptions, lookOptions } from './options.ts'
import type { WakeUps } from './wake-ups.ts'

export type Act = (call: ActCall) => Promise<Answer>

/** Thrown where the story must look again before it goes on. */
export class LookAgain extends Error {}

/** Thrown where the story cannot go on: it rests until an operator retries, or anything else changes. */
export class StuckAt extends Error {}

type Seen = Pick<Sight<unknown>, 'plan' | 'seq'>

export type Rest = { readonly waitingFor: string; readonly nextDueAt: number | null }

/** How a story reaches its activities. Every answer lets it go on, makes it look again, or leaves it stuck. */
export type Asker = {
  look<Facts>(look: (ref: JourneyRef) => Promise<Sight<Facts>>): Promise<Sight<Facts>>
  /** Returns when the act is done. */
  perform(seen: Seen, key: string, activity: Act): Promise<void>
  /** Lies down, unless something changed since the look, and returns when it is time to look again. */
  rest(seen: Seen, rest: Rest): Promise<void>
}

// An act and its look may disagree for a moment, as over a clock that a failover set back. Beyond half a minute it is a bug.
const mostDisagreements = 8

const { markJourneyStuck } = proxyActivities<JourneyActivities>(actOptions)
const { restJourney } = proxyLocalActivities<JourneyActivities>(lookOptions)

export function asker(ref: JourneyRef, wakeUps: WakeUps): Asker {
  const { portalId, journeyId } = ref
  let disagreed = { seq: 0, times: 0 }

  const stick = async (seq: number | null, code: string): Promise<never> => {
    await markJourneyStuck({ portalId, journeyId, seq, code })
    throw new StuckAt()
  }

  /** An activity fails for good only where trying again cannot help (activities/failures.ts). */
  const attempt = async <T>(seq: number | null, work: Promise<T>): Promise<T> => {
    try {
      return await work
    } catch (error) {
      if (!(error instanceof ActivityFailure) || isCancellation(error)) throw error
      return stick(seq, error.activityType)
    }
  }

  /** Asked again although nobody changed anything since: slower each time, and stuck in the end, but never a hot loop. */
  const disagree = async (seq: number, key: string): Promise<never> => {
    disagreed = { seq, times: disagreed.seq === seq ? disagreed.times + 1 : 0 }
    if (disagreed.times === mostDisagreements) await stick(seq, key)
    if (disagreed.times > 0) await wakeUps.next(100 * 2 ** disagreed.times)
    throw new LookAgain()
  }

  return {
    look: (look) => attempt(null, look(ref)),
    perform: async ({ plan, seq }, key, activity) => {
      const answer = await attempt(seq, activity({ portalId, journeyId, plan, seq, key }))
      if (answer !== 'done') await disagree(seq, key)
    },
    rest: async ({ seq }, { waitingFor, nextDueAt }) => {
      const answer = await attempt(seq, restJourney({ portalId, journeyId, seq, waitingFor, nextDueAt }))
      if (!answer.changed) await wakeUps.next(answer.waitMs)
    },
  }
}
