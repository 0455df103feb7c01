import { and, eq } from 'drizzle-orm'
import type postgres from 'postgres'
import { type InvitationDeps, sendInvitations } from '../../commands/accounts/send-invitations.ts'
import type { Call } from '../../commands/execute.ts'
import { inPortal, type Pool, type Tx } from '../../db/client.ts'
import { accounts, activations, grants, organisations } from '../../db/schema/all.ts'
import type { Actor } from '../../domain/accounts/access.ts'
import { localDate, localInstant } from '../../domain/time.ts'
import { type Clock, moveClock, readClock, resetClock } from '../clock.ts'
import { organisationIds } from './load-portal.ts'
import type { DemoInvitation, DemoPortal } from './portal-data.ts'

export type LoadedPortal = { readonly portalId: string; readonly portal: DemoPortal }

type Pending = LoadedPortal & { readonly invitation: DemoInvitation; readonly organisationId: string }

/**
 * Sends what is missing of the demo's invitations, each on its own day of the past, by the command that HR's own acts end
 * in. The clock goes back for it, so it must run before api and worker do. What the stories make of it (a reminder, an
 * expiry) they tell themselves, as after an outage.
 */
export async function sendDemoInvitations(
  deps: InvitationDeps & { readonly owner: postgres.Sql },
  loaded: readonly LoadedPortal[],
): Promise<void> {
  const pending = (await Promise.all(loaded.map((portal) => missingOf(deps.app, portal)))).flat()
  if (pending.length === 0) return
  const { now, shiftMs } = await clockToReturnTo(deps.owner)
  try {
    for (const each of pending.toSorted((a, b) => b.invitation.daysAgo - a.invitation.daysAgo)) {
      await moveClock(deps.owner, morning(now, each.invitation.daysAgo))
      await send(deps, each, now)
    }
  } finally {
    await (shiftMs === 0 ? resetClock(deps.owner) : moveClock(deps.owner, now))
  }
}

/** People only travel forward: a clock that runs behind was left there by a load that broke off. */
async function clockToReturnTo(owner: postgres.Sql): Promise<Clock> {
  const found = await readClock(owner)
  if (found.frozen || found.shiftMs >= 0) return found
  await resetClock(owner)
  return readClock(owner)
}

async function missingOf(app: Pool, { portalId, portal }: LoadedPortal): Promise<readonly Pending[]> {
  return inPortal(app, portalId, async (tx) => {
    const ids = await organisationIds(tx)
    const sent = await tx
      .select({ organisation: organisations.name, reference: activations.externalReference })
      .from(activations)
      .innerJoin(
        organisations,
        and(eq(organisations.portalId, activations.portalId), eq(organisations.id, activations.organisationId)),
      )
      .where(eq(activations.portalId, portalId))
    return portal.invitations
      .filter(
        ({ organisation, reference }) =>
          !sent.some((known) => known.organisation === organisation && known.reference === reference),
      )
      .flatMap((invitation) => {
        const organisationId = ids.get(invitation.organisation)
        return organisationId === undefined ? [] : [{ portalId, portal, invitation, organisationId }]
      })
  })
}

async function send(deps: InvitationDeps, { portalId, invitation, organisationId }: Pending, now: Date): Promise<void> {
  const actor = await inPortal(deps.app, portalId, (tx) => hrOf(tx, organisationId))
  const call: Call = { actor, portalId, correlationId: `demo-${invitation.reference}` }
  const { reference, startsInDays, organisation: _, daysAgo: __, ...person } = invitation
  const startsOn =
    startsInDays === undefined ? null : localDate(localInstant(localDate(now), { plusDays: startsInDays }))
  const [result] = await sendInvitations(deps, call, {
    organisationId,
    items: [{ ...person, startsOn, externalReference: reference }],
  })
  if (result?.outcome === 'INVITED') return
  throw new Error(`${invitation.organisation} ${reference} was not invited: ${JSON.stringify(result)}`)
}

/** HR of an organisation, as if signed in. */
async function hrOf(tx: Tx, organisationId: string): Promise<Actor> {
  const rows = await tx
    .select({ grant: grants, account: accounts })
    .from(grants)
    .innerJoin(accounts, and(eq(accounts.portalId, grants.portalId), eq(accounts.id, grants.accountId)))
    .where(and(eq(grants.portalId, tx.portalId), eq(grants.organisationId, organisationId), eq(grants.role, 'HR')))
    .limit(1)
  const [row] = rows
  if (row === undefined) throw new Error(`nobody is HR of ${organisationId}`)
  const { id, personId } = row.account
  return { kind: 'account', accountId: id, personId, sessionId: id, grants: [row.grant] }
}

/** Half past nine in Amsterdam on a day of the past; today's is now, for half past nine may be still to come. */
function morning(now: Date, daysAgo: number): Date {
  if (daysAgo === 0) return now
  return new Date(localInstant(localDate(now), { plusDays: -daysAgo, hour: 9 }).getTime() + 30 * 60_000)
}
