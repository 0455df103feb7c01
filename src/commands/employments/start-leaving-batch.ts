import type { Pool } from '../../db/client.ts'
import { appendFact, raiseJourney } from '../../db/journeys.ts'
import { countLeaversOf } from '../../db/leaving-batch-items.ts'
import { moveLeavingBatch } from '../../db/leaving-batches.ts'
import { authorOf } from '../../domain/accounts/access.ts'
import { type Call, execute, refuse } from '../execute.ts'
import type { Held } from '../journeys/hold-journey.ts'
import { holdLeavingBatch } from './hold-leaving-batch.ts'

export type StartLeavingBatch = Held & {
  /** How many items were looked at, those that would be refused among them. */
  readonly expectedCount: number
}

/** From here on people are planned, under the name of whoever started it. Starting a list again changes nothing. */
export async function startLeavingBatch(
  deps: { readonly app: Pool },
  call: Call,
  input: StartLeavingBatch,
): Promise<{ readonly journeyId: string }> {
  return execute(deps, call, 'leavingBatchStart', async (tx) => {
    const held = await holdLeavingBatch(tx, { call, input, rights: ['offboarding.write'] })
    if ('refused' in held) return held
    const { journey, batch } = held
    const subject = { journeyId: journey.id }
    if (batch.status !== 'gathering') return { value: subject, ...subject }
    const { items } = await countLeaversOf(tx, journey.id)
    if (items !== input.expectedCount) return refuse('LEAVING_BATCH_INCOMPLETE', subject)
    const by = authorOf(call.actor)
    const to = { status: 'running', startedAt: tx.now, byKind: by.kind, byId: by.id } as const
    if (!(await moveLeavingBatch(tx, journey.id, { from: ['gathering'], to }))) {
      throw new Error('a locked batch of leavers moved')
    }
    await appendFact(tx, journey, { fact: 'leavingBatchStarted', actor: call.actor, data: { items } })
    await raiseJourney(tx, journey)
    return { value: subject, ...subject }
  })
}
