import { sql } from 'drizzle-orm'
import type { ActorKind } from '../domain/accounts/access.ts'
import type { Tx } from './client.ts'

export type AuditEntry = {
  readonly actorKind: ActorKind
  readonly actorId: string | null
  readonly act: string
  readonly code: string
  readonly subjectId?: string | null | undefined
  readonly journeyId?: string | undefined
  readonly correlationId: string
  readonly origin?: string | undefined
  readonly note?: string | undefined
}

/** The row and its erasable details in one statement: every command pays for this round trip. */
export async function writeAudit(tx: Tx, entry: AuditEntry): Promise<void> {
  await tx.execute(sql`
    with entry as (
      insert into drempel.audit (portal_id, actor_kind, actor_id, act, subject_id, journey_id, code, correlation_id)
      values (${tx.portalId}, ${entry.actorKind}, ${entry.actorId}, ${entry.act}, ${entry.subjectId ?? null},
        ${entry.journeyId ?? null}, ${entry.code}, ${entry.correlationId})
      returning id
    )
    insert into drempel.audit_details (portal_id, audit_id, origin, note)
    select ${tx.portalId}, id, ${entry.origin ?? null}::inet, ${entry.note ?? null}
    from entry where ${entry.origin ?? null}::text is not null or ${entry.note ?? null}::text is not null`)
}

/** What each of many items came to, beside the one entry of the act itself. */
export async function writeItemAudits(
  tx: Tx,
  by: Pick<AuditEntry, 'actorKind' | 'actorId' | 'act' | 'correlationId'>,
  items: readonly { readonly subjectId: string; readonly code: string }[],
): Promise<void> {
  if (items.length === 0) return
  await tx.execute(sql`
    insert into drempel.audit (portal_id, actor_kind, actor_id, act, subject_id, code, correlation_id)
    select ${tx.portalId}::uuid, ${by.actorKind}, ${by.actorId}::uuid, ${by.act}, r."subjectId", r.code, ${by.correlationId}
    from jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as r("subjectId" uuid, code text)`)
}
