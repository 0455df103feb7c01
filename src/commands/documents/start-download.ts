import { writeSeen } from '../../db/audit-views.ts'
import type { Pool, Tx } from '../../db/client.ts'
import { findTicket, type Ticket } from '../../db/document-tickets.ts'
import {
  allDocuments,
  type DocumentFilter,
  type DocumentView,
  type FileView,
  findDocument,
  findVersion,
  noteOpened,
} from '../../db/documents.ts'
import { grantsInForce } from '../../db/grants.ts'
import { findOrganisations } from '../../db/organisations.ts'
import { type Actor, actorId, may } from '../../domain/accounts/access.ts'
import { pack } from '../../domain/documents/pack.ts'
import { kindsForHr, ownSights, sightOf } from '../../domain/documents/visibility.ts'
import { AccessError } from '../../domain/errors.ts'
import { type Call, type Done, execute, type Refusal, refuse } from '../execute.ts'

/** One file, or everything, each under the path it gets in the archive. */
export type Download =
  | { readonly kind: 'file'; readonly file: FileView }
  | { readonly kind: 'everything'; readonly entries: readonly PackedFile[] }

export type PackedFile = { readonly path: string; readonly publishedAt: Date; readonly file: FileView }

type Account = Extract<Actor, { kind: 'account' }>

/**
 * What a ticket is for is decided when the download starts, whatever was decided when the ticket was made: by the rights that
 * are in force by the database's clock, in one transaction. What has started may finish.
 */
export async function startDownload(
  deps: { readonly app: Pool },
  call: Call,
  { ticketId, onlyHead }: { readonly ticketId: string; readonly onlyHead: boolean },
): Promise<Download> {
  return execute(deps, call, 'documentDownload', async (tx) => {
    if (call.actor.kind !== 'account')
      throw new AccessError(call.actor.kind === 'anonymous' ? 'UNAUTHENTICATED' : 'FORBIDDEN')
    const ticket = await findTicket(tx, ticketId, call.actor.sessionId)
    if (ticket === undefined) return refuse('NOT_FOUND')
    const actor = { ...call.actor, grants: await grantsInForce(tx, call.actor.accountId) }
    if (ticket.documentId === null) return everything(tx, call, takenAlong(ticket, actor, tx.now))
    return single(tx, actor, { ...ticket, documentId: ticket.documentId, onlyHead })
  })
}

type Single = Pick<Ticket, 'version'> & { readonly documentId: string; readonly onlyHead: boolean }

async function single(
  tx: Tx,
  actor: Account,
  { documentId, version: number, onlyHead }: Single,
): Promise<Done<Download> | Refusal> {
  const document = await findDocument(tx, documentId)
  const mayRead = document !== undefined && sightOf(actor, document, tx.now) === 'contents'
  const version = mayRead ? await findVersion(tx, documentId, number ?? document.version) : undefined
  if (document === undefined || version === undefined) return refuse('NOT_FOUND', { subjectId: documentId })
  if (actor.personId === document.personId && !onlyHead) await noteOpened(tx, documentId, version.number)
  return { value: { kind: 'file', file: version.file }, subjectId: documentId }
}

/** What people take along of their own, or HR of somebody of its organisation; by the rights in force now. */
function takenAlong({ personId, organisationId }: Ticket, actor: Account, now: Date): DocumentFilter {
  if (personId === null || organisationId === null) {
    return { personId: actor.personId, as: 'owner', sights: ownSights(actor, now) }
  }
  const sights = may(actor, 'documents.read', organisationId, now) ? [{ organisationId, kinds: kindsForHr }] : []
  return { personId, as: 'hr', sights }
}

async function everything(tx: Tx, call: Call, filter: DocumentFilter): Promise<Done<Download> | Refusal> {
  if (filter.sights.length === 0) return refuse('NOT_FOUND', { subjectId: filter.personId })
  const documents = await allDocuments(tx, filter)
  const { actor, correlationId } = call
  const seeing = { actorKind: actor.kind, actorId: actorId(actor), correlationId, act: 'documentDownload' } as const
  await writeSeen(
    tx,
    seeing,
    documents.map(({ id }) => id),
  )
  return { value: { kind: 'everything', entries: await packed(tx, documents) }, subjectId: filter.personId }
}

async function packed(tx: Tx, documents: readonly DocumentView[]): Promise<readonly PackedFile[]> {
  const ids = [...new Set(documents.map(({ organisationId }) => organisationId))]
  const names = new Map((await findOrganisations(tx, ids)).map(({ id, name }) => [id, name]))
  return pack(
    documents.map(({ organisationId, title, publishedAt, file }) => ({
      folder: { id: organisationId, name: names.get(organisationId) ?? '' },
      title,
      publishedAt,
      mediaType: file.mediaType,
      file,
    })),
  )
}
