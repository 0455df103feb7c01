import type { Tx } from '../../db/client.ts'
import { findJourneys } from '../../db/journey-views.ts'
import type { Right } from '../../domain/accounts/access.ts'
import type { JourneyKind } from '../../domain/journeys/journey.ts'
import type { LinkDeps } from '../accounts/invite-now.ts'
import { postponeEnrolment } from '../accounts/postpone-enrolment.ts'
import { postponeInvitation } from '../accounts/postpone-invitation.ts'
import { withdrawEnrolment } from '../accounts/withdraw-enrolment.ts'
import { withdraw } from '../accounts/withdraw-invitation.ts'
import { withdrawRecovery } from '../accounts/withdraw-recovery.ts'
import { postponeBatch } from '../documents/postpone-batch.ts'
import { withdrawBatch } from '../documents/withdraw-batch.ts'
import { withdrawLeavingBatch } from '../employments/withdraw-leaving-batch.ts'
import { withdrawOffboarding } from '../employments/withdraw-offboarding.ts'
import { type Call, type Done, type Refusal, refuse } from '../execute.ts'
import { reaches } from '../reach.ts'
import { holdJourney, type Postpone, type Withdraw } from './hold-journey.ts'

type Acting<I> = { readonly call: Call; readonly input: I }
type Outcome = Promise<Done<{ readonly journeyId: string }> | Refusal>

/** What HR and operators do with a journey of any kind. */
type Acts = {
  readonly withdraw: (tx: Tx, deps: LinkDeps, acting: Acting<Withdraw>) => Outcome
  readonly postpone: (tx: Tx, deps: LinkDeps, acting: Acting<Postpone>) => Outcome
}

const rights = ['journeys.write', 'installation.write'] as const

const kinds: Readonly<Record<JourneyKind, Acts>> = {
  'account-activation': {
    withdraw: (tx, deps, acting) => withdraw(tx, deps, { ...acting, rights }),
    postpone: postponeInvitation,
  },
  'factor-enrolment': { withdraw: withdrawEnrolment, postpone: postponeEnrolment },
  'document-batch': { withdraw: withdrawBatch, postpone: postponeBatch },
  'account-recovery': {
    withdraw: withdrawRecovery,
    // Its waiting time protects the person, its deadlines whoever proved who they are: nobody moves them.
    postpone: refusePostponement,
  },
  // Another last day is another act, with its own reason.
  offboarding: { withdraw: withdrawOffboarding, postpone: refusePostponement },
  // It is started when somebody starts it.
  'leaving-batch': { withdraw: withdrawLeavingBatch, postpone: refusePostponement },
}

async function refusePostponement(tx: Tx, _deps: LinkDeps, { call, input }: Acting<Postpone>): Outcome {
  const held = await holdJourney(tx, call, input, rights)
  if ('refused' in held) return held
  return refuse('JOURNEY_NOT_POSTPONABLE', { subjectId: held.subjectId, journeyId: held.id })
}

/** The acts of a journey's kind, for whoever may do any such act with it; each kind asks for its own rights besides. */
export async function actsOf(
  tx: Tx,
  call: Call,
  journeyId: string,
  anyRight: readonly [Right, ...Right[]],
): Promise<Acts | Refusal> {
  // No lock yet: a journey never changes its kind, and its acts lock it.
  const [journey] = await findJourneys(tx, [journeyId])
  const isReached = reaches(call, anyRight, journey?.organisationId, tx.now)
  return journey === undefined || !isReached ? refuse('NOT_FOUND') : kinds[journey.kind]
}
