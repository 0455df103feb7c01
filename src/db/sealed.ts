import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from './client.ts'

/** Where sealed values lie that somebody still opens. What was sent, used or removed is wiped, not kept. */
export const sealedKinds = ['factors', 'messages', 'inquiries'] as const

export type SealedKind = (typeof sealedKinds)[number]

export type SealedRow = {
  readonly id: string
  /** Whose id the value was sealed for: the row's own, or its secret's. */
  readonly sealedFor: string
  readonly sealed: Buffer
}

const places: Readonly<Record<SealedKind, { readonly sealedFor: SQL; readonly from: SQL }>> = {
  factors: { sealedFor: sql`id`, from: sql`drempel.factors where sealed is not null` },
  messages: {
    sealedFor: sql`secret_id`,
    from: sql`drempel.messages where sealed is not null and secret_id is not null and status = 'queued'`,
  },
  inquiries: { sealedFor: sql`id`, from: sql`drempel.inquiries where true` },
}

export type Position = { readonly after: string | null; readonly limit: number }

/** A page in the order of the ids, which is that of time: what is written meanwhile comes last. */
export async function sealedPage(tx: Tx, kind: SealedKind, { after, limit }: Position): Promise<readonly SealedRow[]> {
  const further = after === null ? sql`` : sql`and id > ${after}`
  return tx.execute<SealedRow>(sql`
    ${select(tx, kind)} ${further} order by id limit ${limit}::integer`)
}

/** Those that still are what they were, and are in nobody's hands: nobody ever waits for whoever seals anew. */
export async function lockSealed(tx: Tx, kind: SealedKind, ids: readonly string[]): Promise<readonly SealedRow[]> {
  return tx.execute<SealedRow>(sql`
    ${select(tx, kind)} and id = any(${sql.param([...ids])}::uuid[]) order by id for update skip locked`)
}

/** The caller has locked them. */
export async function putSealed(
  tx: Tx,
  kind: SealedKind,
  rows: readonly Pick<SealedRow, 'id' | 'sealed'>[],
): Promise<void> {
  const ids = sql.param(rows.map(({ id }) => id))
  const values = sql.param(rows.map(({ sealed }) => sealed.toString('hex')))
  await tx.execute(sql`
    update ${sql.raw(`drempel.${kind}`)} t set sealed = decode(v.hex, 'hex')
    from unnest(${ids}::uuid[], ${values}::text[]) v (id, hex)
    where t.portal_id = ${tx.portalId} and t.id = v.id`)
}

function select(tx: Tx, kind: SealedKind): SQL {
  const { sealedFor, from } = places[kind]
  return sql`select id, ${sealedFor} as "sealedFor", sealed from ${from} and portal_id = ${tx.portalId}`
}
