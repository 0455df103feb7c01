import type { Tx } from '../../db/client.ts'
import { mintIds } from '../../db/ids.ts'
import { insertInvitations, type NewInvitation, renewPeople, type SentLink } from '../../db/invitations.ts'
import { digestOf } from '../../db/secrets.ts'
import { type ActivationCalendar, activationCalendar, needsPin } from '../../domain/accounts/activation.ts'
import type { Invitation } from '../../domain/accounts/invitation.ts'
import { activationInvitation } from '../../messages/activation-invitation.ts'
import { settleLeavers } from '../employments/settle-leavers.ts'
import { composeMessage } from '../messages/compose-message.ts'
import { activationLink } from '../messages/links.ts'
import type { Decided } from './decide-invitations.ts'
import type { InvitationDeps } from './invitation-results.ts'
import {
  dayToCome,
  frameOf,
  type InvitationSetting,
  type Result,
  senderFor,
  validFrom,
  type Writing,
} from './invitation-setting.ts'

type Fresh = {
  readonly index: number
  readonly invitation: Invitation
  readonly isKnown: boolean
  readonly accountId: string
  readonly personId: string
  readonly journeyId: string
  readonly secretId: string
}

/** Everybody who gets a journey: accounts just made, and those whose earlier invitation ended. */
export async function writeNewInvitations(
  tx: Tx,
  deps: InvitationDeps,
  { decided, setting }: Writing,
): Promise<readonly Result[]> {
  const fresh = await withIds(tx, decided)
  if (fresh.length === 0) return []
  await renewPeople(
    tx,
    fresh.flatMap(({ isKnown, invitation, personId }) => (isKnown ? { ...invitation, personId } : [])),
  )
  const calendarOf = calendars(tx.now, setting)
  await insertInvitations(
    tx,
    frameOf(setting),
    fresh.map((item) => rowOf(tx, deps, { item, setting, calendar: calendarOf(item.invitation.startsOn) })),
  )
  await settleLeavers(tx, deps, {
    organisationId: setting.organisation.id,
    actor: setting.call.actor,
    given: fresh.flatMap(({ isKnown, accountId, invitation: { role, startsOn } }) =>
      isKnown ? { accountId, role, from: validFrom(tx, startsOn), startsOn } : [],
    ),
  })
  return fresh.map(({ index, accountId, personId, journeyId }) => [
    index,
    { outcome: 'INVITED', accountId, personId, journeyId },
  ])
}

async function withIds(tx: Tx, decided: readonly Decided[]): Promise<readonly Fresh[]> {
  const fresh = decided.flatMap(({ index, invitation, verdict }) =>
    verdict.kind === 'new' || verdict.kind === 'again'
      ? { index, invitation, isKnown: verdict.kind === 'again', account: verdict.account }
      : [],
  )
  const ids = fresh.length === 0 ? [] : await mintIds(tx, fresh.length * 2)
  return fresh.map(({ account: { accountId, personId }, ...item }, n) => {
    const [journeyId = '', secretId = ''] = ids.slice(2 * n)
    return { ...item, accountId, personId, journeyId, secretId }
  })
}

/** A list mostly names few first working days; their calendars are worked out once. */
function calendars(now: Date, { policy }: InvitationSetting): (startsOn: string | null) => ActivationCalendar {
  const known = new Map<string | null, ActivationCalendar>()
  return (startsOn) => {
    const facts = { plannedAt: now, startsOn, postponedUntil: null }
    const calendar = known.get(startsOn) ?? activationCalendar(facts, policy.policy.activation)
    known.set(startsOn, calendar)
    return calendar
  }
}

type Row = { readonly item: Fresh; readonly setting: InvitationSetting; readonly calendar: ActivationCalendar }

function rowOf(tx: Tx, deps: InvitationDeps, row: Row): NewInvitation {
  const { journeyId, accountId, invitation } = row.item
  const { role, startsOn, externalReference } = invitation
  const sent = row.calendar.inviteAt <= tx.now ? sentLink(tx, deps, row) : null
  return { journeyId, accountId, role, validFrom: validFrom(tx, startsOn), startsOn, externalReference, sent }
}

/** What is due at once leaves with this transaction, whether Temporal is there or not. */
function sentLink(tx: Tx, deps: InvitationDeps, { item, setting, calendar: { expiresAt } }: Row): SentLink {
  const { invitation, personId, journeyId, secretId } = item
  const token = deps.random.token()
  const policy = setting.policy.policy.activation
  const { sealed, ...message } = composeMessage(deps, senderFor(setting), {
    template: activationInvitation,
    params: {
      validUntil: expiresAt,
      startsOn: dayToCome(tx, invitation.startsOn),
      pinBySms: needsPin(policy, { mobile: invitation.mobile, byInstallation: false }),
    },
    to: { ...invitation, id: personId },
    journey: { id: journeyId, plan: 1 },
    key: 'invitation',
    secret: { id: secretId, plain: activationLink(setting.portal, token) },
    sendBefore: expiresAt,
    priority: setting.bulk ? 'bulk' : undefined,
  })
  return { secretId, digest: hex(digestOf(token)), expiresAt, message, sealed: hex(sealed) }
}

function hex(bytes: Buffer | null | undefined): string {
  return bytes?.toString('hex') ?? ''
}
