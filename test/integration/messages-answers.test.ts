import { afterEach, expect, test } from 'vitest'
import { inPortal } from '../../src/db/client.ts'
import { cancelUnsent } from '../../src/db/journeys.ts'
import type { HandOver, Mail } from '../../src/providers/mail/port.ts'
import type { Sms } from '../../src/providers/sms/port.ts'
import type { Loop } from '../../src/relay/loop.ts'
import { eventually } from '../support/eventually.ts'
import { addJourney, claimed, deliver, deliverClaimed, fateOf, provider, queue, settled } from '../support/outbox.ts'
import { openScene, setStage } from '../support/scene.ts'

const scene = await openScene()
const stage = await setStage(scene)
const { owner } = scene
let loop: Loop | undefined

afterEach(async () => {
  await loop?.stop()
  await owner`delete from messages`
})

test('a refusal ends the message and is told once, before its row is closed', async () => {
  const told: unknown[] = []
  const onUndeliverable = async (message: { messageId: string }) => {
    told.push({ ...message, status: (await fateOf(scene, message.messageId)).status })
  }
  const sms = provider<Sms>(() => ({ outcome: 'refused', code: 'cm_303' }))
  const messageId = await queue(scene, stage, { channel: 'sms' })
  loop = deliver(scene, { sms, deps: { onUndeliverable } })
  const fate = await settled(scene, messageId)
  expect(fate).toMatchObject({ status: 'failed', code: 'cm_303', provider: 'fake', sealed: null, attempts: 1 })
  expect(told).toEqual([{ portalId: stage.portalId, messageId, code: 'cm_303', status: 'queued' }])
  expect(sms.taken).toHaveLength(1)
})

test('a refusal is told again when telling it failed, without another hand-over', async () => {
  let tries = 0
  const onUndeliverable = async () => {
    tries++
    if (tries < 3) throw new Error('the database is away')
  }
  const sms = provider<Sms>(() => ({ outcome: 'refused', code: 'cm_303' }))
  const id = await queue(scene, stage, { channel: 'sms' })
  loop = deliver(scene, { sms, deps: { onUndeliverable } })
  expect(await settled(scene, id)).toMatchObject({ status: 'failed' })
  expect(tries).toBe(3)
  expect(sms.taken).toHaveLength(1)
})

test('not yet: the message rests and is tried again, an SMS too, because nothing left', async () => {
  const answers: HandOver[] = [{ outcome: 'notYet', code: 'cm_503' }]
  const sms = provider<Sms>(() => answers.pop() ?? { outcome: 'accepted', reference: 'second' })
  const id = await queue(scene, stage, { channel: 'sms' })
  loop = deliver(scene, { sms })
  const resting = await settled(scene, id, ({ code }) => code !== null)
  expect(resting).toMatchObject({ status: 'queued', code: 'cm_503', handed_over_at: null })
  expect(resting.sealed).not.toBeNull()
  expect(await settled(scene, id)).toMatchObject({ status: 'sent', reference: 'second', code: null, attempts: 2 })
})

test('not yet: the rest is as long as the provider asks, but never beyond send_before', async () => {
  const mail = provider<Mail>(() => ({ outcome: 'notYet', code: 'resend_429', retryAfterSeconds: 120 }))
  const long = await queue(scene, stage)
  await deliverClaimed(scene, await claimed(scene, 'mail'), { mail })
  expect((await fateOf(scene, long)).rests_ms).toBeGreaterThan(110_000)
  const short = await queue(scene, stage, { sendBefore: new Date('2026-03-02T10:00:30Z') })
  await deliverClaimed(scene, await claimed(scene, 'mail'), { mail })
  const fate = await fateOf(scene, short)
  expect(fate.rests_ms).toBeGreaterThan(20_000)
  expect(fate.rests_ms).toBeLessThan(31_000)
})

test('unknown: a mail is repeated under the same id, word for word', async () => {
  const answers: HandOver[] = [{ outcome: 'unknown', code: 'resend_timeout' }]
  const mail = provider<Mail>(() => answers.pop() ?? { outcome: 'accepted', reference: 'second' })
  const id = await queue(scene, stage)
  loop = deliver(scene, { mail })
  expect(await settled(scene, id)).toMatchObject({ status: 'sent', reference: 'second', attempts: 2 })
  expect(mail.taken).toHaveLength(2)
  expect(mail.taken[1]).toEqual(mail.taken[0])
})

test.each([
  ['says so', () => ({ outcome: 'unknown', code: 'cm_no_answer' }) as const, 'cm_no_answer'],
  ['does not answer in time', () => new Promise<HandOver>(() => {}), 'no_answer'],
  ['throws', () => Promise.reject(new Error('out of order')), 'adapter_failed'],
])('unknown: an SMS is not repeated when its provider %s', async (_, answer, code) => {
  const told: string[] = []
  const sms = provider<Sms>(answer)
  const id = await queue(scene, stage, { channel: 'sms' })
  const deps = { onUndeliverable: async () => void told.push(id) }
  loop = deliver(scene, { sms, deps }, { callTimeoutMs: 200 })
  expect(await settled(scene, id)).toMatchObject({ status: 'unknown', code, sealed: null })
  expect(sms.taken).toHaveLength(1)
  expect(told).toEqual([])
})

test('a slow provider holds no row: a command that cancels the message returns at once', async () => {
  let answer = () => {}
  const mail = provider<Mail>(async ({ id }) => {
    await new Promise<void>((resolve) => (answer = resolve))
    return { outcome: 'accepted', reference: `ref-${id}` }
  })
  const journeyId = await addJourney(scene, stage)
  const id = await queue(scene, stage, { journey: { id: journeyId, plan: 1 } })
  loop = deliver(scene, { mail })
  await eventually('the mail is with the provider', () => mail.taken.length === 1)
  const startedAt = performance.now()
  await inPortal(scene.app, stage.portalId, (tx) => cancelUnsent(tx, journeyId))
  expect(performance.now() - startedAt).toBeLessThan(1_000)
  expect(await fateOf(scene, id)).toMatchObject({ status: 'cancelled' })
  answer()
  // It has left all the same, and the row says what is true.
  const fate = await settled(scene, id, ({ status }) => status !== 'cancelled')
  expect(fate).toMatchObject({ status: 'sent', reference: `ref-${id}` })
})

test('a report of delivery that overtakes the answer stays', async () => {
  const mail = provider<Mail>(async ({ id }) => {
    await owner`update messages set status = 'bounced', code = 'no_such_mailbox' where id = ${id}`
    return { outcome: 'accepted', reference: `ref-${id}` }
  })
  const id = await queue(scene, stage)
  loop = deliver(scene, { mail })
  const fate = await settled(scene, id, ({ reference }) => reference !== null)
  expect(fate).toMatchObject({ status: 'bounced', code: 'no_such_mailbox' })
})

test('a report of delivery that overtakes the doubt settles it', async () => {
  const sms = provider<Sms>(async ({ id }) => {
    await owner`update messages set status = 'delivered' where id = ${id}`
    return { outcome: 'unknown', code: 'cm_no_answer' }
  })
  const id = await queue(scene, stage, { channel: 'sms' })
  await deliverClaimed(scene, await claimed(scene, 'sms'), { sms })
  expect(await fateOf(scene, id)).toMatchObject({ status: 'delivered', code: null })
})

test('an ordinary message leaves its journey alone', async () => {
  const journeyId = await addJourney(scene, stage)
  const journey = () =>
    owner`select seq, touched_at, (select count(*) from wakeups) as wakeups from journeys where id = ${journeyId}`
  const before = await journey()
  const id = await queue(scene, stage, { journey: { id: journeyId, plan: 1 } })
  loop = deliver(scene, {})
  await settled(scene, id)
  expect(await journey()).toEqual(before)
})
