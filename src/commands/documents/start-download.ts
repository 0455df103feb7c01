import { writeSeen } from '../../db/audit-views.ts'
import { type Pool, reading, type Tx } from '../../db/client.ts'
import { findTicket, type Ticket } from '../../db/document-tickets.ts'
import {
  allDocuments,
  type DocumentFilter,
  type DocumentView,
  type FileView,
  findDocument,
  findVersion,
  noteOpened,
  type OfVersion,
} from '../../db/documents.ts'
import { grantsInForce } from '../../db/grants.ts'
import { findOrganisations } from '../../db/organisations.ts'
import { type Actor, actorId, may } from '../../domain/accounts/access.ts'
import { pack } from '../../domain/documents/pack.ts'
import { kindsForHr, ownSights, sightOf } from '../../domain/documents/visibility.ts'
import { AccessError } from '../../domain/errors.ts'
import { type Call, type Done, execute, type Refusal, refusalError, refuse } from '../execute.ts'

/** One file, or everything, each under the path it gets in the archive. */
export type Download =
  | { readonly kind: 'file'; readonly file: FileView }
  | { readonly kind: 'everything'; readonly entries: readonly PackedFile[] }

export type PackedFile = { readonly path: string; readonly publishedAt: Date; readonly file: FileView }

type Account = Extract<Actor, { kind: 'account' }>

/**
 * What a ticket is for is decided when the download starts, whatever was decided when the ticket was made: by the rights that
 * are in force by the database's clock, in one transaction. What has started may finish. What its owner downloads is read.
 */
export async function startDownload(deps: { readonly app: Pool }, call: Call, ticketId: string): Promise<Download> {
  return execute(deps, call, 'documentDownload', async (tx) => {
    const found = await find(tx, call.actor, ticketId)
    if ('refused' in found) return found
    const { value, subjectId, versions, isOwn } = found
    if (value.kind === 'everything') await noteEach(tx, call, versions)
    if (isOwn) await noteOpened(tx, versions)
    return { value, subjectId }
  })
}

/** The same decision for whoever only asks what would come: nothing starts, so nothing is on record or read. */
export async function lookAtDownload(
  { app }: { readonly app: Pool },
  { actor, portalId }: Call,
  ticketId: string,
): Promise<Download> {
  const found = await reading(app, portalId, (tx) => find(tx, actor, ticketId))
  if ('refused' in found) throw refusalError(found)
  return found.value
}

type Found = Done<Download> & { readonly versions: readonly OfVersion[]; readonly isOwn: boolean }

async function find(tx: Tx, asking: Actor, ticketId: string): Promise<Found | Refusal> {
  if (asking.kind !== 'account') throw new AccessError(asking.kind === 'anonymous' ? 'UNAUTHENTICATED' : 'FORBIDDEN')
  const ticket = await findTicket(tx, ticketId, asking.sessionId)
  if (ticket === undefined) return refuse('NOT_FOUND')
  const actor = { ...asking, grants: await grantsInForce(tx, asking.accountId) }
  if (ticket.documentId === null) return everything(tx, takenAlong(ticket, actor, tx.now))
  return single(tx, actor, { ...ticket, documentId: ticket.documentId })
}

type Single = Pick<Ticket, 'version'> & { readonly documentId: string }

async function single(tx: Tx, actor: Account, { documentId, version: number }: Single): Promise<Found | Refusal> {
  const document = await findDocument(tx, documentId)
  const mayRead = document !== undefined && sightOf(actor, document, tx.now) === 'contents'
  const version = mayRead ? await findVersion(tx, documentId, number ?? document.version) : undefined
  if (document === undefined || version === undefined) return refuse('NOT_FOUND', { subjectId: documentId })
  return {
    value: { kind: 'file', file: version.file },
    subjectId: documentId,
    versions: [{ documentId, number: version.number }],
    isOwn: actor.personId === document.personId,
  }
}

/** What people take along of their own, or HR of somebody of its organisation; by the rights in force now. */
function takenAlong({ personId, organisationId }: Ticket, actor: Account, now: Date): DocumentFilter {
  if (personId === null || organisationId === null) {
    return { personId: actor.personId, as: 'owner', sights: ownSights(actor, now) }
  }
  const sights = may(actor, 'documents.read', organisationId, now) ? [{ organisationId, kinds: kindsForHr }] : []
  return { personId, as: 'hr', sights }
}

async function everything(tx: Tx, filter: DocumentFilter): Promise<Found | Refusal> {
  if (filter.sights.length === 0) return refuse('NOT_FOUND', { subjectId: filter.personId })
  const documents = await allDocuments(tx, filter)
  return {
    value: { kind: 'everything', entries: await packed(tx, documents) },
    subjectId: filter.personId,
    versions: documents.map(({ id, version }) => ({ documentId: id, number: version })),
    isOwn: filter.as === 'owner',
  }
}

async function noteEach(tx: Tx, { actor, correlationId }: Call, versions: readonly OfVersion[]): Promise<void> {
  const seeing = { actorKind: actor.kind, actorId: actorId(actor), correlationId, act: 'documentDownload' } as const
  await writeSeen(
    tx,
    seeing,
    versions.map(({ documentId }) => documentId),
  )
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
