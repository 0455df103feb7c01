import { setTimeout as pause } from 'node:timers/promises'
import { type Client, WorkflowNotFoundError } from '@temporalio/client'
import type { HistoryEntry, JourneyRef, Unavailable, WorkflowHistoryPort, WorkflowRun } from './port.ts'
import { tellEvent } from './tell-event.ts'

type Deps = {
  /** Undefined while Temporal has never answered. */
  readonly client: () => Client | undefined
  /** Temporal's own web UI, where there is one. */
  readonly uiUrl: () => Promise<string | undefined>
  readonly timeoutMs?: number
}

const statuses: Readonly<Record<string, WorkflowRun['status']>> = {
  RUNNING: 'running',
  COMPLETED: 'completed',
  FAILED: 'failed',
  TERMINATED: 'terminated',
  CANCELLED: 'cancelled',
  CONTINUED_AS_NEW: 'continued',
  TIMED_OUT: 'timedOut',
}

/** Reads histories as Temporal keeps them. Whatever goes wrong with Temporal is an answer here, never an error. */
export function temporalHistory({ client: connected, uiUrl, timeoutMs = 3_000 }: Deps): WorkflowHistoryPort {
  const asked = async <T>(ask: (client: Client) => Promise<T>): Promise<T | Unavailable> => {
    const client = connected()
    if (client === undefined) return { unavailable: 'AWAY' }
    const late = pause(timeoutMs, { unavailable: 'AWAY' } as const, { ref: false })
    try {
      return await client.connection.withDeadline(Date.now() + timeoutMs, () => Promise.race([ask(client), late]))
    } catch (error) {
      return { unavailable: isForgotten(error) ? 'FORGOTTEN' : 'AWAY' }
    }
  }

  return {
    runs: async (journey) => {
      const runs = await asked(async (client) => listRuns(client, journey, await uiUrl()))
      return Array.isArray(runs) && runs.length === 0 ? { unavailable: 'FORGOTTEN' } : runs
    },
    history: (run, page) => asked((client) => readHistory(client, run, page)),
  }
}

async function listRuns(
  client: Client,
  { kind, journeyId }: JourneyRef,
  uiUrl: string | undefined,
): Promise<readonly WorkflowRun[]> {
  const runs: WorkflowRun[] = []
  const query = `WorkflowId STARTS_WITH '${kind}/${journeyId}/'`
  for await (const found of client.workflow.list({ query })) {
    const { workflowId, runId, status, startTime, closeTime, historyLength } = found
    runs.push({
      workflowId,
      runId,
      generation: Number(workflowId.split('/').at(-1)),
      status: statuses[status.name] ?? 'failed',
      startedAt: startTime,
      endedAt: closeTime ?? null,
      events: status.name === 'RUNNING' ? await presentLength(client, found) : Number(historyLength ?? 0),
      url: uiUrl === undefined ? null : webPage(uiUrl, client.options.namespace, { workflowId, runId }),
    })
  }
  return runs.toSorted((a, b) => b.startedAt.getTime() - a.startedAt.getTime())
}

/** A list knows the length of a history only once it is closed. */
async function presentLength(
  client: Client,
  { workflowId, runId }: Pick<WorkflowRun, 'workflowId' | 'runId'>,
): Promise<number> {
  const { historyLength } = await client.workflow.getHandle(workflowId, runId).describe()
  return Number(historyLength ?? 0)
}

type Page = { readonly after: number; readonly limit: number }

/** From the beginning, because an event names the act it speaks of by an earlier one; stories keep their histories short. */
async function readHistory(client: Client, run: Pick<WorkflowRun, 'workflowId' | 'runId'>, { after, limit }: Page) {
  const entries: HistoryEntry[] = []
  const acts = new Map<number, string>()
  let nextPageToken: Uint8Array | null | undefined
  do {
    const answer = await client.workflowService.getWorkflowExecutionHistory({
      namespace: client.options.namespace,
      execution: { workflowId: run.workflowId, runId: run.runId },
      maximumPageSize: 500,
      ...(nextPageToken ? { nextPageToken } : {}),
    })
    for (const event of answer.history?.events ?? []) {
      const entry = tellEvent(event, acts)
      if (entry.number > after && entries.length < limit) entries.push(entry)
    }
    nextPageToken = answer.nextPageToken
  } while (nextPageToken?.length && entries.length < limit)
  return entries
}

function webPage(
  uiUrl: string,
  namespace: string,
  { workflowId, runId }: { workflowId: string; runId: string },
): string {
  const path = `/namespaces/${namespace}/workflows/${encodeURIComponent(workflowId)}/${runId}/history`
  return new URL(path, uiUrl).href
}

const notFound = 5

function isForgotten(error: unknown): boolean {
  if (error instanceof WorkflowNotFoundError) return true
  return error instanceof Error && 'code' in error && error.code === notFound
}
