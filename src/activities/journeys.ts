import { markJourneyStuck } from '../commands/journeys/mark-journey-stuck.ts'
import { inPortal, type Pool } from '../db/client.ts'
import { restJourney } from '../db/journeys.ts'
import type { SealingPort } from '../providers/sealing/port.ts'
import type { JourneyActivities } from '../workflows/journey.contract.ts'

type Deps = { readonly app: Pool; readonly sealing: SealingPort }

export function journeyActivities(deps: Deps): JourneyActivities {
  return {
    /** Safe to repeat: one conditional update on seq. */
    async restJourney({ portalId, journeyId, seq, waitingFor, nextDueAt }) {
      const { rested, waitMs } = await inPortal(deps.app, portalId, (tx) =>
        restJourney(tx, journeyId, { seq, waitingFor, nextDueAt: nextDueAt === null ? null : new Date(nextDueAt) }),
      )
      return rested ? { changed: false, waitMs } : { changed: true }
    },

    /** Safe to repeat: the task has its own key, and a journey that is stuck stays so. */
    markJourneyStuck: (call) => markJourneyStuck(deps, call),
  }
}
