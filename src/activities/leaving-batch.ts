import { endLeavingBatch } from '../commands/employments/end-leaving-batch.ts'
import { lookAtLeavingBatch } from '../commands/employments/look-at-leaving-batch.ts'
import { planLeavingChunk } from '../commands/employments/plan-leaving-chunk.ts'
import type { Pool } from '../db/client.ts'
import type { SealingPort } from '../providers/sealing/port.ts'
import type { LeavingBatchActivities } from '../workflows/leaving-batch.contract.ts'

type Deps = { readonly app: Pool; readonly sealing: SealingPort }

export function leavingBatchActivities(deps: Deps): LeavingBatchActivities {
  return {
    /** Safe to repeat: it only reads. */
    lookAtLeavingBatch: (ref) => lookAtLeavingBatch(deps, ref),

    /** Safe to repeat: what became of an item is noted in the transaction that plans it, and only what is not noted is planned. */
    planLeavingChunk: (call) => planLeavingChunk(deps, call),

    /** Safe to repeat: an ended journey is not ended again; a change since the look answers 'changed'. */
    endLeavingBatch: (call) => endLeavingBatch(deps, call),
  }
}
