import { compose } from '../../src/compose.ts'
import { workflowId } from '../../src/workflows/journey.contract.ts'
import { bareJourneys, describeSteps } from '../bare/journeys.ts'
import { type BareStep, openBareClient } from '../bare/worker.ts'
import { release, settle, untilRested } from '../engine.ts'
import type { FreshTemporal, Installation, TemporalKind } from '../installation.ts'
import { invitedPortal } from '../invited-portal.ts'
import { seedPortal } from '../portals.ts'
import { timed } from '../rounds.ts'
import { stepsOf } from '../story-steps.ts'
import type { Line } from '../table.ts'
import { bareWorker, drempelWorker } from './processes.ts'
import { assertRight, type Scenario, untilIdle } from './scenario.ts'
import { amidKills } from './two-workers.ts'

type Comparison = { readonly scenario: Scenario; readonly size: number; readonly kind: TemporalKind }

/**
 * Journeys planned, told and their mails sent by two workers of which one is killed every ten seconds; at the end each is
 * exactly where it must be. Against bare workflows of as many steps, whose workers are killed alike and which plan nothing,
 * decide nothing and send nothing.
 */
export async function compareAmidKills(
  installation: Installation,
  { scenario, size, kind }: Comparison,
): Promise<readonly (Line | string)[]> {
  const told = await onFresh(installation, kind, (temporal) => tell(installation, { scenario, size, temporal }))
  const bare = await onFresh(installation, kind, (temporal) => drainBare(temporal, { steps: told.steps, size }))
  const perSecond = (ms: number) => [(size / ms) * 1_000]
  const work = `${size.toLocaleString('en')} ${scenario.work} planned and drained amid kills, Temporal ${kind}`
  const measured = { drempel: perSecond(told.ms), bare: perSecond(bare.ms) }
  return [
    { work, against: `${describeSteps(told.steps)}; killed alike`, unit: 'per second', measured },
    `${work}: each journey where it must be, no message twice; ${told.kills} kills (bare ${bare.kills}), ` +
      `${told.again} messages handed over again under the same key`,
  ]
}

async function onFresh<T>(
  installation: Installation,
  kind: TemporalKind,
  measure: (temporal: FreshTemporal) => Promise<T>,
): Promise<T> {
  const temporal = await installation.freshTemporal(kind)
  try {
    return await measure(temporal)
  } finally {
    await temporal.stop()
  }
}

type Telling = { readonly scenario: Scenario; readonly size: number; readonly temporal: FreshTemporal }

async function tell(installation: Installation, { scenario, size, temporal }: Telling) {
  const { admin, config } = installation
  await settle(admin)
  const drempel = compose(config(), 'api')
  const portal = await seedPortal(admin)
  const warm = await invitedPortal(installation, 30)
  const { client, close } = await openBareClient(temporal)
  let sample = { kind: '', journeyId: '' }
  let again = 0
  const { answer: ms, kills } = await amidKills(() => drempelWorker(installation, temporal), {
    warmUp: async () => {
      await release(admin, warm)
      await untilRested(admin, warm)
    },
    work: () =>
      timed(async () => {
        sample = await scenario.plan({ drempel, admin, portal, size })
        await untilIdle({ admin, portal })
      }),
    afterwards: async () => {
      again = await assertRight(scenario, { admin, portal, size, client })
    },
  })
  const ref = { portalId: portal.portalId, journeyId: sample.journeyId, generation: 1 }
  const steps = await stepsOf(client, workflowId(sample.kind, ref))
  await Promise.all([close(), drempel.close()])
  return { ms, kills, again, steps }
}

async function drainBare(
  temporal: FreshTemporal,
  { steps, size }: { readonly steps: readonly BareStep[]; readonly size: number },
) {
  const journeys = bareJourneys(steps)
  const { client, close } = await openBareClient(temporal)
  const { answer: ms, kills } = await amidKills(() => bareWorker(temporal, journeys.count), {
    warmUp: () => journeys.drain(client, 'warm-up', 30),
    work: () => timed(() => journeys.drain(client, 'bare', size)),
  })
  await close()
  return { ms, kills }
}
