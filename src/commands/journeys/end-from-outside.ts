import type { Tx } from '../../db/client.ts'
import { appendFact, cancelTasks, cancelUnsent, type Fact, type JourneyRow, raiseJourney } from '../../db/journeys.ts'

type Ending = Pick<Fact, 'actor' | 'note' | 'data'> & { readonly outcome: 'withdrawn' | 'rehired' }

/** Somebody ends a journey from outside: nothing more is sent or asked for it. The journey must be locked. */
export async function endFromOutside(tx: Tx, journey: JourneyRow, { outcome, ...fact }: Ending): Promise<void> {
  await cancelUnsent(tx, journey.id)
  await cancelTasks(tx, journey.id)
  await appendFact(tx, journey, { fact: outcome, ...fact })
  const ended = { status: 'ended', outcome, endedAt: tx.now, waitingFor: null, nextDueAt: null } as const
  await raiseJourney(tx, journey, { ...ended, stuckAt: null, stuckCode: null })
}
