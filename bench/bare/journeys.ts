import type { Client } from '@temporalio/client'
import { wakeSignal } from '../../src/workflows/journey.contract.ts'
import { eventually } from '../../test/support/eventually.ts'
import { inLanes } from '../rounds.ts'
import { type BareStep, taskQueue } from './worker.ts'

// As many as the relay delivers at a time.
const lanes = 64
const restMs = 86_400_000
const withinMs = 600_000

export function describeSteps(steps: readonly BareStep[]): string {
  const local = steps.filter((step) => step === 'local').length
  return `bare workflow: ${local} local, ${steps.length - local} ordinary, a timer`
}

/** Bare workflows that all take these steps and rest. Whoever serves them counts the steps here. */
export function bareJourneys(steps: readonly BareStep[]) {
  const rested = new Set<string>()
  const start = (client: Client, id: string) =>
    client.workflow.signalWithStart('bareJourney', {
      workflowId: id,
      taskQueue,
      args: [id, steps, restMs],
      signal: wakeSignal,
      workflowTaskTimeout: '5s',
    })
  return {
    /** A step that a killed worker had begun is counted again, and counts once. */
    count: async (id: string, n: number) => {
      if (n === steps.length - 1) rested.add(id)
    },
    drain: async (client: Client, name: string, count: number) => {
      const ids = Array.from({ length: count }, (_, n) => `${name}-${n}`)
      rested.clear()
      await inLanes(ids, lanes, (id) => start(client, id))
      await eventually('every bare workflow rests', () => rested.size === count, { withinMs, everyMs: 10 })
    },
  }
}
