import { afterEach, expect, it } from 'vitest'
import type { Mail } from '../../src/providers/mail/port.ts'
import type { Loop } from '../../src/relay/loop.ts'
import { eventually } from '../support/eventually.ts'
import { leaving } from '../support/leaving.ts'
import { fromOutside, ofTheStory, raced } from '../support/leaving-races.ts'
import { claimed, deliver, deliverClaimed, provider } from '../support/outbox.ts'
import { openScene } from '../support/scene.ts'

const scene = await openScene()
const { owner } = scene
const outside = Object.keys(fromOutside) as (keyof typeof fromOutside)[]
let loop: Loop | undefined

afterEach(async () => {
  await loop?.stop()
  await owner`delete from messages`
})

const planned = async () => raced(scene, await leaving(scene))

it.each(outside)('does not hand over what a worker had claimed of the plan before: %s', async (name) => {
  const of = await planned()
  const mail = provider<Mail>()
  const claim = await claimed(scene, 'mail')
  await fromOutside[name](scene, of)
  expect(await deliverClaimed(scene, claim, { mail })).toBeUndefined()
  expect(mail.taken).toEqual([])
})

it('does not hand over that little is left to somebody whose access closes', async () => {
  const of = await planned()
  await owner`delete from messages`
  await scene.travelTo('2026-12-31T23:00:00Z')
  expect(await ofTheStory.narrowing(scene, of)).toBe('done')
  const claim = await claimed(scene, 'mail')
  await scene.travelTo('2027-03-31T22:00:00Z')
  expect(await ofTheStory.closing(scene, of)).toBe('done')
  const mail = provider<Mail>()
  expect(await deliverClaimed(scene, claim, { mail })).toBeUndefined()
  expect(mail.taken).toEqual([])
})

type Row = { readonly id: string; readonly key: string; readonly isGone: boolean }

it.each(outside)('sends nothing of the plan before once another one holds, while a worker sends: %s', async (name) => {
  const mail = provider<Mail>()
  loop = deliver(scene, { mail }, { pollMs: 5 })
  for (let round = 0; round < 4; round++) {
    const of = await planned()
    await fromOutside[name](scene, of)
    const letters = () => owner<Row[]>`select id, key, handed_over_at is not null as "isGone" from messages
      where journey_id = ${of.journeyId} and template <> 'task-opened'`
    const old = (await letters()).filter(({ key }) => key === 'p1/plan')
    await eventually('nothing is left to be sent', async () => {
      const [row] = await owner`select count(*)::int as n from messages where status = 'queued'`
      return row?.n === 0
    })
    const taken = mail.taken.map(({ id }) => id)
    expect(old).toHaveLength(1)
    for (const { id, isGone } of old) expect(taken.filter((one) => one === id)).toHaveLength(isGone ? 1 : 0)
    expect(new Set(taken).size).toBe(taken.length)
  }
})
