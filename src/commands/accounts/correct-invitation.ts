import { changeContact, changeIdentifier, findAccountByIdentifier } from '../../db/accounts.ts'
import { type ActivationCase, findActivation, planActivation } from '../../db/activations.ts'
import { type Pool, type Tx, violatedConstraint } from '../../db/client.ts'
import { beginGrantsOfJourney, grantsOfOthers } from '../../db/grants.ts'
import { appendFact, raiseJourney } from '../../db/journeys.ts'
import { getPortal } from '../../db/portals.ts'
import { supersedeSecrets } from '../../db/secrets.ts'
import { closeTasksOfKind } from '../../db/tasks.ts'
import { actorId } from '../../domain/accounts/access.ts'
import { contactProblemOf } from '../../domain/accounts/activation.ts'
import { type Correction, type CorrectionInput, parseCorrection } from '../../domain/accounts/correction.ts'
import type { TaskKind } from '../../domain/journeys/journey.ts'
import { later, localInstant } from '../../domain/time.ts'
import { noteSignInChanged } from '../employments/note-sign-in-changed.ts'
import { type Call, execute, type Refusal, refuse } from '../execute.ts'
import type { Held } from '../journeys/hold-journey.ts'
import { holdActivation } from './hold-activation.ts'
import { subjectOf } from './invitation-token.ts'
import type { LinkDeps } from './invite-now.ts'
import { replan } from './replan.ts'
import { tellContactCorrected } from './tell-contact-corrected.ts'

export type CorrectInvitation = Held & CorrectionInput

/**
 * HR puts right what was wrong with an invitation. Another mail address or first working day is another plan, with a new
 * invitation; another mobile number leaves the plan as it is and brings the person a fresh link.
 */
export async function correctInvitation(
  deps: LinkDeps & { readonly app: Pool },
  call: Call,
  input: CorrectInvitation,
): Promise<{ readonly journeyId: string }> {
  const act = 'invitationCorrect'
  try {
    return await execute(deps, call, act, async (tx) => {
      const held = await holdActivation(tx, call, input, ['invitations.write'])
      if ('refused' in held) return held
      const correction = await judge(tx, held, input)
      if ('refused' in correction) return { ...correction, ...subjectOf(held) }
      if (Object.keys(correction).length > 0) await correct(tx, deps, { call, held, correction })
      return { value: { journeyId: input.journeyId }, ...subjectOf(held) }
    })
  } catch (error) {
    // Taken by somebody at this very moment; the transaction is gone, the refusal is written by another one.
    if (violatedConstraint(error) !== 'accounts_identifier') throw error
    return execute<never>(deps, call, act, async () => refuse('ADDRESS_TAKEN', { journeyId: input.journeyId }))
  }
}

async function judge(tx: Tx, held: ActivationCase, input: CorrectInvitation): Promise<Correction | Refusal> {
  if (held.activation.status === 'activated') return refuse('ALREADY_ACTIVE')
  if (held.activation.status !== 'invited') return refuse('JOURNEY_ENDED')
  const parsed = parseCorrection(input, held.person)
  if ('problems' in parsed) return refuse('INVALID_INPUT', { problems: parsed.problems })
  if (parsed.email === undefined) return parsed
  // Whoever reads the new mailbox would get the access that another organisation meant for the old one.
  const meantElsewhere = parsed.email !== held.person.email && (await grantsOfOthers(tx, held.journey)).length > 0
  if (meantElsewhere) return refuse('INVITED_ELSEWHERE')
  if ((await getPortal(tx)).identifier !== 'email') return parsed
  const owner = await findAccountByIdentifier(tx, parsed.email)
  return owner === undefined || owner.id === held.account.id ? parsed : refuse('ADDRESS_TAKEN')
}

type Correcting = { readonly call: Call; readonly held: ActivationCase; readonly correction: Correction }

async function correct(tx: Tx, deps: LinkDeps, { call, held, correction }: Correcting): Promise<void> {
  const { journey } = held
  await writeDetails(tx, { call, held, correction })
  const data = { email: 'email' in correction, mobile: 'mobile' in correction, startsOn: 'startsOn' in correction }
  if (correction.email === undefined && correction.startsOn === undefined) {
    await raiseJourney(tx, journey)
    await appendFact(tx, journey, { fact: 'corrected', actor: call.actor, data })
    return tellContactCorrected(tx, deps, await again(tx, held), call.actor)
  }
  const replanned = await replan(tx, deps, held, { actor: call.actor })
  await appendFact(tx, replanned.journey, { fact: 'corrected', actor: call.actor, data })
}

async function writeDetails(tx: Tx, { call, held, correction }: Correcting): Promise<void> {
  const { journey, account, person } = held
  const { email, mobile, startsOn } = correction
  if (email !== undefined) {
    await changeContact(tx, person.id, { email, emailStatus: 'unproven' })
    if ((await getPortal(tx)).identifier === 'email') await changeIdentifier(tx, account.id, email)
    await noteSignInChanged(tx, account.id)
  }
  if (mobile !== undefined) {
    await changeContact(tx, person.id, { mobile, mobileStatus: 'unproven' })
    await supersedeSecrets(tx, account.id, ['activation-pin', 'activation-continuation'])
  }
  if (startsOn !== undefined) {
    await planActivation(tx, journey.id, { startsOn })
    await beginGrantsOfJourney(tx, journey, later(tx.now, localInstant(startsOn)))
  }
  const kinds: TaskKind[] = [
    ...(email === undefined ? [] : ['CORRECT_EMAIL' as const]),
    ...(mobile === undefined ? [] : ['CORRECT_MOBILE' as const]),
  ]
  await closeTasksOfKind(tx, journey.id, { kinds, closedBy: actorId(call.actor) })
  const now = await again(tx, held)
  const isStillWithout = now.activation.contactProblem === 'NO_MOBILE' && now.person.mobile === null
  await planActivation(tx, journey.id, { contactProblem: isStillWithout ? 'NO_MOBILE' : contactProblemOf(now.person) })
}

async function again(tx: Tx, { journey }: ActivationCase): Promise<ActivationCase> {
  const held = await findActivation(tx, journey.id)
  if (held === undefined) throw new Error('a locked activation is gone')
  return held
}
