import { and, desc, eq, inArray, max, type SQL, sql } from 'drizzle-orm'
import type { ActorKind } from '../domain/accounts/access.ts'
import type { OffboardingStatus } from '../domain/employments/offboarding.ts'
import { completePolicy } from '../domain/portals/policy.ts'
import type { Tx } from './client.ts'
import { type JourneyCase, keysOfPlan, ofItsPolicy } from './journey-cases.ts'
import type { JourneyRow } from './journeys.ts'
import { accounts, documents, journeys, offboardings, organisations, people, portalPolicies } from './schema/all.ts'

export type OffboardingRow = typeof offboardings.$inferSelect

/** Everything an act of an offboarding decides on. */
export type OffboardingCase = JourneyCase & {
  readonly offboarding: OffboardingRow
  readonly organisation: typeof organisations.$inferSelect
}

/** Whoever changes something has locked the journey before, so that what is read stays true. */
export async function findOffboarding(tx: Tx, journeyId: string): Promise<OffboardingCase | undefined> {
  const [row] = await findOffboardings(tx, [journeyId])
  return row
}

/** One read for all of it. */
export async function findOffboardings(tx: Tx, journeyIds: readonly string[]): Promise<readonly OffboardingCase[]> {
  const rows = await tx
    .select({
      journey: journeys,
      offboarding: offboardings,
      account: accounts,
      person: people,
      organisation: organisations,
      policy: portalPolicies.document,
    })
    .from(journeys)
    .innerJoin(offboardings, and(eq(offboardings.portalId, journeys.portalId), eq(offboardings.journeyId, journeys.id)))
    .innerJoin(accounts, and(eq(accounts.portalId, journeys.portalId), eq(accounts.id, offboardings.accountId)))
    .innerJoin(people, and(eq(people.portalId, journeys.portalId), eq(people.id, accounts.personId)))
    .innerJoin(portalPolicies, ofItsPolicy)
    .innerJoin(
      organisations,
      and(eq(organisations.portalId, journeys.portalId), eq(organisations.id, offboardings.organisationId)),
    )
    .where(and(eq(journeys.portalId, tx.portalId), inArray(journeys.id, [...journeyIds])))
  return rows.map((row) => ({ ...row, policy: completePolicy(row.policy) }))
}

/** Keys of the present plan's messages and tasks; of the statement of its year, whichever plan announced it. */
export async function offboardingKeys(tx: Tx, journeyId: string): Promise<readonly string[]> {
  const [row] = await tx
    .select({
      done: keysOfPlan,
      isAnnounced: sql<boolean>`exists (select from drempel.messages m where m.portal_id = ${journeys.portalId}
        and m.journey_id = ${journeys.id} and m.template = 'leaving-statement' and m.status <> 'cancelled'
          and (m.params->>'year')::integer = extract(year from ${offboardings.lastDay}))`,
    })
    .from(journeys)
    // With one table alone drizzle names columns without it, and the keys are read from others.
    .innerJoin(offboardings, and(eq(offboardings.portalId, journeys.portalId), eq(offboardings.journeyId, journeys.id)))
    .where(and(eq(journeys.portalId, tx.portalId), eq(journeys.id, journeyId)))
  return row === undefined ? [] : [...row.done, ...(row.isAnnounced ? ['statement'] : [])]
}

export type Leaving = Pick<OffboardingRow, 'journeyId' | 'accountId' | 'lastDay' | 'cause'>

type Asked = { readonly organisationId: string; readonly accountIds: readonly string[] }

/** Who is leaving an organisation already, of these accounts; not locked. */
export async function findOpenOffboardings(tx: Tx, { organisationId, accountIds }: Asked): Promise<readonly Leaving[]> {
  const { journeyId, accountId, lastDay, cause } = offboardings
  return tx
    .select({ journeyId, accountId, lastDay, cause })
    .from(offboardings)
    .innerJoin(journeys, and(eq(journeys.portalId, offboardings.portalId), eq(journeys.id, offboardings.journeyId)))
    .where(
      and(
        eq(offboardings.portalId, tx.portalId),
        eq(offboardings.organisationId, organisationId),
        inArray(offboardings.accountId, [...accountIds]),
        eq(journeys.status, 'open'),
      ),
    )
}

/**
 * Journeys before accounts, each in the order of their ids, as every other command locks them. A leaving that began while the
 * account was waited for is locked after it: without that an act of its story could write beside what ends it.
 */
export async function lockLeavers(tx: Tx, asked: Asked): Promise<void> {
  await lockOpen(tx, asked)
  await tx.execute(sql`select 1 from drempel.accounts where portal_id = ${tx.portalId}
    and id = any(${sql.param([...asked.accountIds])}::uuid[]) order by id for no key update`)
  await lockOpen(tx, asked)
}

async function lockOpen(tx: Tx, { organisationId, accountIds }: Asked): Promise<void> {
  await tx.execute(sql`select 1 from drempel.journeys where portal_id = ${tx.portalId}
    and subject_id = any(${sql.param([...accountIds])}::uuid[]) and organisation_id = ${organisationId}
    and kind = 'offboarding' and status = 'open' order by id for update`)
}

export type LatestLeaving = Leaving & Pick<OffboardingRow, 'status' | 'rehiredOn'>

/** The last leaving of each, under way or over: none for whoever never left this organisation. One under way is the last. */
export async function latestLeavings(
  tx: Tx,
  { organisationId, accountIds }: Asked,
): Promise<ReadonlyMap<string, LatestLeaving>> {
  const { journeyId, accountId, lastDay, cause, status, rehiredOn } = offboardings
  const rows = await tx
    .selectDistinctOn([accountId], { journeyId, accountId, lastDay, cause, status, rehiredOn })
    .from(offboardings)
    .where(
      and(
        eq(offboardings.portalId, tx.portalId),
        eq(offboardings.organisationId, organisationId),
        inArray(accountId, [...accountIds]),
      ),
    )
    .orderBy(accountId, desc(journeyId))
  return new Map(rows.map((row) => [row.accountId, row]))
}

export function isUnderWay({ status }: Pick<OffboardingRow, 'status'>): boolean {
  return underWay.some((one) => one === status)
}

export type NewOffboarding = Pick<OffboardingRow, 'journeyId' | 'accountId' | 'lastDay' | 'cause' | 'handsInPhone'>

export type OffboardingFrame = Pick<OffboardingRow, 'organisationId'> &
  Pick<JourneyRow, 'policyVersion'> & {
    readonly actorKind: ActorKind
    readonly actorId: string | null
    readonly correlationId: string
    readonly act: string
    readonly note: string | null
  }

/** Journey, facts, timeline, wake-up and audit of everybody who leaves, in one statement. The accounts must be locked. */
export async function insertOffboardings(
  tx: Tx,
  frame: OffboardingFrame,
  leavers: readonly NewOffboarding[],
): Promise<void> {
  if (leavers.length === 0) return
  const portal = sql`${tx.portalId}::uuid`
  const actor = sql`${frame.actorKind}, ${frame.actorId}::uuid`
  await tx.execute(sql`
    with r as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(leavers)}::jsonb) as r("journeyId" uuid, "accountId" uuid,
        "lastDay" date, cause text, "handsInPhone" boolean)
    ), journey as (
      insert into drempel.journeys (portal_id, id, kind, subject_id, organisation_id, policy_version)
      select ${portal}, "journeyId", 'offboarding', "accountId", ${frame.organisationId}::uuid,
        ${frame.policyVersion}::integer from r
    ), facts as (
      insert into drempel.offboardings (portal_id, journey_id, account_id, organisation_id, cause, last_day, hands_in_phone,
        planned_at)
      select ${portal}, "journeyId", "accountId", ${frame.organisationId}::uuid, cause, "lastDay", "handsInPhone",
        drempel.now() from r
    ), told as (
      insert into drempel.timeline (portal_id, journey_id, fact, actor_kind, actor_id, plan, data)
      select ${portal}, "journeyId", 'leavingPlanned', ${actor}, 1,
        jsonb_build_object('lastDay', "lastDay", 'cause', cause) from r returning portal_id, id
    ), noted as (
      insert into drempel.timeline_notes (portal_id, timeline_id, note)
      select portal_id, id, ${frame.note}::text from told where ${frame.note}::text is not null
    ), audited as (
      insert into drempel.audit (portal_id, actor_kind, actor_id, act, subject_id, journey_id, code, correlation_id)
      select ${portal}, ${actor}, ${frame.act}, "accountId", "journeyId", 'PLANNED', ${frame.correlationId} from r
    )
    insert into drempel.wakeups (portal_id, journey_id, seq) select ${portal}, "journeyId", 1 from r`)
  await tx.execute(sql`select pg_notify('drempel_wakeups', '')`)
}

type Move = Partial<Pick<OffboardingRow, 'status' | 'cause' | 'lastDay' | 'extendedTo' | 'plannedAt' | 'rehiredOn'>>

/** One conditional update: false when it stood elsewhere. */
export async function moveOffboarding(
  tx: Tx,
  journeyId: string,
  { from, to }: { readonly from: readonly OffboardingStatus[]; readonly to: Move },
): Promise<boolean> {
  const rows = await tx
    .update(offboardings)
    .set(to)
    .where(
      and(
        eq(offboardings.portalId, tx.portalId),
        eq(offboardings.journeyId, journeyId),
        inArray(offboardings.status, [...from]),
      ),
    )
    .returning({ id: offboardings.journeyId })
  return rows.length === 1
}

export const underWay = ['planned', 'narrowed'] as const satisfies readonly OffboardingStatus[]

/** Of some people of an organisation something changed that their leaving waits for: their stories look again. */
export async function wakeLeavers(
  tx: Tx,
  { organisationId, personIds }: { readonly organisationId: string; readonly personIds: readonly string[] },
): Promise<void> {
  if (personIds.length === 0) return
  await tx.execute(sql`
    with leaving as (
      select j.portal_id, j.id from drempel.journeys j
      join drempel.accounts a on a.portal_id = j.portal_id and a.id = j.subject_id
      where j.portal_id = ${tx.portalId} and j.kind = 'offboarding' and j.status = 'open'
        and j.organisation_id = ${organisationId} and a.person_id = any(${sql.param([...personIds])}::uuid[])
      order by j.id for update of j
    ), raised as (
      update drempel.journeys j set seq = j.seq + 1, touched_at = clock_timestamp() from leaving
      where j.portal_id = leaving.portal_id and j.id = leaving.id returning j.portal_id, j.id, j.seq
    )
    select drempel.wake(portal_id, id, seq) from raised`)
}

type OfPerson = { readonly organisationId: string; readonly personId: string }

/**
 * Whether payroll has published somebody's annual statement of a year: one without a period counts from its year's end, by
 * when it first came.
 */
export async function hasStatement(
  tx: Tx,
  { organisationId, personId, year }: OfPerson & { readonly year: number },
): Promise<boolean> {
  const of = {
    organisationId: sql`${organisationId}::uuid`,
    personId: sql`${personId}::uuid`,
    year: sql`${year}::integer`,
  }
  const [row] = await tx.execute<{ has: boolean }>(sql`select ${isStatementThere(tx, of)} as has`)
  return row?.has === true
}

/** HR need not ask for what is there. */
export async function settleChases(
  tx: Tx,
  { organisationId, personIds }: { readonly organisationId: string; readonly personIds: readonly string[] },
): Promise<void> {
  if (personIds.length === 0) return
  const of = {
    organisationId: sql`o.organisation_id`,
    personId: sql`a.person_id`,
    year: sql`extract(year from o.last_day)::integer`,
  }
  await tx.execute(sql`
    update drempel.tasks t set status = 'cancelled', closed_at = drempel.now()
    from drempel.offboardings o
    join drempel.accounts a on a.portal_id = o.portal_id and a.id = o.account_id
    where t.portal_id = ${tx.portalId} and t.kind = 'CHASE_STATEMENT' and t.status = 'open'
      and o.portal_id = t.portal_id and o.journey_id = t.journey_id and o.organisation_id = ${organisationId}::uuid
      and a.person_id = any(${sql.param([...personIds])}::uuid[]) and ${isStatementThere(tx, of)}`)
}

/** When one that had been published was last taken back. */
export async function lastStatementWithdrawnAt(tx: Tx, { organisationId, personId }: OfPerson): Promise<Date | null> {
  const [row] = await tx
    .select({ at: max(documents.withdrawnAt) })
    .from(documents)
    .where(
      and(
        eq(documents.portalId, tx.portalId),
        eq(documents.organisationId, organisationId),
        eq(documents.personId, personId),
        eq(documents.kind, 'ANNUAL_STATEMENT'),
      ),
    )
  return row?.at ?? null
}

type Statement = { readonly organisationId: SQL; readonly personId: SQL; readonly year: SQL }

function isStatementThere({ portalId }: Tx, { organisationId, personId, year }: Statement): SQL {
  return sql`exists (
    select from drempel.documents d
    join drempel.document_versions v on v.portal_id = d.portal_id and v.document_id = d.id and v.number = d.version
    join drempel.document_versions first on first.portal_id = d.portal_id and first.document_id = d.id and first.number = 1
    where d.portal_id = ${portalId} and d.organisation_id = ${organisationId} and d.person_id = ${personId}
      and d.kind = 'ANNUAL_STATEMENT' and d.withdrawn_at is null
      and case when v.period_from is null
        then (first.published_at at time zone 'Europe/Amsterdam')::date > make_date(${year}, 12, 31)
        else extract(year from v.period_from) = ${year} end)`
}
