import { sql } from 'drizzle-orm'
import type { Tx } from './client.ts'

/** Ids before their rows, for what must name itself first: a sealed secret's context, the many rows of one statement. */
export async function mintIds(tx: Tx, count: number): Promise<readonly string[]> {
  const rows = await tx.execute<{ id: string }>(sql`select uuidv7() as id from generate_series(1, ${count}::integer)`)
  return rows.map((row) => row.id)
}

export async function mintId(tx: Tx): Promise<string> {
  const [id] = await mintIds(tx, 1)
  if (id === undefined) throw new Error('no id was minted')
  return id
}
