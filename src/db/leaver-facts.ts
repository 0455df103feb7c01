import { sql } from 'drizzle-orm'
import type { ContactStatus } from '../domain/accounts/account.ts'
import type { LeaverFactor, SignInOfLeaver } from '../domain/employments/findings.ts'
import type { Tx } from './client.ts'

type Asked = { readonly organisationId: string; readonly accountIds: readonly string[] }

type Row = {
  readonly accountId: string
  readonly email: string
  readonly emailStatus: ContactStatus
  readonly mailDomains: readonly string[]
  readonly hasPassword: boolean
  readonly factors: readonly LeaverFactor[]
}

/** How people sign in, beside what is the organisation's: one read, however many leave. By account. */
export async function findLeaverFacts(
  tx: Tx,
  { organisationId, accountIds }: Asked,
): Promise<ReadonlyMap<string, SignInOfLeaver>> {
  const rows = await tx.execute<Row>(sql`
    select a.id as "accountId", p.email, p.email_status as "emailStatus", o.mail_domains || left_before.domains as "mailDomains",
      a.password_hash is not null as "hasPassword", coalesce(f.factors, '[]'::json) as factors
    from drempel.accounts a
    join drempel.people p on p.portal_id = a.portal_id and p.id = a.person_id
    join drempel.organisations o on o.portal_id = a.portal_id and o.id = ${organisationId}
    left join lateral (
      select json_agg(json_build_object('kind', kind, 'owner', owner, 'userVerified', user_verified, 'isDead',
        coalesce(mobile = p.mobile and p.mobile_status in ('wrong', 'unreachable'), false)) order by id) as factors
      from drempel.factors where portal_id = a.portal_id and account_id = a.id and status = 'active'
    ) f on true
    cross join lateral (
      select array(
        select distinct unnest(x.mail_domains) from drempel.organisations x
        join drempel.grants g on g.portal_id = x.portal_id and g.organisation_id = x.id
        where x.portal_id = a.portal_id and g.account_id = a.id and not exists (
          select from drempel.grants s where s.portal_id = g.portal_id and s.account_id = g.account_id
            and s.organisation_id = g.organisation_id and s.role <> 'EX_EMPLOYEE'
            and (s.valid_until is null or s.valid_until > drempel.now()))) as domains
    ) left_before
    where a.portal_id = ${tx.portalId} and a.id = any(${sql.param([...accountIds])}::uuid[])`)
  return new Map(rows.map(({ accountId, ...facts }) => [accountId, facts]))
}
