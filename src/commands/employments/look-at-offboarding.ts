import { type Pool, reading } from '../../db/client.ts'
import { findOffboarding, hasStatement, offboardingKeys } from '../../db/offboardings.ts'
import { isTaskAsked } from '../../db/tasks.ts'
import { leavingInstants } from '../../domain/employments/offboarding.ts'
import { DomainError } from '../../domain/errors.ts'
import { planKey } from '../../domain/journeys/journey.ts'
import { taskKey } from '../../domain/journeys/task.ts'
import { type Sight, sightOf } from '../journeys/look.ts'
import { calendarOf, findingsOfCase } from './leaving-case.ts'

type FactsSeen = {
  readonly isOver: boolean
  readonly isReady: boolean
  readonly isHelpAsked: boolean
  readonly isNarrowed: boolean
  readonly hasStatement: boolean
}

const asksStill = ['open', 'done'] as const
const everAsked = [...asksStill, 'cancelled'] as const

/** What the story of somebody who leaves sees: ids, integers, instants and enum values, never a person. */
export async function lookAtOffboarding(
  deps: { readonly app: Pool },
  ref: { readonly portalId: string; readonly journeyId: string },
): Promise<Sight<FactsSeen>> {
  return reading(deps.app, ref.portalId, async (tx) => {
    const held = await findOffboarding(tx, ref.journeyId)
    if (held === undefined) throw new DomainError('NOT_FOUND', { detail: `no offboarding ${ref.journeyId}` })
    const { journey, offboarding, person } = held
    const calendar = calendarOf(held)
    const { organisationId } = offboarding
    const isNarrowed = offboarding.status !== 'planned'
    const asked = {
      keyPrefix: planKey(journey.plan, `${taskKey('HELP_LEAVER')}-`),
      counts: isNarrowed ? everAsked : asksStill,
    }
    return sightOf(tx, {
      journey,
      done: await offboardingKeys(tx, journey.id),
      facts: {
        isOver: calendar.closeAt <= tx.now,
        isReady: (await findingsOfCase(tx, held)).length === 0,
        isHelpAsked: await isTaskAsked(tx, journey.id, asked),
        isNarrowed,
        hasStatement: await hasStatement(tx, { organisationId, personId: person.id, year: calendar.statementYear }),
      },
      calendar: leavingInstants(calendar),
    })
  })
}
