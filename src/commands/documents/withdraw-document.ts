import type { Pool } from '../../db/client.ts'
import { cancelMailsAbout } from '../../db/document-mails.ts'
import { findDocument, withdrawRow } from '../../db/documents.ts'
import { wakeLeavers } from '../../db/offboardings.ts'
import { mayWithdraw, sightOf } from '../../domain/documents/visibility.ts'
import { AccessError } from '../../domain/errors.ts'
import { parseNote } from '../../domain/text.ts'
import { type Call, execute, refuse } from '../execute.ts'

export type WithdrawDocument = { readonly documentId: string; readonly reason: string }

/** Published by mistake. Its owner sees it no longer; what it was and who took it back stays on record. */
export async function withdrawDocument(
  deps: { readonly app: Pool },
  call: Call,
  { documentId, reason }: WithdrawDocument,
): Promise<{ readonly documentId: string }> {
  return execute(deps, call, 'documentWithdraw', async (tx) => {
    if (call.actor.kind === 'anonymous') throw new AccessError('UNAUTHENTICATED')
    const document = await findDocument(tx, documentId)
    const about = { subjectId: document?.id }
    if (document === undefined || sightOf(call.actor, document, tx.now) === 'none') return refuse('NOT_FOUND', about)
    if (!mayWithdraw(call.actor, document, tx.now)) throw new AccessError('FORBIDDEN')
    const note = parseNote(reason)
    if (note === null) return refuse('INVALID_INPUT', { ...about, problems: [{ path: 'reason', code: 'REQUIRED' }] })
    if (!(await withdrawRow(tx, documentId))) return refuse('DOCUMENT_WITHDRAWN', about)
    await cancelMailsAbout(tx, documentId)
    const { kind, organisationId, personId } = document
    if (kind === 'ANNUAL_STATEMENT') await wakeLeavers(tx, { organisationId, personIds: [personId] })
    return { value: { documentId }, ...about, note }
  })
}
