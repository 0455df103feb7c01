import type { Tx } from '../../db/client.ts'
import { type JourneyRow, lastFactAt } from '../../db/journeys.ts'
import { lastStatementWithdrawnAt, type OffboardingCase } from '../../db/offboardings.ts'
import { countTasks, isTaskAsked } from '../../db/tasks.ts'
import { planKey, type TaskKind } from '../../domain/journeys/journey.ts'
import { taskKey } from '../../domain/journeys/task.ts'

type Asking = Pick<JourneyRow, 'id' | 'plan'>

/** HR is asked to help, or has helped and nothing went wrong after it was in order. */
export async function isHelpAsked(tx: Tx, journey: Asking): Promise<boolean> {
  const againAt = await lastFactAt(tx, journey.id, 'leaverReady')
  return isTaskAsked(tx, journey.id, { keyPrefix: prefixOf(journey, 'HELP_LEAVER'), againAt })
}

export async function wasHelpAsked(tx: Tx, journey: Asking): Promise<boolean> {
  return (await countTasks(tx, journey.id, prefixOf(journey, 'HELP_LEAVER'))) > 0
}

/** HR is asked for the annual statement, or has seen to it and none was withdrawn since. */
export async function isStatementChased(tx: Tx, { journey, offboarding, person }: OffboardingCase): Promise<boolean> {
  const { organisationId } = offboarding
  const againAt = await lastStatementWithdrawnAt(tx, { organisationId, personId: person.id })
  return isTaskAsked(tx, journey.id, { keyPrefix: prefixOf(journey, 'CHASE_STATEMENT'), againAt })
}

function prefixOf({ plan }: Asking, kind: TaskKind): string {
  return planKey(plan, `${taskKey(kind)}-`)
}
