import { type ActivationCase, findActivation } from '../../db/activations.ts'
import type { Tx } from '../../db/client.ts'
import type { Right } from '../../domain/accounts/access.ts'
import { type Call, type Refusal, refuse } from '../execute.ts'
import { type Held, holdJourney } from '../journeys/hold-journey.ts'

/** An invitation for HR's acts: locked, and only for those who may. */
export async function holdActivation(
  tx: Tx,
  call: Call,
  input: Held,
  rights: readonly [Right, ...Right[]],
): Promise<ActivationCase | Refusal> {
  const journey = await holdJourney(tx, call, input, rights)
  if ('refused' in journey) return journey
  return (await findActivation(tx, journey.id)) ?? refuse('NOT_FOUND')
}
