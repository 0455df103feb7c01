import { markUnreached } from '../../db/accounts.ts'
import { findActivation } from '../../db/activations.ts'
import type { Tx } from '../../db/client.ts'
import { type DeliveredMessage, findMessageFor } from '../../db/deliveries.ts'
import { findJourneyCase, type JourneyCase, referenceOf } from '../../db/journey-cases.ts'
import { appendFact, lockJourney, raiseJourney } from '../../db/journeys.ts'
import { findPeople } from '../../db/people.ts'
import { findRecovery } from '../../db/recoveries.ts'
import type { Actor } from '../../domain/accounts/access.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { reportContactProblem } from '../accounts/report-contact-problem.ts'
import { noteSignInChanged } from '../employments/note-sign-in-changed.ts'
import { openTask } from '../journeys/open-task.ts'

type Deps = { readonly sealing: SealingPort }
type Undelivered = { readonly message: DeliveredMessage; readonly actor: Actor }

/** The message, with its journey locked before anything of it is touched. */
export async function lockForUndelivered(tx: Tx, messageId: string): Promise<DeliveredMessage | undefined> {
  const message = await findMessageFor(tx, messageId)
  if (message?.journeyId) await lockJourney(tx, message.journeyId)
  return message
}

const problems = {
  mail: { problem: 'MAIL_BOUNCED', fact: 'mailBounced', kind: 'CORRECT_EMAIL' },
  sms: { problem: 'SMS_UNREACHABLE', fact: 'smsUndelivered', kind: 'CORRECT_MOBILE' },
} as const

/** What did not arrive is known of the contact; and where it belongs to a journey, HR is asked for another one. */
export async function tellUndelivered(tx: Tx, deps: Deps, undelivered: Undelivered): Promise<void> {
  const { message, actor } = undelivered
  const invited = message.journeyId === null ? undefined : await findActivation(tx, message.journeyId)
  if (invited === undefined) return tellOutsideInvitations(tx, deps, undelivered)
  const { activation, person } = invited
  // For somebody else who hears of the journey, or for its own person who is in: no task, but the contact is known.
  if (message.personId !== person.id || activation.status === 'activated') return noteUnreached(tx, message)
  // Not where the address was corrected since.
  if (activation.status !== 'invited' || !isPresent(message, person)) return
  const { problem, fact } = problems[message.channel]
  await reportContactProblem(tx, deps, invited, { problem, fact, actor })
}

async function tellOutsideInvitations(tx: Tx, deps: Deps, { message, actor }: Undelivered): Promise<void> {
  await noteUnreached(tx, message)
  // A notice of no journey opens no task: tasks belong to journeys. HR and service desk see the contact's state.
  const held = message.journeyId === null ? undefined : await findJourneyCase(tx, message.journeyId)
  if (held?.person.id !== message.personId) return
  const { journey } = held
  if (!isPresent(message, held.person) && !(await isPrivateAddress(tx, journey.id, message))) return
  const { problem, fact, kind } = problems[message.channel]
  const about = { ...held, concerns: await referenceOf(tx, journey) }
  if (!(await openTask(tx, deps, about, { kind, dueAt: null }))) return
  await appendFact(tx, journey, { fact, actor, data: { problem } })
  if (journey.status === 'open') await raiseJourney(tx, journey)
}

/** The one a recovery leads to: nobody signs in by it, so the desk has to begin anew with the right one. */
async function isPrivateAddress(tx: Tx, journeyId: string, { channel, recipient }: DeliveredMessage): Promise<boolean> {
  return channel === 'mail' && (await findRecovery(tx, journeyId))?.recovery.privateEmail === recipient
}

/** Whoever leaves and is reached no longer is somebody to be warned about. */
async function noteUnreached(tx: Tx, message: DeliveredMessage): Promise<void> {
  await markUnreached(tx, message)
  const [person] = await findPeople(tx, [message.personId])
  if (person !== undefined) await noteSignInChanged(tx, person.account.id)
}

function isPresent({ channel, recipient }: DeliveredMessage, person: JourneyCase['person']): boolean {
  return recipient === (channel === 'mail' ? person.email : person.mobile)
}
