import type { Pool } from '../../db/client.ts'
import { recurringDone, recurringDueAt } from '../../db/recurring.ts'
import type { RecurringName } from '../../domain/journeys/recurring.ts'
import { localDate, localInstant } from '../../domain/time.ts'
import type { DocumentStorePort } from '../../providers/document-store/port.ts'
import { keepRetention } from './keep-retention.ts'

type Deps = { readonly app: Pool; readonly engine: Pool; readonly documentStore: DocumentStorePort }

const works: Readonly<Record<RecurringName, (deps: Deps) => Promise<unknown>>> = { retention: keepRetention }

/**
 * Does a recurring work when its row says that it is due, and writes when it is due next: at three in the morning. The work
 * is safe to do twice, so two that begin at once do no harm, and a crash in the middle only means that it is done again.
 */
export async function doRecurringWork(deps: Deps, name: RecurringName): Promise<'done' | 'notYet'> {
  const dueAt = await recurringDueAt(deps.engine, name)
  if (dueAt === undefined) return 'notYet'
  await works[name](deps)
  await recurringDone(deps.engine, name, localInstant(localDate(dueAt), { plusDays: 1, hour: 3 }))
  return 'done'
}
