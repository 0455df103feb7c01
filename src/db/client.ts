import { sql } from 'drizzle-orm'
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import type { Policy } from '../domain/portals/policy.ts'

/** none: the login's own, for the owner of the tables. */
export type Role = 'drempel_app' | 'drempel_engine' | 'none'

type Drizzle = PostgresJsDatabase<Record<string, never>>

type Bare = Parameters<Parameters<Drizzle['transaction']>[0]>[0]

/** A transaction of the application's role in one portal. now is drempel.now(), one instant for the whole transaction. */
export type Tx = Bare & {
  readonly now: Date
  readonly portalId: string
  readonly policies: PolicyMemo
}

/** Policies as they were completed, by the text of their document: every request reads one, and completing it is slow. */
export type PolicyMemo = Map<string, Policy>

/** A connection pool under one of the two roles. The engine's role sees ids and states of every portal, never a name. */
export type Pool = {
  readonly drizzle: Drizzle
  /** Its transactions only look, and see one instant of the database throughout. */
  readonly looking: Drizzle
  readonly postgres: postgres.Sql
  readonly policies: PolicyMemo
  close(): Promise<void>
}

export function openPool(
  url: string,
  role: Role,
  { max = 10, name = 'drempel' }: { max?: number; name?: string } = {},
): Pool {
  const client = postgres(url, {
    max,
    onnotice: () => {},
    connect_timeout: 10,
    connection: { application_name: name, role, search_path: 'drempel', TimeZone: 'UTC' },
  })
  return {
    drizzle: drizzle(preparing(client)),
    looking: drizzle(preparing(client, 'isolation level repeatable read read only')),
    postgres: client,
    policies: new Map(),
    close: () => client.end({ timeout: 5 }),
  }
}

// Statements that grow with a list come in a thousand lengths; the server need not remember each.
const longestPrepared = 4_000

type Preparable = Pick<postgres.Sql, 'unsafe'>

/**
 * drizzle hands every statement over unprepared, which costs a second round trip each time. Here each is prepared once per
 * connection. A transaction begins with its mode, which would cost a round trip too.
 */
function preparing<T extends Preparable>(client: T, mode = ''): T {
  return new Proxy(client, {
    get: (target, name) => {
      if (name === 'unsafe') return prepared(target)
      if (name === 'begin') return begun(target, mode)
      return Reflect.get(target, name)
    },
  })
}

function prepared(client: Preparable): postgres.Sql['unsafe'] {
  // Last, because drizzle itself says prepare: false.
  return (query, parameters, options) =>
    client.unsafe(query, parameters, { ...options, prepare: query.length < longestPrepared })
}

function begun(client: Preparable, mode: string) {
  return (work: (tx: postgres.TransactionSql) => Promise<unknown>) => {
    if (!('begin' in client) || typeof client.begin !== 'function')
      throw new Error('a transaction within a transaction')
    return client.begin(mode, (tx: postgres.TransactionSql) => work(preparing(tx)))
  }
}

const deadlock = '40P01'
const attempts = 4

/** Runs one short transaction in a portal; a deadlock is retried, everything else passes. */
export async function inPortal<T>(pool: Pool, portalId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await pool.drizzle.transaction((bare) => enter(bare, pool, portalId).then(work))
    } catch (error) {
      if (attempt === attempts || postgresCode(error) !== deadlock) throw error
    }
  }
}

/** A transaction that only looks, and sees one instant of the database throughout. */
export async function reading<T>(pool: Pool, portalId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  return pool.looking.transaction((bare) => enter(bare, pool, portalId).then(work))
}

async function enter(bare: Bare, { policies }: Pool, portalId: string): Promise<Tx> {
  const [row] = await bare.execute<{ now: string }>(
    sql`select set_config('drempel.portal_id', ${portalId}, true), extract(epoch from drempel.now()) * 1000 as now`,
  )
  return Object.assign(bare, { now: new Date(Number(row?.now)), portalId, policies })
}

export function postgresCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  if (error instanceof postgres.PostgresError) return error.code
  return postgresCode(error.cause)
}

export function violatedConstraint(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  if (error instanceof postgres.PostgresError) return error.code === '23505' ? error.constraint_name : undefined
  return violatedConstraint(error.cause)
}
