import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import type { Grant } from '../domain/accounts/account.ts'
import type { Tx } from './client.ts'
import { grants, organisations } from './schema/all.ts'

/** Ends the access a journey gave. Of a right that had not begun yet nothing remains: its end lies before its beginning. */
export async function endGrantsOfJourney(tx: Tx, journeyId: string): Promise<void> {
  await tx
    .update(grants)
    .set({ validUntil: sql`drempel.now()` })
    .where(and(ofJourney(tx, journeyId), isNull(grants.validUntil)))
}

export type GrantRow = typeof grants.$inferSelect

/** What other organisations gave while this journey was under way. */
export async function grantsOfOthers(
  tx: Tx,
  journey: { readonly id: string; readonly organisationId: string | null },
): Promise<readonly GrantRow[]> {
  return tx
    .select()
    .from(grants)
    .where(
      and(
        ofJourney(tx, journey.id),
        isNull(grants.validUntil),
        sql`${grants.organisationId} is distinct from ${journey.organisationId}::uuid`,
      ),
    )
    .orderBy(grants.id)
}

/** Another journey goes on with what has not ended. */
export async function passGrantsOn(tx: Tx, fromJourneyId: string, toJourneyId: string): Promise<void> {
  await tx
    .update(grants)
    .set({ journeyId: toJourneyId })
    .where(
      and(
        ofJourney(tx, fromJourneyId),
        isNull(grants.validUntil),
        // What belongs to the organisation that withdrew ends with its journey.
        sql`${grants.organisationId} is distinct from (
          select j.organisation_id from drempel.journeys j where j.portal_id = ${tx.portalId} and j.id = ${fromJourneyId})`,
      ),
    )
}

/** An expired invitation is renewed: what ended with it counts again, what somebody had ended before stays ended. */
export async function reviveGrantsOfJourney(tx: Tx, journeyId: string, endedAt: Date): Promise<void> {
  await tx
    .update(grants)
    .set({ validUntil: null })
    .where(and(ofJourney(tx, journeyId), eq(grants.validUntil, endedAt)))
}

/** Another first working day moves the beginning of its own organisation's access with it, and of no other one's. */
export async function beginGrantsOfJourney(
  tx: Tx,
  journey: { readonly id: string; readonly organisationId: string | null },
  validFrom: Date,
): Promise<void> {
  await tx
    .update(grants)
    .set({ validFrom })
    .where(
      and(
        ofJourney(tx, journey.id),
        isNull(grants.validUntil),
        sql`${grants.organisationId} is not distinct from ${journey.organisationId}::uuid`,
      ),
    )
}

/** What somebody may do now. */
export async function grantsInForce(tx: Tx, accountId: string): Promise<readonly Grant[]> {
  return tx
    .select()
    .from(grants)
    .where(and(ofAccount(tx, accountId), inForce))
    .orderBy(grants.id)
}

/** The organisation that speaks to somebody: where they have access now, else where they last had. */
export async function organisationOf(
  tx: Tx,
  accountId: string,
): Promise<typeof organisations.$inferSelect | undefined> {
  const [row] = await tx
    .select({ organisation: organisations })
    .from(grants)
    .innerJoin(
      organisations,
      and(eq(organisations.portalId, grants.portalId), eq(organisations.id, grants.organisationId)),
    )
    .where(ofAccount(tx, accountId))
    .orderBy(sql`(${inForce}) desc`, desc(grants.id))
    .limit(1)
  return row?.organisation
}

const inForce = sql`${grants.validFrom} <= drempel.now() and (${grants.validUntil} is null or ${grants.validUntil} > drempel.now())`

function ofAccount(tx: Tx, accountId: string) {
  return and(eq(grants.portalId, tx.portalId), eq(grants.accountId, accountId))
}

function ofJourney(tx: Tx, journeyId: string) {
  return and(eq(grants.portalId, tx.portalId), eq(grants.journeyId, journeyId))
}
