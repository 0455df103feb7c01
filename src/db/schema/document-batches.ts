import { sql } from 'drizzle-orm'
import { foreignKey, index, integer, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { Code } from '../../domain/codes.ts'
import type { BatchItemOutcome, Untold } from '../../domain/documents/batch.ts'
import { people } from './accounts.ts'
import { drempel, instant, portalId } from './columns.ts'
import { documents } from './documents.ts'
import { journeys } from './journeys.ts'
import { organisations } from './portals.ts'

/** The facts of document-batch. */
export const documentBatches = drempel.table(
  'document_batches',
  {
    portalId: portalId(),
    journeyId: uuid('journey_id').notNull(),
    organisationId: uuid('organisation_id').notNull(),
    externalReference: text('external_reference').notNull(),
    /** When the last item came in. */
    addedAt: instant('added_at').notNull(),
    closedAt: instant('closed_at'),
    /** The last reminder of which everybody was told who had to be. */
    reminded: integer('reminded').notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.portalId, t.journeyId] }),
    unique('document_batches_reference').on(t.portalId, t.organisationId, t.externalReference),
    foreignKey({ columns: [t.portalId, t.journeyId], foreignColumns: [journeys.portalId, journeys.id] }),
    foreignKey({ columns: [t.portalId, t.organisationId], foreignColumns: [organisations.portalId, organisations.id] }),
  ],
)

/** What became of each item, and of telling its person. */
export const documentBatchItems = drempel.table(
  'document_batch_items',
  {
    portalId: portalId(),
    journeyId: uuid('journey_id').notNull(),
    externalReference: text('external_reference').notNull(),
    outcome: text('outcome').$type<BatchItemOutcome>().notNull(),
    problemPath: text('problem_path'),
    problemCode: text('problem_code').$type<Code>(),
    documentId: uuid('document_id'),
    version: integer('version'),
    personId: uuid('person_id'),
    toldAt: instant('told_at'),
    untold: text('untold').$type<Untold>(),
    /** The last reminder its person was sent, or spared. */
    reminded: integer('reminded').notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.portalId, t.journeyId, t.externalReference] }),
    index('document_batch_items_by_person').on(t.portalId, t.journeyId, t.personId),
    index('document_batch_items_by_document').on(t.portalId, t.documentId),
    index('document_batch_items_to_tell')
      .on(t.portalId, t.journeyId, t.personId)
      .where(sql`told_at is null and untold is null and outcome in ('PUBLISHED', 'CORRECTED')`),
    foreignKey({
      columns: [t.portalId, t.journeyId],
      foreignColumns: [documentBatches.portalId, documentBatches.journeyId],
    }),
    foreignKey({ columns: [t.portalId, t.documentId], foreignColumns: [documents.portalId, documents.id] }),
    foreignKey({ columns: [t.portalId, t.personId], foreignColumns: [people.portalId, people.id] }),
  ],
)
