import { randomBytes, randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { inPortal, reading } from '../../src/db/client.ts'
import { acceptStep, findFactor, removeFactor } from '../../src/db/factors.ts'
import { factorContext } from '../../src/domain/accounts/factor.ts'
import { inquiryContext } from '../../src/domain/accounts/inquiry-context.ts'
import { runKeys } from '../../src/keys/run.ts'
import { sealingContext } from '../../src/messages/sealing-context.ts'
import { eventually } from '../support/eventually.ts'
import { fateOf, queue } from '../support/outbox.ts'
import { openScene, setStage } from '../support/scene.ts'
import { addAccount, appsUnder, insertApps, insertInquiry, ringOf, sealedOf, secretOf } from '../support/sealed.ts'

const scene = await openScene()
const { owner, app } = scene
const stages = [await setStage(scene), await setStage(scene)] as const
const [first, second] = stages
const accountIds = [await addAccount(owner, first.portalId), await addAccount(owner, second.portalId)] as const
const older = { name: '2025b', key: randomBytes(32) }
const newer = { name: '2026a', key: randomBytes(32) }
const before = { owner, ...ringOf(older) }
const both = () => ({ app, ...ringOf(newer, older) })

beforeEach(async () => {
  await owner`delete from factors`
  await owner`delete from inquiries`
  await owner`delete from messages`
})

const addApps = (stage: 0 | 1, count: number, sealed = before) =>
  insertApps(sealed, { portalId: stages[stage].portalId, accountId: accountIds[stage], count })

const secretIdOf = async (messageId: string) => {
  const [row] = await owner<
    { secretId: string }[]
  >`select secret_id as "secretId" from messages where id = ${messageId}`
  return row?.secretId ?? ''
}

test('seals anew, in every portal, whatever still waits to be opened, and the old key may go', async () => {
  const [one = ''] = await addApps(0, 1)
  const [other = ''] = await addApps(1, 1)
  const message = await queue({ ...scene, ...before }, second, { channel: 'sms' })
  const inquiry = await insertInquiry(before, first.portalId, 'anna@example.nl')
  const secretId = await secretIdOf(message)
  const opened = async ({ sealing }: Pick<typeof before, 'sealing'>) => [
    sealing.open(await sealedOf(owner, 'factors', one), factorContext(one)),
    sealing.open(await sealedOf(owner, 'factors', other), factorContext(other)),
    sealing.open(await sealedOf(owner, 'messages', message), sealingContext(secretId)),
    sealing.open(await sealedOf(owner, 'inquiries', inquiry), inquiryContext(inquiry)),
  ]
  const plain = [secretOf(one), secretOf(other), '123456', 'anna@example.nl']
  const ring = both()
  expect(await opened(ring)).toEqual(plain)
  await expect(opened(ringOf(newer))).rejects.toThrow('no key named 2025b in the ring')

  expect(await runKeys(ring, ['rotate'])).toBe(0)
  expect(ring.lines).toEqual(['Sealed anew under 2026a: 2 app secrets, 1 waiting message, 1 inquiry.'])
  expect(await opened(ringOf(newer))).toEqual(plain)

  const again = both()
  expect(await runKeys(again, ['rotate'])).toBe(0)
  expect(again.lines).toEqual(['Sealed anew under 2026a: nothing.'])
})

test('lists what lies under which key, before and after', async () => {
  await addApps(0, 2)
  await addApps(1, 1, { owner, ...ringOf(newer) })
  await queue({ ...scene, ...before }, first, { channel: 'sms' })
  const ring = both()
  expect(await runKeys(ring, ['list'])).toBe(0)
  expect(ring.lines).toEqual(['2026a: 1 app secret (seals)', '2025b: 2 app secrets, 1 waiting message'])
  const without = { app, ...ringOf(newer) }
  expect(await runKeys(without, ['list'])).toBe(1)
  expect(without.lines).toEqual([
    '2026a: 1 app secret (seals)',
    '2025b: 2 app secrets, 1 waiting message (not in SEALING_KEYS)',
  ])
  const rotated = both()
  await runKeys(rotated, ['rotate'])
  rotated.lines.length = 0
  expect(await runKeys(rotated, ['list'])).toBe(0)
  expect(rotated.lines).toEqual(['2026a: 3 app secrets, 1 waiting message (seals)', '2025b: nothing'])
})

test('leaves alone what was sent and what was removed', async () => {
  const [gone = ''] = await addApps(0, 1)
  await inPortal(app, first.portalId, (tx) => removeFactor(tx, gone, 'REMOVED'))
  const message = await queue({ ...scene, ...before }, first, { channel: 'sms' })
  await owner`update messages set status = 'unknown' where id = ${message}`
  const { sealed } = await fateOf(scene, message)
  const ring = both()
  expect(await runKeys(ring, ['rotate'])).toBe(0)
  expect(ring.lines).toEqual(['Sealed anew under 2026a: nothing.'])
  expect((await fateOf(scene, message)).sealed).toEqual(sealed)
  expect(await owner`select sealed from factors where id = ${gone}`).toEqual([{ sealed: null }])
})

test('names the key it lacks, does the rest, and fails', async () => {
  const lost = { owner, ...ringOf({ name: '2024', key: randomBytes(32) }) }
  await addApps(0, 101, lost)
  const [known = ''] = await addApps(0, 1)
  const ring = both()
  expect(await runKeys(ring, ['rotate'])).toBe(1)
  expect(ring.lines).toEqual([
    'Sealed anew under 2026a: 1 app secret.',
    'Not opened: 101 app secrets under 2024, which is not in SEALING_KEYS.',
  ])
  expect(ring.sealing.keyOf(await sealedOf(owner, 'factors', known))).toBe('2026a')
  expect(await appsUnder(owner)).toEqual({ 2024: 101, '2026a': 1 })
})

test('leaves a value that was altered as it is, and says which row holds it', async () => {
  const [sound = '', moved = ''] = await addApps(0, 2)
  await owner`update factors set sealed = ${await sealedOf(owner, 'factors', sound)} where id = ${moved}`
  const value = await sealedOf(owner, 'factors', moved)
  const ring = both()
  expect(await runKeys(ring, ['rotate'])).toBe(1)
  expect(ring.lines).toEqual([
    'Sealed anew under 2026a: 1 app secret.',
    `Not opened: app secret ${moved} of portal ${first.portalId}, which was altered or sealed under another key.`,
  ])
  expect(await sealedOf(owner, 'factors', moved)).toEqual(value)
})

test('two at once share the work and seal each value once', async () => {
  await addApps(0, 1_000)
  const rings = [both(), both()]
  const codes = await Promise.all(rings.map((ring) => runKeys(ring, ['rotate'])))
  expect(codes).toEqual([0, 0])
  const done = rings.map(({ lines }) => Number(/2026a: (\d+) app secrets?\.$/.exec(lines.at(-1) ?? '')?.[1] ?? 0))
  expect(await appsUnder(owner)).toEqual({ '2026a': 1_000 })
  expect(done.reduce((sum, count) => sum + count)).toBe(1_000)
})

test('codes are verified meanwhile, each step once, with the secret that was always there', async () => {
  const ids = await addApps(0, 500)
  const [used = ''] = ids
  const ring = both()
  let rotating = true
  const rotated = runKeys(ring, ['rotate']).finally(() => {
    rotating = false
  })
  let step = 0
  while (rotating || step < 50) {
    step++
    const factor = await reading(app, first.portalId, (tx) => findFactor(tx, used))
    expect(ring.sealing.open(factor?.sealed ?? Buffer.of(), factorContext(used))).toBe(secretOf(used))
    const accept = () => inPortal(app, first.portalId, (tx) => acceptStep(tx, used, step))
    expect((await Promise.all([accept(), accept()])).toSorted()).toEqual([false, true])
  }
  expect(await rotated).toBe(0)
  const [factor] = await owner`select last_step from factors where id = ${used}`
  expect(factor).toEqual({ last_step: step })
  expect(await appsUnder(owner)).toEqual({ '2026a': 500 })
})

test('waits for nobody: what is in use is left to a later pass, and what is removed there stays removed', async () => {
  const [held = '', gone = ''] = await addApps(0, 300)
  const { promise: letGo, resolve: release } = Promise.withResolvers<void>()
  const holding = Promise.withResolvers<void>()
  const held2 = inPortal(app, first.portalId, async (tx) => {
    await acceptStep(tx, held, 1)
    await removeFactor(tx, gone, 'LOST')
    holding.resolve()
    await letGo
  })
  await holding.promise
  const rotated = runKeys(both(), ['rotate'])
  await eventually('all but the two in use are sealed anew', async () => (await appsUnder(owner))['2026a'] === 298)
  expect(await appsUnder(owner)).toEqual({ '2025b': 2, '2026a': 298 })
  release()
  await held2
  expect(await rotated).toBe(0)
  expect(await appsUnder(owner)).toEqual({ '2026a': 299 })
  expect(await owner`select status, sealed from factors where id = ${gone}`).toEqual([
    { status: 'removed', sealed: null },
  ])
})

test('is on record as an act of the installation, and explains itself to whoever asks otherwise', async () => {
  await addApps(0, 1)
  await owner`delete from audit`
  await runKeys(both(), ['rotate'])
  expect(await owner`select portal_id, actor_kind, act, code from audit`).toEqual([
    { portal_id: first.portalId, actor_kind: 'installation', act: 'keysRotate', code: 'DONE' },
  ])
  const ring = both()
  expect(await runKeys(ring, ['rotate', randomUUID()])).toBe(2)
  expect(ring.lines).toEqual([expect.stringContaining('Usage: npm run keys -- <command>')])
})
