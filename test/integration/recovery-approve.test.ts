import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { approveRecovery } from '../../src/commands/accounts/approve-recovery.ts'
import { issueRecoveryCode } from '../../src/commands/accounts/issue-recovery-code.ts'
import type { Call } from '../../src/commands/execute.ts'
import { completeTask } from '../../src/commands/journeys/complete-task.ts'
import { postponeJourney } from '../../src/commands/journeys/postpone-journey.ts'
import { withdrawJourney } from '../../src/commands/journeys/withdraw-journey.ts'
import { AccessError } from '../../src/domain/errors.ts'
import { toldTo } from '../support/account-holder.ts'
import { invite } from '../support/invitee.ts'
import { proveAfresh } from '../support/prove-afresh.ts'
import {
  type Asked,
  actOf,
  approve,
  approved,
  asked,
  begin,
  chooseAnew,
  deskOf,
  issued,
  look,
  openLoss,
  outcomes,
  traceOf,
  typeCode,
} from '../support/recovery.ts'
import { actorWith, addOrganisation, callAs, openScene } from '../support/scene.ts'

const scene = await openScene()
const { owner } = scene

const withdraw = (of: Asked, call: Call, reason = 'Bleek iemand anders') =>
  withdrawJourney(scene, call, { journeyId: of.journeyId, reason })

test('lets another one of the desk approve, and waits', async () => {
  const of = await asked(scene)
  await approve(scene, of)
  expect(await traceOf(scene, of)).toMatchObject({
    status: 'approved',
    journey: 'open',
    codes: 0,
    links: 2,
    tasks: ['APPROVE_RECOVERY done'],
    facts: ['recoveryAsked', 'recoveryNoticed', 'recoveryApproved'],
  })
  const [row] =
    await owner`select approved_by <> started_by as another, approved_at, (select seq from journeys where id = journey_id) as seq
    from recoveries where journey_id = ${of.journeyId}`
  expect(row).toEqual({ another: true, approved_at: new Date('2026-03-02T10:00:00Z'), seq: 2 })
})

test('lets nobody approve what they started, in whatever role or organisation', async () => {
  const of = await asked(scene)
  const { stage, desk } = of
  if (desk.actor.kind !== 'account') throw new Error('no account')
  const grants = (['HR', 'SERVICE_DESK'] as const).flatMap((role) => {
    const actor = actorWith(role, null)
    return actor.kind === 'account' ? actor.grants : []
  })
  const again = callAs(stage.portalId, { ...desk.actor, sessionId: randomUUID(), grants })
  for (const call of [desk, again]) {
    await expect(approve(scene, of, call)).rejects.toMatchObject({ code: 'SECOND_PERSON_NEEDED' })
  }
  expect(await traceOf(scene, of)).toMatchObject({ status: 'asked', tasks: ['APPROVE_RECOVERY open'] })
})

test('lets nobody who was recovered approve it themselves', async () => {
  const of = await asked(scene, { role: 'HR' })
  const actor = actorWith('HR', of.stage.organisationId)
  if (actor.kind !== 'account') throw new Error('no account')
  const own = callAs(of.stage.portalId, { ...actor, accountId: of.anna.accountId, personId: of.anna.personId })
  await expect(approve(scene, of, own)).rejects.toMatchObject({ code: 'SECOND_PERSON_NEEDED' })
})

test('does not let one person complete it by any order of starting, withdrawing and starting again', async () => {
  const of = await asked(scene)
  await withdraw(of, of.colleague)
  const { journeyId } = await begin(scene, of, {}, of.colleague)
  const second = { ...of, journeyId }
  await expect(approve(scene, second, of.colleague)).rejects.toMatchObject({ code: 'SECOND_PERSON_NEEDED' })
  await approve(scene, second, of.desk)
})

test('has no way to approve by closing the task', async () => {
  const of = await asked(scene)
  const [task] = await owner<{ id: string }[]>`select id from tasks where journey_id = ${of.journeyId}`
  for (const call of [of.desk, of.colleague]) {
    const closing = completeTask(scene, call, { taskId: task?.id ?? '' })
    await expect(closing).rejects.toMatchObject({ code: 'TASK_HAS_OWN_ACT' })
  }
  expect(await traceOf(scene, of)).toMatchObject({ status: 'asked' })
})

test('approves what was looked at, and once', async () => {
  const of = await asked(scene)
  const stale = approveRecovery(scene, of.colleague, { journeyId: of.journeyId, expectedVersion: 99 })
  await expect(stale).rejects.toMatchObject({ code: 'CHANGED_MEANWHILE' })
  await approve(scene, of)
  await expect(approve(scene, of)).rejects.toMatchObject({ code: 'ALREADY_APPROVED' })
})

test('asks whoever approves to prove afresh that it is them', async () => {
  const of = await asked(scene)
  const { seq } = await look(scene, of)
  const approving = () => approveRecovery(scene, of.colleague, { journeyId: of.journeyId, expectedVersion: seq })
  await scene.travelTo('2026-03-02T10:10:00Z')
  await expect(approving()).rejects.toMatchObject({ code: 'STEP_UP_NEEDED' })
  expect(await traceOf(scene, of)).toMatchObject({ status: 'asked', tasks: ['APPROVE_RECOVERY open'] })
  await proveAfresh(scene, of.colleague)
  await owner`update sessions set ended_at = drempel.now() where portal_id = ${of.stage.portalId} and device = 'a browser'`
  await expect(approving()).rejects.toMatchObject({ code: 'STEP_UP_NEEDED' })
  await owner`update sessions set ended_at = null where portal_id = ${of.stage.portalId}`
  await approving()
})

test('lets one of five approve in the same moment', async () => {
  const of = await asked(scene)
  const calls = Array.from({ length: 5 }, () => deskOf(of.stage, of.stage.organisationId))
  const told = await outcomes(calls.map((call) => approve(scene, of, call)))
  expect([...told].sort()).toEqual([
    'ALREADY_APPROVED',
    'ALREADY_APPROVED',
    'ALREADY_APPROVED',
    'ALREADY_APPROVED',
    'DONE',
  ])
  expect((await traceOf(scene, of)).facts.filter((fact) => fact === 'recoveryApproved')).toHaveLength(1)
})

test('is too late at the instant of the deadline, whether anything runs or not', async () => {
  const of = await asked(scene)
  await scene.travelTo('2026-03-04T10:00:00Z')
  await expect(approve(scene, of)).rejects.toMatchObject({ code: 'JOURNEY_ENDED' })
  await scene.travelTo('2026-03-04T09:59:59.999Z')
  await approve(scene, of)
})

test('decides rights anew: of the approver, and of the person', async () => {
  const of = await asked(scene)
  const { stage, anna } = of
  const otherId = await addOrganisation(scene, stage.portalId)
  await expect(approve(scene, of, deskOf(stage, otherId))).rejects.toMatchObject({ code: 'NOT_FOUND' })
  const admin = callAs(stage.portalId, actorWith('ADMIN', stage.organisationId))
  await expect(approve(scene, of, admin)).rejects.toBeInstanceOf(AccessError)
  await owner`insert into grants (portal_id, account_id, role, organisation_id, valid_from, reason)
    values (${stage.portalId}, ${anna.accountId}, 'HR', ${otherId}, '2026-03-02', 'invitation')`
  await expect(approve(scene, of)).rejects.toMatchObject({ code: 'RECOVERY_NOT_YOURS' })
  await approve(scene, of, deskOf(stage, null))
})

test('lets nobody approve in the name of an organisation that the person has left for another one', async () => {
  const of = await asked(scene)
  const { stage, anna } = of
  const otherId = await addOrganisation(scene, stage.portalId)
  await owner`update grants set valid_until = '2026-03-02T10:00:00Z' where account_id = ${anna.accountId}`
  await owner`insert into grants (portal_id, account_id, role, organisation_id, valid_from, reason)
    values (${stage.portalId}, ${anna.accountId}, 'EMPLOYEE', ${otherId}, '2026-03-02', 'invitation')`
  await expect(approve(scene, of)).rejects.toMatchObject({ code: 'RECOVERY_NOT_YOURS' })
  expect(await traceOf(scene, of)).toMatchObject({ status: 'asked' })
})

test.each([
  [
    'the account was closed',
    'ACCOUNT_NOT_ACTIVE',
    (id: string) => owner`update accounts set status = 'closed' where id = ${id}`,
  ],
  [
    'the app was found and removed',
    'NOTHING_TO_RECOVER',
    (id: string) => owner`update factors set status = 'removed' where account_id = ${id}`,
  ],
  [
    'the address bounced',
    'NO_CHANNEL',
    (id: string) => owner`update people set email_status = 'bounced'
    where id = (select person_id from accounts where id = ${id})`,
  ],
] as const)('does not approve when meanwhile %s', async (_case, code, change) => {
  const of = await asked(scene)
  await change(of.anna.accountId)
  await expect(approve(scene, of)).rejects.toMatchObject({ code })
  expect(await traceOf(scene, of)).toMatchObject({ status: 'asked' })
})

test('approves recoveries, and no other journey', async () => {
  const { stage, colleague } = await openLoss(scene)
  const { journeyId } = await invite(scene, stage)
  const other = approveRecovery(scene, colleague, { journeyId, expectedVersion: 1 })
  await expect(other).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test.each(['asked', 'approved', 'issued'] as const)(
  'lets desk and HR withdraw one that is %s, with a reason',
  async (phase) => {
    const of = await { asked, approved, issued }[phase](scene)
    await expect(withdraw(of, of.desk, ' ')).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      problems: [{ path: 'reason', code: 'REQUIRED' }],
    })
    await withdraw(of, phase === 'approved' ? deskOf(of.stage, of.stage.organisationId, 'HR') : of.desk)
    const trace = await traceOf(scene, of)
    expect(trace).toMatchObject({
      status: 'withdrawn',
      journey: 'ended',
      outcome: 'withdrawn',
      codes: 0,
      links: 0,
      flows: 0,
    })
    expect(trace.tasks.filter((task) => task.endsWith('open'))).toEqual([])
    expect(trace.facts.at(-1)).toBe('withdrawn')
    expect(trace.messages.at(-1)).toBe('p1/withdrawn queued')
    expect(trace.messages.filter((one) => one.endsWith('queued'))).toHaveLength(1)
    expect((await toldTo(scene, of.anna)).at(-1)).toMatchObject({
      template: 'recovery-ended',
      params: { outcome: 'WITHDRAWN' },
    })
    await expect(withdraw(of, of.desk)).rejects.toMatchObject({ code: 'JOURNEY_ENDED' })
    await expect(approve(scene, of)).rejects.toMatchObject({ code: 'JOURNEY_ENDED' })
  },
)

test('breaks off a sign-in with the code when the desk withdraws', async () => {
  const of = await issued(scene)
  const confirm = await chooseAnew(scene, await typeCode(scene, of))
  await withdraw(of, of.colleague)
  await expect(confirm()).rejects.toMatchObject({ code: 'FLOW_ENDED' })
  expect(await traceOf(scene, of)).toMatchObject({ status: 'withdrawn', flows: 0 })
})

test('withdraws nothing that has come to its end', async () => {
  const of = await issued(scene)
  const confirm = await chooseAnew(scene, await typeCode(scene, of))
  await confirm()
  await expect(withdraw(of, of.desk)).rejects.toMatchObject({ code: 'JOURNEY_ENDED' })
  expect(await traceOf(scene, of)).toMatchObject({ status: 'recovered', journey: 'open' })
})

test('lets nobody elsewhere withdraw it, and nobody postpone it', async () => {
  const of = await asked(scene)
  const otherId = await addOrganisation(scene, of.stage.portalId)
  await expect(withdraw(of, deskOf(of.stage, otherId))).rejects.toMatchObject({ code: 'NOT_FOUND' })
  const postponing = postponeJourney(scene, deskOf(of.stage, of.stage.organisationId, 'HR'), {
    journeyId: of.journeyId,
    until: new Date('2026-03-03T10:00:00Z'),
    reason: 'later',
  })
  await expect(postponing).rejects.toMatchObject({ code: 'JOURNEY_NOT_POSTPONABLE' })
})

test.each([0, 1, 2, 3])('tells who lost when it is withdrawn as the code goes out (%i)', async (n) => {
  const of = await approved(scene)
  await scene.travelTo('2026-03-03T10:00:00Z')
  const act = await actOf(scene, of, 'recovery-code')
  const acts = [() => withdraw(of, of.desk), () => issueRecoveryCode(scene, act)]
  await outcomes((n % 2 === 0 ? acts : acts.toReversed()).map((one) => one()))
  expect(await traceOf(scene, of)).toMatchObject({ status: 'withdrawn', outcome: 'withdrawn', codes: 0 })
  expect(await look(scene, of)).toMatchObject({ open: false })
})
