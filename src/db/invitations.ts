import { sql } from 'drizzle-orm'
import type { ActorKind } from '../domain/accounts/access.ts'
import type { AccountStatus, GrantReason, Role } from '../domain/accounts/account.ts'
import type { LeavingCause } from '../domain/employments/offboarding.ts'
import type { Language } from '../domain/portals/portal.ts'
import type { Tx } from './client.ts'
import { type NewMessage, notifyMessages } from './messages.ts'

/** Statements over whole lists: a thousand invitations cost as many round trips as one. */

export type KnownAccount = {
  readonly identifier: string
  readonly accountId: string
  readonly personId: string
  readonly status: AccountStatus
  readonly name: string
  readonly email: string
  readonly language: Language
  readonly dateOfBirth: string | null
  readonly openJourneyId: string | null
  readonly openPlan: number | null
  /** Roles that have not ended in the organisation that invites. */
  readonly roles: readonly Role[]
  /** The last day of whoever is leaving it. */
  readonly leavesOn: string | null
  /** The last day of whoever left it, or is leaving, and why. */
  readonly leftOn: string | null
  readonly leftBy: LeavingCause | null
  /** First days of work there, those that never came included. */
  readonly workedFrom: readonly string[]
}

export async function findKnownAccounts(
  tx: Tx,
  { organisationId, identifiers }: { organisationId: string | null; identifiers: readonly string[] },
): Promise<readonly KnownAccount[]> {
  return tx.execute<KnownAccount>(sql`
    select a.identifier, a.id as "accountId", p.id as "personId", a.status, p.name, p.email, p.language,
      p.date_of_birth::text as "dateOfBirth", j.id as "openJourneyId", j.plan as "openPlan",
      array(select g.role from drempel.grants g
        where g.portal_id = a.portal_id and g.account_id = a.id and g.organisation_id is not distinct from ${organisationId}::uuid
          and (g.valid_until is null or (g.valid_until > drempel.now() and g.valid_until > g.valid_from))) as roles,
      (select o.last_day::text from drempel.offboardings o
        join drempel.journeys l on l.portal_id = o.portal_id and l.id = o.journey_id and l.status = 'open'
        where o.portal_id = a.portal_id and o.account_id = a.id and o.organisation_id = ${organisationId}::uuid) as "leavesOn",
      l.last_day::text as "leftOn", l.cause as "leftBy",
      array(select (g.valid_from at time zone 'Europe/Amsterdam')::date::text from drempel.grants g
        where g.portal_id = a.portal_id and g.account_id = a.id and g.organisation_id is not distinct from ${organisationId}::uuid
          and g.role = 'EMPLOYEE') as "workedFrom"
    from drempel.accounts a
    join drempel.people p on p.portal_id = a.portal_id and p.id = a.person_id
    left join drempel.journeys j on j.portal_id = a.portal_id and j.subject_id = a.id
      and j.kind = 'account-activation' and j.status = 'open'
    left join lateral (
      select o.cause, case when o.cause = 'left' then o.last_day
          else least(o.last_day, (o.planned_at at time zone 'Europe/Amsterdam')::date) end as last_day
      from drempel.offboardings o
      where o.portal_id = a.portal_id and o.account_id = a.id and o.organisation_id = ${organisationId}::uuid
        and o.status <> 'withdrawn'
      order by o.journey_id desc limit 1
    ) l on true
    where a.portal_id = ${tx.portalId} and a.identifier = any(${list(identifiers)}::text[])`)
}

export type KnownReference = {
  readonly reference: string
  readonly journeyId: string
  readonly accountId: string
  readonly personId: string
  readonly identifier: string
  readonly name: string
  readonly dateOfBirth: string | null
}

export async function findKnownReferences(
  tx: Tx,
  { organisationId, references }: { organisationId: string | null; references: readonly string[] },
): Promise<readonly KnownReference[]> {
  if (references.length === 0) return []
  return tx.execute<KnownReference>(sql`
    select x.external_reference as reference, x.journey_id as "journeyId", x.account_id as "accountId",
      p.id as "personId", a.identifier, p.name, p.date_of_birth::text as "dateOfBirth"
    from drempel.activations x
    join drempel.accounts a on a.portal_id = x.portal_id and a.id = x.account_id
    join drempel.people p on p.portal_id = a.portal_id and p.id = a.person_id
    where x.portal_id = ${tx.portalId} and x.organisation_id = ${organisationId}
      and x.external_reference = any(${list(references)}::text[])`)
}

/**
 * Journeys before accounts, each in the order of their ids: what every other command locks in the same order. Invitations of
 * these people, and their leaving of the organisation that invites, which a right given now may end.
 */
export async function lockKnown(tx: Tx, known: readonly KnownAccount[], organisationId: string | null): Promise<void> {
  const accountIds = list(known.map((account) => account.accountId))
  await tx.execute(sql`select 1 from drempel.journeys
    where portal_id = ${tx.portalId} and subject_id = any(${accountIds}::uuid[]) and status = 'open'
      and (kind = 'account-activation' or (kind = 'offboarding' and organisation_id = ${organisationId}::uuid))
    order by id for update`)
  await tx.execute(sql`select 1 from drempel.accounts
    where portal_id = ${tx.portalId} and id = any(${accountIds}::uuid[]) order by id for no key update`)
}

export type NewAccount = {
  readonly accountId: string
  readonly personId: string
  readonly identifier: string
  readonly name: string
  readonly email: string
  readonly mobile: string | null
  readonly dateOfBirth: string | null
  readonly language: Language
}

/**
 * Makes the accounts nobody was faster in making, in the order of their identifiers, so that two overlapping lists wait
 * for one another instead of blocking each other. Answers which ones are ours.
 */
export async function claimAccounts(tx: Tx, accounts: readonly NewAccount[]): Promise<ReadonlySet<string>> {
  if (accounts.length === 0) return new Set()
  const rows = await tx.execute<{ id: string }>(sql`
    with r as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(accounts)}::jsonb) as r("accountId" uuid, "personId" uuid,
        identifier text, name text, email text, mobile text, "dateOfBirth" date, language text)
    ), claimed as (
      insert into drempel.accounts (portal_id, id, person_id, identifier, status)
      select ${tx.portalId}::uuid, "accountId", "personId", identifier, 'invited' from r order by identifier
      on conflict (portal_id, identifier) do nothing returning id
    ), named as (
      insert into drempel.people (portal_id, id, name, date_of_birth, language, email, mobile)
      select ${tx.portalId}::uuid, "personId", name, "dateOfBirth", language, email, mobile
      from r join claimed on claimed.id = r."accountId"
    )
    select id from claimed`)
  return new Set(rows.map((row) => row.id))
}

/** Somebody whose earlier invitation ended is invited again: the newest details count. */
export async function renewPeople(
  tx: Tx,
  people: readonly Omit<NewAccount, 'accountId' | 'identifier'>[],
): Promise<void> {
  if (people.length === 0) return
  await tx.execute(sql`
    update drempel.people p set name = r.name, language = r.language, email = r.email, email_status = 'unproven',
      mobile = coalesce(r.mobile, p.mobile), mobile_status = 'unproven',
      date_of_birth = coalesce(r."dateOfBirth", p.date_of_birth), version = p.version + 1
    from jsonb_to_recordset(${JSON.stringify(people)}::jsonb) as r("personId" uuid, name text, email text, mobile text,
      "dateOfBirth" date, language text)
    where p.portal_id = ${tx.portalId} and p.id = r."personId"`)
}

export type NewInvitation = {
  readonly journeyId: string
  readonly accountId: string
  readonly role: Role
  readonly validFrom: Date
  readonly startsOn: string | null
  readonly externalReference: string | null
  /** The link and the mail that brings it, where the invitation is due at once. */
  readonly sent: SentLink | null
}

export type SentLink = {
  readonly secretId: string
  readonly digest: string
  readonly expiresAt: Date
  readonly message: Omit<NewMessage, 'sealed'>
  readonly sealed: string
}

export type InvitationFrame = {
  readonly organisationId: string | null
  readonly policyVersion: number
  readonly actorKind: ActorKind
  readonly actorId: string | null
  readonly correlationId: string
  readonly act: string
  readonly reason: GrantReason
}

/** Grant, journey, facts, timeline, link, mail, wake-up and audit of every invitation, in one statement. */
export async function insertInvitations(
  tx: Tx,
  frame: InvitationFrame,
  invitations: readonly NewInvitation[],
): Promise<void> {
  if (invitations.length === 0) return
  const portal = sql`${tx.portalId}::uuid`
  const organisation = sql`${frame.organisationId}::uuid`
  const actor = sql`${frame.actorKind}, ${frame.actorId}::uuid`
  await tx.execute(sql`
    with r as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(invitations)}::jsonb) as r("journeyId" uuid, "accountId" uuid,
        role text, "validFrom" timestamptz, "startsOn" date, "externalReference" text, sent jsonb)
    ), s as materialized (
      select r."journeyId", r."accountId", x.*, m.* from r,
        jsonb_to_record(r.sent) as x("secretId" uuid, digest text, "expiresAt" timestamptz, message jsonb, sealed text),
        jsonb_to_record(x.message) as m("personId" uuid, key text, channel text, template text, "templateVersion" integer,
          language text, form text, recipient text, params jsonb, priority smallint, "sendBefore" timestamptz)
      where r.sent is not null
    ), journey as (
      insert into drempel.journeys (portal_id, id, kind, subject_id, organisation_id, policy_version)
      select ${portal}, "journeyId", 'account-activation', "accountId", ${organisation}, ${frame.policyVersion}::integer from r
    ), activation as (
      insert into drempel.activations (portal_id, journey_id, account_id, organisation_id, role, starts_on,
        external_reference, planned_at, invited_by)
      select ${portal}, "journeyId", "accountId", ${organisation}, role, "startsOn", "externalReference", drempel.now(),
        ${frame.actorId}::uuid from r
    ), given as (
      insert into drempel.grants (portal_id, account_id, role, organisation_id, valid_from, journey_id, reason,
        given_by_kind, given_by)
      select ${portal}, "accountId", role, ${organisation}, "validFrom", "journeyId", ${frame.reason}, ${actor} from r
    ), told as (
      insert into drempel.timeline (portal_id, journey_id, fact, actor_kind, actor_id, plan)
      select ${portal}, "journeyId", fact, ${actor}, 1
      from (select "journeyId", 'invited' as fact from r union all select "journeyId", 'invitationSent' from s) as facts
    ), secret as (
      insert into drempel.secrets (portal_id, id, account_id, journey_id, plan, purpose, digest, max_attempts, expires_at)
      select ${portal}, "secretId", "accountId", "journeyId", 1, 'activation-link', decode(digest, 'hex'), 1, "expiresAt" from s
    ), mail as (
      insert into drempel.messages (portal_id, person_id, journey_id, plan, key, channel, template, template_version,
        language, form, recipient, params, secret_id, sealed, priority, send_before)
      select ${portal}, "personId", "journeyId", 1, key, channel, template, "templateVersion", language, form, recipient,
        params, "secretId", decode(sealed, 'hex'), priority, "sendBefore" from s
    ), audited as (
      insert into drempel.audit (portal_id, actor_kind, actor_id, act, subject_id, journey_id, code, correlation_id)
      select ${portal}, ${actor}, ${frame.act}, "accountId", "journeyId", 'INVITED', ${frame.correlationId} from r
    )
    insert into drempel.wakeups (portal_id, journey_id, seq) select ${portal}, "journeyId", 1 from r`)
  await tx.execute(sql`select pg_notify('drempel_wakeups', '')`)
  if (invitations.some((invitation) => invitation.sent !== null)) await notifyMessages(tx)
}

export type NewGrant = {
  readonly grantId: string
  readonly accountId: string
  readonly role: Role
  readonly validFrom: Date
  /** The open journey that goes on with one more grant. */
  readonly journeyId: string | null
  readonly plan: number | null
}

/** One more organisation for accounts that exist: the grants, their audit, and a line on the journeys that go on. */
export async function insertGrantsOf(tx: Tx, frame: InvitationFrame, grants: readonly NewGrant[]): Promise<void> {
  if (grants.length === 0) return
  const portal = sql`${tx.portalId}::uuid`
  const actor = sql`${frame.actorKind}, ${frame.actorId}::uuid`
  await tx.execute(sql`
    with r as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(grants)}::jsonb) as r("grantId" uuid, "accountId" uuid, role text,
        "validFrom" timestamptz, "journeyId" uuid, plan integer)
    ), given as (
      insert into drempel.grants (portal_id, id, account_id, role, organisation_id, valid_from, journey_id, reason,
        given_by_kind, given_by)
      select ${portal}, "grantId", "accountId", role, ${frame.organisationId}::uuid, "validFrom", "journeyId",
        ${frame.reason}, ${actor} from r
    ), told as (
      insert into drempel.timeline (portal_id, journey_id, fact, actor_kind, actor_id, plan)
      select ${portal}, "journeyId", 'accessAdded', ${actor}, plan from r where "journeyId" is not null
    )
    insert into drempel.audit (portal_id, actor_kind, actor_id, act, subject_id, journey_id, code, correlation_id)
    select ${portal}, ${actor}, ${frame.act}, "accountId", "journeyId",
      case when "journeyId" is null then 'GRANTED' else 'ADDED' end, ${frame.correlationId} from r`)
}

function list(values: readonly string[]) {
  return sql.param([...values])
}
