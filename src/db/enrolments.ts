import { and, desc, eq } from 'drizzle-orm'
import type { EnrolmentStatus } from '../domain/accounts/enrolment.ts'
import { completePolicy, type Policy } from '../domain/portals/policy.ts'
import type { Tx } from './client.ts'
import { enrolments, journeys, portalPolicies } from './schema/all.ts'

export type EnrolmentSight = {
  readonly journeyId: string
  readonly status: EnrolmentStatus
  readonly plannedAt: Date
  readonly postponedUntil: Date | null
  /** Of the version the journey began with. */
  readonly policy: Policy
}

/** The latest time somebody was asked to set up a second step. */
export async function latestEnrolment(tx: Tx, accountId: string): Promise<EnrolmentSight | undefined> {
  const [row] = await tx
    .select({
      journeyId: enrolments.journeyId,
      status: enrolments.status,
      plannedAt: enrolments.plannedAt,
      postponedUntil: journeys.postponedUntil,
      policy: portalPolicies.document,
    })
    .from(enrolments)
    .innerJoin(journeys, and(eq(journeys.portalId, enrolments.portalId), eq(journeys.id, enrolments.journeyId)))
    .innerJoin(
      portalPolicies,
      and(eq(portalPolicies.portalId, journeys.portalId), eq(portalPolicies.version, journeys.policyVersion)),
    )
    .where(and(eq(enrolments.portalId, tx.portalId), eq(enrolments.accountId, accountId)))
    .orderBy(desc(enrolments.journeyId))
    .limit(1)
  return row && { ...row, policy: completePolicy(row.policy) }
}
