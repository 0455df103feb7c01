import { afterEach, expect, test } from 'vitest'
import { inPortal } from '../../src/db/client.ts'
import { cancelUnsent, lockJourney } from '../../src/db/journeys.ts'
import type { Mail } from '../../src/providers/mail/port.ts'
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

test('what had to leave during an outage is not sent after it', async () => {
  const [mail, sms] = [provider<Mail>(), provider<Sms>()]
  const sendBefore = new Date('2026-03-02T10:05:00Z')
  const late = await queue(scene, stage, { sendBefore })
  const code = await queue(scene, stage, { channel: 'sms', priority: 0, sendBefore })
  const inTime = await queue(scene, stage, { sendBefore: new Date('2026-03-02T12:00:00Z') })
  await scene.travelTo('2026-03-02T10:05:00Z')
  loop = deliver(scene, { mail, sms })
  expect(await settled(scene, late)).toMatchObject({ status: 'expired', code: 'too_late', handed_over_at: null })
  expect(await settled(scene, code)).toMatchObject({ status: 'expired', sealed: null, handed_over_at: null })
  expect(await settled(scene, inTime)).toMatchObject({ status: 'sent' })
  expect(mail.taken.map(({ id }) => id)).toEqual([inTime])
  expect(sms.taken).toEqual([])
  await scene.travelTo('2026-03-02T10:00:00Z')
})

test('a plan that changed between claim and hand-over hands nothing over', async () => {
  const mail = provider<Mail>()
  const id = await queueOfPlan(1)
  const claim = await claimed(scene, 'mail')
  await owner`update journeys set plan = 2`
  expect(await deliverClaimed(scene, claim, { mail })).toBeUndefined()
  expect(mail.taken).toEqual([])
  expect(await fateOf(scene, id)).toMatchObject({ status: 'cancelled', code: 'plan_changed' })
})

test('a re-plan that is under way at the last look is waited for, and wins', async () => {
  const mail = provider<Mail>()
  await queueOfPlan(1)
  const claim = await claimed(scene, 'mail')
  let delivered: Promise<unknown> = Promise.resolve()
  await owner.begin(async (sql) => {
    await sql`update messages set code = code`
    await sql`update drempel.journeys set plan = 2`
    delivered = deliverClaimed(scene, claim, { mail })
    await eventually('the last look waits for the row', async () => {
      const [row] =
        await owner`select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
      return row !== undefined
    })
  })
  await delivered
  expect(mail.taken).toEqual([])
})

test('the last mail of a journey that has ended is still sent', async () => {
  const id = await queueOfPlan(1)
  await owner`update journeys set status = 'ended'`
  loop = deliver(scene, {})
  expect(await settled(scene, id)).toMatchObject({ status: 'sent' })
})

test.each(['used_at', 'superseded_at', 'expires_at'])(
  'a secret that is no longer good (%s) is not sent',
  async (ended) => {
    const sms = provider<Sms>()
    const id = await queue(scene, stage, { channel: 'sms' })
    await owner`update secrets set ${owner(ended)} = drempel.now()`
    loop = deliver(scene, { sms })
    expect(await settled(scene, id)).toMatchObject({ status: 'cancelled', code: 'secret_gone', sealed: null })
    expect(sms.taken).toEqual([])
  },
)

test('a text that this release cannot write waits, and is logged without its content', async () => {
  const logged: unknown[] = []
  const log = { debug: () => {}, info: () => {}, warn: () => {}, error: (entry: unknown) => logged.push(entry) }
  const id = await queue(scene, stage, { channel: 'sms', templateVersion: 99 })
  loop = deliver(scene, { deps: { log } })
  const fate = await settled(scene, id, ({ code }) => code !== null)
  expect(fate).toMatchObject({ status: 'queued', code: 'not_composed', attempts: 1, handed_over_at: null })
  expect(fate.rests_ms).toBeGreaterThan(500)
  expect(logged).toMatchObject([{ event: 'message.notComposed', messageId: id }])
})

test('a worker whose lease ran out finds that another has the message', async () => {
  const [slow, quick] = [provider<Sms>(), provider<Sms>()]
  const id = await queue(scene, stage, { channel: 'sms' })
  const lost = await claimed(scene, 'sms', 0)
  const claim = await eventually('the lease has run out', () => claimed(scene, 'sms'))
  await deliverClaimed(scene, lost, { sms: slow })
  await deliverClaimed(scene, claim, { sms: quick })
  expect([slow.taken.length, quick.taken.length]).toEqual([0, 1])
  expect(await fateOf(scene, id)).toMatchObject({ status: 'sent', attempts: 2 })
})

test('a message that was cancelled after its claim is left alone', async () => {
  const mail = provider<Mail>()
  const journeyId = await addJourney(scene, stage)
  const id = await queue(scene, stage, { journey: { id: journeyId, plan: 1 } })
  const claim = await claimed(scene, 'mail')
  await inPortal(scene.app, stage.portalId, async (tx) => {
    await lockJourney(tx, journeyId)
    await cancelUnsent(tx, journeyId)
  })
  await deliverClaimed(scene, claim, { mail })
  expect(mail.taken).toEqual([])
  expect(await fateOf(scene, id)).toMatchObject({ status: 'cancelled', code: null })
})

async function queueOfPlan(plan: number): Promise<string> {
  return queue(scene, stage, { journey: { id: await addJourney(scene, stage), plan } })
}
