import { sql } from 'drizzle-orm'
import type { Language } from '../domain/portals/portal.ts'
import type { Tx } from './client.ts'

/** Somebody an organisation may say is leaving: whoever has, or had, a right there. */
export type PossibleLeaver = {
  readonly personId: string
  readonly accountId: string
  readonly name: string
  readonly language: Language
  readonly email: string
  readonly mobile: string | null
  readonly isDead: boolean
  /** By which id of its own the organisation knows them, where it told one. */
  readonly references: readonly string[]
}

type Asked = {
  readonly organisationId: string
  readonly personIds: readonly string[]
  readonly references: readonly string[]
}

/** By their ids or the organisation's own, however many. */
export async function findPossibleLeavers(
  tx: Tx,
  { organisationId, personIds, references }: Asked,
): Promise<readonly PossibleLeaver[]> {
  return tx.execute<PossibleLeaver>(sql`
    with referred as (
      select account_id, external_reference as reference from drempel.activations
      where portal_id = ${tx.portalId} and organisation_id = ${organisationId}
        and external_reference = any(${sql.param([...references])}::text[])
    )
    select p.id as "personId", a.id as "accountId", p.name, p.language, p.email, p.mobile,
      p.died_on is not null as "isDead",
      array(select r.reference from referred r where r.account_id = a.id) as references
    from drempel.accounts a join drempel.people p on p.portal_id = a.portal_id and p.id = a.person_id
    where a.portal_id = ${tx.portalId}
      and (p.id = any(${sql.param([...personIds])}::uuid[]) or a.id in (select account_id from referred))
      and exists (select from drempel.grants g where g.portal_id = a.portal_id and g.account_id = a.id
        and g.organisation_id = ${organisationId})`)
}
