import { afterEach, expect, test } from 'vitest'
import { askEnrolment } from '../../src/commands/accounts/ask-enrolment.ts'
import { completeEnrolment } from '../../src/commands/accounts/complete-enrolment.ts'
import { lapseEnrolment } from '../../src/commands/accounts/lapse-enrolment.ts'
import { lookAtEnrolment } from '../../src/commands/accounts/look-at-enrolment.ts'
import { releaseEnrolment } from '../../src/commands/accounts/release-enrolment.ts'
import { remindEnrolment } from '../../src/commands/accounts/remind-enrolment.ts'
import { defaultPolicy, type Policy } from '../../src/domain/portals/policy.ts'
import { addMember, begin, enrol } from '../support/enrolment.ts'
import { openScene, type Stage, setStage } from '../support/scene.ts'

const scene = await openScene()
const today = '2026-03-02T10:00:00Z'
const deadline = '2026-03-16T23:00:00Z'
const look = ({ portalId }: Stage, journeyId: string) => lookAtEnrolment(scene, { portalId, journeyId })
const actOf = async (stage: Stage, journeyId: string, key: string) => {
  const { plan, seq } = await look(stage, journeyId)
  return { portalId: stage.portalId, journeyId, plan, seq, key }
}
const mails = (journeyId: string) => scene.owner`
  select key, template, status, params->>'deadlineOn' as day from messages where journey_id = ${journeyId} order by id`
const facts = async (journeyId: string) =>
  (await scene.owner`select fact, actor_kind as by from timeline where journey_id = ${journeyId} order by id`).map(
    ({ fact, by }) => `${fact} by ${by}`,
  )
const record = async (journeyId: string) => {
  const [row] = await scene.owner`
    select e.status, j.status as journey, j.outcome, j.seq from enrolments e join journeys j on j.id = e.journey_id
    where e.journey_id = ${journeyId}`
  return row
}
const decree = ({ portalId }: Stage, factors: Partial<Policy['factors']>) => {
  const document = { ...defaultPolicy, factors: { ...defaultPolicy.factors, ...factors } }
  return scene.owner`insert into portal_policies (portal_id, version, effective_from, document)
    values (${portalId}, 2, drempel.now(), ${scene.owner.json(JSON.parse(JSON.stringify(document)))})`
}

afterEach(() => scene.travelTo(today))

test('begins with the mail that asks, and with a wake-up', async () => {
  const stage = await setStage(scene)
  const petra = await addMember(scene, stage)
  const { journeyId, deadlineAt } = await begin(scene, stage, petra)
  expect(deadlineAt).toEqual(new Date(deadline))
  expect(await mails(journeyId)).toEqual([
    { key: 'p1/asked', template: 'enrolment-asked', status: 'queued', day: '2026-03-16' },
  ])
  expect(await facts(journeyId)).toEqual(['enrolmentAsked by anonymous'])
  expect(await scene.owner`select seq from wakeups where journey_id = ${journeyId}`).toEqual([{ seq: 1 }])
  const [journey] = await scene.owner`
    select kind, subject_id as subject, organisation_id as organisation, policy_version as policy
    from journeys where id = ${journeyId}`
  expect(journey).toEqual({
    kind: 'factor-enrolment',
    subject: petra.accountId,
    organisation: stage.organisationId,
    policy: 1,
  })
})

test('sees ids, instants and integers, and what is done of the plan', async () => {
  const stage = await setStage(scene)
  const { journeyId } = await begin(scene, stage, await addMember(scene, stage))
  expect(await look(stage, journeyId)).toEqual({
    seq: 1,
    plan: 1,
    generation: 1,
    open: true,
    outcome: null,
    now: Date.parse(today),
    done: ['asked'],
    facts: { enrolled: false, obliged: true },
    calendar: {
      asking: Date.parse(today),
      'reminder-1': Date.parse('2026-03-05T08:00:00Z'),
      'reminder-2': Date.parse('2026-03-12T08:00:00Z'),
      deadline: Date.parse(deadline),
    },
  })
  await expect(look(stage, stage.organisationId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('is one journey however often it begins', async () => {
  const stage = await setStage(scene)
  const petra = await addMember(scene, stage)
  const all = await Promise.all(Array.from({ length: 8 }, () => begin(scene, stage, petra)))
  expect(new Set(all.map(({ journeyId }) => journeyId)).size).toBe(1)
  expect(await mails(all[0]?.journeyId ?? '')).toHaveLength(1)
  const [seen] = await scene.owner`select count(*)::int as n from journeys where subject_id = ${petra.accountId}`
  expect(seen).toEqual({ n: 1 })
})

test('reminds on the local calendar day, once, and of two overdue reminders only the newest', async () => {
  const stage = await setStage(scene)
  const { journeyId } = await begin(scene, stage, await addMember(scene, stage))
  const first = await actOf(stage, journeyId, 'reminder-1')
  expect(await remindEnrolment(scene, first)).toBe('notYet')
  await scene.travelTo('2026-03-05T08:00:00Z')
  expect([await remindEnrolment(scene, first), await remindEnrolment(scene, first)]).toEqual(['done', 'done'])
  expect((await mails(journeyId)).slice(1)).toEqual([
    { key: 'p1/reminder-1', template: 'enrolment-reminder', status: 'queued', day: '2026-03-16' },
  ])

  const late = await begin(scene, stage, await addMember(scene, stage))
  await scene.travelTo('2026-03-15T08:00:00Z')
  expect(await remindEnrolment(scene, await actOf(stage, late.journeyId, 'reminder-1'))).toBe('changed')
  expect(await remindEnrolment(scene, await actOf(stage, late.journeyId, 'reminder-2'))).toBe('done')
})

test('lapses at the deadline, with its mail in the same transaction, and not a moment before', async () => {
  const stage = await setStage(scene)
  const { journeyId } = await begin(scene, stage, await addMember(scene, stage))
  const act = await actOf(stage, journeyId, 'lapsed')
  await scene.travelTo('2026-03-16T22:59:59.999Z')
  expect(await lapseEnrolment(scene, act)).toBe('notYet')
  await scene.travelTo(deadline)
  expect(await lapseEnrolment(scene, { ...act, seq: 7 })).toBe('changed')
  expect(await lapseEnrolment(scene, act)).toBe('done')
  expect(await lapseEnrolment(scene, act)).toBe('changed')
  expect(await record(journeyId)).toEqual({ status: 'lapsed', journey: 'ended', outcome: 'lapsed', seq: 1 })
  expect(await mails(journeyId)).toMatchObject([{ status: 'cancelled' }, { key: 'p1/lapsed', status: 'queued' }])
  expect(await facts(journeyId)).toEqual(['enrolmentAsked by anonymous', 'lapsed by journey'])
})

test('ends as enrolled where the person set one up, and lets nothing go out any more', async () => {
  const stage = await setStage(scene)
  const petra = await addMember(scene, stage)
  const { journeyId } = await begin(scene, stage, petra)
  const early = await actOf(stage, journeyId, 'enrolled')
  expect(await completeEnrolment(scene, early)).toBe('changed')
  expect(await enrol(scene, stage, petra)).toBe(true)
  expect(await record(journeyId)).toEqual({ status: 'enrolled', journey: 'open', outcome: null, seq: 2 })
  expect(await mails(journeyId)).toMatchObject([{ key: 'p1/asked', status: 'cancelled' }])
  expect((await look(stage, journeyId)).facts).toEqual({ enrolled: true, obliged: true })
  const act = await actOf(stage, journeyId, 'enrolled')
  expect([await remindEnrolment(scene, act), await lapseEnrolment(scene, act)]).toEqual(['changed', 'changed'])
  expect(await completeEnrolment(scene, act)).toBe('done')
  expect(await record(journeyId)).toEqual({ status: 'enrolled', journey: 'ended', outcome: 'enrolled', seq: 2 })
  expect(await facts(journeyId)).toEqual(['enrolmentAsked by anonymous', 'enrolled by account'])
  expect(await enrol(scene, stage, petra)).toBe(false)
})

// A factor that was being confirmed while the journey began knew of no journey.
test('ends as enrolled where a factor is there that the journey was not told of', async () => {
  const stage = await setStage(scene)
  const petra = await addMember(scene, stage)
  await enrol(scene, stage, petra)
  const { journeyId } = await begin(scene, stage, petra)
  await scene.travelTo(deadline)
  expect((await look(stage, journeyId)).facts.enrolled).toBe(true)
  expect(await lapseEnrolment(scene, await actOf(stage, journeyId, 'lapsed'))).toBe('changed')
  expect(await completeEnrolment(scene, await actOf(stage, journeyId, 'enrolled'))).toBe('done')
  expect(await record(journeyId)).toEqual({ status: 'enrolled', journey: 'ended', outcome: 'enrolled', seq: 1 })
  expect(await facts(journeyId)).toEqual(['enrolmentAsked by anonymous', 'enrolled by journey'])
})

test.each([
  ['the policy', (stage: Stage) => decree(stage, { obligatoryFor: 'nobody' })],
  [
    'the role',
    (stage: Stage) => scene.owner`
      update grants set valid_until = drempel.now() where portal_id = ${stage.portalId} and role = 'APPROVER'`,
  ],
  [
    'the account',
    (stage: Stage) => scene.owner`update accounts set status = 'closed' where portal_id = ${stage.portalId}`,
  ],
])('ends as withdrawn when %s that obliged is gone', async (_what, letGo) => {
  const stage = await setStage(scene)
  const petra = await addMember(scene, stage)
  const { journeyId } = await begin(scene, stage, petra)
  const early = await actOf(stage, journeyId, 'withdrawn')
  expect(await releaseEnrolment(scene, early)).toBe('changed')
  await letGo(stage)
  await scene.travelTo('2026-03-05T08:00:00Z')
  expect((await look(stage, journeyId)).facts).toEqual({ enrolled: false, obliged: false })
  expect(await remindEnrolment(scene, await actOf(stage, journeyId, 'reminder-1'))).toBe('changed')
  expect(await releaseEnrolment(scene, early)).toBe('done')
  expect(await record(journeyId)).toEqual({ status: 'withdrawn', journey: 'ended', outcome: 'withdrawn', seq: 1 })
  expect(await mails(journeyId)).toMatchObject([{ key: 'p1/asked', status: 'cancelled' }])
})

test('keeps the days with which it began when the policy gives others', async () => {
  const stage = await setStage(scene)
  const { journeyId } = await begin(scene, stage, await addMember(scene, stage))
  await decree(stage, { graceDays: 2, reminderDays: [1] })
  expect((await look(stage, journeyId)).calendar.deadline).toBe(Date.parse(deadline))
})

test('asks nobody anew before its time, and raises no seq by its own acts', async () => {
  const stage = await setStage(scene)
  const { journeyId } = await begin(scene, stage, await addMember(scene, stage))
  await scene.owner`update journeys set plan = 2, postponed_until = '2026-03-20T09:00:00Z' where id = ${journeyId}`
  await scene.owner`delete from wakeups where journey_id = ${journeyId}`
  const act = await actOf(stage, journeyId, 'asked')
  expect(await askEnrolment(scene, act)).toBe('notYet')
  await scene.travelTo('2026-03-20T09:00:00Z')
  expect([await askEnrolment(scene, act), await askEnrolment(scene, act)]).toEqual(['done', 'done'])
  expect((await mails(journeyId)).slice(1)).toEqual([
    { key: 'p2/asked', template: 'enrolment-asked', status: 'queued', day: '2026-04-03' },
  ])
  expect(await record(journeyId)).toMatchObject({ seq: 1 })
  expect(await scene.owner`select 1 from wakeups where journey_id = ${journeyId}`).toHaveLength(0)
})
