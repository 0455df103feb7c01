import type { Tx } from '../../db/client.ts'
import { getPortal } from '../../db/portals.ts'
import { maskEmail } from '../../domain/accounts/contact.ts'
import { isRecoveryOpen } from '../../domain/accounts/recovery.ts'
import type { Portal, ServiceDesk } from '../../domain/portals/portal.ts'
import { refusalError } from '../execute.ts'
import { senderOf } from '../messages/queue-message.ts'
import { planOf } from './recovery-facts.ts'
import { openObjection } from './recovery-token.ts'

export type ObjectionView = {
  readonly portal: Portal
  readonly organisationName: string
  readonly serviceDesk: ServiceDesk
  readonly startedAt: Date
  /** When the code leaves, or left, at the earliest; null while nobody approved. */
  readonly codeAt: Date | null
  /** A hint of the private address that was given. */
  readonly newAddress: string | null
  /** Whether it can still be stopped. */
  readonly canObject: boolean
}

/**
 * Shows what an objection would stop, and whom to call. It consumes nothing, writes nothing and names nobody: mail scanners
 * open links too.
 */
export async function seeObjection(tx: Tx, { token }: { readonly token: string }): Promise<ObjectionView> {
  const held = await openObjection(tx, token)
  if ('refused' in held) throw refusalError(held)
  const { recovery, organisation } = held
  const { organisationName, serviceDesk } = await senderOf(tx, organisation)
  return {
    portal: await getPortal(tx),
    organisationName,
    serviceDesk,
    startedAt: recovery.plannedAt,
    codeAt: planOf(held).issueAt,
    newAddress: recovery.privateEmail && maskEmail(recovery.privateEmail),
    canObject: isRecoveryOpen(recovery.status),
  }
}
