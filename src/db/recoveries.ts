import { and, eq, inArray, sql } from 'drizzle-orm'
import { rolesWith } from '../domain/accounts/access.ts'
import { elevatedRoles } from '../domain/accounts/factor.ts'
import { openRecoveryStatuses, type RecoveryStatus } from '../domain/accounts/recovery.ts'
import { completePolicy } from '../domain/portals/policy.ts'
import type { Tx } from './client.ts'
import { type JourneyCase, keysOfPlan, ofItsPolicy } from './journey-cases.ts'
import { insertJourney, type JourneyRow } from './journeys.ts'
import {
  accounts,
  backupCodeSets,
  backupCodes,
  journeys,
  messages,
  organisations,
  people,
  portalPolicies,
  recoveries,
  secrets,
} from './schema/all.ts'

export type RecoveryRow = typeof recoveries.$inferSelect

/** Everything an act of a recovery decides on. */
export type RecoveryCase = JourneyCase & {
  readonly recovery: RecoveryRow
  /** The address to which the notice was written: the code goes there or nowhere. */
  readonly noticedTo: string | null
  /** When the notice left by mail; null while it waits, and when it cannot arrive. */
  readonly noticedAt: Date | null
  /** When its code was typed, or its link used; null while it waits. */
  readonly codeUsedAt: Date | null
  /** Since it was approved the person reaches other people's data for which neither of the two of the desk answers. */
  readonly isOvertaken: boolean
}

// To an old mailbox that is gone nothing arrives: where a private address is given, having tried has to do.
const left = sql<Date | null>`case
  when ${messages.status} in ('sent', 'delivered') then ${messages.handedOverAt}
  when ${messages.status} in ('bounced', 'failed') and ${recoveries.privateEmail} is not null
    then coalesce(${messages.handedOverAt}, ${messages.settledAt}) end`

const codeUsed = sql<Date | null>`greatest(
  (select max(${backupCodes.usedAt}) from ${backupCodes}
  join ${backupCodeSets} on ${backupCodeSets.portalId} = ${backupCodes.portalId} and ${backupCodeSets.id} = ${backupCodes.setId}
  where ${backupCodeSets.portalId} = ${accounts.portalId} and ${backupCodeSets.accountId} = ${accounts.id}
    and ${backupCodeSets.journeyId} = ${journeys.id}),
  (select max(${secrets.usedAt}) from ${secrets}
  where ${secrets.portalId} = ${accounts.portalId} and ${secrets.accountId} = ${accounts.id}
    and ${secrets.journeyId} = ${journeys.id} and ${secrets.purpose} = 'recovery-password'))`

const overtaken = sql<boolean>`${recoveries.approvedAt} is not null and exists (
  select from drempel.grants g where g.portal_id = ${accounts.portalId} and g.account_id = ${accounts.id}
    and g.role in ${[...elevatedRoles]}
    and (g.valid_until is null or (g.valid_until > drempel.now() and g.valid_until > g.valid_from))
    and not exists (
      select from drempel.grants d where d.portal_id = g.portal_id
        and d.account_id in (${recoveries.startedBy}, ${recoveries.approvedBy}) and d.role in ${[...rolesWith('recovery.write')]}
        and (d.organisation_id is null or d.organisation_id = g.organisation_id)
        and d.valid_from <= drempel.now() and (d.valid_until is null or d.valid_until > drempel.now())))`

/** Whoever changes something has locked the journey before, so that what is read stays true. */
export async function findRecovery(tx: Tx, journeyId: string): Promise<RecoveryCase | undefined> {
  const [row] = await findRecoveries(tx, [journeyId])
  return row
}

/** One read for all of it. */
export async function findRecoveries(tx: Tx, journeyIds: readonly string[]): Promise<readonly RecoveryCase[]> {
  const rows = await tx
    .select({
      journey: journeys,
      recovery: recoveries,
      account: accounts,
      person: people,
      organisation: organisations,
      policy: portalPolicies.document,
      noticedTo: messages.recipient,
      noticedAt: left.mapWith(messages.handedOverAt),
      codeUsedAt: codeUsed.mapWith(backupCodes.usedAt),
      isOvertaken: overtaken,
    })
    .from(journeys)
    .innerJoin(recoveries, and(eq(recoveries.portalId, journeys.portalId), eq(recoveries.journeyId, journeys.id)))
    .innerJoin(accounts, and(eq(accounts.portalId, journeys.portalId), eq(accounts.id, recoveries.accountId)))
    .innerJoin(people, and(eq(people.portalId, journeys.portalId), eq(people.id, accounts.personId)))
    .innerJoin(portalPolicies, ofItsPolicy)
    .leftJoin(
      organisations,
      and(eq(organisations.portalId, journeys.portalId), eq(organisations.id, journeys.organisationId)),
    )
    .leftJoin(
      messages,
      and(
        eq(messages.portalId, journeys.portalId),
        eq(messages.journeyId, journeys.id),
        eq(messages.key, sql`'p' || ${journeys.plan} || '/notice-mail'`),
      ),
    )
    .where(and(eq(journeys.portalId, tx.portalId), inArray(journeys.id, [...journeyIds])))
  return rows.map((row) => ({ ...row, policy: completePolicy(row.policy) }))
}

/** Keys of the present plan's messages and tasks: what is done of it. */
export async function recoveryKeys(tx: Tx, journeyId: string): Promise<readonly string[]> {
  const [row] = await tx
    .select({ done: keysOfPlan })
    .from(journeys)
    // With one table alone drizzle names columns without it, and the keys are read from others.
    .innerJoin(recoveries, and(eq(recoveries.portalId, journeys.portalId), eq(recoveries.journeyId, journeys.id)))
    .where(and(eq(journeys.portalId, tx.portalId), eq(journeys.id, journeyId)))
  return row?.done ?? []
}

/** The recovery of an account that is under way, not locked. */
export async function findOpenRecovery(tx: Tx, accountId: string): Promise<string | undefined> {
  const [row] = await tx
    .select({ id: journeys.id })
    .from(journeys)
    .where(
      and(
        eq(journeys.portalId, tx.portalId),
        eq(journeys.subjectId, accountId),
        eq(journeys.kind, 'account-recovery'),
        eq(journeys.status, 'open'),
      ),
    )
  return row?.id
}

export type NewRecovery = Pick<RecoveryRow, 'accountId' | 'startedBy' | 'checks' | 'privateEmail' | 'pinMobile'> &
  Pick<JourneyRow, 'organisationId' | 'policyVersion'>

/** The account must be locked: one recovery at a time. */
export async function insertRecovery(
  tx: Tx,
  { organisationId, policyVersion, ...recovery }: NewRecovery,
): Promise<JourneyRow> {
  const subjectId = recovery.accountId
  const journey = await insertJourney(tx, { kind: 'account-recovery', subjectId, organisationId, policyVersion })
  await tx.insert(recoveries).values({ ...recovery, portalId: tx.portalId, journeyId: journey.id, plannedAt: tx.now })
  return journey
}

/** One conditional update: true when it still waited for a second person. */
export async function approveRecovery(tx: Tx, journeyId: string, approvedBy: string): Promise<boolean> {
  return move(tx, journeyId, ['asked'], { status: 'approved', approvedBy, approvedAt: tx.now })
}

export async function issueRecovery(tx: Tx, journeyId: string): Promise<boolean> {
  return move(tx, journeyId, ['approved'], { status: 'issued', issuedAt: tx.now })
}

/** Chosen with link and PIN, and nobody's until the end: true when it waited for that. */
export async function keepRecoveryPassword(tx: Tx, journeyId: string, passwordHash: string): Promise<boolean> {
  return move(tx, journeyId, ['issued'], { passwordHash })
}

/** What the desk was told of somebody is theirs at the end, or nobody's. */
const nothingKept = { privateEmail: null, pinMobile: null, passwordHash: null } as const

/** The sign-in with the code is complete: true when nobody stopped it before. */
export async function recoverRecovery(tx: Tx, journeyId: string): Promise<boolean> {
  return move(tx, journeyId, ['issued'], { status: 'recovered', recoveredAt: tx.now, ...nothingKept })
}

/** One conditional update: true when the recovery was still open. */
export async function endRecovery(
  tx: Tx,
  journeyId: string,
  to: Extract<RecoveryStatus, 'objected' | 'expired' | 'withdrawn'>,
): Promise<boolean> {
  return move(tx, journeyId, openRecoveryStatuses, { status: to, ...nothingKept })
}

async function move(
  tx: Tx,
  journeyId: string,
  from: readonly RecoveryStatus[],
  change: Partial<RecoveryRow>,
): Promise<boolean> {
  const rows = await tx
    .update(recoveries)
    .set(change)
    .where(
      and(
        eq(recoveries.portalId, tx.portalId),
        eq(recoveries.journeyId, journeyId),
        inArray(recoveries.status, [...from]),
      ),
    )
    .returning({ id: recoveries.journeyId })
  return rows.length === 1
}
