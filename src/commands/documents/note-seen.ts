import { writeSeen } from '../../db/audit-views.ts'
import { inPortal, type Pool } from '../../db/client.ts'
import { actorId } from '../../domain/accounts/access.ts'
import type { Call } from '../execute.ts'

/** That documents about somebody's health were shown, whoever it was that looked. Before the answer that shows them leaves. */
export async function noteSeen(
  { app }: { readonly app: Pool },
  { actor, portalId, correlationId }: Call,
  documentIds: readonly string[],
): Promise<void> {
  if (documentIds.length === 0) return
  const seeing = { actorKind: actor.kind, actorId: actorId(actor), correlationId, act: 'documentSee' } as const
  await inPortal(app, portalId, (tx) => writeSeen(tx, seeing, documentIds))
}
