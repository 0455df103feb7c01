import { lockAccount } from '../../db/accounts.ts'
import { type ActivationCase, findActivation } from '../../db/activations.ts'
import type { Tx } from '../../db/client.ts'
import { lockJourney } from '../../db/journeys.ts'
import type { Right } from '../../domain/accounts/access.ts'
import { type Call, type Refusal, refuse } from '../execute.ts'
import { reaches } from '../reach.ts'

export type Held = {
  readonly journeyId: string
  /** The seq of what the caller looked at; another one means that somebody changed something since. */
  readonly expectedVersion?: number | null | undefined
}

/** An invitation for HR's acts: locked, and only for those who may. */
export async function holdActivation(
  tx: Tx,
  call: Call,
  { journeyId, expectedVersion }: Held,
  rights: readonly [Right, ...Right[]],
): Promise<ActivationCase | Refusal> {
  const journey = await lockJourney(tx, journeyId)
  const isReached = reaches(call, rights, journey?.organisationId, tx.now)
  if (journey === undefined || !isReached) return refuse('NOT_FOUND')
  await lockAccount(tx, journey.subjectId)
  const invited = await findActivation(tx, journeyId)
  if (invited === undefined) return refuse('NOT_FOUND')
  const isAnother = expectedVersion !== null && expectedVersion !== undefined && expectedVersion !== journey.seq
  return isAnother ? refuse('CHANGED_MEANWHILE', { subjectId: invited.account.id, journeyId }) : invited
}
