import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { argon2Hashing } from '../../src/providers/hashing/argon2.ts'
import { type ApiProcess, startApiProcess } from '../api-process.ts'
import { furnish, password, readDocument, seedEmployees, signInBody } from '../employees.ts'
import type { Reading } from '../flood/reader-thread.ts'
import type { Wave, WaveAnswer } from '../flood/wave-thread.ts'
import { sendAll } from '../http-client.ts'
import type { Installation } from '../installation.ts'
import { seedPortal, slugOf } from '../portals.ts'
import { quantile } from '../rounds.ts'
import type { Line } from '../table.ts'

const size = 2_000
const queue = 64
const rounds = 3
const beforeMs = 2_000
const lanes = 4

/**
 * Sign-ins by thousands at once, each from another address, so that no throttle stands in the way, while somebody reads.
 * Beyond the pool's queue they are refused; the readers go on. Against the reads before it, and against the same reads while
 * another api process is flooded: the clients and the database take their share of this machine either way.
 */
export async function flood({ admin, env }: Installation): Promise<readonly (Line | string)[]> {
  const portal = await seedPortal(admin)
  const passwordHash = await argon2Hashing({ concurrency: 1, queue: 1 }).hash(password)
  const identifiers = await seedEmployees(admin, portal, { count: size, passwordHash })
  const [reader = ''] = identifiers
  const token = await furnish(admin, portal, reader)
  const start = () => startApiProcess(env({ TRUSTED_PROXIES: '127.0.0.1', HASH_QUEUE: String(queue) }))
  const [api, other] = [await start(), await start()]
  const headers = { 'content-type': 'application/json', 'drempel-portal': slugOf(portal) }
  const bodies = identifiers.map((identifier) => signInBody(identifier, 'not-this-one-1!'))
  const known = { headers, bodies: identifiers.slice(0, 40).map((name) => signInBody(name)), lanes: 2 }
  // Warm, with what a few hashes hold in memory.
  for (const { port } of [api, other]) await sendAll({ ...known, port, expected: '"token":"' })

  const reading: Reading = {
    port: api.port,
    headers: { ...headers, authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: readDocument }),
    lanes,
    expected: reader,
  }
  const floods: Flooded[] = []
  const elsewhere: Flooded[] = []
  for (let round = 0; round < rounds; round++) {
    floods.push(await floodOnce(api, { port: api.port, headers, bodies }, reading))
    elsewhere.push(await floodOnce(other, { port: other.port, headers, bodies }, reading))
  }
  await Promise.all([api.stop(), other.stop()])
  const drempel = floods.map(({ during }) => during)
  const line = { work: `reads during a flood of ${size} sign-ins`, unit: 'per second' }
  return [
    { ...line, against: 'the same reads before it', measured: { drempel, bare: floods.map(({ before }) => before) } },
    {
      ...line,
      against: 'the same reads, another process flooded',
      measured: { drempel, bare: elsewhere.map(({ during }) => during) },
    },
    ...floods.map(tell),
  ]
}

type Flooded = {
  readonly answers: readonly WaveAnswer[]
  readonly before: number
  readonly during: number
  readonly rss: number
  readonly peakRss: number
}

async function floodOnce(api: ApiProcess, wave: Wave, reading: Reading): Promise<Flooded> {
  const waves = new Worker(new URL('../flood/wave-thread.ts', import.meta.url), { workerData: wave })
  await once(waves, 'message')
  const reader = new Worker(new URL('../flood/reader-thread.ts', import.meta.url), { workerData: reading })
  await pause(beforeMs / 2) // its first reads warm it up
  const quietAt = now()
  await pause(beforeMs)
  const { rss } = await api.state()
  const beganAt = now()
  waves.postMessage('go')
  const [answers]: [readonly WaveAnswer[]] = (await once(waves, 'message')) as [WaveAnswer[]]
  const endedAt = now()
  const { peakRss } = await api.state()
  reader.postMessage('stop')
  const [doneAt] = (await once(reader, 'message')) as [number[]]
  await Promise.all([waves.terminate(), reader.terminate()])
  const perSecond = (from: number, to: number) =>
    (doneAt.filter((at) => from <= at && at < to).length / (to - from)) * 1_000
  return { answers, before: perSecond(quietAt, beganAt), during: perSecond(beganAt, endedAt), rss, peakRss }
}

/** One clock for all threads. */
function now(): number {
  return performance.timeOrigin + performance.now()
}

function tell({ answers, rss, peakRss }: Flooded): string {
  const refused = answers.filter(({ status }) => status === 503)
  const told = refused.filter(({ retryAfter }) => retryAfter !== undefined)
  const heard = answers.filter(({ status }) => status === 200)
  const after = refused.map(({ ms }) => ms)
  const ms = (q: number) => `${quantile(after, q).toFixed(0)} ms`
  const mib = (bytes: number) => `${(bytes / 1_048_576).toFixed(0)} MiB`
  return [
    `flood of ${answers.length} sign-ins, queue of ${queue}: ${told.length} × 503 with Retry-After, ${heard.length} heard,`,
    `${answers.length - told.length - heard.length} other; refused after ${ms(0)} (first), ${ms(0.5)} (median), ${ms(1)} (last);`,
    `heard within ${quantile(
      heard.map((answer) => answer.ms),
      1,
    ).toFixed(0)} ms; memory ${mib(rss)}, at most ${mib(peakRss)}`,
  ].join(' ')
}
