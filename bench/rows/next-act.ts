import { setTimeout as pause } from 'node:timers/promises'
import { setActivationPassword } from '../../src/commands/accounts/set-activation-password.ts'
import { compose } from '../../src/compose.ts'
import { wakeSignal } from '../../src/workflows/journey.contract.ts'
import { eventually } from '../../test/support/eventually.ts'
import { startBareWorker, taskQueue } from '../bare/worker.ts'
import { release, startEngine, untilRested } from '../engine.ts'
import type { FreshTemporal, Installation } from '../installation.ts'
import { invitedPortal } from '../invited-portal.ts'
import { alternate, quantile } from '../rounds.ts'
import { overhear } from '../statements.ts'
import type { Line } from '../table.ts'

const size = 60
const rounds = 3
const patience = { withinMs: 60_000 }

/**
 * From the answer to a person who sets a password to the moment the story's act holds the journey: relay, look, act.
 * Against a bare signal to a workflow that calls an activity, on the same server and at the same pace.
 */
export async function nextAct(installation: Installation): Promise<readonly Line[]> {
  const temporal = await installation.freshTemporal()
  const p50: Record<'drempel' | 'bare', number[]> = { drempel: [], bare: [] }
  const keep = (side: keyof typeof p50, waits: readonly number[]) => {
    p50[side].push(quantile(waits, 0.5))
    return quantile(waits, 0.95)
  }
  const sides = {
    drempel: async () => keep('drempel', await mutationToAct(installation, temporal)),
    bare: async () => keep('bare', await signalToActivity(temporal)),
  }
  // Each has warmed up by then: with the journeys that it brought to rest.
  const measured = await alternate(rounds, sides, { warmUp: false })
  await temporal.stop()
  const against = 'bare signal → activity'
  return [
    { work: 'mutation → next act, p95', against, unit: 'ms', measured, target: { atMost: 2 } },
    { work: 'mutation → next act, p50', against, unit: 'ms', measured: p50 },
  ]
}

async function mutationToAct(installation: Installation, temporal: FreshTemporal) {
  const { admin } = installation
  const { drempel, stop } = await startEngine(installation, temporal)
  const portal = await invitedPortal(installation, size)
  await release(admin, portal)
  await untilRested(admin, portal)

  const acts = watch()
  // Only acts lock: looking and resting do not.
  overhear(drempel.app, (text, [, journeyId]) => {
    if (text.endsWith('for update')) acts.saw(String(journeyId))
  })
  // As in the API, whose pool is its own; hashing is another row's work.
  const api = compose(installation.config(), 'api')
  const deps = { ...api, hashing: { ...api.hashing, hash: async () => '$argon2id$none' } }
  const waits = await atPace(portal.tokens, async (token) => {
    const input = { token, password: 'Drie-Bomen-In-Zwolle' }
    const call = { actor: { kind: 'anonymous' }, portalId: portal.portalId, correlationId: 'bench' } as const
    const { journeyId } = await setActivationPassword(deps, call, input)
    const answeredAt = performance.now()
    return (await acts.first(journeyId)) - answeredAt
  })
  await Promise.all([api.close(), stop()])
  return waits
}

async function signalToActivity(temporal: FreshTemporal): Promise<readonly number[]> {
  const seen = new Set<string>()
  const acts = watch()
  const bare = await startBareWorker(temporal, {
    step: async (id) => void seen.add(id),
    act: async (id) => acts.saw(id),
  })
  const run = crypto.randomUUID()
  const ids = Array.from({ length: size }, (_, n) => `${run}-${n}`)
  for (const id of ids) {
    await bare.client.workflow.start('bareAct', { workflowId: id, taskQueue, args: [id] })
  }
  await eventually('every bare workflow waits', () => seen.size === size, patience)
  const waits = await atPace(ids, async (id) => {
    const sentAt = performance.now()
    await bare.client.workflow.getHandle(id).signal(wakeSignal)
    return (await acts.first(id)) - sentAt
  })
  await bare.stop()
  return waits
}

/**
 * Four begin in a second, whether or not the one before has ended. Each takes several turns of the server's transfer queue,
 * of which a shard does twenty in a second; beyond that both sides would measure nothing but waiting for turns.
 */
async function atPace<T>(items: readonly T[], work: (item: T) => Promise<number>): Promise<readonly number[]> {
  const waits: Promise<number>[] = []
  for (const [n, item] of items.entries()) {
    waits.push(work(item))
    await pause(210 + ((n * 37) % 80))
  }
  return Promise.all(waits)
}

/** When each act was first seen, whether that is asked before or after. */
function watch() {
  const seen = new Map<string, PromiseWithResolvers<number>>()
  const of = (id: string) => {
    const known = seen.get(id) ?? Promise.withResolvers<number>()
    seen.set(id, known)
    return known
  }
  return {
    saw: (id: string) => of(id).resolve(performance.now()),
    first: (id: string) => of(id).promise,
  }
}
