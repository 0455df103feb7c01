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
    select a.id as "accountId", p.email, p.email_status as "emailStatus", o.mail_domains as "mailDomains",
      a.password_hash is not null as "hasPassword", coalesce(f.factors, '[]'::json) as factors
    from drempel.accounts a
    join drempel.people p on p.portal_id = a.portal_id and p.id = a.person_id
    join drempel.organisations o on o.portal_id = a.portal_id and o.id = ${organisationId}
    left join lateral (
      select json_agg(json_build_object('kind', kind, 'owner', owner) order by id) as factors
      from drempel.factors where portal_id = a.portal_id and account_id = a.id and status = 'active'
    ) f on true
    where a.portal_id = ${tx.portalId} and a.id = any(${sql.param([...accountIds])}::uuid[])`)
  return new Map(rows.map(({ accountId, ...facts }) => [accountId, facts]))
}
