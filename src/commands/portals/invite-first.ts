import { type ActivationCase, findActivation } from '../../db/activations.ts'
import type { Pool, Tx } from '../../db/client.ts'
import { mintIds } from '../../db/ids.ts'
import { insertGrantsOf, insertInvitations } from '../../db/invitations.ts'
import { insertMessage } from '../../db/messages.ts'
import { getPortal, policyInEffect } from '../../db/portals.ts'
import { actorId } from '../../domain/accounts/access.ts'
import { type InvitationItem, parseInvitation } from '../../domain/accounts/invitation.ts'
import { localDate } from '../../domain/time.ts'
import { activationInvitation } from '../../messages/activation-invitation.ts'
import type { RandomPort } from '../../providers/random/port.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { calendarOf, mintLink, pinNeeded } from '../accounts/activation-links.ts'
import { type Decided, decideInvitations } from '../accounts/decide-invitations.ts'
import { authorise, type Call, execute, refuse } from '../execute.ts'
import { composeMessage } from '../messages/compose-message.ts'
import { senderOf } from '../messages/queue-message.ts'

type Deps = { readonly app: Pool; readonly random: RandomPort; readonly sealing: SealingPort }

export type InviteFirst = {
  /** Null for an operator, and for HR of the whole portal. */
  readonly organisationId: string | null
  readonly item: InvitationItem & { readonly role: 'OPERATOR' | 'HR' }
}

/** The link is told once, to whoever runs the installation; null when the account is active and only got the role. */
export type InvitedFirst = { readonly link: string | null }

const act = 'firstInvite'

/**
 * The first operator and the first HR account, whom nobody inside can invite yet. The link is handed over by whoever
 * runs the installation: no mail is sent. Asked again, it gives another link to the same invitation.
 */
export async function inviteFirst(
  deps: Deps,
  call: Call,
  { organisationId, item }: InviteFirst,
): Promise<InvitedFirst> {
  return execute(deps, call, act, async (tx) => {
    authorise(call, 'installation.write', null, tx.now)
    const terms = { portal: await getPortal(tx), roles: [item.role], today: localDate(tx.now) }
    const invitation = parseInvitation(item, terms)
    if ('length' in invitation) return refuse('INVALID_INPUT', { problems: invitation })
    const [decided] = await decideInvitations(tx, { organisationId, pending: [{ index: 0, invitation }] })
    if (decided === undefined) throw new Error('an invitation was not decided')
    const { verdict } = decided
    if (verdict.kind === 'refused') return refuse(verdict.code, { problems: [verdict] })
    const journeyId = await begin(tx, { call, organisationId, decided })
    const invited = journeyId === null ? undefined : await findActivation(tx, journeyId)
    const link = invited === undefined ? null : await handOver(tx, deps, invited)
    return { value: { link }, subjectId: verdict.account.accountId, journeyId: journeyId ?? undefined }
  })
}

type Beginning = { readonly call: Call; readonly organisationId: string | null; readonly decided: Decided }

/** Writes what the verdict asks for; answers the journey a link leads to, or null when nothing is left to activate. */
async function begin(
  tx: Tx,
  { call, organisationId, decided: { invitation, verdict } }: Beginning,
): Promise<string | null> {
  if (verdict.kind === 'refused' || verdict.kind === 'known') return null
  if (verdict.kind === 'repeated') return verdict.journeyId
  const [id = ''] = await mintIds(tx, 1)
  const { accountId } = verdict.account
  const { role } = invitation
  const frame = {
    organisationId,
    policyVersion: (await policyInEffect(tx)).version,
    actorKind: call.actor.kind,
    actorId: actorId(call.actor),
    correlationId: call.correlationId,
    act,
    reason: 'installation',
  } as const
  if (verdict.kind === 'granted' || verdict.kind === 'added') {
    const { openJourneyId: journeyId, openPlan: plan } = verdict.account
    await insertGrantsOf(tx, frame, [{ grantId: id, accountId, role, validFrom: tx.now, journeyId, plan }])
    return journeyId
  }
  const begun = {
    journeyId: id,
    accountId,
    role,
    validFrom: tx.now,
    startsOn: null,
    externalReference: null,
    sent: null,
  }
  await insertInvitations(tx, frame, [begun])
  return id
}

/** The invitation's key is taken by a row that says how it was handed over, so the story does not mail it as well. */
async function handOver(tx: Tx, deps: Deps, invited: ActivationCase): Promise<string> {
  const sender = await senderOf(tx, invited.organisation)
  const { plain: link } = await mintLink(tx, deps, invited, sender.portal)
  const row = composeMessage(deps, sender, {
    template: activationInvitation,
    params: { validUntil: calendarOf(invited).expiresAt, startsOn: null, pinBySms: pinNeeded(invited) },
    to: invited.person,
    journey: invited.journey,
    key: 'invitation',
  })
  await insertMessage(tx, {
    ...row,
    status: 'delivered',
    provider: 'operator',
    handedOverAt: tx.now,
    settledAt: tx.now,
  })
  return link
}
