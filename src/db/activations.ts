import { and, eq, max, sql } from 'drizzle-orm'
import type { ActivationStatus, ContactProblem } from '../domain/accounts/activation.ts'
import { completePolicy } from '../domain/portals/policy.ts'
import type { Tx } from './client.ts'
import { type JourneyCase, keysOfPlan, ofItsPolicy } from './journey-cases.ts'
import { insertJourney } from './journeys.ts'
import { accounts, activations, journeys, messages, organisations, people, portalPolicies } from './schema/all.ts'

export type ActivationRow = typeof activations.$inferSelect

/** Everything an act of an activation decides on. */
export type ActivationCase = JourneyCase & { readonly activation: ActivationRow }

/** One read for all of it. Whoever changes something has locked the journey before, so that what is read stays true. */
export async function findActivation(tx: Tx, journeyId: string): Promise<ActivationCase | undefined> {
  const [row] = await tx
    .select({
      journey: journeys,
      activation: activations,
      account: accounts,
      person: people,
      organisation: organisations,
      policy: portalPolicies.document,
    })
    .from(journeys)
    .innerJoin(activations, and(eq(activations.portalId, journeys.portalId), eq(activations.journeyId, journeys.id)))
    .innerJoin(accounts, and(eq(accounts.portalId, journeys.portalId), eq(accounts.id, activations.accountId)))
    .innerJoin(people, and(eq(people.portalId, journeys.portalId), eq(people.id, accounts.personId)))
    .innerJoin(portalPolicies, ofItsPolicy)
    .leftJoin(
      organisations,
      and(eq(organisations.portalId, journeys.portalId), eq(organisations.id, activations.organisationId)),
    )
    .where(and(eq(journeys.portalId, tx.portalId), eq(journeys.id, journeyId)))
  return row && { ...row, policy: completePolicy(row.policy) }
}

/** What the story sees, in one statement: every wake-up pays for this. */
export async function findActivationSight(tx: Tx, journeyId: string) {
  const correctedAt = tx
    .select({ at: max(messages.createdAt) })
    .from(messages)
    .where(
      and(
        eq(messages.portalId, journeys.portalId),
        eq(messages.journeyId, journeys.id),
        eq(messages.plan, journeys.plan),
        eq(messages.template, 'contact-corrected'),
      ),
    )
  const [row] = await tx
    .select({
      journey: journeys,
      activation: activations,
      policy: portalPolicies.document,
      done: keysOfPlan,
      contactCorrectedAt: sql<Date | null>`(${correctedAt})`.mapWith(messages.createdAt),
    })
    .from(journeys)
    .innerJoin(activations, and(eq(activations.portalId, journeys.portalId), eq(activations.journeyId, journeys.id)))
    .innerJoin(portalPolicies, ofItsPolicy)
    .where(and(eq(journeys.portalId, tx.portalId), eq(journeys.id, journeyId)))
  return row && { ...row, policy: completePolicy(row.policy) }
}

export type NewActivation = Pick<
  ActivationRow,
  'accountId' | 'organisationId' | 'role' | 'startsOn' | 'contactProblem' | 'invitedBy'
> & {
  readonly policyVersion: number
}

/** One journey of its own, outside a list. Its access is there already. */
export async function insertActivation(tx: Tx, { policyVersion, ...activation }: NewActivation): Promise<string> {
  const { accountId, organisationId } = activation
  const kind = 'account-activation'
  const journey = await insertJourney(tx, { kind, subjectId: accountId, organisationId, policyVersion })
  await tx
    .insert(activations)
    .values({ ...activation, portalId: tx.portalId, journeyId: journey.id, plannedAt: tx.now })
  return journey.id
}

/** One conditional update: true when the activation stood where the act expected it. */
export async function moveActivation(
  tx: Tx,
  journeyId: string,
  { from, to }: { from: ActivationStatus; to: ActivationStatus },
): Promise<boolean> {
  const rows = await tx
    .update(activations)
    .set({ status: to, ...(to === 'activated' ? { contactProblem: null } : {}) })
    .where(and(ofJourney(tx, journeyId), eq(activations.status, from)))
    .returning({ id: activations.journeyId })
  return rows.length === 1
}

export type Planning = Partial<Pick<ActivationRow, 'plannedAt' | 'startsOn' | 'status' | 'contactProblem'>>

export async function planActivation(tx: Tx, journeyId: string, planning: Planning): Promise<void> {
  await tx.update(activations).set(planning).where(ofJourney(tx, journeyId))
}

export async function setContactProblem(tx: Tx, journeyId: string, problem: ContactProblem | null): Promise<void> {
  await tx.update(activations).set({ contactProblem: problem }).where(ofJourney(tx, journeyId))
}

/** Whether the account has an open activation besides this one: an account is invited by one journey at a time. */
export async function hasOtherOpenActivation(
  tx: Tx,
  { journeyId, accountId }: { readonly journeyId: string; readonly accountId: string },
): Promise<boolean> {
  const rows = await tx
    .select({ id: journeys.id })
    .from(journeys)
    .where(
      and(
        eq(journeys.portalId, tx.portalId),
        eq(journeys.subjectId, accountId),
        eq(journeys.kind, 'account-activation'),
        eq(journeys.status, 'open'),
        sql`${journeys.id} <> ${journeyId}`,
      ),
    )
  return rows.length > 0
}

function ofJourney(tx: Tx, journeyId: string) {
  return and(eq(activations.portalId, tx.portalId), eq(activations.journeyId, journeyId))
}
