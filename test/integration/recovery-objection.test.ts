import { expect, test } from 'vitest'
import { completeRecovery } from '../../src/commands/accounts/complete-recovery.ts'
import { confirmFactorEnrolment } from '../../src/commands/accounts/confirm-factor-enrolment.ts'
import { objectToRecovery } from '../../src/commands/accounts/object-to-recovery.ts'
import { setActivationPassword } from '../../src/commands/accounts/set-activation-password.ts'
import { seeObjection } from '../../src/commands/accounts/view-recovery-objection.ts'
import { completeTask } from '../../src/commands/journeys/complete-task.ts'
import { inPortal } from '../../src/db/client.ts'
import { openSessionOf, toldTo } from '../support/account-holder.ts'
import { invite } from '../support/invitee.ts'
import {
  type Asked,
  actOf,
  approve,
  approved,
  asked,
  begin,
  chooseAnew,
  issued,
  traceOf,
  typeCode,
} from '../support/recovery.ts'
import { openScene } from '../support/scene.ts'
import { flowOf, stranger, typePassword } from '../support/second-steps.ts'

const scene = await openScene()
const { owner } = scene
const object = (of: Asked, token = of.token) => objectToRecovery(scene, of.stage.anyone, { token })
const see = ({ stage }: Asked, token: string) =>
  inPortal(scene.app, stage.portalId, (tx) => seeObjection(tx, { token }))

const stopped = {
  status: 'objected',
  journey: 'ended',
  outcome: 'objected',
  codes: 0,
  links: 0,
  flows: 0,
}

test.each(['asked', 'approved', 'issued'] as const)('stops a recovery that is %s', async (phase) => {
  const of = await { asked, approved, issued }[phase](scene)
  await object(of)
  const trace = await traceOf(scene, of)
  expect(trace).toMatchObject(stopped)
  expect(trace.facts.at(-1)).toBe('objected')
  expect(trace.tasks.filter((task) => task.endsWith('open'))).toEqual(['LOOK_INTO_OBJECTION open'])
  expect(trace.messages.filter((one) => one.endsWith('queued'))).toEqual(['p1/objected queued'])
  expect((await toldTo(scene, of.anna)).at(-1)).toMatchObject({
    template: 'recovery-ended',
    params: { outcome: 'OBJECTED' },
  })
  const [woken] =
    await owner`select w.seq = j.seq as present from wakeups w join journeys j on j.id = w.journey_id where j.id = ${of.journeyId}`
  expect(woken).toEqual({ present: true })
  await expect(approve(scene, of)).rejects.toMatchObject({ code: 'JOURNEY_ENDED' })
  const [sealed] =
    await owner`select count(*)::int as left from messages where journey_id = ${of.journeyId} and sealed is not null`
  expect(sealed).toEqual({ left: 0 })
})

test('works by the link of every channel', async () => {
  const byText = await asked(scene)
  await object(byText, byText.tokens[1])
  expect(await traceOf(scene, byText)).toMatchObject(stopped)
})

test('ends whatever was signed in', async () => {
  const of = await asked(scene)
  await openSessionOf(scene, of.stage.portalId, of.anna)
  await object(of)
  const sessions = await owner`select distinct end_reason from sessions where account_id = ${of.anna.accountId}
    and ended_at = drempel.now()`
  expect([...sessions]).toEqual([{ end_reason: 'REVOKED' }])
  const [open] =
    await owner`select count(*)::int as open from sessions where account_id = ${of.anna.accountId} and ended_at is null`
  expect(open).toEqual({ open: 0 })
})

test('makes the code that was sent worthless', async () => {
  const of = await issued(scene)
  await object(of)
  await expect(typeCode(scene, of)).rejects.toMatchObject({ code: 'BACKUP_CODE_WRONG' })
})

test('breaks off a sign-in in which the code was typed already', async () => {
  const of = await issued(scene)
  const confirm = await chooseAnew(scene, await typeCode(scene, of))
  await object(of)
  await expect(confirm()).rejects.toMatchObject({ code: 'FLOW_ENDED' })
  expect(await traceOf(scene, of)).toMatchObject(stopped)
  const factors = await owner`select status from factors where account_id = ${of.anna.accountId} and status = 'active'`
  expect(factors).toHaveLength(1)
  // The app that was not lost after all still lets its owner in.
  expect(flowOf(await typePassword(scene, of.stage, of.anna))).toMatchObject({ step: 'CONFIRM_FACTOR' })
})

test('is told whom to call when it comes too late, before the story has ended and after', async () => {
  const of = await issued(scene)
  const confirm = await chooseAnew(scene, await typeCode(scene, of))
  await confirm()
  await expect(object(of)).rejects.toMatchObject({ code: 'RECOVERY_ENDED' })
  expect(await completeRecovery(scene, await actOf(scene, of, 'recovered'))).toBe('done')
  await expect(object(of)).rejects.toMatchObject({ code: 'RECOVERY_ENDED' })
  expect(await traceOf(scene, of)).toMatchObject({ status: 'recovered', outcome: 'recovered' })
  expect(await see(of, of.token)).toMatchObject({ canObject: false, serviceDesk: { phone: '088 123 45 67' } })
})

test('is taken once', async () => {
  const of = await asked(scene)
  await object(of)
  await expect(object(of)).rejects.toMatchObject({ code: 'RECOVERY_ENDED' })
  await expect(object(of, of.tokens[1])).rejects.toMatchObject({ code: 'RECOVERY_ENDED' })
  expect((await traceOf(scene, of)).facts.filter((fact) => fact === 'objected')).toHaveLength(1)
})

test('lets the desk look into it, and start another recovery', async () => {
  const of = await asked(scene)
  await object(of)
  const [task] = await owner<{ id: string; role: string }[]>`select id, role from tasks
    where journey_id = ${of.journeyId} and kind = 'LOOK_INTO_OBJECTION'`
  expect(task?.role).toBe('SERVICE_DESK')
  const close = (call: typeof of.desk) => completeTask(scene, call, { taskId: task?.id ?? '' })
  // Not by whoever the objection is against.
  await expect(close(of.desk)).rejects.toMatchObject({ code: 'SECOND_PERSON_NEEDED' })
  await close(of.colleague)
  const { journeyId } = await begin(scene, of)
  expect(journeyId).not.toBe(of.journeyId)
  // The links of the first one stop nothing of the second.
  await expect(object(of)).rejects.toMatchObject({ code: 'RECOVERY_ENDED' })
  expect(await traceOf(scene, { ...of, journeyId })).toMatchObject({ status: 'asked', links: 2 })
})

test('shows what it is about as often as asked, and changes nothing', async () => {
  const of = await asked(scene)
  const before = await traceOf(scene, of)
  for (const token of [...of.tokens, of.token]) {
    const view = await see(of, token)
    expect(view).toMatchObject({
      startedAt: new Date('2026-03-02T10:00:00Z'),
      codeAt: null,
      canObject: true,
      serviceDesk: { phone: '088 123 45 67' },
    })
    expect(JSON.stringify(view)).not.toMatch(/Anna|example\.nl"|0612|31612/)
  }
  expect(await traceOf(scene, of)).toEqual(before)
})

test('says when the code leaves, once it was approved', async () => {
  const of = await approved(scene)
  expect(await see(of, of.token)).toMatchObject({ codeAt: new Date('2026-03-03T10:00:00Z'), canObject: true })
})

test('knows no link that it did not give out, nor one of another portal', async () => {
  const of = await asked(scene)
  const other = await asked(scene)
  for (const token of ['', 'nothing', `${of.token}x`]) {
    await expect(object(of, token)).rejects.toMatchObject({ code: 'LINK_UNKNOWN' })
    await expect(see(of, token)).rejects.toMatchObject({ code: 'LINK_UNKNOWN' })
  }
  await expect(object(other, of.token)).rejects.toMatchObject({ code: 'LINK_UNKNOWN' })
  expect(await traceOf(scene, of)).toMatchObject({ status: 'asked' })
})

test('has links for nothing else, and takes no links for anything else', async () => {
  const of = await asked(scene)
  const invited = await invite(scene, of.stage)
  await expect(object(of, invited.token)).rejects.toMatchObject({ code: 'LINK_UNKNOWN' })
  const activating = setActivationPassword(scene, of.stage.anyone, { token: of.token, password: 'een lang wachtwoord' })
  await expect(activating).rejects.toMatchObject({ code: 'LINK_UNKNOWN' })
  const signing = confirmFactorEnrolment(scene, stranger(of.stage), {
    flow: of.token,
    factorId: of.anna.personId,
    code: '123456',
  })
  await expect(signing).rejects.toMatchObject({ code: 'FLOW_ENDED' })
})

test('works until no recovery that began then can be under way any more', async () => {
  const of = await asked(scene)
  // Two days to approve, a day to wait, two days in which the code may still leave, a day of its life, an hour.
  await scene.travelTo('2026-03-08T10:59:59Z')
  await object(of)
  const late = await asked(scene)
  await scene.travelTo('2026-03-08T11:00:00Z')
  await expect(object(late)).rejects.toMatchObject({ code: 'LINK_EXPIRED' })
  await expect(see(late, late.token)).rejects.toMatchObject({ code: 'LINK_EXPIRED' })
})

test('writes down who objected without the link', async () => {
  const of = await asked(scene)
  await object(of)
  const rows = await owner`select actor_kind, code, subject_id, journey_id from audit
    where portal_id = ${of.stage.portalId} and act = 'recoveryObject'`
  expect([...rows]).toEqual([
    { actor_kind: 'anonymous', code: 'DONE', subject_id: of.anna.accountId, journey_id: of.journeyId },
  ])
})
