import { closeForgottenBatch } from '../commands/documents/close-forgotten-batch.ts'
import { endBatch } from '../commands/documents/end-batch.ts'
import { lookAtBatch } from '../commands/documents/look-at-batch.ts'
import { remindBatch } from '../commands/documents/remind-batch.ts'
import { tellBatch } from '../commands/documents/tell-batch.ts'
import type { Pool } from '../db/client.ts'
import type { SealingPort } from '../providers/sealing/port.ts'
import type { DocumentBatchActivities } from '../workflows/document-batch.contract.ts'

type Deps = { readonly app: Pool; readonly sealing: SealingPort }

export function documentBatchActivities(deps: Deps): DocumentBatchActivities {
  return {
    /** Safe to repeat: it only reads. */
    lookAtBatch: (ref) => lookAtBatch(deps, ref),

    /** Safe to repeat: a closed batch is not closed again. */
    closeForgottenBatch: (call) => closeForgottenBatch(deps, call),

    /** Safe to repeat: whoever was told is noted in the transaction that writes their mail, whose key is theirs alone. */
    tellBatch: (call) => tellBatch(deps, call),

    /** Safe to repeat, for the same reason; each reminder's key is its own. */
    remindBatch: (call) => remindBatch(deps, call),

    /** Safe to repeat: an ended journey is not ended again; a change since the look answers 'changed'. */
    endBatch: (call) => endBatch(deps, call),
  }
}
