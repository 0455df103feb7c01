import type { Tx } from '../../db/client.ts'
import { mintIds } from '../../db/ids.ts'
import { insertGrantsOf } from '../../db/invitations.ts'
import { insertMessages } from '../../db/messages.ts'
import type { Invitation } from '../../domain/accounts/invitation.ts'
import type { Known } from '../../domain/accounts/invitation-verdict.ts'
import { accessGranted } from '../../messages/access-granted.ts'
import { settleLeavers } from '../employments/settle-leavers.ts'
import { composeMessage } from '../messages/compose-message.ts'
import { signInUrl } from '../messages/links.ts'
import type { InvitationDeps } from './invitation-results.ts'
import { dayToCome, frameOf, type Result, senderFor, validFrom, type Writing } from './invitation-setting.ts'

type Given = {
  readonly index: number
  readonly invitation: Invitation
  readonly kind: 'granted' | 'added'
  readonly account: Known
  readonly grantId: string
}

/** One more organisation for people who have an account: a mail to the active ones, and their journey goes on for the others. */
export async function writeGrants(
  tx: Tx,
  deps: InvitationDeps,
  { decided, setting }: Writing,
): Promise<readonly Result[]> {
  const given = await withIds(tx, decided)
  if (given.length === 0) return []
  await insertGrantsOf(
    tx,
    frameOf(setting),
    given.map(({ grantId, invitation: { role, startsOn }, account }) => ({
      grantId,
      accountId: account.accountId,
      role,
      validFrom: validFrom(tx, startsOn),
      journeyId: account.openJourneyId,
      plan: account.openPlan,
    })),
  )
  await settleLeavers(tx, deps, {
    organisationId: setting.organisation.id,
    actor: setting.call.actor,
    given: given.map(({ invitation, account: { accountId } }) => ({
      accountId,
      role: invitation.role,
      from: validFrom(tx, invitation.startsOn),
      startsOn: invitation.startsOn,
    })),
  })
  const granted = given.filter(({ kind }) => kind === 'granted')
  await insertMessages(
    tx,
    granted.map(({ grantId, account, invitation }) =>
      composeMessage(deps, senderFor(setting), {
        template: accessGranted,
        params: { signInUrl: signInUrl(setting.portal), startsOn: dayToCome(tx, invitation.startsOn) },
        // To the address the account goes by, whatever the list says.
        to: { ...account, id: account.personId, mobile: null },
        journey: null,
        key: `access-granted/${grantId}`,
      }),
    ),
  )
  return given.map(({ index, kind, account: { accountId, personId, openJourneyId } }) => [
    index,
    { outcome: kind === 'added' ? 'ADDED' : 'GRANTED', accountId, personId, journeyId: openJourneyId },
  ])
}

async function withIds(tx: Tx, decided: Writing['decided']): Promise<readonly Given[]> {
  const given = decided.flatMap(({ index, invitation, verdict }) =>
    verdict.kind === 'granted' || verdict.kind === 'added' ? { index, invitation, ...verdict } : [],
  )
  const ids = given.length === 0 ? [] : await mintIds(tx, given.length)
  return given.map((item, n) => ({ ...item, kind: item.kind === 'added' ? 'added' : 'granted', grantId: ids[n] ?? '' }))
}
