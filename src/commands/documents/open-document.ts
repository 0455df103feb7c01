import type { Pool, Tx } from '../../db/client.ts'
import { insertTicket, type NewTicket } from '../../db/document-tickets.ts'
import { type DocumentView, findDocument, findVersion, type VersionView } from '../../db/documents.ts'
import { findPeople } from '../../db/people.ts'
import type { Actor } from '../../domain/accounts/access.ts'
import { ticketSeconds } from '../../domain/documents/document.ts'
import { ownSights, sightOf } from '../../domain/documents/visibility.ts'
import { AccessError } from '../../domain/errors.ts'
import { parseNote } from '../../domain/text.ts'
import { type Call, execute, refuse } from '../execute.ts'
import { reaches } from '../reach.ts'

export type OpenedDocument = {
  readonly ticketId: string
  readonly expiresAt: Date
  readonly document: DocumentView
  readonly version: VersionView
}

/** Lets the caller's own session download a document within a minute. Each opening is on record. */
export async function openDocument(
  deps: { readonly app: Pool },
  call: Call,
  { documentId, version: number }: { readonly documentId: string; readonly version?: number | null | undefined },
): Promise<OpenedDocument> {
  return execute(deps, call, 'documentOpen', async (tx) => {
    const { sessionId } = signedIn(call.actor)
    const document = await findDocument(tx, documentId)
    const about = { subjectId: document?.id }
    if (document === undefined || sightOf(call.actor, document, tx.now) !== 'contents')
      return refuse('NOT_FOUND', about)
    const version = await findVersion(tx, documentId, number ?? document.version)
    if (version === undefined) return refuse('NOT_FOUND', about)
    const ticket = await makeTicket(tx, sessionId, { document: { id: documentId, version: version.number } })
    return { value: { ...ticket, document, version }, subjectId: documentId }
  })
}

/** The same for everything of one's own that one may see now. */
export async function openAllDocuments(
  deps: { readonly app: Pool },
  call: Call,
): Promise<Pick<OpenedDocument, 'ticketId' | 'expiresAt'>> {
  return execute(deps, call, 'documentOpenAll', async (tx) => {
    const { sessionId, personId } = signedIn(call.actor)
    if (ownSights(call.actor, tx.now).length === 0) throw new AccessError('FORBIDDEN')
    return { value: await makeTicket(tx, sessionId), subjectId: personId }
  })
}

export type ExportDocuments = {
  readonly organisationId: string
  readonly personId: string
  /** Why: somebody asked for it, as is their right (AVG, article 15), or an heir did. */
  readonly reason: string
}

/** The same of somebody of the organisation, for HR: the way that is left when their own access has ended. */
export async function exportDocuments(
  deps: { readonly app: Pool },
  call: Call,
  { organisationId, personId, reason }: ExportDocuments,
): Promise<Pick<OpenedDocument, 'ticketId' | 'expiresAt'>> {
  return execute(deps, call, 'documentExport', async (tx) => {
    const { sessionId } = signedIn(call.actor)
    const isReached = reaches(call, ['documents.read'], organisationId, tx.now)
    const [person] = isReached ? await findPeople(tx, [personId]) : []
    if (person === undefined || !person.organisationIds.includes(organisationId)) return refuse('NOT_FOUND')
    const note = parseNote(reason)
    if (note === null) {
      return refuse('INVALID_INPUT', { problems: [{ path: 'reason', code: 'REQUIRED' }], subjectId: personId })
    }
    return {
      value: await makeTicket(tx, sessionId, { exported: { personId, organisationId } }),
      subjectId: personId,
      note,
    }
  })
}

async function makeTicket(
  tx: Tx,
  sessionId: string,
  { document = null, exported }: Partial<Pick<NewTicket, 'document' | 'exported'>> = {},
) {
  const expiresAt = new Date(tx.now.getTime() + ticketSeconds * 1000)
  return { ticketId: await insertTicket(tx, { sessionId, document, exported, expiresAt }), expiresAt }
}

function signedIn(actor: Actor): Extract<Actor, { kind: 'account' }> {
  if (actor.kind === 'account') return actor
  throw new AccessError(actor.kind === 'anonymous' ? 'UNAUTHENTICATED' : 'FORBIDDEN')
}
