import { and, desc, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm'
import type { SignInTry } from '../domain/accounts/sign-in-blocks.ts'
import type { JourneyKind } from '../domain/journeys/journey.ts'
import { type ActivationCase, findActivation } from './activations.ts'
import type { Tx } from './client.ts'
import type { DeviceRow } from './devices.ts'
import { findRecovery, type RecoveryCase } from './recoveries.ts'
import { audit, devices, journeys } from './schema/all.ts'

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

export async function latestActivation(tx: Tx, accountId: string): Promise<ActivationCase | undefined> {
  const journeyId = await latestJourney(tx, accountId, 'account-activation')
  return journeyId === undefined ? undefined : findActivation(tx, journeyId)
}

/** However it ended. */
export async function latestRecovery(tx: Tx, accountId: string): Promise<RecoveryCase | undefined> {
  const journeyId = await latestJourney(tx, accountId, 'account-recovery')
  return journeyId === undefined ? undefined : findRecovery(tx, journeyId)
}

async function latestJourney(tx: Tx, accountId: string, kind: JourneyKind): Promise<string | undefined> {
  const [journey] = await tx
    .select({ id: journeys.id })
    .from(journeys)
    .where(and(eq(journeys.portalId, tx.portalId), eq(journeys.subjectId, accountId), eq(journeys.kind, kind)))
    .orderBy(desc(journeys.id))
    .limit(1)
  return journey?.id
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
