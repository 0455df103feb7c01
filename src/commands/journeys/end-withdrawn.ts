import type { Tx } from '../../db/client.ts'
import { appendFact, cancelTasks, cancelUnsent, type JourneyRow, raiseJourney } from '../../db/journeys.ts'
import type { Actor } from '../../domain/accounts/access.ts'

/** Somebody ends a journey from outside: nothing more is sent or asked for it. The journey must be locked. */
export async function endWithdrawn(
  tx: Tx,
  journey: JourneyRow,
  { actor, note }: { readonly actor: Actor; readonly note: string },
): Promise<void> {
  await cancelUnsent(tx, journey.id)
  await cancelTasks(tx, journey.id)
  await appendFact(tx, journey, { fact: 'withdrawn', actor, note })
  const ended = { status: 'ended', outcome: 'withdrawn', endedAt: tx.now, waitingFor: null, nextDueAt: null } as const
  await raiseJourney(tx, journey, { ...ended, stuckAt: null, stuckCode: null })
}
