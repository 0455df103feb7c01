import { doRecurringWork } from '../commands/portals/do-recurring-work.ts'
import type { Pool } from '../db/client.ts'
import type { DocumentStorePort } from '../providers/document-store/port.ts'
import type { RecurringActivities } from '../workflows/recurring-work.contract.ts'

type Deps = { readonly app: Pool; readonly engine: Pool; readonly documentStore: DocumentStorePort }

export function recurringActivities(deps: Deps): RecurringActivities {
  return {
    /** Safe to repeat: done only when its row says that it is due, and each work is safe to do twice. */
    doRecurringWork: (name) => doRecurringWork(deps, name),
  }
}
