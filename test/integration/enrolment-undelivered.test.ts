import { afterEach, expect, test } from 'vitest'
import { lookAtEnrolment } from '../../src/commands/accounts/look-at-enrolment.ts'
import { remindEnrolment } from '../../src/commands/accounts/remind-enrolment.ts'
import { completeTask } from '../../src/commands/journeys/complete-task.ts'
import { noteUndeliverable } from '../../src/commands/messages/note-undeliverable.ts'
import { recordDelivery } from '../../src/commands/messages/record-delivery.ts'
import { addMember, begin } from '../support/enrolment.ts'
import { openScene, type Stage, setStage } from '../support/scene.ts'

const scene = await openScene()
const today = '2026-03-02T10:00:00Z'
const look = ({ portalId }: Stage, journeyId: string) => lookAtEnrolment(scene, { portalId, journeyId })
const tasksOf = (journeyId: string) =>
  scene.owner<{ id: string; kind: string; status: string }[]>`
    select id, kind, status from tasks where journey_id = ${journeyId} order by id`
const person = async (personId: string) => {
  const [row] = await scene.owner`
    select email_status as email, mobile_status as mobile from people where id = ${personId}`
  return row
}
const bounce = (id: string, state: 'bounced' | 'failed' = 'bounced') =>
  recordDelivery(scene, { correlationId: 'webhook' }, { provider: 'p', reference: id, id, state, code: 'smtp_550' })
const messageOf = async (journeyId: string, key: string) => {
  const [row] = await scene.owner<
    { id: string }[]
  >`select id from messages where journey_id = ${journeyId} and key = ${key}`
  return row?.id ?? ''
}

/** A notice outside any journey, as tellAccount writes it. */
const notice = async (
  { portalId }: Stage,
  personId: string,
  { recipient, channel = 'mail' }: { recipient: string; channel?: 'mail' | 'sms' },
) => {
  const [row] = await scene.owner<{ id: string }[]>`
    insert into messages (portal_id, person_id, key, channel, template, template_version, language, form, recipient, params,
      priority, status)
    values (${portalId}, ${personId}, ${`notice/${recipient}`}, ${channel}, 'password-changed', 1, 'nl', 'je', ${recipient},
      '{}', 10, 'sent') returning id`
  return row?.id ?? ''
}

const askSomebody = async () => {
  const stage = await setStage(scene)
  const petra = await addMember(scene, stage)
  return { stage, petra, journeyId: (await begin(scene, stage, petra)).journeyId }
}

afterEach(() => scene.travelTo(today))

test('asks HR for another address when a mail of an enrolment comes back, and reminds nobody meanwhile', async () => {
  const { stage, petra, journeyId } = await askSomebody()
  expect(await bounce(await messageOf(journeyId, 'p1/asked'))).toBe(true)
  expect(await bounce(await messageOf(journeyId, 'p1/asked'))).toBe(false)
  expect(await tasksOf(journeyId)).toMatchObject([{ kind: 'CORRECT_EMAIL', status: 'open' }])
  expect(await person(petra.personId)).toMatchObject({ email: 'bounced' })
  const seen = await look(stage, journeyId)
  expect(seen.seq).toBe(2)
  expect(Object.keys(seen.calendar)).toEqual(['asking', 'deadline'])
  await scene.travelTo('2026-03-05T08:00:00Z')
  const act = { portalId: stage.portalId, journeyId, plan: 1, seq: 2, key: 'reminder-1' }
  expect(await remindEnrolment(scene, act)).toBe('changed')

  const [task] = await tasksOf(journeyId)
  await completeTask(scene, stage.hr, { taskId: task?.id ?? '' })
  expect(await person(petra.personId)).toMatchObject({ email: 'unproven' })
  expect(await remindEnrolment(scene, { ...act, seq: 3 })).toBe('done')
})

test('hears of one refusal several times as of one', async () => {
  const { stage, journeyId } = await askSomebody()
  const refused = { portalId: stage.portalId, messageId: await messageOf(journeyId, 'p1/asked'), code: 'refused' }
  await noteUndeliverable(scene, refused)
  await noteUndeliverable(scene, refused)
  expect(await tasksOf(journeyId)).toHaveLength(1)
  expect((await look(stage, journeyId)).seq).toBe(2)
})

test('leaves an address alone that was corrected since, also when HR closes the task', async () => {
  const { stage, petra, journeyId } = await askSomebody()
  const other = `new-${petra.email}`
  await scene.owner`update people set email = ${other}, email_status = 'proven' where id = ${petra.personId}`
  await bounce(await messageOf(journeyId, 'p1/asked'))
  expect(await tasksOf(journeyId)).toEqual([])
  expect(await person(petra.personId)).toMatchObject({ email: 'proven' })
  await bounce(await notice(stage, petra.personId, { recipient: other }))
  await scene.owner`update messages set recipient = ${other}, status = 'sent' where journey_id = ${journeyId}`
  await bounce(await messageOf(journeyId, 'p1/asked'))
  const [task] = await tasksOf(journeyId)
  await scene.owner`update people set email_status = 'proven' where id = ${petra.personId}`
  await completeTask(scene, stage.hr, { taskId: task?.id ?? '' })
  expect(await person(petra.personId)).toMatchObject({ email: 'proven' })
})

test('knows of the contact what came back outside any journey, and opens no task', async () => {
  const { stage, petra, journeyId } = await askSomebody()
  await scene.owner`update people set mobile = '+31612345678' where id = ${petra.personId}`
  await bounce(await notice(stage, petra.personId, { recipient: 'elsewhere@example.nl' }))
  await bounce(await notice(stage, petra.personId, { recipient: '+31687654321', channel: 'sms' }), 'failed')
  expect(await person(petra.personId)).toEqual({ email: 'proven', mobile: 'unproven' })
  await bounce(await notice(stage, petra.personId, { recipient: petra.email }))
  await bounce(await notice(stage, petra.personId, { recipient: '+31612345678', channel: 'sms' }), 'failed')
  expect(await person(petra.personId)).toEqual({ email: 'bounced', mobile: 'unreachable' })
  expect(await scene.owner`select 1 from tasks where portal_id = ${stage.portalId}`).toHaveLength(0)
  expect((await look(stage, journeyId)).seq).toBe(1)
})

test('asks HR nothing about the mailbox of whoever was told of a task, but knows of it', async () => {
  const { stage, journeyId } = await askSomebody()
  const hanna = await addMember(scene, stage, 'HR')
  await bounce(await messageOf(journeyId, 'p1/asked'))
  const [told] = await scene.owner<{ id: string }[]>`
    select id from messages where journey_id = ${journeyId} and template = 'task-opened'`
  await bounce(told?.id ?? '')
  expect(await tasksOf(journeyId)).toHaveLength(1)
  expect(await person(hanna.personId)).toMatchObject({ email: 'bounced' })
})
