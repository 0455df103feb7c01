import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import type { EnrolmentStatus } from '../domain/accounts/enrolment.ts'
import { completePolicy, type Policy } from '../domain/portals/policy.ts'
import type { Tx } from './client.ts'
import { findJourneyCase, type JourneyCase, keysOfPlan, ofItsPolicy } from './journey-cases.ts'
import { insertJourney, type JourneyRow } from './journeys.ts'
import { accounts, enrolments, factors, journeys, people, portalPolicies } from './schema/all.ts'

export type EnrolmentRow = typeof enrolments.$inferSelect

export type EnrolmentSight = {
  readonly journeyId: string
  readonly status: EnrolmentStatus
  readonly plannedAt: Date
  readonly postponedUntil: Date | null
  /** Of the version the journey began with. */
  readonly policy: Policy
}

const seen = {
  journeyId: enrolments.journeyId,
  status: enrolments.status,
  plannedAt: enrolments.plannedAt,
  postponedUntil: journeys.postponedUntil,
  policy: portalPolicies.document,
}
const itsJourney = and(eq(journeys.portalId, enrolments.portalId), eq(journeys.id, enrolments.journeyId))

/** The latest time somebody was asked to set up a second step. */
export async function latestEnrolment(tx: Tx, accountId: string): Promise<EnrolmentSight | undefined> {
  const [row] = await tx
    .select(seen)
    .from(enrolments)
    .innerJoin(journeys, itsJourney)
    .innerJoin(portalPolicies, ofItsPolicy)
    .where(and(eq(enrolments.portalId, tx.portalId), eq(enrolments.accountId, accountId)))
    .orderBy(desc(enrolments.journeyId))
    .limit(1)
  return row && { ...row, policy: completePolicy(row.policy) }
}

export async function findEnrolments(tx: Tx, journeyIds: readonly string[]): Promise<readonly EnrolmentSight[]> {
  const rows = await tx
    .select(seen)
    .from(enrolments)
    .innerJoin(journeys, itsJourney)
    .innerJoin(portalPolicies, ofItsPolicy)
    .where(and(eq(enrolments.portalId, tx.portalId), inArray(enrolments.journeyId, [...journeyIds])))
  return rows.map((row) => ({ ...row, policy: completePolicy(row.policy) }))
}

/** Everything an act of an enrolment decides on. */
export type EnrolmentCase = JourneyCase & { readonly enrolment: EnrolmentRow }

/** Whoever changes something has locked the journey before, so that what is read stays true. */
export async function findEnrolment(tx: Tx, journeyId: string): Promise<EnrolmentCase | undefined> {
  const held = await findJourneyCase(tx, journeyId)
  const [enrolment] = await tx.select().from(enrolments).where(ofJourney(tx, journeyId))
  return held && enrolment && { ...held, enrolment }
}

/** What the story sees of the journey itself, in one statement. */
export async function findEnrolmentSight(tx: Tx, journeyId: string) {
  const [row] = await tx
    .select({
      journey: journeys,
      enrolment: enrolments,
      account: { id: accounts.id, status: accounts.status },
      emailStatus: people.emailStatus,
      policy: portalPolicies.document,
      done: keysOfPlan,
      hasFactor: sql<boolean>`exists (select from ${factors} where ${factors.portalId} = ${accounts.portalId}
        and ${factors.accountId} = ${accounts.id} and ${factors.status} = 'active')`,
    })
    .from(enrolments)
    .innerJoin(journeys, itsJourney)
    .innerJoin(accounts, and(eq(accounts.portalId, enrolments.portalId), eq(accounts.id, enrolments.accountId)))
    .innerJoin(people, and(eq(people.portalId, accounts.portalId), eq(people.id, accounts.personId)))
    .innerJoin(portalPolicies, ofItsPolicy)
    .where(ofJourney(tx, journeyId))
  return row && { ...row, policy: completePolicy(row.policy) }
}

export type NewEnrolment = Pick<EnrolmentRow, 'accountId' | 'cause'> &
  Pick<JourneyRow, 'organisationId' | 'policyVersion'>

export async function insertEnrolment(tx: Tx, { cause, accountId, ...where }: NewEnrolment): Promise<string> {
  const kind = 'factor-enrolment'
  const { id } = await insertJourney(tx, { kind, subjectId: accountId, ...where })
  await tx.insert(enrolments).values({ portalId: tx.portalId, journeyId: id, accountId, cause, plannedAt: tx.now })
  return id
}

/** One conditional update: true when nothing had come of it yet. */
export async function endEnrolment(tx: Tx, journeyId: string, to: Exclude<EnrolmentStatus, 'asked'>): Promise<boolean> {
  const asked: EnrolmentStatus = 'asked'
  const rows = await tx
    .update(enrolments)
    .set({ status: to })
    .where(and(ofJourney(tx, journeyId), eq(enrolments.status, asked)))
    .returning({ id: enrolments.journeyId })
  return rows.length === 1
}

/** The days of the present plan are counted from now. */
export async function planEnrolment(tx: Tx, journeyId: string): Promise<void> {
  await tx.update(enrolments).set({ plannedAt: tx.now }).where(ofJourney(tx, journeyId))
}

function ofJourney(tx: Tx, journeyId: string) {
  return and(eq(enrolments.portalId, tx.portalId), eq(enrolments.journeyId, journeyId))
}
