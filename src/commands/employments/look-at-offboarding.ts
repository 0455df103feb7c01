import { type Pool, reading } from '../../db/client.ts'
import { findOffboarding, hasStatement, offboardingKeys } from '../../db/offboardings.ts'
import { leavingInstants } from '../../domain/employments/offboarding.ts'
import { DomainError } from '../../domain/errors.ts'
import { type Sight, sightOf } from '../journeys/look.ts'
import { isHelpAsked, isStatementChased, wasHelpAsked } from './leaver-tasks.ts'
import { calendarOf, findingsOfCase } from './leaving-case.ts'

type FactsSeen = {
  readonly isOver: boolean
  readonly isReady: boolean
  readonly isHelpAsked: boolean
  readonly isNarrowed: boolean
  readonly isChased: boolean
  readonly hasStatement: boolean
}

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
    return sightOf(tx, {
      journey,
      done: await offboardingKeys(tx, journey.id),
      facts: {
        isOver: calendar.closeAt <= tx.now,
        isReady: (await findingsOfCase(tx, held)).length === 0,
        isHelpAsked: await (isNarrowed ? wasHelpAsked : isHelpAsked)(tx, journey),
        isNarrowed,
        isChased: await isStatementChased(tx, held),
        hasStatement: await hasStatement(tx, { organisationId, personId: person.id, year: calendar.statementYear }),
      },
      calendar: leavingInstants(calendar),
    })
  })
}
