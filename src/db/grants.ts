import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Tx } from './client.ts'
import { grants } from './schema/all.ts'

/** Ends the access a journey gave. Of a right that had not begun yet nothing remains: its end lies before its beginning. */
export async function endGrantsOfJourney(tx: Tx, journeyId: string): Promise<void> {
  await tx
    .update(grants)
    .set({ validUntil: sql`drempel.now()` })
    .where(and(ofJourney(tx, journeyId), isNull(grants.validUntil)))
}

/** An expired invitation is renewed: what ended with it counts again, what somebody had ended before stays ended. */
export async function reviveGrantsOfJourney(tx: Tx, journeyId: string, endedAt: Date): Promise<void> {
  await tx
    .update(grants)
    .set({ validUntil: null })
    .where(and(ofJourney(tx, journeyId), eq(grants.validUntil, endedAt)))
}

/** Another first working day moves the beginning of the access with it. */
export async function beginGrantsOfJourney(tx: Tx, journeyId: string, validFrom: Date): Promise<void> {
  await tx
    .update(grants)
    .set({ validFrom })
    .where(and(ofJourney(tx, journeyId), isNull(grants.validUntil)))
}

function ofJourney(tx: Tx, journeyId: string) {
  return and(eq(grants.portalId, tx.portalId), eq(grants.journeyId, journeyId))
}
