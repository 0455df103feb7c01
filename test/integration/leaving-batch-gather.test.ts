import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { planOffboardings } from '../../src/commands/employments/plan-offboardings.ts'
import { rolesAt } from '../support/leaving.ts'
import { employ, itemsOf, lastDay, listOf, listTrace, workplace } from '../support/leaving-batch.ts'
import { refusal } from '../support/refusal.ts'
import { openScene } from '../support/scene.ts'

const scene = await openScene()

describe('putting people on a list', () => {
  it('says what would become of each, and changes nobody’s rights', async () => {
    const { stage, items } = await workplace(scene, 3)
    const [anna, bert, carl] = items
    if (!anna?.personId || !bert || !carl) throw new Error('three work there')
    const { organisationId, hr } = stage
    await planOffboardings(scene, hr, { organisationId, items: [bert, { ...carl, lastDay: '2026-11-30' }] })
    const list = listOf(scene, stage)
    const { journeyId, results } = await list.add([
      anna,
      bert,
      carl,
      { personId: randomUUID(), lastDay },
      { externalReference: '12', lastDay: '2036-12-31' },
    ])
    expect(results.map(({ expected, problems }) => [expected, ...problems])).toEqual([
      ['PLANNABLE'],
      ['REPEATED'],
      ['REFUSED', { path: 'person', code: 'LEAVING_ALREADY' }],
      ['REFUSED', { path: 'person', code: 'NOT_FOUND' }],
      ['REFUSED', { path: 'lastDay', code: 'INVALID_DATE' }, { path: 'person', code: 'NOT_FOUND' }],
    ])
    expect(results.map(({ item }) => item?.number)).toEqual([1, 2, 3, 4, 5])
    expect(await listTrace(scene, journeyId)).toEqual({
      status: 'gathering',
      journey: 'open',
      outcome: null,
      facts: ['leaversAdded'],
      tasks: [],
      leavings: 2,
      mails: 2,
    })
    const [account] = await scene.owner<{ accountId: string }[]>`
      select id as "accountId" from accounts where person_id = ${anna.personId}`
    const holder = { ...anna, accountId: account?.accountId ?? '' }
    expect(await rolesAt(scene, holder as never, '2027-01-01T10:00:00Z')).toEqual(['EMPLOYEE'])
    expect(await list.look(journeyId)).toMatchObject({
      facts: { waits: true, left: 5 },
      calendar: { expiry: Date.parse('2026-12-04T09:00:00Z') },
    })
  })

  it('goes on with the next call, and changes nothing when one is repeated', async () => {
    const { stage, items } = await workplace(scene, 4)
    const list = listOf(scene, stage)
    const { journeyId } = await list.add(items.slice(0, 2))
    const before = await list.look(journeyId)
    expect((await list.add(items.slice(0, 2))).journeyId).toBe(journeyId)
    expect(await list.look(journeyId)).toEqual(before)
    const { results } = await list.add(items.slice(1))
    expect(results.map(({ item }) => item?.number)).toEqual([2, 3, 4])
    expect(await itemsOf(scene, journeyId)).toHaveLength(4)
  })

  it('lets an item that is sent again take the place of the earlier one', async () => {
    const { stage, items } = await workplace(scene, 1)
    const list = listOf(scene, stage)
    const unknown = { externalReference: '7', lastDay }
    const { journeyId } = await list.add([...items, unknown])
    await list.add(items.map((item) => ({ ...item, lastDay: '2026-11-30', handsInPhone: false })))
    expect(
      await scene.owner`select last_day::text as day, hands_in_phone as phone from leaving_batch_items
        where journey_id = ${journeyId} order by number`,
    ).toEqual([
      { day: '2026-11-30', phone: false },
      { day: lastDay, phone: true },
    ])
  })

  it('does not keep what names nobody, or somebody twice with two days', async () => {
    const { stage, items } = await workplace(scene, 1)
    const [anna] = items
    if (!anna) throw new Error('one works there')
    const { journeyId, results } = await listOf(scene, stage).add([
      anna,
      anna,
      { ...anna, lastDay: '2026-11-30' },
      { lastDay },
      { ...anna, externalReference: '1' },
      { externalReference: 'x'.repeat(201), lastDay },
    ])
    expect(results.map(({ item, problems }) => item?.number ?? problems.map(({ code }) => code).join())).toEqual([
      1,
      1,
      'DUPLICATE_ITEM',
      'REQUIRED,NOT_FOUND',
      'REQUIRED,DUPLICATE_ITEM',
      'NOT_FOUND',
    ])
    expect(await itemsOf(scene, journeyId)).toHaveLength(1)
  })

  it('takes ten thousand and no more', async () => {
    const { stage, items } = await workplace(scene, 1)
    const list = listOf(scene, stage)
    const { journeyId } = await list.add(items)
    await scene.owner`insert into leaving_batch_items (portal_id, journey_id, number, external_reference, last_day,
      hands_in_phone, expected) select ${stage.portalId}, ${journeyId}, n, 'r' || n, ${lastDay}, true, 'REFUSED'
      from generate_series(2, 9999) n`
    const [one, two] = await employ(scene, stage, 2)
    if (!one || !two) throw new Error('two more work there')
    expect(await refusal(list.add([one, two]))).toBe('TOO_MANY_ITEMS')
    expect((await list.add([one])).results[0]?.item?.number).toBe(10_000)
    expect(await refusal(list.add([two]))).toBe('TOO_MANY_ITEMS')
    expect(await refusal(list.add(Array.from({ length: 1001 }, () => two)))).toBe('TOO_MANY_ITEMS')
    expect(await refusal(list.add([]))).toBe('REQUIRED')
  })

  it('does the same once when the same call is made three times at the same moment', async () => {
    // Of the first round only one finds a connection that is open already.
    for (let round = 0; round < 3; round++) {
      const { stage, items } = await workplace(scene, 20)
      const list = listOf(scene, stage)
      const all = await Promise.all([list.add(items), list.add(items), list.add(items)])
      expect(new Set(all.map(({ journeyId }) => journeyId)).size).toBe(1)
      const [first] = all
      expect(await itemsOf(scene, first.journeyId)).toHaveLength(20)
      expect(await listTrace(scene, first.journeyId)).toMatchObject({ facts: ['leaversAdded'] })
      for (const { results } of all) {
        expect(results.map(({ item }) => item?.number)).toEqual(items.map((_, n) => n + 1))
      }
    }
  })
})

describe('starting a list', () => {
  it('is refused with another number than is there, and done once', async () => {
    const { stage, items } = await workplace(scene, 2)
    const list = listOf(scene, stage)
    const { journeyId } = await list.add(items)
    expect(await refusal(list.start(journeyId, 3))).toBe('LEAVING_BATCH_INCOMPLETE')
    await Promise.all([list.start(journeyId, 2), list.start(journeyId, 2)])
    await list.start(journeyId, 99)
    expect(await listTrace(scene, journeyId)).toMatchObject({
      status: 'running',
      facts: ['leaversAdded', 'leavingBatchStarted'],
    })
  })

  it('takes nothing new, and still answers what is there', async () => {
    const { stage, items } = await workplace(scene, 2)
    const list = listOf(scene, stage)
    const { journeyId } = await list.add(items.slice(0, 1))
    await list.start(journeyId, 1)
    const { results } = await list.add([
      ...items,
      ...items.slice(0, 1).map((item) => ({ ...item, lastDay: '2026-11-30' })),
    ])
    const late = { expected: 'REFUSED', problems: [{ path: 'person', code: 'LEAVING_BATCH_STARTED' }], item: null }
    expect(results).toEqual([expect.objectContaining({ expected: 'PLANNABLE' }), late, late])
    expect(await itemsOf(scene, journeyId)).toHaveLength(1)
  })

  it('and the last call at the same moment leave one outcome: everybody counted is on it', async () => {
    for (let round = 0; round < 5; round++) {
      const { stage, items } = await workplace(scene, 4)
      const list = listOf(scene, stage)
      const { journeyId } = await list.add(items.slice(0, 2))
      const [started, added] = await Promise.all([
        refusal(list.start(journeyId, 2)),
        list.add(items.slice(2)).then(({ results }) => results.map(({ item }) => item?.number ?? null)),
      ])
      const kept = (await itemsOf(scene, journeyId)).length
      expect([started, added, kept]).toEqual(
        started === 'DONE' ? ['DONE', [null, null], 2] : ['LEAVING_BATCH_INCOMPLETE', [3, 4], 4],
      )
    }
  })
})
