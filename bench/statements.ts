import postgres from 'postgres'
import { openPool, type Pool } from '../src/db/client.ts'

type Statement = { readonly text: string; readonly parameters: readonly unknown[] }

/** What stands between a begin and its commit. */
export type Transaction = { readonly mode: string; readonly statements: readonly Statement[] }

/** As many connections as the API's pool has by default. */
const poolSize = 10

export type Recorder = {
  /** The product's own pool, with one connection, so that transactions follow one another. */
  readonly pool: Pool
  record(work: () => Promise<unknown>): Promise<readonly Transaction[]>
}

/** Hears what Drempel really sends, so that the bare side is made of nothing else. */
export function openRecorder(url: string): Recorder {
  const pool = openPool(url, 'drempel_app', { max: 1 })
  let heard: Statement[] = []
  overhear(pool, (text, parameters) => heard.push({ text, parameters }))
  return {
    pool,
    record: async (work) => {
      heard = []
      await work()
      return transactionsIn(heard)
    },
  }
}

/** The driver reads its options anew at each statement. */
export function overhear(pool: Pool, hear: (text: string, parameters: readonly unknown[]) => void): void {
  const debug = (_: number, text: string, parameters: unknown[]) => hear(text, parameters.map(plain))
  Object.assign(pool.postgres.options, { debug })
}

/** The driver wraps what it was told a type of. */
function plain(parameter: unknown): unknown {
  return parameter instanceof Object && 'value' in parameter && 'type' in parameter ? parameter.value : parameter
}

function transactionsIn(heard: readonly Statement[]): readonly Transaction[] {
  const transactions: { mode: string; statements: Statement[] }[] = []
  let isOpen = false
  for (const statement of heard) {
    const begun = /^begin (.*)$/.exec(statement.text)
    if (begun) transactions.push({ mode: begun[1] ?? '', statements: [] })
    else if (isOpen && statement.text !== 'commit') transactions.at(-1)?.statements.push(statement)
    isOpen = begun !== null || (isOpen && statement.text !== 'commit')
  }
  return transactions
}

/** postgres.js as one would use it by hand, on as many connections as the API has: each statement prepared once. */
export function openBare(url: string): postgres.Sql {
  const asIs = (value: unknown) => value
  // What was recorded is JSON already.
  const json = { to: 114, from: [114, 3802], serialize: asIs, parse: asIs }
  const connection = { role: 'drempel_app', search_path: 'drempel', TimeZone: 'UTC' }
  return postgres(url, { max: poolSize, onnotice: () => {}, connection, types: { json } })
}

/** The same transactions with one portal in the place of another. */
export function inAnotherPortal(all: readonly Transaction[], from: string, to: string): readonly Transaction[] {
  const moved = (value: unknown) => (typeof value === 'string' ? value.replaceAll(from, to) : value)
  return all.map(({ mode, statements }) => ({
    mode,
    statements: statements.map(({ text, parameters }) => ({ text, parameters: parameters.map(moved) })),
  }))
}

/** One transaction after the other, one statement after the other. Answers the rows of each. */
export async function replay(bare: postgres.Sql, transactions: readonly Transaction[]): Promise<readonly unknown[]> {
  const rows: unknown[] = []
  for (const { mode, statements } of transactions) {
    await bare.begin(mode, async (tx) => {
      for (const { text, parameters } of statements)
        rows.push(await tx.unsafe(text, asParameters(parameters), { prepare: true }))
    })
  }
  return rows
}

// What the driver was given once it takes again.
function asParameters(values: readonly unknown[]): postgres.ParameterOrJSON<never>[] {
  return values as postgres.ParameterOrJSON<never>[]
}
