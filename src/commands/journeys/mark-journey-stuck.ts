import { sql, and, eq } from 'drizzle-orm';
import { inPortal, type Pool } from '../../db/client.ts';
import { appendFact, lockJourney } from '../../db/journeys.ts';
import { journeys } from '../../db/schema/all.ts';

export type StuckReport = {
  readonly portalId: string;
  readonly journeyId: string;
  readonly seq: number | null;
  readonly code: string;
};

/**
 * An act of the story cannot succeed. The journey stays open, visibly stuck, and rests; a retry or any other change from
 * outside wakes it. Does nothing when something changed since: the story will look again anyway.
 */
export async function markJourneyStuck(deps: { readonly app: Pool }, { portalId, journeyId, seq, code }: StuckReport): Promise<void> {
  await inPortal(deps.app, portalId, async (tx) => {
    const journey = await lockJourney(tx, journeyId);
    if (journey === undefined || journey.status !== 'open') return;
    if (seq !== null && journey.seq !== seq) return;
    await tx
      .update(journeys)
      .set({ stuckAt: sql`coalesce(${journeys.stuckAt}, drempel.now())`, stuckCode: code, waitingFor: 'OPERATOR', restedSeq: journey.seq, touchedAt: sql`clock_timestamp()` })
      .where(and(eq(journeys.portalId, portalId), eq(journeys.id, journeyId)));
    if (journey.stuckAt === null) await appendFact(tx, journey, { fact: 'stuck', actor: { kind: 'journey', journeyId }, data: { code } });
  });
}
