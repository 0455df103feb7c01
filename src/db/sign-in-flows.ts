import { and, eq, isNull, ne, sql } from 'drizzle-orm'
import type { Tx } from './client.ts'
import { signInFlows } from './schema/all.ts'
import { digestOf } from './secrets.ts'

export type FlowRow = typeof signInFlows.$inferSelect

export type NewFlow = Pick<FlowRow, 'purpose' | 'accountId' | 'expiresAt'> &
  Partial<
    Pick<FlowRow, 'sessionId' | 'credentialVersion' | 'proof' | 'mustChangePassword' | 'enrolling' | 'challenge'>
  > & {
    readonly token: string
  }

export async function insertFlow(tx: Tx, { token, ...flow }: NewFlow): Promise<FlowRow> {
  const [row] = await tx
    .insert(signInFlows)
    .values({ ...flow, portalId: tx.portalId, digest: digestOf(token) })
    .returning()
  if (row === undefined) throw new Error('a sign-in was not written')
  return row
}

/** By its token, whatever became of it. */
export async function findFlow(tx: Tx, token: string): Promise<FlowRow | undefined> {
  const [row] = await tx
    .select()
    .from(signInFlows)
    .where(and(eq(signInFlows.portalId, tx.portalId), eq(signInFlows.digest, digestOf(token))))
  return row
}

/** After the account: what is read now stays true until the end of the transaction. */
export async function lockFlow(tx: Tx, flowId: string): Promise<FlowRow | undefined> {
  const [row] = await tx.select().from(signInFlows).where(open(tx, flowId)).for('update')
  return row
}

/** Counts a try before it is checked: false when the flow has ended or all its tries are spent. */
export async function reserveFlowTry(tx: Tx, flowId: string, most: number): Promise<boolean> {
  const rows = await tx
    .update(signInFlows)
    .set({ attempts: sql`${signInFlows.attempts} + 1` })
    .where(and(open(tx, flowId), sql`${signInFlows.attempts} < ${most}::integer`))
    .returning({ id: signInFlows.id })
  return rows.length === 1
}

export type FlowChange = Partial<
  Pick<
    FlowRow,
    | 'accountId'
    | 'credentialVersion'
    | 'proof'
    | 'remembers'
    | 'mustChangePassword'
    | 'enrolling'
    | 'skipped'
    | 'lost'
    | 'journeyId'
    | 'challenge'
    | 'attempts'
    | 'expiresAt'
  >
>

/** False when it has ended since. */
export async function changeFlow(tx: Tx, flowId: string, change: FlowChange): Promise<boolean> {
  const rows = await tx.update(signInFlows).set(change).where(open(tx, flowId)).returning({ id: signInFlows.id })
  return rows.length === 1
}

/** Single use by one conditional update. */
export async function endFlow(tx: Tx, flowId: string): Promise<boolean> {
  const rows = await tx
    .update(signInFlows)
    .set({ endedAt: sql`drempel.now()`, challenge: null })
    .where(open(tx, flowId))
    .returning({ id: signInFlows.id })
  return rows.length === 1
}

/** A credential changed: what began before it does not go on, save the flow that changed it. */
export async function endFlowsOf(tx: Tx, accountId: string, exceptFlowId: string | null): Promise<void> {
  await tx
    .update(signInFlows)
    .set({ endedAt: sql`drempel.now()`, challenge: null })
    .where(
      and(
        eq(signInFlows.portalId, tx.portalId),
        eq(signInFlows.accountId, accountId),
        isNull(signInFlows.endedAt),
        exceptFlowId === null ? undefined : ne(signInFlows.id, exceptFlowId),
      ),
    )
}

function open(tx: Tx, flowId: string) {
  return and(
    eq(signInFlows.portalId, tx.portalId),
    eq(signInFlows.id, flowId),
    isNull(signInFlows.endedAt),
    sql`${signInFlows.expiresAt} > drempel.now()`,
  )
}
