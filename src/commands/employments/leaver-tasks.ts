import type { Tx } from '../../db/client.ts'
import type { JourneyRow } from '../../db/journeys.ts'
import { countTasks, isTaskAsked } from '../../db/tasks.ts'
import { planKey, type TaskKind } from '../../domain/journeys/journey.ts'
import { taskKey } from '../../domain/journeys/task.ts'

type Asking = Pick<JourneyRow, 'id' | 'plan'>

/** HR is asked to help, or has helped and nothing went wrong again. */
export function isHelpAsked(tx: Tx, journey: Asking): Promise<boolean> {
  return isTaskAsked(tx, journey.id, { keyPrefix: prefixOf(journey, 'HELP_LEAVER'), settledBy: 'leaverReady' })
}

export async function wasHelpAsked(tx: Tx, journey: Asking): Promise<boolean> {
  return (await countTasks(tx, journey.id, prefixOf(journey, 'HELP_LEAVER'))) > 0
}

/** HR is asked for the annual statement, or has seen to it and it did not disappear again. */
export function isStatementChased(tx: Tx, journey: Asking): Promise<boolean> {
  const keyPrefix = prefixOf(journey, 'CHASE_STATEMENT')
  return isTaskAsked(tx, journey.id, { keyPrefix, settledBy: 'statementAnnounced' })
}

function prefixOf({ plan }: Asking, kind: TaskKind): string {
  return planKey(plan, `${taskKey(kind)}-`)
}
