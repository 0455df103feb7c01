import { changeContact } from '../../db/accounts.ts'
import { type ActivationCase, setContactProblem } from '../../db/activations.ts'
import type { Tx } from '../../db/client.ts'
import { appendFact, raiseJourney } from '../../db/journeys.ts'
import type { Actor } from '../../domain/accounts/access.ts'
import type { ContactProblem } from '../../domain/accounts/activation.ts'
import { taskFor } from '../../domain/journeys/task.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { noteSignInChanged } from '../employments/note-sign-in-changed.ts'
import { openTask } from '../journeys/open-task.ts'
import { calendarOf } from './activation-links.ts'

export type Report = { readonly problem: ContactProblem; readonly fact: string; readonly actor: Actor }

const statusOf = {
  WRONG_NUMBER: { mobileStatus: 'wrong' },
  SMS_UNREACHABLE: { mobileStatus: 'unreachable' },
  MAIL_BOUNCED: { emailStatus: 'bounced' },
  NO_MOBILE: {},
} as const satisfies Readonly<Record<ContactProblem, object>>

/**
 * No message helps the person any further: HR is asked, and the story waits for HR instead of reminding. Told again while
 * it is known, it changes nothing. The journey must be locked.
 */
export async function reportContactProblem(
  tx: Tx,
  deps: { readonly sealing: SealingPort },
  invited: ActivationCase,
  { problem, fact, actor }: Report,
): Promise<void> {
  const { journey, activation, account, person } = invited
  if (activation.contactProblem !== null && isKnown(invited, problem)) return
  await changeContact(tx, person.id, statusOf[problem])
  await noteSignInChanged(tx, account.id)
  await setContactProblem(tx, journey.id, problem)
  await askHr(tx, deps, invited, problem)
  await appendFact(tx, journey, { fact, actor, data: { problem } })
  await raiseJourney(tx, journey)
}

/** A journey that begins or opens again with what is known to keep messages from the person: HR is asked by it as well. */
export async function askAgain(
  tx: Tx,
  deps: { readonly sealing: SealingPort },
  invited: ActivationCase,
): Promise<void> {
  const { contactProblem } = invited.activation
  if (contactProblem === null) return
  await askHr(tx, deps, invited, contactProblem)
}

async function askHr(
  tx: Tx,
  deps: { readonly sealing: SealingPort },
  invited: ActivationCase,
  problem: ContactProblem,
): Promise<void> {
  const about = { ...invited, concerns: invited.activation.externalReference }
  await openTask(tx, deps, about, { kind: taskFor(problem), dueAt: calendarOf(invited).expiresAt })
}

function isKnown({ person, activation }: ActivationCase, problem: ContactProblem): boolean {
  const status = statusOf[problem]
  if ('emailStatus' in status) return person.emailStatus === status.emailStatus
  if ('mobileStatus' in status) return person.mobileStatus === status.mobileStatus
  return activation.contactProblem === problem
}
