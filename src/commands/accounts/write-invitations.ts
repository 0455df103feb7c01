import type { Tx } from '../../db/client.ts'
import { mintIds } from '../../db/ids.ts'
import {
  type InvitationFrame,
  insertGrantsOf,
  insertInvitations,
  type NewInvitation,
  renewPeople,
  type SentLink,
} from '../../db/invitations.ts'
import { insertMessages } from '../../db/messages.ts'
import type { OrganisationRow, PolicyVersion } from '../../db/portals.ts'
import { digestOf } from '../../db/secrets.ts'
import { actorId } from '../../domain/accounts/access.ts'
import { type ActivationCalendar, activationCalendar, needsPin } from '../../domain/accounts/activation.ts'
import type { Invitation } from '../../domain/accounts/invitation.ts'
import type { Portal } from '../../domain/portals/portal.ts'
import { later, localInstant } from '../../domain/time.ts'
import { accessGranted } from '../../messages/access-granted.ts'
import { activationInvitation } from '../../messages/activation-invitation.ts'
import type { Call } from '../execute.ts'
import { composeMessage, type Recipient } from '../messages/compose-message.ts'
import { activationLink, signInUrl } from '../messages/links.ts'
import type { Decided } from './decide-invitations.ts'
import type { InvitationDeps, InvitationResult } from './send-invitations.ts'

export type InvitationSetting = {
  readonly portal: Portal
  readonly organisation: OrganisationRow
  readonly policy: PolicyVersion
  readonly call: Call
  /** Long lists give way to what a person waits for. */
  readonly bulk: boolean
}

type Writing = { readonly decided: readonly Decided[]; readonly setting: InvitationSetting }
type Result = readonly [index: number, result: InvitationResult]

/** Writes what was decided, each kind in one statement, and answers per item. */
export async function writeInvitations(
  tx: Tx,
  deps: InvitationDeps,
  { decided, setting }: Writing,
): Promise<readonly Result[]> {
  const frame = frameOf(setting)
  const settled = decided.flatMap((item) => alreadySettled(item))
  const invited = await writeNew(tx, deps, { decided, setting, frame })
  const granted = await writeGrants(tx, deps, { decided, setting, frame })
  return [...settled, ...invited, ...granted]
}

function frameOf({ organisation, policy, call }: InvitationSetting): InvitationFrame {
  const { actor, correlationId } = call
  const actorFields = { actorKind: actor.kind, actorId: actorId(actor) }
  return {
    organisationId: organisation.id,
    policyVersion: policy.version,
    correlationId,
    act: 'invitationSend',
    ...actorFields,
  }
}

function alreadySettled({ index, verdict }: Decided): readonly Result[] {
  if (verdict.kind === 'refused') {
    return [[index, { outcome: 'REFUSED', problems: [{ path: verdict.path, code: verdict.code }] }]]
  }
  const { accountId, personId } = verdict.account
  if (verdict.kind === 'repeated')
    return [[index, { outcome: 'REPEATED', accountId, personId, journeyId: verdict.journeyId }]]
  return verdict.kind === 'known' ? [[index, { outcome: 'GRANTED', accountId, personId, journeyId: null }]] : []
}

type Framed = Writing & { readonly frame: InvitationFrame }

async function writeNew(tx: Tx, deps: InvitationDeps, { decided, setting, frame }: Framed): Promise<readonly Result[]> {
  const fresh = decided.flatMap(({ index, invitation, verdict }) =>
    verdict.kind === 'new' || verdict.kind === 'again'
      ? [{ index, invitation, kind: verdict.kind, account: verdict.account }]
      : [],
  )
  const ids = await mintIds(tx, fresh.length * 2)
  const calendarOf = calendars(tx.now, setting)
  await renewPeople(
    tx,
    fresh
      .filter(({ kind }) => kind === 'again')
      .map(({ invitation, account }) => ({ ...invitation, personId: account.personId })),
  )
  const rows = fresh.map(({ invitation, account }, n): NewInvitation => {
    const calendar = calendarOf(invitation.startsOn)
    const [journeyId = '', secretId = ''] = [ids[2 * n], ids[2 * n + 1]]
    const { role, startsOn, externalReference } = invitation
    const due = calendar.inviteAt <= tx.now
    const sent = due
      ? sentLink(deps, setting, { invitation, personId: account.personId, journeyId, secretId, calendar })
      : null
    return {
      journeyId,
      accountId: account.accountId,
      role,
      validFrom: validFrom(tx, startsOn),
      startsOn,
      externalReference,
      sent,
    }
  })
  await insertInvitations(tx, frame, rows)
  return fresh.map(({ index, account: { accountId, personId } }, n) => [
    index,
    { outcome: 'INVITED', accountId, personId, journeyId: ids[2 * n] ?? null },
  ])
}

/** A list mostly names few first working days; their calendars are worked out once. */
function calendars(now: Date, { policy }: InvitationSetting): (startsOn: string | null) => ActivationCalendar {
  const known = new Map<string | null, ActivationCalendar>()
  return (startsOn) => {
    const calendar =
      known.get(startsOn) ??
      activationCalendar({ plannedAt: now, startsOn, postponedUntil: null }, policy.policy.activation)
    known.set(startsOn, calendar)
    return calendar
  }
}

type Linked = {
  readonly invitation: Invitation
  readonly personId: string
  readonly journeyId: string
  readonly secretId: string
  readonly calendar: ActivationCalendar
}

function sentLink(deps: InvitationDeps, setting: InvitationSetting, linked: Linked): SentLink {
  const { portal, organisation, policy, bulk } = setting
  const { invitation, personId, journeyId, secretId, calendar } = linked
  const token = deps.random.token()
  const { sealed, ...message } = composeMessage(deps, senderFor(portal, organisation), {
    template: activationInvitation,
    params: {
      validUntil: calendar.expiresAt,
      startsOn: invitation.startsOn,
      pinBySms: needsPin(policy.policy.activation, { mobile: invitation.mobile, byInstallation: false }),
    },
    to: recipient(personId, invitation),
    journey: { id: journeyId, plan: 1 },
    key: 'invitation',
    secret: { id: secretId, plain: activationLink(portal, token) },
    sendBefore: calendar.expiresAt,
    ...(bulk ? { priority: 'bulk' } : {}),
  })
  const hex = (bytes: Buffer | null | undefined) => bytes?.toString('hex') ?? ''
  return { secretId, digest: hex(digestOf(token)), expiresAt: calendar.expiresAt, message, sealed: hex(sealed) }
}

async function writeGrants(
  tx: Tx,
  deps: InvitationDeps,
  { decided, setting, frame }: Framed,
): Promise<readonly Result[]> {
  const given = decided.flatMap(({ index, invitation, verdict }) =>
    verdict.kind === 'granted' || verdict.kind === 'added' ? [{ index, invitation, ...verdict }] : [],
  )
  if (given.length === 0) return []
  const ids = await mintIds(tx, given.length)
  const rows = given.map(({ invitation: { role, startsOn }, account }, n) => ({
    grantId: ids[n] ?? '',
    accountId: account.accountId,
    role,
    validFrom: validFrom(tx, startsOn),
    journeyId: account.openJourneyId,
    plan: account.openPlan,
  }))
  await insertGrantsOf(tx, frame, rows)
  const { portal, organisation } = setting
  const mails = given.flatMap(({ kind, account, invitation }, n) =>
    kind === 'added'
      ? []
      : composeMessage(deps, senderFor(portal, organisation), {
          template: accessGranted,
          params: { signInUrl: signInUrl(portal), startsOn: invitation.startsOn },
          to: recipient(account.personId, invitation),
          journey: null,
          key: `access-granted/${ids[n]}`,
        }),
  )
  await insertMessages(tx, mails)
  return given.map(({ index, kind, account: { accountId, personId, openJourneyId } }) => [
    index,
    { outcome: kind === 'added' ? 'ADDED' : 'GRANTED', accountId, personId, journeyId: openJourneyId },
  ])
}

function senderFor(portal: Portal, organisation: OrganisationRow) {
  return { portal, organisationName: organisation.name, serviceDesk: organisation.serviceDesk }
}

function recipient(personId: string, { name, language, email, mobile }: Invitation): Recipient {
  return { id: personId, name, language, email, mobile }
}

/** Rights begin on the first working day, at its first second in Amsterdam. */
function validFrom(tx: Tx, startsOn: string | null): Date {
  return startsOn === null ? tx.now : later(tx.now, localInstant(startsOn))
}
