import type { Tx } from '../../db/client.ts'
import type { InvitationFrame } from '../../db/invitations.ts'
import type { OrganisationRow, PolicyVersion } from '../../db/portals.ts'
import { actorId } from '../../domain/accounts/access.ts'
import type { Portal } from '../../domain/portals/portal.ts'
import { later, localDate, localInstant } from '../../domain/time.ts'
import type { Call } from '../execute.ts'
import type { Sender } from '../messages/compose-message.ts'
import type { Decided } from './decide-invitations.ts'
import type { InvitationResult } from './invitation-results.ts'

/** What all items of one call have in common. */
export type InvitationSetting = {
  readonly portal: Portal
  readonly organisation: OrganisationRow
  readonly policy: PolicyVersion
  readonly call: Call
  /** Long lists give way to what a person waits for. */
  readonly bulk: boolean
}

export type Writing = { readonly decided: readonly Decided[]; readonly setting: InvitationSetting }

export type Result = readonly [index: number, result: InvitationResult]

export function frameOf({ organisation, policy, call }: InvitationSetting): InvitationFrame {
  return {
    organisationId: organisation.id,
    policyVersion: policy.version,
    correlationId: call.correlationId,
    act: 'invitationSend',
    reason: 'invitation',
    actorKind: call.actor.kind,
    actorId: actorId(call.actor),
  }
}

export function senderFor({ portal, organisation }: InvitationSetting): Sender {
  return { portal, organisationName: organisation.name, serviceDesk: organisation.serviceDesk }
}

/** Rights begin on the first working day, at its first second in Amsterdam. */
export function validFrom(tx: Tx, startsOn: string | null): Date {
  return startsOn === null ? tx.now : later(tx.now, localInstant(startsOn))
}

/** The day worth telling: one that has come says nothing. */
export function dayToCome(tx: Tx, startsOn: string | null): string | null {
  return startsOn !== null && startsOn > localDate(tx.now) ? startsOn : null
}
