import { workflowId } from '../../src/workflows/journey.contract.ts'
import { bareJourneys, describeSteps } from '../bare/journeys.ts'
import { type BareStep, startBareWorker } from '../bare/worker.ts'
import { release, startEngine, untilRested } from '../engine.ts'
import type { FreshTemporal, Installation } from '../installation.ts'
import { invitedPortal } from '../invited-portal.ts'
import { type BenchPortal, copyPortal } from '../portals.ts'
import { alternate, timed } from '../rounds.ts'
import { stepsOf } from '../story-steps.ts'
import type { Line } from '../table.ts'

const size = 300
const rounds = 3

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
  return { work, against: describeSteps(steps), unit: 'per second', measured, target: { atLeast: 0.7 } }
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

async function drainBare(temporal: FreshTemporal, steps: readonly BareStep[]): Promise<number> {
  const journeys = bareJourneys(steps)
  const bare = await startBareWorker(temporal, { step: journeys.count, act: journeys.count })
  await journeys.drain(bare.client, 'warm-up', 30)
  const ms = await timed(() => journeys.drain(bare.client, 'bare', size))
  await bare.stop()
  return ms
}
