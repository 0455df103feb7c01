import type { Tx } from '../../db/client.ts'
import { findOffboarding, type OffboardingCase } from '../../db/offboardings.ts'
import type { Right } from '../../domain/accounts/access.ts'
import { type Call, type Refusal, refuse } from '../execute.ts'
import { type Held, holdJourney } from '../journeys/hold-journey.ts'
import { isOneself } from '../oneself.ts'

/**
 * A leaving under way for the acts of people on it: locked with its account, and only for those who may. Nobody undoes, moves
 * or stretches their own.
 */
export async function holdOffboarding(
  tx: Tx,
  call: Call,
  held: Held,
  rights: readonly [Right, ...Right[]] = ['offboarding.write'],
): Promise<OffboardingCase | Refusal> {
  const journey = await holdJourney(tx, call, held, rights)
  if ('refused' in journey) return journey
  const found = await findOffboarding(tx, journey.id)
  if (found === undefined) return refuse('NOT_FOUND')
  if (await isOneself(tx, call, found.account.id)) return refuse('SECOND_PERSON_NEEDED', subjectOf(found))
  return journey.status === 'open' ? found : refuse('JOURNEY_ENDED', subjectOf(found))
}

export function subjectOf({ journey }: Pick<OffboardingCase, 'journey'>) {
  return { subjectId: journey.subjectId, journeyId: journey.id }
}
