import type { Tx } from '../../db/client.ts'
import { insertMessage } from '../../db/messages.ts'
import type { OffboardingCase } from '../../db/offboardings.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { senderOf } from '../messages/queue-message.ts'
import { calendarOf, findingsOfCase } from './leaving-case.ts'
import { composeLeavingMail, type LeavingMail } from './leaving-messages.ts'

type Queued = {
  readonly mail: LeavingMail
  readonly key: string
  readonly isAnew?: boolean
  /** What the mail says is not true for longer. */
  readonly sendBefore?: Date
}

/** A mail to the leaver, once by its key, in the transaction of the act that causes it. Nothing is sent to the dead. */
export async function queueLeavingMail(
  tx: Tx,
  deps: { readonly sealing: SealingPort },
  held: OffboardingCase,
  { mail, key, isAnew = false, sendBefore }: Queued,
): Promise<void> {
  const { journey, person, organisation, offboarding } = held
  if (offboarding.cause === 'deceased') return
  const message = composeLeavingMail(deps, mail, {
    sender: await senderOf(tx, organisation),
    envelope: { to: person, journey, key, sendBefore },
    leaving: {
      lastDay: offboarding.lastDay,
      isBlocked: offboarding.cause === 'blocked',
      calendar: calendarOf(held),
      findings: await findingsOfCase(tx, held),
      isAnew,
    },
  })
  await insertMessage(tx, message)
}
