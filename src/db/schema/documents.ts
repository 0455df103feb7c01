import { sql } from 'drizzle-orm'
import { boolean, date, foreignKey, index, integer, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { ActorKind } from '../../domain/accounts/access.ts'
import type { DocumentKind } from '../../domain/documents/document.ts'
import { people, sessions } from './accounts.ts'
import { bytes, drempel, id, instant, now, portalId } from './columns.ts'
import { organisations } from './portals.ts'

/** What was uploaded. Digest, size and type are known when all of it has come in; until then nobody sees it. */
export const files = drempel.table(
  'files',
  {
    portalId: portalId(),
    id: id(),
    /** SHA-256. */
    digest: bytes('digest'),
    size: integer('size'),
    mediaType: text('media_type'),
    name: text('name').notNull(),
    uploadedByKind: text('uploaded_by_kind').$type<ActorKind>().notNull(),
    uploadedBy: uuid('uploaded_by').notNull(),
    startedAt: instant('started_at').notNull().default(now),
    completedAt: instant('completed_at'),
    /** While it belongs to no document. */
    expiresAt: instant('expires_at'),
  },
  (t) => [
    primaryKey({ columns: [t.portalId, t.id] }),
    index('files_unused').on(t.portalId, t.expiresAt).where(sql`expires_at is not null`),
    index('files_by_uploader').on(t.portalId, t.uploadedBy, t.startedAt),
  ],
)

/** The bytes, where they are kept in Postgres: a quarter of a mebibyte each, so that no row and no reader is ever large. */
export const fileChunks = drempel.table(
  'file_chunks',
  {
    portalId: portalId(),
    fileId: uuid('file_id').notNull(),
    number: integer('number').notNull(),
    bytes: bytes('bytes').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.portalId, t.fileId, t.number] }),
    foreignKey({ columns: [t.portalId, t.fileId], foreignColumns: [files.portalId, files.id] }).onDelete('cascade'),
  ],
)

/** A document of somebody at an organisation. What stands in it is its versions'; `version` is the one that counts. */
export const documents = drempel.table(
  'documents',
  {
    portalId: portalId(),
    id: id(),
    organisationId: uuid('organisation_id').notNull(),
    personId: uuid('person_id').notNull(),
    kind: text('kind').$type<DocumentKind>().notNull(),
    /** The publishing system's own id. */
    externalReference: text('external_reference'),
    version: integer('version').notNull().default(1),
    /** When its present version was published. */
    publishedAt: instant('published_at').notNull().default(now),
    /** An own upload that its owner lets HR see. */
    isShared: boolean('is_shared').notNull().default(false),
    withdrawnAt: instant('withdrawn_at'),
  },
  (t) => [
    primaryKey({ columns: [t.portalId, t.id] }),
    unique('documents_reference').on(t.portalId, t.organisationId, t.externalReference),
    index('documents_by_person').on(t.portalId, t.personId, t.publishedAt, t.id),
    foreignKey({ columns: [t.portalId, t.organisationId], foreignColumns: [organisations.portalId, organisations.id] }),
    foreignKey({ columns: [t.portalId, t.personId], foreignColumns: [people.portalId, people.id] }),
  ],
)

/** Never edited: a correction is a next version, and the one before it stays. */
export const documentVersions = drempel.table(
  'document_versions',
  {
    portalId: portalId(),
    documentId: uuid('document_id').notNull(),
    number: integer('number').notNull(),
    fileId: uuid('file_id').notNull(),
    title: text('title').notNull(),
    periodFrom: date('period_from', { mode: 'string' }),
    periodUntil: date('period_until', { mode: 'string' }),
    publishedAt: instant('published_at').notNull().default(now),
    publishedByKind: text('published_by_kind').$type<ActorKind>().notNull(),
    publishedBy: uuid('published_by').notNull(),
    /** When its owner first downloaded it. */
    openedAt: instant('opened_at'),
  },
  (t) => [
    primaryKey({ columns: [t.portalId, t.documentId, t.number] }),
    foreignKey({ columns: [t.portalId, t.documentId], foreignColumns: [documents.portalId, documents.id] }),
    foreignKey({ columns: [t.portalId, t.fileId], foreignColumns: [files.portalId, files.id] }),
    index('document_versions_by_file').on(t.portalId, t.fileId),
  ],
)

/**
 * Somebody asked for a document a moment ago. Worth nothing without the session it was made for; and whether they may is
 * decided again when the download starts.
 */
export const documentTickets = drempel.table(
  'document_tickets',
  {
    portalId: portalId(),
    id: id(),
    sessionId: uuid('session_id').notNull(),
    /** Null: everything of one person. */
    documentId: uuid('document_id'),
    version: integer('version'),
    /** Whom HR exports, and of which organisation; null for what people take along of their own. */
    personId: uuid('person_id'),
    organisationId: uuid('organisation_id'),
    createdAt: instant('created_at').notNull().default(now),
    expiresAt: instant('expires_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.portalId, t.id] }),
    index('document_tickets_by_session').on(t.portalId, t.sessionId),
    index('document_tickets_by_document').on(t.portalId, t.documentId),
    foreignKey({ columns: [t.portalId, t.sessionId], foreignColumns: [sessions.portalId, sessions.id] }).onDelete(
      'cascade',
    ),
    foreignKey({ columns: [t.portalId, t.documentId], foreignColumns: [documents.portalId, documents.id] }),
  ],
)
