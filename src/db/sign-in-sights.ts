import { and, desc, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm'
import type { SignInTry } from '../domain/accounts/sign-in-blocks.ts'
import { completePolicy, type Policy } from '../domain/portals/policy.ts'
import { type ActivationCase, findActivation } from './activations.ts'
import type { Tx } from './client.ts'
import type { DeviceRow } from './devices.ts'
import type { GrantRow } from './grants.ts'
import { audit, devices, grants, journeys, portalPolicies, recoveries } from './schema/all.ts'

export type SessionTally = { readonly open: number; readonly lastSignedInAt: Date | null }

/** How many sessions count now, and when somebody last signed in. */
export async function tallySessions(tx: Tx, accountId: string, idleMinutes: number): Promise<SessionTally> {
  const [row] = await tx.execute<{ open: number; last: number | null }>(sql`
    select count(*) filter (where ended_at is null and expires_at > drempel.now()
        and last_used_at > drempel.now() - make_interval(mins => ${idleMinutes}::integer))::integer as open,
      (extract(epoch from max(created_at)) * 1000)::float8 as last
    from drempel.sessions where portal_id = ${tx.portalId} and account_id = ${accountId}`)
  return { open: row?.open ?? 0, lastSignedInAt: row?.last ? new Date(row.last) : null }
}

/** Browsers on which somebody asked not to be asked again. Whether they still count is for the domain to say. */
export async function rememberedDevices(tx: Tx, accountId: string): Promise<readonly DeviceRow[]> {
  return tx
    .select()
    .from(devices)
    .where(
      and(
        eq(devices.portalId, tx.portalId),
        eq(devices.accountId, accountId),
        isNull(devices.endedAt),
        isNotNull(devices.rememberedUntil),
      ),
    )
}

/** All rights somebody ever had, and those to come. */
export async function allGrants(tx: Tx, accountId: string): Promise<readonly GrantRow[]> {
  return tx
    .select()
    .from(grants)
    .where(and(eq(grants.portalId, tx.portalId), eq(grants.accountId, accountId)))
}

export async function latestActivation(tx: Tx, accountId: string): Promise<ActivationCase | undefined> {
  const [journey] = await tx
    .select({ id: journeys.id })
    .from(journeys)
    .where(
      and(
        eq(journeys.portalId, tx.portalId),
        eq(journeys.subjectId, accountId),
        eq(journeys.kind, 'account-activation'),
      ),
    )
    .orderBy(desc(journeys.id))
    .limit(1)
  return journey && findActivation(tx, journey.id)
}

export type RecoverySight = Pick<typeof recoveries.$inferSelect, 'status' | 'plannedAt' | 'approvedAt' | 'issuedAt'> & {
  readonly noticedAt: Date | null
  /** Of the version the journey began with. */
  readonly policy: Policy
}

/** The latest recovery, however it ended. */
export async function latestRecovery(tx: Tx, accountId: string): Promise<RecoverySight | undefined> {
  const { status, plannedAt, approvedAt, issuedAt } = recoveries
  const noticed = sql`(select min(m.settled_at) from drempel.messages m where m.portal_id = ${recoveries.portalId}
    and m.journey_id = ${recoveries.journeyId} and m.template = 'recovery-notice' and m.channel = 'mail'
    and m.status in ('sent', 'delivered'))`
  const noticedAt = sql<Date | null>`${noticed}`.mapWith(recoveries.plannedAt)
  const [row] = await tx
    .select({ status, plannedAt, approvedAt, issuedAt, noticedAt, policy: portalPolicies.document })
    .from(recoveries)
    .innerJoin(journeys, and(eq(journeys.portalId, recoveries.portalId), eq(journeys.id, recoveries.journeyId)))
    .innerJoin(
      portalPolicies,
      and(eq(portalPolicies.portalId, journeys.portalId), eq(portalPolicies.version, journeys.policyVersion)),
    )
    .where(and(eq(recoveries.portalId, tx.portalId), eq(recoveries.accountId, accountId)))
    .orderBy(desc(recoveries.journeyId))
    .limit(1)
  return row && { ...row, policy: completePolicy(row.policy) }
}

const triedActs = ['signIn', 'signInFactorConfirm', 'recoveryCodeUse', 'passwordResetComplete']

/** The latest tries to get in, the newest first: act and outcome, never from where. */
export async function latestTries(tx: Tx, accountId: string, most: number): Promise<readonly SignInTry[]> {
  const { at, act, code } = audit
  return tx
    .select({ at, act, code })
    .from(audit)
    .where(and(eq(audit.portalId, tx.portalId), eq(audit.subjectId, accountId), inArray(act, triedActs)))
    .orderBy(desc(audit.id))
    .limit(most)
}
