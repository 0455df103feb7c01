import type { Pool } from '../../db/client.ts'
import { appendFact, raiseJourney } from '../../db/journeys.ts'
import { moveLeavingBatch } from '../../db/leaving-batches.ts'
import { closeTasksOfKind } from '../../db/tasks.ts'
import { authorOf } from '../../domain/accounts/access.ts'
import { type Call, execute, refuse } from '../execute.ts'
import { readReason, type Withdraw } from '../journeys/hold-journey.ts'
import { holdLeavingBatch } from './hold-leaving-batch.ts'

/** Somebody has looked at what was refused, and the rest goes on; the brake begins to count anew. */
export async function resumeLeavingBatch(
  deps: { readonly app: Pool },
  call: Call,
  input: Withdraw,
): Promise<{ readonly journeyId: string }> {
  return execute(deps, call, 'leavingBatchResume', async (tx) => {
    const held = await holdLeavingBatch(tx, { call, input, rights: ['offboarding.write'] })
    if ('refused' in held) return held
    const { journey, batch } = held
    const subject = { journeyId: journey.id }
    const reason = readReason(input, tx.now)
    if ('refused' in reason) return { ...reason, ...subject }
    const by = authorOf(call.actor)
    const anew = { handled: 0, failed: 0, resumed: batch.resumed + 1 }
    const to = { status: 'running', byKind: by.kind, byId: by.id, ...anew } as const
    if (!(await moveLeavingBatch(tx, journey.id, { from: ['halted'], to }))) {
      return refuse('LEAVING_BATCH_NOT_HALTED', subject)
    }
    await closeTasksOfKind(tx, journey.id, { kinds: ['RESUME_LEAVING_BATCH'], closedBy: by.id })
    await appendFact(tx, journey, { fact: 'leavingBatchResumed', actor: call.actor, ...reason })
    await raiseJourney(tx, journey)
    return { value: subject, ...reason, ...subject }
  })
}
