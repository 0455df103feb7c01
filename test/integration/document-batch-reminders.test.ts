import { afterEach, expect, test } from 'vitest'
import { closeBatch } from '../../src/commands/documents/close-batch.ts'
import { endBatch } from '../../src/commands/documents/end-batch.ts'
import { lookAtBatch } from '../../src/commands/documents/look-at-batch.ts'
import { remindBatch } from '../../src/commands/documents/remind-batch.ts'
import { tellBatch } from '../../src/commands/documents/tell-batch.ts'
import { reading } from '../../src/db/client.ts'
import { listBatchItems } from '../../src/db/document-batch-views.ts'
import { batchRecords, decree, documentOf, payday } from '../support/document-batch.ts'
import { publish } from '../support/documents.ts'
import { openScene, type Stage, setStage } from '../support/scene.ts'

const scene = await openScene()
const today = '2026-03-02T10:00:00Z'
afterEach(() => scene.travelTo(today))
const { mailsOf, open } = batchRecords(scene)
const look = ({ portalId }: Stage, journeyId: string) => lookAtBatch(scene, { portalId, journeyId })
const outcomeOf = async (journeyId: string) => {
  const [row] = await scene.owner`select status, outcome from journeys where id = ${journeyId}`
  return row
}

test('a reminder goes to those who have not opened theirs, once for each morning, and ends after the last', async () => {
  const stage = await setStage(scene)
  await decree(scene, stage, { reminderDays: [2, 5] })
  const { add, people, name, system, act } = await payday(scene, stage, 3)
  const { journeyId, results } = await add()
  await closeBatch(scene, system, name)
  await tellBatch(scene, await act(journeyId, 'told'))
  await open(documentOf(results[0]))
  await scene.owner`update people set email_status = 'bounced' where id = ${people[1]?.personId ?? ''}`
  expect(await remindBatch(scene, await act(journeyId, 'reminder-1'))).toBe('notYet')
  await scene.travelTo('2026-03-04T08:00:00Z')
  const call = await act(journeyId, 'reminder-1')
  const answers = await Promise.all([remindBatch(scene, call), remindBatch(scene, call)])
  expect(answers.toSorted()).toEqual(['changed', 'done'])
  expect((await look(stage, journeyId)).done).toEqual(['reminder-1'])
  const reminders = (await mailsOf(journeyId)).filter(({ template }) => template === 'documents-unread')
  expect(reminders.map(({ key }) => key)).toEqual([`p1/reminder-1/${people[2]?.personId}`])
  expect(await endBatch(scene, await act(journeyId, 'told'))).toBe('notYet')
  await scene.travelTo('2026-03-07T23:00:00Z')
  expect(await endBatch(scene, await act(journeyId, 'opened'))).toBe('changed')
  expect(await endBatch(scene, await act(journeyId, 'told'))).toBe('done')
  expect(await outcomeOf(journeyId)).toMatchObject({ status: 'ended', outcome: 'told' })
})

test('nobody is reminded before the days since they were told are over, however late that was', async () => {
  const stage = await setStage(scene)
  await decree(scene, stage, { reminderDays: [2, 5] })
  const { add, name, system, act } = await payday(scene, stage, 2)
  const { journeyId } = await add()
  await closeBatch(scene, system, name)
  await scene.travelTo('2026-03-05T10:00:00Z')
  await tellBatch(scene, await act(journeyId, 'told'))
  expect((await look(stage, journeyId)).calendar).toMatchObject({
    telling: Date.parse(today),
    'reminder-1': Date.parse('2026-03-07T08:00:00Z'),
    'reminder-2': Date.parse('2026-03-10T08:00:00Z'),
    end: Date.parse('2026-03-10T23:00:00Z'),
  })
  expect(await remindBatch(scene, await act(journeyId, 'reminder-1'))).toBe('notYet')
  expect(await endBatch(scene, await act(journeyId, 'told'))).toBe('notYet')
  for (const [reminder, at] of [
    ['reminder-1', '2026-03-07T08:00:00Z'],
    ['reminder-2', '2026-03-10T08:00:00Z'],
  ] as const) {
    await scene.travelTo(at)
    expect(await remindBatch(scene, await act(journeyId, reminder))).toBe('done')
  }
  const reminders = (await mailsOf(journeyId)).filter(({ template }) => template === 'documents-unread')
  expect(reminders).toHaveLength(4)
})

test('it is over when everything was opened', async () => {
  const stage = await setStage(scene)
  await decree(scene, stage, { reminderDays: [2] })
  const { add, name, system, act } = await payday(scene, stage, 2)
  const { journeyId, results } = await add()
  await closeBatch(scene, system, name)
  await tellBatch(scene, await act(journeyId, 'told'))
  for (const result of results) await open(documentOf(result))
  expect(await endBatch(scene, await act(journeyId, 'opened'))).toBe('done')
  expect(await outcomeOf(journeyId)).toMatchObject({ outcome: 'opened' })
})

test('who opened an earlier version alone is reminded of the correction', async () => {
  const stage = await setStage(scene)
  await decree(scene, stage, { reminderDays: [2] })
  const { add, items, upload, name, system, act } = await payday(scene, stage, 2)
  const [, theirs] = await publish(scene, stage, system, ...items)
  await open(documentOf(theirs))
  const { journeyId, results } = await add(
    await Promise.all(items.map(async (item) => ({ ...item, fileId: await upload() }))),
  )
  await closeBatch(scene, system, name)
  await tellBatch(scene, await act(journeyId, 'told'))
  await open(documentOf(results[0]), 2)
  expect((await look(stage, journeyId)).facts).toMatchObject({ told: 2, unread: 1 })
  const page = { limit: 10, after: null, before: null, inverted: false }
  const asked = { journey: { id: journeyId, plan: 1 }, keyId: null, filter: { isOpened: false }, page }
  const unread = await reading(scene.app, stage.portalId, (tx) => listBatchItems(tx, asked))
  expect(unread).toMatchObject([{ externalReference: 'slip-1', isOpened: false }])
  await scene.travelTo('2026-03-04T08:00:00Z')
  expect(await remindBatch(scene, await act(journeyId, 'reminder-1'))).toBe('done')
  expect((await mailsOf(journeyId)).filter(({ template }) => template === 'documents-unread')).toHaveLength(1)
})
