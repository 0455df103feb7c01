import { describe, expect, it } from 'vitest'
import { endLeavingBatch } from '../../src/commands/employments/end-leaving-batch.ts'
import { leaversAtOnce, planLeavingChunk } from '../../src/commands/employments/plan-leaving-chunk.ts'
import { planOffboardings } from '../../src/commands/employments/plan-offboardings.ts'
import { resumeLeavingBatch } from '../../src/commands/employments/resume-leaving-batch.ts'
import { completeTask } from '../../src/commands/journeys/complete-task.ts'
import { postponeJourney } from '../../src/commands/journeys/postpone-journey.ts'
import { withdrawJourney } from '../../src/commands/journeys/withdraw-journey.ts'
import { actorId } from '../../src/domain/accounts/access.ts'
import { invite } from '../support/invitee.ts'
import { itemsOf, lastDay, listOf, listTrace, startedList, workplace } from '../support/leaving-batch.ts'
import { refusal } from '../support/refusal.ts'
import { openScene } from '../support/scene.ts'

const scene = await openScene()
const reason = 'Het klopt toch.'
const nobody = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ externalReference: `nobody-${n}`, lastDay }))
const outcomes = async (journeyId: string) => {
  const rows = await itemsOf(scene, journeyId)
  const count = (wanted: string | null) => rows.filter(({ outcome }) => outcome === wanted).length
  return { planned: count('PLANNED'), repeated: count('REPEATED'), refused: count('REFUSED'), left: count(null) }
}

describe('planning the people of a list', () => {
  it('plans a hundred at a time, with mails that give way, under the name of whoever started it', async () => {
    const { stage, items } = await workplace(scene, leaversAtOnce + 3)
    const { journeyId, chunk, act } = await startedList(scene, { stage, items })
    expect(await chunk(journeyId)).toBe('done')
    expect(await outcomes(journeyId)).toEqual({ planned: leaversAtOnce, repeated: 0, refused: 0, left: 3 })
    expect(await chunk(journeyId)).toBe('done')
    expect(await chunk(journeyId)).toBe('changed')
    expect(await endLeavingBatch(scene, await act(journeyId, 'done'))).toBe('done')
    expect(await listTrace(scene, journeyId)).toEqual({
      status: 'done',
      journey: 'ended',
      outcome: 'done',
      facts: ['leaversAdded', 'leavingBatchStarted', 'leaversHandled', 'leaversHandled', 'leavingBatchDone'],
      tasks: [],
      leavings: items.length,
      mails: items.length,
    })
    expect(
      await scene.owner`select distinct priority from messages
        where portal_id = ${stage.portalId} and template = 'leaving-planned'`,
    ).toEqual([{ priority: 20 }])
    expect(
      await scene.owner`select distinct ended_by_kind as kind, ended_by as by from grants
        where portal_id = ${stage.portalId} and role = 'EMPLOYEE'`,
    ).toEqual([{ kind: 'account', by: actorId(stage.hr.actor) }])
  })

  it('plans each once when two workers do it at the same moment', async () => {
    const { stage, items } = await workplace(scene, 20)
    const { journeyId, act } = await startedList(scene, { stage, items })
    const call = await act(journeyId, 'planned')
    const answers = await Promise.all([planLeavingChunk(scene, call), planLeavingChunk(scene, call)])
    expect(answers.toSorted()).toEqual(['changed', 'done'])
    expect(await listTrace(scene, journeyId)).toMatchObject({ leavings: 20, mails: 20 })
  })

  it('judges again: who was planned since is repeated, on another day refused, and put right since planned', async () => {
    const { stage, items } = await workplace(scene, 3)
    const [anna, bert, carl] = items
    if (!anna || !bert || !carl) throw new Error('three work there')
    const { organisationId, hr } = stage
    const [gone] = await planOffboardings(scene, hr, { organisationId, items: [{ ...carl, lastDay: '2026-11-30' }] })
    const { journeyId, chunk } = await startedList(scene, { stage, items })
    await planOffboardings(scene, hr, { organisationId, items: [anna, { ...bert, lastDay: '2026-11-30' }] })
    const carls = gone && 'journeyId' in gone ? gone.journeyId : ''
    await withdrawJourney(scene, hr, { journeyId: carls, reason })
    await chunk(journeyId)
    expect(await itemsOf(scene, journeyId)).toEqual([
      { number: 1, expected: 'PLANNABLE', outcome: 'REPEATED', code: null },
      { number: 2, expected: 'PLANNABLE', outcome: 'REFUSED', code: 'LEAVING_ALREADY' },
      { number: 3, expected: 'REFUSED', outcome: 'PLANNED', code: null },
    ])
  })

  it.each([
    [lastDay, 'REPEATED', null],
    ['2026-11-30', 'REFUSED', 'LEAVING_ALREADY'],
  ])('plans whoever is on it twice once; the other one, for %s, is %s', async (otherDay, outcome, code) => {
    const { stage } = await workplace(scene, 0)
    const { personId } = await invite(scene, stage, { externalReference: '12' })
    const items = [
      { personId, lastDay },
      { externalReference: '12', lastDay: otherDay },
    ]
    const { journeyId, chunk } = await startedList(scene, { stage, items })
    expect(await chunk(journeyId)).toBe('done')
    expect(await outcomes(journeyId)).toEqual({ planned: 1, repeated: 0, refused: 0, left: 1 })
    expect(await chunk(journeyId)).toBe('done')
    expect(await itemsOf(scene, journeyId)).toEqual([
      { number: 1, expected: 'PLANNABLE', outcome: 'PLANNED', code: null },
      { number: 2, expected: 'REFUSED', outcome, code },
    ])
    expect(await listTrace(scene, journeyId)).toMatchObject({ leavings: 1, mails: 1 })
  })

  it('races a plan for the same people: each has one leaving', async () => {
    const { stage, items } = await workplace(scene, 20)
    const { journeyId, act } = await startedList(scene, { stage, items })
    const { organisationId, hr } = stage
    const call = await act(journeyId, 'planned')
    await Promise.all([planLeavingChunk(scene, call), planOffboardings(scene, hr, { organisationId, items })])
    expect(await listTrace(scene, journeyId)).toMatchObject({ leavings: 20, mails: 20 })
    const { planned, repeated } = await outcomes(journeyId)
    expect(planned + repeated).toBe(20)
  })
})

describe('the brake', () => {
  it('halts when too many are refused, keeps what was planned, and asks HR', async () => {
    const { stage, items } = await workplace(scene, 150)
    const list = await startedList(scene, { stage, items: [...nobody(11), ...items] })
    const { journeyId, chunk, look } = list
    expect(await chunk(journeyId)).toBe('done')
    expect(await outcomes(journeyId)).toEqual({ planned: 89, repeated: 0, refused: 11, left: 61 })
    expect(await chunk(journeyId)).toBe('changed')
    expect(await listTrace(scene, journeyId)).toMatchObject({
      status: 'halted',
      facts: ['leaversAdded', 'leavingBatchStarted', 'leaversHandled', 'leavingBatchHalted'],
      tasks: ['RESUME_LEAVING_BATCH open'],
      leavings: 89,
    })
    expect(await look(journeyId)).toMatchObject({
      facts: { waits: true, left: 61 },
      calendar: { expiry: Date.parse('2026-12-04T09:00:00Z') },
    })
    const [task] = await scene.owner<{ id: string }[]>`select id from tasks where journey_id = ${journeyId}`
    expect(await refusal(completeTask(scene, stage.hr, { taskId: task?.id ?? '' }))).toBe('TASK_HAS_OWN_ACT')
  })

  it('goes on at its threshold', async () => {
    const { stage, items } = await workplace(scene, 100)
    const { journeyId, chunk } = await startedList(scene, { stage, items: [...nobody(10), ...items] })
    await chunk(journeyId)
    expect(await listTrace(scene, journeyId)).toMatchObject({ status: 'running', tasks: [] })
  })

  it('is released once, by whoever looked; what had happened and what the preview told count no more', async () => {
    const { stage, items } = await workplace(scene, 170)
    const mixed = [...nobody(30), ...items.slice(0, 70), ...nobody(50).slice(30), ...items.slice(70)]
    const { journeyId, chunk } = await startedList(scene, { stage, items: mixed })
    await chunk(journeyId)
    expect(await outcomes(journeyId)).toEqual({ planned: 70, repeated: 0, refused: 30, left: 120 })
    const resume = () => refusal(resumeLeavingBatch(scene, stage.hr, { journeyId, reason }))
    const twice = await Promise.all([resume(), resume()])
    expect(twice.toSorted()).toEqual(['DONE', 'LEAVING_BATCH_NOT_HALTED'])
    expect(await refusal(resumeLeavingBatch(scene, stage.hr, { journeyId, reason: ' ' }))).toBe('INVALID_INPUT')
    expect(await listTrace(scene, journeyId)).toMatchObject({
      status: 'running',
      tasks: ['RESUME_LEAVING_BATCH done'],
    })
    await chunk(journeyId)
    expect(await outcomes(journeyId)).toEqual({ planned: 150, repeated: 0, refused: 50, left: 20 })
    expect(await listTrace(scene, journeyId)).toMatchObject({ status: 'running' })
  })

  it('is pulled again by refusals the preview had not told', async () => {
    const { stage, items } = await workplace(scene, 250)
    const { journeyId, chunk } = await startedList(scene, { stage, items: [...nobody(20), ...items] })
    await chunk(journeyId)
    await resumeLeavingBatch(scene, stage.hr, { journeyId, reason })
    const { organisationId, hr } = stage
    const elsewhere = items.slice(80, 100).map((item) => ({ ...item, lastDay: '2026-11-30' }))
    await planOffboardings(scene, hr, { organisationId, items: elsewhere })
    await chunk(journeyId)
    expect(await outcomes(journeyId)).toEqual({ planned: 160, repeated: 0, refused: 40, left: 70 })
    expect(await listTrace(scene, journeyId)).toMatchObject({
      status: 'halted',
      tasks: ['RESUME_LEAVING_BATCH done', 'RESUME_LEAVING_BATCH open'],
    })
  })
})

describe('a list that is given up', () => {
  it('leaves who was planned, and plans nobody else, also when it is withdrawn in the middle', async () => {
    for (let round = 0; round < 4; round++) {
      const { stage, items } = await workplace(scene, 10)
      const { journeyId, act, add, start } = await startedList(scene, { stage, items })
      const call = await act(journeyId, 'planned')
      const [answer] = await Promise.all([
        planLeavingChunk(scene, call),
        withdrawJourney(scene, stage.hr, { journeyId, reason }),
      ])
      const planned = answer === 'done' ? 10 : 0
      expect(await listTrace(scene, journeyId)).toMatchObject({
        status: 'withdrawn',
        outcome: 'withdrawn',
        leavings: planned,
        mails: planned,
      })
      expect(await planLeavingChunk(scene, call)).toBe('changed')
      expect(await refusal(add(items))).toBe('JOURNEY_ENDED')
      expect(await refusal(start(journeyId, 10))).toBe('JOURNEY_ENDED')
      expect(await refusal(resumeLeavingBatch(scene, stage.hr, { journeyId, reason }))).toBe('JOURNEY_ENDED')
    }
  })

  it('expires thirty days after the last item, not before, and not once it was started', async () => {
    const { stage, items } = await workplace(scene, 2)
    const list = listOf(scene, stage)
    const { journeyId } = await list.add(items)
    await scene.travelTo('2026-12-04T08:59:59Z')
    expect(await endLeavingBatch(scene, await list.act(journeyId, 'expired'))).toBe('notYet')
    await scene.travelTo('2026-12-04T09:00:00Z')
    const call = await list.act(journeyId, 'expired')
    const [ended, started] = await Promise.all([endLeavingBatch(scene, call), refusal(list.start(journeyId, 2))])
    expect([['done', 'JOURNEY_ENDED'].join(), ['changed', 'DONE'].join(), ['notYet', 'DONE'].join()]).toContain(
      [ended, started].join(),
    )
    const isExpired = started === 'JOURNEY_ENDED'
    expect(await listTrace(scene, journeyId)).toMatchObject({ status: isExpired ? 'expired' : 'running', leavings: 0 })
  })

  it('is not postponed: it is started when somebody starts it', async () => {
    const { stage, items } = await workplace(scene, 1)
    const { journeyId } = await listOf(scene, stage).add(items)
    const until = new Date('2026-12-01T08:00:00Z')
    expect(await refusal(postponeJourney(scene, stage.hr, { journeyId, reason, until }))).toBe(
      'JOURNEY_NOT_POSTPONABLE',
    )
  })
})
