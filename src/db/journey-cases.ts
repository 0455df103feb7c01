import { and, desc, eq, isNotNull, sql } from 'drizzle-orm'
import { completePolicy, type Policy } from '../domain/portals/policy.ts'
import type { Tx } from './client.ts'
import {
  accounts,
  activations,
  journeys,
  messages,
  organisations,
  people,
  portalPolicies,
  tasks,
} from './schema/all.ts'

/** What an act of any journey decides on; each kind adds its own row of facts. */
export type JourneyCase = {
  readonly journey: typeof journeys.$inferSelect
  readonly account: typeof accounts.$inferSelect
  readonly person: typeof people.$inferSelect
  readonly organisation: typeof organisations.$inferSelect | null
  /** Of the version the journey began with. */
  readonly policy: Policy
}

/** Whoever changes something has locked the journey before, so that what is read stays true. */
export async function findJourneyCase(tx: Tx, journeyId: string): Promise<JourneyCase | undefined> {
  const [row] = await tx
    .select({
      journey: journeys,
      account: accounts,
      person: people,
      organisation: organisations,
      policy: portalPolicies.document,
    })
    .from(journeys)
    .innerJoin(accounts, and(eq(accounts.portalId, journeys.portalId), eq(accounts.id, journeys.subjectId)))
    .innerJoin(people, and(eq(people.portalId, journeys.portalId), eq(people.id, accounts.personId)))
    .innerJoin(portalPolicies, ofItsPolicy)
    .leftJoin(
      organisations,
      and(eq(organisations.portalId, journeys.portalId), eq(organisations.id, journeys.organisationId)),
    )
    .where(and(eq(journeys.portalId, tx.portalId), eq(journeys.id, journeyId)))
  return row && { ...row, policy: completePolicy(row.policy) }
}

export const ofItsPolicy = and(
  eq(portalPolicies.portalId, journeys.portalId),
  eq(portalPolicies.version, journeys.policyVersion),
)

const prefix = sql`'p' || ${journeys.plan} || '/'`
const inPlan = (key: typeof messages.key | typeof tasks.key) => sql`starts_with(${key}, ${prefix})`
const bare = (key: typeof messages.key | typeof tasks.key) => sql`substr(${key}, length(${prefix}) + 1)`

/** What every look reads in the statement of its own facts: keys of the present plan's messages and tasks. */
export const keysOfPlan = sql<string[]>`array(
  select ${bare(messages.key)} from ${messages}
  where ${messages.portalId} = ${journeys.portalId} and ${messages.journeyId} = ${journeys.id} and ${inPlan(messages.key)}
  union all
  select ${bare(tasks.key)} from ${tasks}
  where ${tasks.portalId} = ${journeys.portalId} and ${tasks.journeyId} = ${journeys.id} and ${inPlan(tasks.key)})`

/** By which id of its own an organisation knows whom a journey is about, where it told one. */
export async function referenceOf(
  tx: Tx,
  { subjectId, organisationId }: Pick<JourneyCase['journey'], 'subjectId' | 'organisationId'>,
): Promise<string | null> {
  if (subjectId === null) return null
  const [row] = await tx
    .select({ reference: activations.externalReference })
    .from(activations)
    .where(
      and(
        eq(activations.portalId, tx.portalId),
        eq(activations.accountId, subjectId),
        sql`${activations.organisationId} is not distinct from ${organisationId}::uuid`,
        isNotNull(activations.externalReference),
      ),
    )
    .orderBy(desc(activations.journeyId))
    .limit(1)
  return row?.reference ?? null
}
