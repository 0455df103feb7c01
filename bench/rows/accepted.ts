import type postgres from 'postgres'
import { sendInvitations } from '../../src/commands/accounts/send-invitations.ts'
import { compose } from '../../src/compose.ts'
import type { Installation } from '../installation.ts'
import { assertAlike, type BenchPortal, copyPortal, newcomers, seedPortal } from '../portals.ts'
import { alternate, timed } from '../rounds.ts'
import { openBare } from '../statements.ts'
import type { Line } from '../table.ts'

const size = 1_000
const rounds = 5

// In the order in which their keys refer to one another.
const tables = [
  ...['people', 'accounts', 'journeys', 'grants', 'activations', 'timeline', 'secrets', 'messages', 'wakeups', 'audit'],
] as const

/**
 * One call that invites a thousand, against the rows it wrote inserted by hand: one statement per table over the whole
 * list, in one transaction of the same role.
 */
export async function accepted({ admin, url, config }: Installation): Promise<readonly Line[]> {
  const drempel = compose(config(), 'api')
  const bare = openBare(url)
  const model = await seedPortal(admin)
  const items = newcomers(size)
  let latest: BenchPortal | undefined

  const measured = await alternate(rounds, {
    drempel: async () => {
      const portal = await copyPortal(admin, model)
      latest = portal
      const input = { organisationId: portal.organisationId, items }
      return perSecond(await timed(() => sendInvitations(drempel, portal.hr, input)))
    },
    bare: async () => {
      if (latest === undefined) throw new Error('there is nothing to insert yet')
      const portal = await copyPortal(admin, model)
      const rows = await rowsOf(admin, { of: latest, without: model, for: portal })
      const ms = await timed(() => insertAll(bare, portal, rows))
      await assertAlike(admin, latest, portal)
      return perSecond(ms)
    },
  })
  await Promise.all([drempel.close(), bare.end()])
  const work = `invitations accepted, ${size.toLocaleString('en')} in a call`
  return [{ work, against: 'the same rows, batched SQL', unit: 'journeys/s', measured, target: { atLeast: 0.5 } }]
}

function perSecond(ms: number): number {
  return (size / ms) * 1_000
}

type Column = { readonly name: string; readonly type: string; readonly values: (string | null)[] }
type Rows = ReadonlyMap<string, readonly Column[]>
type Wanted = { readonly of: BenchPortal; readonly without: BenchPortal; readonly for: BenchPortal }

/** What the command wrote, column by column, for another portal: keys begin with it, so every other id may stay. */
async function rowsOf(admin: postgres.Sql, wanted: Wanted): Promise<Rows> {
  const rows = new Map<string, readonly Column[]>()
  for (const table of tables) {
    const columns = await admin<Omit<Column, 'values'>[]>`
      select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
      where attrelid = ${`drempel.${table}`}::regclass and attnum > 0 and not attisdropped order by attnum`
    const texts = columns.map(({ name }) => (name === 'portal_id' ? '$3::text' : `${name}::text`)).join(', ')
    const from = `from drempel.${table} where portal_id`
    const query = `select ${texts} ${from} = $1 except select ${texts} ${from} = $2`
    const ids = [wanted.of.portalId, wanted.without.portalId, wanted.for.portalId]
    const found = await admin.unsafe(query, ids).values()
    rows.set(
      table,
      columns.map((column, at) => ({ ...column, values: found.map((row) => row[at]) })),
    )
  }
  return rows
}

/** One statement per table over arrays: the quickest way there is, since row-level security forbids COPY. */
async function insertAll(bare: postgres.Sql, { portalId }: BenchPortal, rows: Rows): Promise<void> {
  await bare.begin(async (tx) => {
    await tx`select set_config('drempel.portal_id', ${portalId}, true)`
    for (const [table, columns] of rows) {
      const names = columns.map(({ name }) => name).join(', ')
      const typed = columns.map(({ name, type }) => `${name}::${type}`).join(', ')
      const arrays = columns.map((_, at) => `$${at + 1}::text[]`).join(', ')
      await tx.unsafe(
        `insert into drempel.${table} (${names}) select ${typed} from unnest(${arrays}) as row (${names})`,
        columns.map(({ values }) => values),
        { prepare: true },
      )
    }
    await tx`select pg_notify('drempel_wakeups', '')`
  })
}
