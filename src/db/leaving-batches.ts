import { and, eq, getTableColumns, inArray } from 'drizzle-orm'
import type { LeavingBatchStatus } from '../domain/employments/leaving-batch.ts'
import { completePolicy, type Policy } from '../domain/portals/policy.ts'
import type { Tx } from './client.ts'
import { ofItsPolicy } from './journey-cases.ts'
import { insertJourney, type JourneyRow, lockJourney } from './journeys.ts'
import type { OrganisationRow } from './portals.ts'
import { journeys, leavingBatches, organisations, portalPolicies } from './schema/all.ts'

export type LeavingBatchRow = typeof leavingBatches.$inferSelect

/** What every act of a batch of leavers decides on. */
export type LeavingBatchCase = {
  readonly journey: JourneyRow
  readonly batch: LeavingBatchRow
  readonly organisation: OrganisationRow
  /** Of the version the batch began with. */
  readonly policy: Policy
}

const itsJourney = and(eq(journeys.portalId, leavingBatches.portalId), eq(journeys.id, leavingBatches.journeyId))

/** One read for all of them. Whoever changes something has locked the journey before, so that what is read stays true. */
export async function findLeavingBatches(tx: Tx, journeyIds: readonly string[]): Promise<readonly LeavingBatchCase[]> {
  const rows = await tx
    .select({
      journey: journeys,
      batch: getTableColumns(leavingBatches),
      organisation: organisations,
      policy: portalPolicies.document,
    })
    .from(leavingBatches)
    .innerJoin(journeys, itsJourney)
    .innerJoin(
      organisations,
      and(eq(organisations.portalId, leavingBatches.portalId), eq(organisations.id, leavingBatches.organisationId)),
    )
    .innerJoin(portalPolicies, ofItsPolicy)
    .where(and(eq(leavingBatches.portalId, tx.portalId), inArray(leavingBatches.journeyId, [...journeyIds])))
  return rows.map((row) => ({ ...row, policy: completePolicy(row.policy) }))
}

export async function findLeavingBatch(tx: Tx, journeyId: string): Promise<LeavingBatchCase | undefined> {
  const [held] = await findLeavingBatches(tx, [journeyId])
  return held
}

export type LeavingBatchName = { readonly organisationId: string; readonly externalReference: string }

/** By the organisation's own reference, not locked. */
export async function findLeavingBatchNamed(
  tx: Tx,
  { organisationId, externalReference }: LeavingBatchName,
): Promise<string | undefined> {
  const [row] = await tx
    .select({ journeyId: leavingBatches.journeyId })
    .from(leavingBatches)
    .where(
      and(
        eq(leavingBatches.portalId, tx.portalId),
        eq(leavingBatches.organisationId, organisationId),
        eq(leavingBatches.externalReference, externalReference),
      ),
    )
  return row?.journeyId
}

/** By the organisation's own reference, with its journey locked. */
export async function lockLeavingBatchNamed(tx: Tx, name: LeavingBatchName): Promise<LeavingBatchCase | undefined> {
  const journeyId = await findLeavingBatchNamed(tx, name)
  if (journeyId === undefined) return undefined
  await lockJourney(tx, journeyId)
  return findLeavingBatch(tx, journeyId)
}

/** The reference is unique: where somebody else is faster this fails, and a second look finds theirs. */
export async function insertLeavingBatch(
  tx: Tx,
  { policyVersion, ...name }: LeavingBatchName & Pick<JourneyRow, 'policyVersion'>,
): Promise<JourneyRow> {
  const where = { organisationId: name.organisationId, policyVersion }
  const journey = await insertJourney(tx, { kind: 'leaving-batch', subjectId: null, ...where })
  await tx.insert(leavingBatches).values({ ...name, portalId: tx.portalId, journeyId: journey.id, waitsSince: tx.now })
  return journey
}

type Move = {
  readonly from: readonly LeavingBatchStatus[]
  readonly to: Partial<Omit<LeavingBatchRow, 'portalId' | 'journeyId' | 'organisationId' | 'externalReference'>>
}

/** One conditional update: false when it stood elsewhere. */
export async function moveLeavingBatch(tx: Tx, journeyId: string, { from, to }: Move): Promise<boolean> {
  const rows = await tx
    .update(leavingBatches)
    .set(to)
    .where(
      and(
        eq(leavingBatches.portalId, tx.portalId),
        eq(leavingBatches.journeyId, journeyId),
        inArray(leavingBatches.status, [...from]),
      ),
    )
    .returning({ id: leavingBatches.journeyId })
  return rows.length === 1
}
