import { sql } from 'drizzle-orm'
import type { ActorKind } from '../domain/accounts/access.ts'
import type { Tx } from './client.ts'

type Seeing = {
  readonly actorKind: ActorKind
  readonly actorId: string | null
  readonly correlationId: string
  /** documentSee: that it is there. documentDownload: what stands in it. */
  readonly act: 'documentSee' | 'documentDownload'
}

/** That somebody saw these: one row each, in one statement. */
export async function writeSeen(tx: Tx, seeing: Seeing, documentIds: readonly string[]): Promise<void> {
  if (documentIds.length === 0) return
  await tx.execute(sql`
    insert into drempel.audit (portal_id, actor_kind, actor_id, act, subject_id, code, correlation_id)
    select ${tx.portalId}::uuid, ${seeing.actorKind}, ${seeing.actorId}::uuid, ${seeing.act}, id, 'DONE', ${seeing.correlationId}
    from unnest(${sql.param([...documentIds])}::uuid[]) as id`)
}
