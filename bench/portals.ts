import { randomUUID } from 'node:crypto'
import type postgres from 'postgres'
import type { Call } from '../src/commands/execute.ts'
import { digestOf } from '../src/db/secrets.ts'
import type { InvitationItem } from '../src/domain/accounts/invitation.ts'
import { defaultPolicy } from '../src/domain/portals/policy.ts'
import { systemRandom } from '../src/providers/random/system.ts'

export type BenchPortal = {
  readonly portalId: string
  readonly organisationId: string
  readonly hr: Call
  /** HR's token. */
  readonly session: string
}

/** A portal with one organisation and its HR. */
export async function seedPortal(admin: postgres.Sql): Promise<BenchPortal> {
  const portalId = await insertPortal(admin)
  const [organisationId, personId, accountId] = [randomUUID(), randomUUID(), randomUUID()]
  const validFrom = new Date('2020-01-01T00:00:00Z')
  const document = { ...defaultPolicy, activation: { ...defaultPolicy.activation, pin: 'none' } }
  const hours = { nl: '9-17 uur', en: '9-17' }
  const serviceDesk = { name: 'Servicedesk', mail: 'desk@bench.test', phone: '088-102 7120', hours }
  const email = 'hr@bench.test'
  const insert = async (table: string, row: Record<string, unknown>) =>
    admin`insert into drempel.${admin(table)} ${admin({ portal_id: portalId, ...row })}`
  await insert('portal_policies', { version: 1, effective_from: validFrom, document: admin.json(document) })
  await insert('organisations', { id: organisationId, name: 'Zwolle', kind: 'employer', service_desk: serviceDesk })
  await insert('people', { id: personId, name: 'Hanna de Vries', language: 'nl', email, email_status: 'proven' })
  await insert('accounts', { id: accountId, person_id: personId, identifier: email, status: 'active' })
  const grant = { id: randomUUID(), role: 'HR', organisationId, system: null, validFrom, validUntil: null } as const
  await insert('grants', {
    id: grant.id,
    account_id: accountId,
    role: grant.role,
    organisation_id: organisationId,
    valid_from: validFrom,
    reason: 'invitation',
  })
  const sessionId = randomUUID()
  const session = systemRandom.token()
  const expiresAt = new Date(Date.now() + 3_600_000)
  await insert('sessions', {
    id: sessionId,
    account_id: accountId,
    digest: digestOf(session),
    device: 'bench',
    expires_at: expiresAt,
  })
  const actor = { kind: 'account', accountId, personId, sessionId, grants: [grant] } as const
  return { portalId, organisationId, hr: { actor, portalId, correlationId: 'bench' }, session }
}

/** The same portal once more, row by row: only its own id differs, so that both sides of a comparison begin alike. */
export async function copyPortal(admin: postgres.Sql, model: BenchPortal): Promise<BenchPortal> {
  const portalId = await insertPortal(admin)
  const tables = await portalTables(admin)
  await admin.begin(async (tx) => {
    await tx`set local session_replication_role = replica` // rows that fit in the model fit here, in any order
    for (const { table, columns } of tables) {
      const list = columns.join(', ')
      const from = columns.map((column) => (column === 'portal_id' ? '$1::uuid' : column)).join(', ')
      const insert = `insert into drempel.${table} (${list}) select ${from} from drempel.${table} where portal_id = $2`
      await tx.unsafe(insert, [portalId, model.portalId])
    }
  })
  await admin`analyze`
  return { ...model, portalId, hr: { ...model.hr, portalId } }
}

/** How many rows each table holds of a portal. */
async function countRows(admin: postgres.Sql, { portalId }: BenchPortal): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>()
  for (const { table } of await portalTables(admin)) {
    const rows = await admin.unsafe(`select count(*)::int as count from drempel.${table} where portal_id = $1`, [
      portalId,
    ])
    counts.set(table, Number(rows[0]?.count))
  }
  return counts
}

/** Both sides wrote equally many rows into every table; else they were not compared but confused. */
export async function assertAlike(admin: postgres.Sql, one: BenchPortal, other: BenchPortal): Promise<void> {
  const [ones, others] = [await countRows(admin, one), await countRows(admin, other)]
  const differing = [...ones].filter(([table, count]) => others.get(table) !== count)
  if (differing.length === 0) return
  const list = differing.map(([table, count]) => `${table} ${count} : ${others.get(table)}`)
  throw new Error(`the two sides did not do the same work: ${list.join(', ')}`)
}

export function newcomers(count: number): readonly InvitationItem[] {
  return Array.from({ length: count }, (_, n) => ({
    name: `Nieuwe Collega ${n}`,
    email: `collega-${n}@bench.test`,
    externalReference: `bench-${n}`,
    dateOfBirth: '1990-05-17',
  }))
}

export function slugOf({ portalId }: Pick<BenchPortal, 'portalId'>): string {
  return `bench-${portalId}`
}

async function insertPortal(admin: postgres.Sql): Promise<string> {
  const id = randomUUID()
  const slug = slugOf({ portalId: id })
  await admin`insert into drempel.portals ${admin({
    id,
    slug,
    name: 'Meetportaal',
    host: `${slug}.localhost`,
    languages: ['nl', 'en'],
    form: 'je',
    identifier: 'email',
    frontend_url: `http://${slug}.localhost/dev`,
    mail_from: 'noreply@bench.test',
    sms_from: 'Drempel',
  })}`
  return id
}

type PortalTable = { readonly table: string; readonly columns: readonly string[] }

async function portalTables(admin: postgres.Sql): Promise<readonly PortalTable[]> {
  return admin<PortalTable[]>`
    select table_name as table, array_agg(column_name::text order by ordinal_position) as columns
    from information_schema.columns where table_schema = 'drempel'
    group by table_name having bool_or(column_name = 'portal_id') order by table_name`
}
