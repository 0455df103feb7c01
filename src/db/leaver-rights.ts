import { sql } from 'drizzle-orm'
import { type Actor, type ActorKind, actorId } from '../domain/accounts/access.ts'
import type { GrantEnd, GrantReason, Role } from '../domain/accounts/account.ts'
import type { HeldRight } from '../domain/employments/leaver-rights.ts'
import type { Tx } from './client.ts'

type Row = {
  readonly id: string
  readonly account: string
  readonly role: Role
  readonly system: string | null
  readonly from: number
  readonly until: number | null
  readonly isCut: boolean
  readonly before: number | null
}

type Asked = {
  readonly organisationId: string
  /** Whose rights, and by which leaving they may have been cut. */
  readonly leavers: readonly { readonly accountId: string; readonly journeyId: string | null }[]
}

/** All rights in one organisation, of one or many, as their leaving sees them. The accounts must be locked. */
export async function findRights(
  tx: Tx,
  { organisationId, leavers }: Asked,
): Promise<ReadonlyMap<string, readonly HeldRight[]>> {
  const rows = await tx.execute<Row>(sql`
    select g.id, g.account_id as account, g.role, g.system, (extract(epoch from g.valid_from) * 1000)::float8 as from,
      (extract(epoch from g.valid_until) * 1000)::float8 as until, c.grant_id is not null as "isCut",
      (extract(epoch from c.until_before) * 1000)::float8 as before
    from jsonb_to_recordset(${JSON.stringify(leavers)}::jsonb) as r("accountId" uuid, "journeyId" uuid)
    join drempel.grants g on g.portal_id = ${tx.portalId} and g.account_id = r."accountId"
      and g.organisation_id = ${organisationId}::uuid
    left join drempel.leaver_cuts c on c.portal_id = g.portal_id and c.journey_id = r."journeyId" and c.grant_id = g.id
    order by g.id`)
  const held = Map.groupBy(rows, ({ account }) => account)
  return new Map(leavers.map(({ accountId }) => [accountId, (held.get(accountId) ?? []).map(toRight)]))
}

function toRight({ id, role, system, from, until, isCut, before }: Row): HeldRight {
  return {
    id,
    role,
    system,
    validFrom: new Date(from),
    validUntil: instant(until),
    cut: isCut ? { until: instant(before) } : undefined,
    isLeavers: role === 'EX_EMPLOYEE',
  }
}

function instant(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms)
}

/** What is written of one right. Ids of those that are given are minted before. */
export type RightWritten = {
  readonly kind: 'move' | 'cut' | 'uncut' | 'give'
  readonly id: string
  readonly accountId: string
  readonly journeyId: string
  readonly role?: Role
  readonly system?: string | null
  readonly validFrom?: Date
  readonly validUntil?: Date | null
  readonly isCut?: boolean
  readonly cutUntil?: Date | null
  readonly reason?: GrantReason
  readonly endReason?: GrantEnd | null
}

type By = { readonly organisationId: string; readonly actorKind: ActorKind; readonly actorId: string | null }

/** All changes of all leavers in one statement. */
export async function writeRights(tx: Tx, by: By, rights: readonly RightWritten[]): Promise<void> {
  if (rights.length === 0) return
  const portal = sql`${tx.portalId}::uuid`
  const actor = sql`${by.actorKind}::text, ${by.actorId}::uuid`
  await tx.execute(sql`
    with r as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(rights)}::jsonb) as r(kind text, id uuid, "accountId" uuid,
        "journeyId" uuid, role text, system text, "validFrom" timestamptz, "validUntil" timestamptz, "isCut" boolean,
        "cutUntil" timestamptz, reason text, "endReason" text)
    ), moved as (
      update drempel.grants g set valid_from = r."validFrom", valid_until = r."validUntil",
        end_reason = r."endReason",
        ended_by_kind = case when r."endReason" is null then null else ${by.actorKind}::text end,
        ended_by = case when r."endReason" is null then null else ${by.actorId}::uuid end
      from r where r.kind = 'move' and g.portal_id = ${portal} and g.id = r.id
    ), given as (
      insert into drempel.grants (portal_id, id, account_id, role, organisation_id, system, valid_from, valid_until,
        journey_id, reason, given_by_kind, given_by, end_reason, ended_by_kind, ended_by)
      select ${portal}, id, "accountId", role, ${by.organisationId}::uuid, system, "validFrom", "validUntil", "journeyId",
        reason, ${actor}, "endReason", case when "validUntil" is null then null else ${by.actorKind}::text end,
        case when "validUntil" is null then null else ${by.actorId}::uuid end
      from r where kind = 'give' returning portal_id, id
    ), uncut as (
      delete from drempel.leaver_cuts c using r
      where r.kind = 'uncut' and c.portal_id = ${portal} and c.journey_id = r."journeyId" and c.grant_id = r.id
    )
    insert into drempel.leaver_cuts (portal_id, journey_id, grant_id, until_before)
    select ${portal}, "journeyId", id, "cutUntil" from r
    where kind = 'cut' or (kind = 'give' and "isCut" and exists (select from given where given.id = r.id))`)
}

type Back = {
  readonly organisationId: string
  readonly accountId: string
  /** Where the rights of an employee begin again. */
  readonly from: Date
  readonly actor: Actor
}

/** Access as a leaver ends where something better begins; what would begin later never does. */
export async function endLeaversAccess(tx: Tx, { organisationId, accountId, from, actor }: Back): Promise<void> {
  await tx.execute(sql`
    update drempel.grants set valid_until = greatest(valid_from, ${from.toISOString()}::timestamptz), end_reason = 'REHIRED',
      ended_by_kind = ${actor.kind}, ended_by = ${actorId(actor)}::uuid
    where portal_id = ${tx.portalId} and account_id = ${accountId} and organisation_id = ${organisationId}
      and role = 'EX_EMPLOYEE' and valid_until > drempel.now() and valid_until > ${from.toISOString()}::timestamptz`)
}
