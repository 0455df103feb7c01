import type { Client } from '@temporalio/client'
import type { temporal } from '@temporalio/proto'
import { wakeSignal, workflowId } from '../../src/workflows/journey.contract.ts'
import { eventually } from '../../test/support/eventually.ts'
import { type BareStep, startBareWorker } from '../bare/worker.ts'
import { release, startEngine, untilRested } from '../engine.ts'
import type { FreshTemporal, Installation } from '../installation.ts'
import { invitedPortal } from '../invited-portal.ts'
import { type BenchPortal, copyPortal } from '../portals.ts'
import { alternate, inLanes, timed } from '../rounds.ts'
import type { Line } from '../table.ts'

type HistoryEvent = temporal.api.history.v1.IHistoryEvent

const size = 300
const rounds = 3
// As many as the relay delivers at a time.
const lanes = 64
const restMs = 86_400_000

/**
 * Journeys that wait to be told, until each rests at its present seq. Against a workflow with as many activities of each
 * kind in the same order and a timer, on a server just as fresh. The bare activities do nothing but be counted.
 */
export async function drained(installation: Installation): Promise<readonly Line[]> {
  const { admin } = installation
  const invited = await invitedPortal(installation, size)
  const overdue = await invitedPortal(installation, size)
  // Their first reminder is due: the story looks, sends it, looks again and rests.
  await admin`update drempel.activations set planned_at = planned_at - interval '4 days' where portal_id = ${overdue.portalId}`
  return [
    await compare(installation, invited, 'journeys drained, just invited'),
    await compare(installation, overdue, 'journeys drained, a reminder overdue'),
  ]
}

async function compare(installation: Installation, model: BenchPortal, work: string): Promise<Line> {
  const onFresh = async (measure: (temporal: FreshTemporal) => Promise<number>) => {
    const temporal = await installation.freshTemporal()
    try {
      return await measure(temporal)
    } finally {
      await temporal.stop()
    }
  }
  let steps: readonly BareStep[] = []
  const measured = await alternate(rounds, {
    drempel: () =>
      onFresh(async (temporal) => {
        const told = await drain(installation, { temporal, model })
        steps = told.steps
        return (size / told.ms) * 1_000
      }),
    bare: () => onFresh(async (temporal) => (size / (await drainBare(temporal, steps))) * 1_000),
  })
  const local = steps.filter((step) => step === 'local').length
  const against = `bare workflow: ${local} local, ${steps.length - local} ordinary, a timer`
  return { work, against, unit: 'per second', measured, target: { atLeast: 0.7 } }
}

type Drain = { readonly temporal: FreshTemporal; readonly model: BenchPortal }

async function drain(installation: Installation, { temporal, model }: Drain) {
  const { admin } = installation
  const engine = await startEngine(installation, temporal)
  const portal = await copyPortal(admin, model)
  const ms = await timed(async () => {
    await release(admin, portal)
    await untilRested(admin, portal)
  })
  const [journey] = await admin<{ id: string }[]>`
    select id from drempel.journeys where portal_id = ${portal.portalId} order by id desc limit 1`
  const id = workflowId('account-activation', { journeyId: journey?.id ?? '', generation: 1 })
  const steps = await stepsOf(await engine.drempel.temporal.ready(), id)
  await engine.stop()
  return { ms, steps }
}

/** What a story's history says that it did, in order, once it says that the story rests. */
async function stepsOf(client: Client, id: string): Promise<readonly BareStep[]> {
  return eventually(`${id} waits for its timer`, async () => {
    const { events } = await client.workflow.getHandle(id).fetchHistory()
    const timer = events?.findIndex((event) => event.timerStartedEventAttributes) ?? -1
    return timer >= 0 && events?.slice(0, timer).flatMap(stepOf)
  })
}

function stepOf(event: HistoryEvent): readonly BareStep[] {
  if (event.activityTaskScheduledEventAttributes) return ['ordinary']
  return event.markerRecordedEventAttributes?.markerName === 'core_local_activity' ? ['local'] : []
}

async function drainBare(temporal: FreshTemporal, steps: readonly BareStep[]): Promise<number> {
  let left = size
  const done = new Map<string, number>()
  const count = async (id: string) => {
    const so = (done.get(id) ?? 0) + 1
    done.set(id, so)
    if (so === steps.length) left--
  }
  const bare = await startBareWorker(temporal, { step: count, act: count })
  const start = (id: string) =>
    bare.client.workflow.signalWithStart('bareJourney', {
      workflowId: id,
      taskQueue: bare.taskQueue,
      args: [id, steps, restMs],
      signal: wakeSignal,
      workflowTaskTimeout: '5s',
    })
  const ids = (name: string, count: number) => Array.from({ length: count }, (_, n) => `${name}-${n}`)
  const drainAll = async (some: readonly string[]) => {
    left = some.length
    await inLanes(some, lanes, start)
    await eventually('every bare workflow rests', () => left === 0, { withinMs: 120_000, everyMs: 10 })
  }
  await drainAll(ids('warm-up', 30))
  const ms = await timed(() => drainAll(ids('bare', size)))
  await bare.stop()
  return ms
}
