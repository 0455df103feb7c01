import { and, eq, max, sql } from 'drizzle-orm'
import type { ActivationStatus, ContactProblem } from '../domain/accounts/activation.ts'
import { completePolicy, type Policy } from '../domain/portals/policy.ts'
import type { Tx } from './client.ts'
import { wakeJourneys } from './journeys.ts'
import { accounts, activations, journeys, messages, organisations, people, portalPolicies } from './schema/all.ts'

export type ActivationRow = typeof activations.$inferSelect
export type PersonRow = typeof people.$inferSelect
export type AccountRow = typeof accounts.$inferSelect

/** Everything an act of an activation decides on. */
export type ActivationCase = {
  readonly journey: typeof journeys.$inferSelect
  readonly activation: ActivationRow
  readonly account: AccountRow
  readonly person: PersonRow
  readonly organisation: typeof organisations.$inferSelect | null
  readonly policy: Policy
}

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
    .innerJoin(
      portalPolicies,
      and(eq(portalPolicies.portalId, journeys.portalId), eq(portalPolicies.version, journeys.policyVersion)),
    )
    .leftJoin(
      organisations,
      and(eq(organisations.portalId, journeys.portalId), eq(organisations.id, activations.organisationId)),
    )
    .where(and(eq(journeys.portalId, tx.portalId), eq(journeys.id, journeyId)))
  return row && { ...row, policy: completePolicy(row.policy) }
}

/** What the story sees, in one statement: every wake-up pays for this. */
export async function findActivationSight(tx: Tx, journeyId: string) {
  const prefix = sql`'p' || ${journeys.plan} || '/'`
  const keys = sql<string[]>`array(
    select substr(m.key, length(${prefix}) + 1) from drempel.messages m
    where m.portal_id = ${journeys.portalId} and m.journey_id = ${journeys.id} and starts_with(m.key, ${prefix}))`
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
      done: keys,
      contactCorrectedAt: sql<Date | null>`(${correctedAt})`.mapWith(messages.createdAt),
    })
    .from(journeys)
    .innerJoin(activations, and(eq(activations.portalId, journeys.portalId), eq(activations.journeyId, journeys.id)))
    .innerJoin(
      portalPolicies,
      and(eq(portalPolicies.portalId, journeys.portalId), eq(portalPolicies.version, journeys.policyVersion)),
    )
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
  const [journey] = await tx
    .insert(journeys)
    .values({
      portalId: tx.portalId,
      kind: 'account-activation',
      subjectId: activation.accountId,
      organisationId: activation.organisationId,
      policyVersion,
    })
    .returning({ id: journeys.id })
  if (journey === undefined) throw new Error('a journey was not written')
  await tx
    .insert(activations)
    .values({ ...activation, portalId: tx.portalId, journeyId: journey.id, plannedAt: tx.now })
  await wakeJourneys(tx, [journey.id])
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
export async function hasOtherOpenActivation(tx: Tx, journey: { id: string; subjectId: string }): Promise<boolean> {
  const rows = await tx
    .select({ id: journeys.id })
    .from(journeys)
    .where(
      and(
        eq(journeys.portalId, tx.portalId),
        eq(journeys.subjectId, journey.subjectId),
        eq(journeys.kind, 'account-activation'),
        eq(journeys.status, 'open'),
        sql`${journeys.id} <> ${journey.id}`,
      ),
    )
  return rows.length > 0
}

function ofJourney(tx: Tx, journeyId: string) {
  return and(eq(activations.portalId, tx.portalId), eq(activations.journeyId, journeyId))
}
