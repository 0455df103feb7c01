import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, expect, test } from 'vitest'
import { resendMail } from '../../src/providers/mail/resend.ts'
import { cmSms } from '../../src/providers/sms/cm.ts'
import type { Loop } from '../../src/relay/loop.ts'
import { eventually } from '../support/eventually.ts'
import type { Death } from '../support/message-worker.ts'
import { deliver, fateOf, queue, settled } from '../support/outbox.ts'
import { openScene, setStage } from '../support/scene.ts'
import { startCmSink } from '../support/sinks/cm-sink.ts'
import { startResendSink } from '../support/sinks/resend-sink.ts'

const scene = await openScene()
const stage = await setStage(scene)
const resend = await startResendSink('key')
const cm = await startCmSink('token')
const program = fileURLToPath(new URL('../support/message-worker.ts', import.meta.url))
const leaseMs = 1_500
const workers = new Set<ChildProcess>()
let second: Loop | undefined

afterEach(async () => {
  await second?.stop()
  for (const worker of workers) worker.kill('SIGKILL')
  workers.clear()
  resend.behave('accept')
  cm.behave('accept')
})
afterAll(() => Promise.all([resend.close(), cm.close()]))

test.each<Death>(['before the call', 'after the call'])(
  'a mail whose worker is killed %s arrives, once',
  async (death) => {
    const id = await queue(scene, stage)
    await ended(startWorker(death))
    expect(await fateOf(scene, id)).toMatchObject({ status: 'queued', attempts: 1 })
    survive()
    expect(await settled(scene, id)).toMatchObject({ status: 'sent', provider: 'resend', attempts: 2 })
    expect(mailsOf(id)).toBe(1)
  },
)

test('a mail whose worker is killed during the call arrives, once', async () => {
  resend.behave('hang')
  const id = await queue(scene, stage)
  const worker = startWorker('never')
  await eventually('the provider has the mail', () => mailsOf(id) === 1)
  await ended(worker, 'kill')
  resend.behave('accept')
  survive()
  expect(await settled(scene, id)).toMatchObject({ status: 'sent', provider: 'resend', attempts: 2 })
  expect(mailsOf(id)).toBe(1)
})

test('an SMS whose worker is killed at the last look has not left and is sent', async () => {
  const id = await queue(scene, stage, { channel: 'sms' })
  await ended(startWorker('at the last look'))
  expect(await fateOf(scene, id)).toMatchObject({ status: 'queued', handed_over_at: null })
  survive()
  expect(await settled(scene, id)).toMatchObject({ status: 'sent', provider: 'cm', attempts: 2, sealed: null })
  expect(smsOf(id)).toBe(1)
})

test.each([
  ['before the call', 0],
  ['after the call', 1],
] as const)('an SMS whose worker is killed %s may have left and is not repeated', async (death, left) => {
  const id = await queue(scene, stage, { channel: 'sms' })
  await ended(startWorker(death))
  survive()
  expect(await settled(scene, id)).toMatchObject({ status: 'unknown', code: 'worker_lost', sealed: null })
  expect(smsOf(id)).toBe(left)
})

test('an SMS whose worker is killed during the call is not repeated', async () => {
  cm.behave('hang')
  const id = await queue(scene, stage, { channel: 'sms' })
  const worker = startWorker('never')
  await eventually('the provider has the SMS', () => smsOf(id) === 1)
  await ended(worker, 'kill')
  cm.behave('accept')
  survive()
  expect(await settled(scene, id)).toMatchObject({ status: 'unknown', code: 'worker_lost' })
  expect(smsOf(id)).toBe(1)
})

function startWorker(death: Death): ChildProcess {
  const options = { url: scene.url, resendUrl: resend.url, cmUrl: cm.url, leaseMs, death }
  const worker = spawn(process.execPath, [program, JSON.stringify(options)], { stdio: ['ignore', 'ignore', 'inherit'] })
  workers.add(worker)
  return worker
}

async function ended(worker: ChildProcess, how: 'by itself' | 'kill' = 'by itself'): Promise<void> {
  const exit = once(worker, 'exit')
  if (how === 'kill') worker.kill('SIGKILL')
  expect(await exit).toEqual([null, 'SIGKILL'])
}

/** Another worker, which finds what the first one left. */
function survive(): void {
  const mail = resendMail({ apiKey: 'key', baseUrl: resend.url })
  const sms = cmSms({ productToken: 'token', baseUrl: cm.url })
  second = deliver(scene, { mail, sms }, { leaseMs })
}

function mailsOf(id: string): number {
  return resend.mails().filter(({ key }) => key === id).length
}

function smsOf(id: string): number {
  return cm.messages().filter(({ reference }) => reference === id.replaceAll('-', '')).length
}
