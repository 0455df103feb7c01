import type { Tx } from '../../db/client.ts'
import { appendFact, cancelTasks, type JourneyRow } from '../../db/journeys.ts'
import { findOffboarding } from '../../db/offboardings.ts'
import type { Actor } from '../../domain/accounts/access.ts'
import { isHelpAsked } from './leaver-tasks.ts'
import { findingsOfCase } from './leaving-case.ts'

/** HR need not help any more, or has: nothing is left that would lock the leaver out. The journey must be locked. */
export async function settleHelp(tx: Tx, journey: JourneyRow): Promise<void> {
  if (journey.kind !== 'offboarding' || !(await isHelpAsked(tx, journey))) return
  const held = await findOffboarding(tx, journey.id)
  if (held === undefined || (await findingsOfCase(tx, held)).length > 0) return
  await cancelTasks(tx, journey.id, 'HELP_LEAVER')
  const actor: Actor = { kind: 'journey', journeyId: journey.id }
  await appendFact(tx, journey, { fact: 'leaverReady', actor })
}
