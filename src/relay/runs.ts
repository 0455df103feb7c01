import { type Client, WorkflowNotFoundError } from '@temporalio/client'

export type Run = {
  readonly id: string
  readonly kind: string
  readonly journeyId: string
  readonly generation: number
}

const pattern = /^([a-z-]+)\/([0-9a-f-]{36})\/(\d+)$/

/** The journey a workflow id speaks of; undefined for ids that are no journey's. */
export function parseWorkflowId(id: string): Run | undefined {
  const [, kind, journeyId, generation] = pattern.exec(id) ?? []
  if (kind === undefined || journeyId === undefined || generation === undefined) return undefined
  return { id, kind, journeyId, generation: Number(generation) }
}

/** RUNNING, COMPLETED, FAILED, …, or MISSING. Asked by id, which Temporal answers from its truth and not from a list. */
export async function runState(client: Client, id: string): Promise<string> {
  try {
    return (await client.workflow.getHandle(id).describe()).status.name
  } catch (error) {
    if (isNotFound(error)) return 'MISSING'
    throw error
  }
}

export function isNotFound(error: unknown): boolean {
  return error instanceof WorkflowNotFoundError
}
