import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { openPool } from '../../src/db/client.ts'
import type { Mail } from '../../src/providers/mail/port.ts'
import type { Sms } from '../../src/providers/sms/port.ts'
import type { Loop } from '../../src/relay/loop.ts'
import { eventually } from '../support/eventually.ts'
import { deliver, fateOf, provider, queue, settled } from '../support/outbox.ts'
import { openScene, setStage } from '../support/scene.ts'

const scene = await openScene()
const stage = await setStage(scene)
const running = new Set<Loop>()

function work(...[worker, options]: [Parameters<typeof deliver>[1], Parameters<typeof deliver>[2]?]): Loop {
  const loop = deliver(scene, worker, options)
  running.add(loop)
  return loop
}

afterEach(async () => {
  await Promise.all([...running].map((loop) => loop.stop()))
  running.clear()
  await scene.owner`delete from messages`
})

test('a mail leaves as its template and its portal say, and its row tells what became of it', async () => {
  const mail = provider<Mail>()
  const id = await queue(scene, stage, { recipient: 'anna@example.nl' })
  work({ mail })
  const fate = await settled(scene, id)
  expect(fate).toMatchObject({ status: 'sent', provider: 'fake', reference: `ref-${id}`, attempts: 1, code: null })
  expect(fate.settled_at?.toISOString()).toMatch(/^2026-03-02T10:00:00/)
  expect(mail.taken).toHaveLength(1)
  expect(mail.taken[0]).toMatchObject({
    id,
    to: 'anna@example.nl',
    from: { name: 'Mijn Werk' },
    replyTo: 'desk@acme.example',
    subject: 'Te ondernemen actie: Controleer het nummer',
    language: 'nl',
  })
})

test('a secret is opened for its SMS alone, and its sealed copy is wiped once it is sent', async () => {
  const sms = provider<Sms>()
  const sendBefore = new Date('2026-03-02T10:10:59Z')
  const id = await queue(scene, stage, { channel: 'sms', priority: 0, sendBefore })
  expect((await fateOf(scene, id)).sealed).not.toBeNull()
  work({ sms })
  expect(await settled(scene, id)).toMatchObject({ status: 'sent', sealed: null })
  expect(sms.taken).toMatchObject([{ id, to: '+31612345678', from: 'MijnWerk', validMinutes: 10 }])
  expect(sms.taken[0]?.text).toContain('123456 is je pincode')
})

test('two workers deliver every message once', async () => {
  const mail = provider<Mail>()
  const own = { app: openPool(scene.url, 'drempel_app'), engine: openPool(scene.url, 'drempel_engine') }
  const ids = await Promise.all(Array.from({ length: 200 }, () => queue(scene, stage)))
  const loops = [work({ mail }), work({ mail, deps: own })]
  await eventually('all are sent', async () => {
    const [row] = await scene.owner<{ count: number }[]>`select count(*)::int from messages where status = 'sent'`
    return row?.count === ids.length
  })
  expect(mail.taken.map(({ id }) => id).toSorted()).toEqual(ids.toSorted())
  await Promise.all(loops.map((loop) => loop.stop()))
  await Promise.all([own.app.close(), own.engine.close()])
})

test('a code overtakes five hundred mails that wait, even when the provider is slow', async () => {
  const mail = provider<Mail>(async ({ id }) => {
    await pause(40)
    return { outcome: 'accepted', reference: id }
  })
  await Promise.all(Array.from({ length: 500 }, () => queue(scene, stage, { priority: 20 })))
  work({ mail }, { perSecond: { mail: 100, sms: 100 } })
  await eventually('the bulk is under way', () => mail.taken.length > 5)
  const code = await queue(scene, stage, { priority: 0 })
  await eventually('the code has left', () => mail.taken.some(({ id }) => id === code))
  expect(mail.taken.length).toBeLessThan(250)
})

test('what a person waits for goes before bulk that was queued earlier', async () => {
  const mail = provider<Mail>()
  for (const priority of [20, 20, 20, 10, 10]) await queue(scene, stage, { priority })
  const urgent = await scene.owner<{ id: string }[]>`select id from messages where priority = 10 order by id`
  work({ mail }, { slots: 1 })
  await eventually('all have left', () => mail.taken.length === 5)
  expect(mail.taken.slice(0, 2).map(({ id }) => id)).toEqual(urgent.map(({ id }) => id))
})

test('a provider is asked no more than its rate allows', async () => {
  const mail = provider<Mail>()
  await Promise.all(Array.from({ length: 30 }, () => queue(scene, stage)))
  const startedAt = performance.now()
  work({ mail }, { perSecond: { mail: 10, sms: 10 } })
  await eventually('all thirty have left', () => mail.taken.length === 30)
  // Ten at once, twenty more at ten a second.
  expect(performance.now() - startedAt).toBeGreaterThan(1_900)
})

test('a burst to one recipient is spread and does not hold up the others', async () => {
  const mail = provider<Mail>()
  const recipient = 'hr@example.nl'
  await Promise.all(Array.from({ length: 6 }, () => queue(scene, stage, { recipient })))
  const other = await queue(scene, stage)
  const startedAt = performance.now()
  work({ mail }, { perRecipient: { atOnce: 2, everyMs: 300 } })
  await settled(scene, other)
  expect(mail.taken.length).toBeLessThanOrEqual(4)
  await eventually('all have left', () => mail.taken.length === 7)
  expect(performance.now() - startedAt).toBeGreaterThan(1_100)
  const attempts = await scene.owner`select distinct attempts from messages`
  expect(attempts).toEqual([{ attempts: 1 }])
})

test('stopping finishes what is under way and takes nothing new', async () => {
  let answer = () => {}
  const mail = provider<Mail>(async ({ id }) => {
    await new Promise<void>((resolve) => (answer = resolve))
    return { outcome: 'accepted', reference: id }
  })
  const id = await queue(scene, stage)
  const loop = work({ mail })
  await eventually('the mail is with the provider', () => mail.taken.length === 1)
  const stopped = loop.stop()
  const late = await queue(scene, stage)
  answer()
  await stopped
  expect(await fateOf(scene, id)).toMatchObject({ status: 'sent' })
  expect(await fateOf(scene, late)).toMatchObject({ status: 'queued', attempts: 0 })
})

test('stopping does not wait for a provider that keeps silent', async () => {
  const mail = provider<Mail>(() => new Promise(() => {}))
  await queue(scene, stage)
  const loop = work({ mail }, { callTimeoutMs: 3_000, stopWithinMs: 200 })
  await eventually('the mail is with the provider', () => mail.taken.length === 1)
  const startedAt = performance.now()
  await loop.stop()
  expect(performance.now() - startedAt).toBeLessThan(1_500)
})
