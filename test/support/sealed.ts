import { randomUUID } from 'node:crypto'
import type postgres from 'postgres'
import { factorContext } from '../../src/domain/accounts/factor.ts'
import { inquiryContext } from '../../src/domain/accounts/inquiry-context.ts'
import { sealingWith } from '../../src/providers/sealing/aes-gcm.ts'
import type { SealingPort } from '../../src/providers/sealing/port.ts'

export type Key = { readonly name: string; readonly key: Buffer }

/** What `npm run keys` is given, and everything it says, save the progress that a busy machine makes it tell. */
export function ringOf(...keys: readonly Key[]) {
  const lines: string[] = []
  const tell = (line: string) => {
    if (!line.includes(' so far: ')) lines.push(line)
  }
  return { sealing: sealingWith(keys), ring: keys.map(({ name }) => name), tell, lines }
}

export async function insertPortal(owner: postgres.Sql): Promise<string> {
  const slug = `p${randomUUID().slice(0, 8)}`
  const [portal] = await owner<{ id: string }[]>`
    insert into drempel.portals (slug, name, host, languages, form, identifier, frontend_url, mail_from, sms_from)
    values (${slug}, 'Mijn Werk', ${`${slug}.example`}, '{nl}', 'je', 'email', 'https://p.example', 'a@p.example', 'MijnWerk')
    returning id`
  return portal?.id ?? ''
}

/** Somebody whose apps they are. */
export async function addAccount(owner: postgres.Sql, portalId: string): Promise<string> {
  const email = `${randomUUID()}@example.nl`
  const [account] = await owner<{ id: string }[]>`
    with person as (
      insert into drempel.people (portal_id, name, language, email) values (${portalId}, 'Anna', 'nl', ${email}) returning id)
    insert into drempel.accounts (portal_id, person_id, identifier, status)
    select ${portalId}, id, ${email}, 'active' from person returning id`
  return account?.id ?? ''
}

type Sealing = { readonly owner: postgres.Sql; readonly sealing: SealingPort }

/** Authenticator apps of one account; each secret is told by its row's id. */
export async function insertApps(
  { owner, sealing }: Sealing,
  { portalId, accountId, count }: { portalId: string; accountId: string; count: number },
): Promise<readonly string[]> {
  const ids = Array.from({ length: count }, () => randomUUID())
  const sealed = ids.map((id) => sealing.seal(secretOf(id), factorContext(id)).toString('hex'))
  await owner`
    insert into drempel.factors (portal_id, id, account_id, kind, status, name, sealed)
    select ${portalId}, v.id, ${accountId}, 'app', 'active', 'Telefoon', decode(v.hex, 'hex')
    from unnest(${ids}::uuid[], ${sealed}::text[]) v (id, hex)`
  return ids
}

export function secretOf(factorId: string): string {
  return `JBSW-${factorId}`
}

export async function insertInquiry({ owner, sealing }: Sealing, portalId: string, typed: string): Promise<string> {
  const id = randomUUID()
  await owner`insert into drempel.inquiries (portal_id, id, sealed, correlation_id)
    values (${portalId}, ${id}, ${sealing.seal(typed, inquiryContext(id))}, 'test')`
  return id
}

/** The value as it lies in its row. */
export async function sealedOf(
  owner: postgres.Sql,
  table: 'factors' | 'messages' | 'inquiries',
  id: string,
): Promise<Buffer> {
  const [row] = await owner<{ sealed: Buffer | null }[]>`
    select sealed from ${owner(`drempel.${table}`)} where id = ${id}`
  if (!row?.sealed) throw new Error(`nothing is sealed in ${table} ${id}`)
  return row.sealed
}

/** How many apps lie under which key, read from the bytes themselves. */
export async function appsUnder(
  owner: postgres.Sql | postgres.TransactionSql,
): Promise<Readonly<Record<string, number>>> {
  const rows = await owner<{ key: string; count: number }[]>`
    select convert_from(substring(sealed from 2 for get_byte(sealed, 0)), 'UTF8') as key, count(*)::integer as count
    from drempel.factors where sealed is not null group by 1 order by 1`
  return Object.fromEntries(rows.map(({ key, count }) => [key, count]))
}
