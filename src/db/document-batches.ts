import { and, eq, getTableColumns, inArray, isNull, sql } from 'drizzle-orm'
import { completePolicy, type Policy } from '../domain/portals/policy.ts'
import type { Tx } from './client.ts'
import { ofItsPolicy } from './journey-cases.ts'
import { insertJourney, type JourneyRow, lockJourney } from './journeys.ts'
import type { OrganisationRow } from './portals.ts'
import { documentBatches, documentBatchItems, journeys, organisations, portalPolicies } from './schema/all.ts'

/** With its journey's plan, under which people are told. */
export type BatchRow = typeof documentBatches.$inferSelect & { readonly plan: number }

/** What every act of a batch decides on. */
export type BatchCase = {
  readonly journey: JourneyRow
  readonly batch: BatchRow
  readonly organisation: OrganisationRow
  /** Of the version the batch began with. */
  readonly policy: Policy
  /** When the last of its people was told. */
  readonly toldAt: Date | null
}

const itsJourney = and(eq(journeys.portalId, documentBatches.portalId), eq(journeys.id, documentBatches.journeyId))

const columns = { ...getTableColumns(documentBatches), plan: journeys.plan }

function select(tx: Tx) {
  return tx.select(columns).from(documentBatches).innerJoin(journeys, itsJourney).$dynamic()
}

const toldAt = sql<Date | null>`(select max(i.told_at) from drempel.document_batch_items i
  where i.portal_id = ${documentBatches.portalId} and i.journey_id = ${documentBatches.journeyId})`.mapWith(
  documentBatchItems.toldAt,
)

/** Whoever changes something has locked the journey before, so that what is read stays true. */
export async function findBatch(tx: Tx, journeyId: string): Promise<BatchCase | undefined> {
  const [row] = await tx
    .select({ journey: journeys, batch: columns, organisation: organisations, policy: portalPolicies.document, toldAt })
    .from(documentBatches)
    .innerJoin(journeys, itsJourney)
    .innerJoin(
      organisations,
      and(eq(organisations.portalId, documentBatches.portalId), eq(organisations.id, documentBatches.organisationId)),
    )
    .innerJoin(portalPolicies, ofItsPolicy)
    .where(ofJourney(tx, journeyId))
  return row && { ...row, policy: completePolicy(row.policy) }
}

export type BatchName = { readonly organisationId: string; readonly externalReference: string }

/** By the organisation's own reference, not locked. */
export async function findBatchNamed(tx: Tx, name: BatchName): Promise<BatchRow | undefined> {
  const [row] = await select(tx).where(named(tx, name))
  return row
}

export async function findBatches(tx: Tx, journeyIds: readonly string[]): Promise<readonly BatchRow[]> {
  return select(tx).where(
    and(eq(documentBatches.portalId, tx.portalId), inArray(documentBatches.journeyId, [...journeyIds])),
  )
}

/** By the organisation's own reference, with its journey locked. */
export async function lockBatchNamed(tx: Tx, name: BatchName): Promise<BatchCase | undefined> {
  const row = await findBatchNamed(tx, name)
  if (row === undefined) return undefined
  await lockJourney(tx, row.journeyId)
  return findBatch(tx, row.journeyId)
}

/** The reference is unique: where somebody else is faster this fails, and a second look finds theirs. */
export async function insertBatch(
  tx: Tx,
  { policyVersion, ...name }: BatchName & { readonly policyVersion: number },
): Promise<JourneyRow> {
  const where = { organisationId: name.organisationId, policyVersion }
  const journey = await insertJourney(tx, { kind: 'document-batch', subjectId: null, ...where })
  await tx.insert(documentBatches).values({ ...name, portalId: tx.portalId, journeyId: journey.id, addedAt: tx.now })
  return journey
}

/** Another item came in: from here it counts when the batch closes by itself. */
export async function noteAdded(tx: Tx, journeyId: string): Promise<void> {
  await tx.update(documentBatches).set({ addedAt: tx.now }).where(ofJourney(tx, journeyId))
}

/** One conditional update: false when it was closed before. */
export async function closeBatchRow(tx: Tx, journeyId: string): Promise<boolean> {
  const rows = await tx
    .update(documentBatches)
    .set({ closedAt: tx.now })
    .where(and(ofJourney(tx, journeyId), isNull(documentBatches.closedAt)))
    .returning({ id: documentBatches.journeyId })
  return rows.length === 1
}

export async function noteReminded(tx: Tx, journeyId: string, reminded: number): Promise<void> {
  await tx.update(documentBatches).set({ reminded }).where(ofJourney(tx, journeyId))
}

function named(tx: Tx, { organisationId, externalReference }: BatchName) {
  return and(
    eq(documentBatches.portalId, tx.portalId),
    eq(documentBatches.organisationId, organisationId),
    eq(documentBatches.externalReference, externalReference),
  )
}

function ofJourney(tx: Tx, journeyId: string) {
  return and(eq(documentBatches.portalId, tx.portalId), eq(documentBatches.journeyId, journeyId))
}
