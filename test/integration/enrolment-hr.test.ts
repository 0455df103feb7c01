import { afterEach, expect, test } from 'vitest'
import { journeyActivities } from '../../src/activities/journeys.ts'
import { askEnrolment } from '../../src/commands/accounts/ask-enrolment.ts'
import { lookAtEnrolment } from '../../src/commands/accounts/look-at-enrolment.ts'
import { completeTask } from '../../src/commands/journeys/complete-task.ts'
import { postponeJourney } from '../../src/commands/journeys/postpone-journey.ts'
import { retryJourney } from '../../src/commands/journeys/retry-journey.ts'
import { withdrawJourney } from '../../src/commands/journeys/withdraw-journey.ts'
import { addMember, begin, enrol, type Member } from '../support/enrolment.ts'
import { actorWith, addOrganisation, callAs, openScene, type Stage, setStage } from '../support/scene.ts'

const scene = await openScene()
const today = '2026-03-02T10:00:00Z'
const reason = 'Is tot mei met verlof'
const until = new Date('2026-05-01T07:00:00Z')
const look = ({ portalId }: Stage, journeyId: string) => lookAtEnrolment(scene, { portalId, journeyId })
const mails = (journeyId: string) => scene.owner`
  select key, status from messages where journey_id = ${journeyId} order by id`
const audited = async ({ portalId }: Stage, act: string) =>
  (await scene.owner`select code from audit where portal_id = ${portalId} and act = ${act} order by id`).map(
    ({ code }) => code,
  )

type Asked = { readonly stage: Stage; readonly petra: Member; readonly journeyId: string }

const askSomebody = async (): Promise<Asked> => {
  const stage = await setStage(scene)
  const petra = await addMember(scene, stage)
  return { stage, petra, journeyId: (await begin(scene, stage, petra)).journeyId }
}

afterEach(() => scene.travelTo(today))

test('withdraws with a reason, and the next sign-in begins anew with all days of grace', async () => {
  const { stage, petra, journeyId } = await askSomebody()
  const withdraw = (more: object) => withdrawJourney(scene, stage.hr, { journeyId, reason, ...more })
  await expect(withdraw({ reason: ' ' })).rejects.toMatchObject({ problems: [{ path: 'reason', code: 'REQUIRED' }] })
  await expect(withdraw({ expectedVersion: 7 })).rejects.toMatchObject({ code: 'CHANGED_MEANWHILE' })
  expect(await withdraw({ expectedVersion: 1, reason: ` ${reason}\n` })).toEqual({ journeyId })
  await expect(withdraw({})).rejects.toMatchObject({ code: 'JOURNEY_ENDED' })
  const [seen] = await scene.owner`
    select e.status, j.status as journey, j.outcome, j.seq,
      (select array_agg(note) from timeline_notes where portal_id = ${stage.portalId}) as notes
    from enrolments e join journeys j on j.id = e.journey_id where e.journey_id = ${journeyId}`
  expect(seen).toEqual({ status: 'withdrawn', journey: 'ended', outcome: 'withdrawn', seq: 2, notes: [reason] })
  expect(await mails(journeyId)).toEqual([{ key: 'p1/asked', status: 'cancelled' }])
  expect(await audited(stage, 'journeyWithdraw')).toEqual([
    'INVALID_INPUT',
    'CHANGED_MEANWHILE',
    'DONE',
    'JOURNEY_ENDED',
  ])

  await scene.travelTo('2026-03-20T10:00:00Z')
  const again = await begin(scene, stage, petra)
  expect(again.journeyId).not.toBe(journeyId)
  expect(again.deadlineAt).toEqual(new Date('2026-04-03T22:00:00Z'))
})

test('postpones: nothing is sent before that instant, then the person is asked anew and the days count from it', async () => {
  const { stage, journeyId } = await askSomebody()
  const postpone = (more: object) => postponeJourney(scene, stage.hr, { journeyId, until, reason, ...more })
  await expect(postpone({ until: new Date('2026-03-01T00:00:00Z'), reason: '' })).rejects.toMatchObject({
    problems: [
      { path: 'reason', code: 'REQUIRED' },
      { path: 'until', code: 'DATE_PASSED' },
    ],
  })
  await expect(postpone({ until: new Date('2027-06-01T00:00:00Z') })).rejects.toMatchObject({
    problems: [{ code: 'INVALID_DATE' }],
  })
  expect(await postpone({ expectedVersion: 1 })).toEqual({ journeyId })
  expect(await mails(journeyId)).toEqual([{ key: 'p1/asked', status: 'cancelled' }])
  expect(await look(stage, journeyId)).toMatchObject({
    plan: 2,
    seq: 2,
    done: [],
    calendar: {
      asking: until.getTime(),
      'reminder-1': Date.parse('2026-05-04T07:00:00Z'),
      deadline: Date.parse('2026-05-15T22:00:00Z'),
    },
  })
  await scene.travelTo(until)
  const act = { portalId: stage.portalId, journeyId, plan: 2, seq: 2, key: 'asked' }
  expect(await askEnrolment(scene, act)).toBe('done')
  expect((await look(stage, journeyId)).done).toEqual(['asked'])
  expect(await audited(stage, 'journeyPostpone')).toEqual(['INVALID_INPUT', 'INVALID_INPUT', 'DONE'])
})

test('touches nothing of an enrolment that is done or withdrawn', async () => {
  const { stage, petra, journeyId } = await askSomebody()
  await enrol(scene, stage, petra)
  await expect(withdrawJourney(scene, stage.hr, { journeyId, reason })).rejects.toMatchObject({ code: 'JOURNEY_ENDED' })
  await expect(postponeJourney(scene, stage.hr, { journeyId, until, reason })).rejects.toMatchObject({
    code: 'JOURNEY_ENDED',
  })
  expect(await look(stage, journeyId)).toMatchObject({ open: true, seq: 2, facts: { enrolled: true } })
})

test('lets HR and operators act, and hides what is out of reach', async () => {
  const { stage, journeyId } = await askSomebody()
  const acts = [
    (call: Stage['hr']) => withdrawJourney(scene, call, { journeyId, reason }),
    (call: Stage['hr']) => postponeJourney(scene, call, { journeyId, until, reason }),
  ]
  const elsewhere = (await setStage(scene)).hr
  const as = (role: Parameters<typeof actorWith>[0], organisationId: string | null) =>
    callAs(stage.portalId, actorWith(role, organisationId))
  for (const act of acts) {
    await expect(act(as('HR', await addOrganisation(scene, stage.portalId)))).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    await expect(act(elsewhere)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    for (const role of ['SERVICE_DESK', 'ADMIN', 'EMPLOYEE'] as const) {
      await expect(act(as(role, stage.organisationId))).rejects.toMatchObject({ code: 'FORBIDDEN' })
    }
    await expect(act(stage.anyone)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
  }
  expect(await look(stage, journeyId)).toMatchObject({ seq: 1, plan: 1 })
  const operator = as('OPERATOR', null)
  await postponeJourney(scene, operator, { journeyId, until, reason })
  await withdrawJourney(scene, operator, { journeyId, reason })
  expect(await look(stage, journeyId)).toMatchObject({ seq: 3, plan: 2, outcome: 'withdrawn' })
})

test('lets nobody postpone or withdraw what is asked of themselves', async () => {
  const stage = await setStage(scene)
  const petra = await addMember(scene, stage, 'HR')
  const { journeyId } = await begin(scene, stage, petra)
  const actor = actorWith('HR', stage.organisationId)
  if (actor.kind !== 'account') throw new Error('no account')
  const herself = callAs(stage.portalId, { ...actor, ...petra })
  const refused = { code: 'SECOND_PERSON_NEEDED' }
  await expect(postponeJourney(scene, herself, { journeyId, until, reason })).rejects.toMatchObject(refused)
  await expect(withdrawJourney(scene, herself, { journeyId, reason })).rejects.toMatchObject(refused)
  expect(await look(stage, journeyId)).toMatchObject({ seq: 1, plan: 1, open: true })
  await postponeJourney(scene, stage.hr, { journeyId, until, reason })
})

test('shows a stuck enrolment to HR, and tells it on when somebody retries', async () => {
  const { stage, petra, journeyId } = await askSomebody()
  const { markJourneyStuck } = journeyActivities(scene)
  const hanna = await addMember(scene, stage, 'HR')
  const { portalId } = stage
  await markJourneyStuck({ portalId, journeyId, seq: 1, code: 'remindEnrolment' })
  const tasks = () =>
    scene.owner`select kind, status, role, about_person_id as about from tasks where journey_id = ${journeyId}`
  const task = { kind: 'REPAIR_JOURNEY', role: 'HR', about: petra.personId }
  expect(await tasks()).toEqual([{ ...task, status: 'open' }])
  const told = await scene.owner`
    select recipient from messages where journey_id = ${journeyId} and template = 'task-opened'`
  expect(told).toEqual([{ recipient: hanna.email }])
  expect((await look(stage, journeyId)).done).toContain('repair-journey-1')
  await retryJourney(scene, stage.hr, { journeyId })
  expect(await tasks()).toEqual([{ ...task, status: 'done' }])
  expect(await look(stage, journeyId)).toMatchObject({ seq: 2, open: true })
})

test('lets no task be closed by hand that has an act of its own', async () => {
  const { stage, petra, journeyId } = await askSomebody()
  const addTask = async (kind: string) => {
    const [task] = await scene.owner<{ id: string }[]>`
      insert into tasks (portal_id, journey_id, key, kind, organisation_id, role, about_person_id)
      values (${stage.portalId}, ${journeyId}, ${`p1/${kind}`}, ${kind}, ${stage.organisationId}, 'SERVICE_DESK', ${petra.personId})
      returning id`
    return task?.id ?? ''
  }
  const desk = callAs(stage.portalId, actorWith('SERVICE_DESK', stage.organisationId))
  const taskId = await addTask('APPROVE_RECOVERY')
  await expect(completeTask(scene, desk, { taskId })).rejects.toMatchObject({ code: 'TASK_HAS_OWN_ACT' })
  const objection = await addTask('LOOK_INTO_OBJECTION')
  expect(await completeTask(scene, desk, { taskId: objection })).toEqual({ taskId: objection, journeyId })
  const rows = await scene.owner`select kind, status from tasks where journey_id = ${journeyId} order by kind`
  expect(rows).toEqual([
    { kind: 'APPROVE_RECOVERY', status: 'open' },
    { kind: 'LOOK_INTO_OBJECTION', status: 'done' },
  ])
})
