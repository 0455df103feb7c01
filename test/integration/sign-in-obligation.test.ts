import { expect, test } from 'vitest'
import { changePasswordInFlow } from '../../src/commands/accounts/change-password-in-flow.ts'
import { confirmSignInCode } from '../../src/commands/accounts/confirm-sign-in-code.ts'
import { removeOwnFactor } from '../../src/commands/accounts/remove-factor.ts'
import { confirmStepUpPassword, startStepUp } from '../../src/commands/accounts/step-up.ts'
import { accountHolder, callOfHolder, holdersPassword, openSessionOf, toldTo } from '../support/account-holder.ts'
import { appCode } from '../support/app-code.ts'
import { openScene, setStage } from '../support/scene.ts'
import { enrolApp, enrolSms, flowOf, setPolicy, stranger, typePassword } from '../support/second-steps.ts'

const scene = await openScene()
const morning = Date.parse('2026-03-02T10:00:00Z')
const deadline = new Date('2026-03-16T23:00:00Z')

test('begins the days of grace at the first sign-in that asks, once, and tells until when', async () => {
  const stage = await setStage(scene)
  const hr = await accountHolder(scene, stage, { role: 'HR' })
  for (let times = 0; times < 2; times++) {
    const { session, notices } = await typePassword(scene, stage, hr)
    expect(session).not.toBeNull()
    expect(notices).toEqual([{ kind: 'ENROL_FACTOR_BEFORE', at: deadline }])
  }
  const journeys = await scene.owner`select kind, status from journeys where subject_id = ${hr.accountId}`
  expect([...journeys]).toEqual([{ kind: 'factor-enrolment', status: 'open' }])
  const told = (await toldTo(scene, hr)).map(({ template }) => template)
  expect(told.filter((template) => template.startsWith('enrolment'))).toEqual(['enrolment-asked'])
})

test('begins one of two sign-ins in the same moment', async () => {
  const stage = await setStage(scene)
  const hr = await accountHolder(scene, stage, { role: 'HR' })
  await Promise.all([typePassword(scene, stage, hr), typePassword(scene, stage, hr), typePassword(scene, stage, hr)])
  const journeys = await scene.owner`select id from journeys where subject_id = ${hr.accountId}`
  expect(journeys).toHaveLength(1)
})

test('leads to setting one up from the deadline on by the clock alone, whether the story told it or not', async () => {
  const stage = await setStage(scene)
  const hr = await accountHolder(scene, stage, { role: 'HR' })
  await typePassword(scene, stage, hr)
  await scene.travelTo(new Date(deadline.getTime() - 1))
  expect((await typePassword(scene, stage, hr)).session).not.toBeNull()
  await scene.travelTo(deadline)
  expect(flowOf(await typePassword(scene, stage, hr))).toMatchObject({ step: 'ENROL_FACTOR' })
  await scene.travelTo(new Date(morning))
})

test('asks nothing of whoever reaches nobody else’s data, nor before the day the portal named', async () => {
  const stage = await setStage(scene)
  const employee = await accountHolder(scene, stage)
  expect(await typePassword(scene, stage, employee)).toMatchObject({ notices: [], flow: null })
  await setPolicy(scene, stage, { factors: { obligatoryFrom: '2026-04-01', graceDays: 0, reminderDays: [] } })
  const hr = await accountHolder(scene, stage, { role: 'HR' })
  expect(await typePassword(scene, stage, hr)).toMatchObject({ notices: [], flow: null })
})

test('leaves one of the last two second steps, when both are taken away in the same moment', async () => {
  const stage = await setStage(scene)
  const hr = await accountHolder(scene, stage, { role: 'HR' })
  const app = await enrolApp(scene, stage, hr)
  const sms = await enrolSms(scene, stage, hr)
  const call = callOfHolder(stage, hr)
  const outcomes = await Promise.allSettled(
    [app.factorId, sms].map((factorId) => removeOwnFactor(scene, call, { factorId })),
  )
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'FACTOR_NEEDED' } })
  expect(
    await scene.owner`select id from factors where account_id = ${hr.accountId} and status = 'active'`,
  ).toHaveLength(1)
})

test('lets whoever is not obliged take the last one away, and its backup codes with it', async () => {
  const stage = await setStage(scene)
  const anna = await accountHolder(scene, stage)
  const app = await enrolApp(scene, stage, anna)
  const elsewhere = await openSessionOf(scene, stage.portalId, { accountId: anna.accountId })
  await removeOwnFactor(scene, callOfHolder(stage, anna), { factorId: app.factorId })
  const [other] = await scene.owner`select end_reason from sessions where id = ${elsewhere.sessionId}`
  expect(other).toEqual({ end_reason: 'FACTOR_CHANGED' })
  const sets =
    await scene.owner`select id from backup_code_sets where account_id = ${anna.accountId} and superseded_at is null`
  expect(sets).toEqual([])
  expect((await typePassword(scene, stage, anna)).session).not.toBeNull()
})

test('takes nothing away for a stale session, nor what is somebody else’s', async () => {
  const stage = await setStage(scene)
  const anna = await accountHolder(scene, stage)
  const app = await enrolApp(scene, stage, anna)
  const bert = await accountHolder(scene, stage)
  const theirs = removeOwnFactor(scene, callOfHolder(stage, bert), { factorId: app.factorId })
  await expect(theirs).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await scene.owner`update sessions set stepped_up_at = drempel.now() - interval '11 minutes' where id = ${anna.sessionId}`
  const stale = removeOwnFactor(scene, callOfHolder(stage, anna), { factorId: app.factorId })
  await expect(stale).rejects.toMatchObject({ code: 'STEP_UP_NEEDED' })
})

test('steps a session up with its second step, and only that session', async () => {
  const stage = await setStage(scene)
  const anna = await accountHolder(scene, stage)
  const app = await enrolApp(scene, stage, anna)
  await scene.owner`update sessions set stepped_up_at = null, proof = null where id = ${anna.sessionId}`
  await scene.travelTo(new Date(morning + 60_000))
  const call = callOfHolder(stage, anna)
  const { flow } = await startStepUp(scene, call)
  expect(flow).toMatchObject({ purpose: 'step-up', step: 'CONFIRM_FACTOR', usesBackupCodes: false })
  const code = await appCode(scene, app.secret)
  const confirm = (by: typeof call) => confirmSignInCode(scene, by, { flow: flow.token, factorId: app.factorId, code })
  const other = await openSessionOf(scene, stage.portalId, { accountId: anna.accountId })
  await expect(confirm(callOfHolder(stage, { ...anna, ...other }))).rejects.toMatchObject({ code: 'FLOW_ENDED' })
  await expect(confirm(stranger(stage))).rejects.toMatchObject({ code: 'FLOW_ENDED' })
  expect(await confirm(call)).toMatchObject({ session: { sessionId: anna.sessionId }, flow: null })
  const [session] = await scene.owner`select proof, stepped_up_at from sessions where id = ${anna.sessionId}`
  expect(session).toEqual({ proof: 'app', stepped_up_at: new Date(morning + 60_000) })
  await scene.travelTo(new Date(morning))
})

test('steps up by the password where there is no second step', async () => {
  const stage = await setStage(scene)
  const anna = await accountHolder(scene, stage, { isFresh: false })
  const call = callOfHolder(stage, anna)
  const { flow } = await startStepUp(scene, call)
  expect(flow.step).toBe('CONFIRM_PASSWORD')
  const wrong = confirmStepUpPassword(scene, call, { flow: flow.token, password: 'another one' })
  await expect(wrong).rejects.toMatchObject({ code: 'PASSWORD_WRONG' })
  await confirmStepUpPassword(scene, call, { flow: flow.token, password: holdersPassword })
  const [session] = await scene.owner`select proof from sessions where id = ${anna.sessionId}`
  expect(session).toEqual({ proof: 'password' })
  // On record by the names that the schema has for it.
  const acts = await scene.owner`select act, code from audit where subject_id = ${anna.accountId} order by id`
  expect([...acts]).toEqual([
    { act: 'sessionStepUpStart', code: 'DONE' },
    { act: 'sessionStepUpConfirm', code: 'PASSWORD_WRONG' },
    { act: 'sessionStepUpConfirm', code: 'DONE' },
  ])
})

test('asks for another password where the one that was typed no longer keeps the rules', async () => {
  const stage = await setStage(scene)
  const anna = await accountHolder(scene, stage)
  await setPolicy(scene, stage, { password: { minLength: 40 } })
  const call = stranger(stage)
  const flow = flowOf(await typePassword(scene, stage, anna, { call }))
  expect(flow.step).toBe('CHANGE_PASSWORD')
  const change = (password: string) => changePasswordInFlow(scene, call, { flow: flow.token, password })
  await expect(change('te kort')).rejects.toMatchObject({
    code: 'PASSWORD_REFUSED',
    problems: [{ path: 'password', code: 'TOO_SHORT' }],
  })
  const longer = 'vier blauwe paarden dansen door de lange nacht'
  expect((await change(longer)).session).not.toBeNull()
  expect((await toldTo(scene, anna)).at(-1)).toMatchObject({ template: 'password-changed' })
  await expect(typePassword(scene, stage, anna)).rejects.toMatchObject({ code: 'SIGN_IN_FAILED' })
  expect((await typePassword(scene, stage, anna, { password: longer })).session).not.toBeNull()
})

test('says when all access is about to end', async () => {
  const stage = await setStage(scene)
  const anna = await accountHolder(scene, stage)
  const end = new Date('2026-03-31T22:00:00Z')
  await scene.owner`update grants set valid_until = ${end} where account_id = ${anna.accountId}`
  expect((await typePassword(scene, stage, anna)).notices).toEqual([{ kind: 'ACCESS_ENDS', at: end }])
})

test('asks for a second step of whoever came to need one while they were signing in', async () => {
  const stage = await setStage(scene)
  const hr = await accountHolder(scene, stage, { role: 'HR' })
  await setPolicy(scene, stage, { password: { minLength: 40 }, factors: { obligatoryFor: 'nobody' } })
  const call = stranger(stage)
  const { token: flow } = flowOf(await typePassword(scene, stage, hr, { call }))
  await setPolicy(scene, stage, { factors: { obligatoryFor: 'elevated', graceDays: 0, reminderDays: [] } })
  const password = 'zeven groene fietsen rijden heel langzaam door de duinen'
  const changed = await changePasswordInFlow(scene, call, { flow, password })
  expect(changed).toMatchObject({ session: null, flow: { step: 'ENROL_FACTOR', maySkip: true } })
})

test('tells in whose name the days of grace began, whoever was signed in on that browser', async () => {
  const stage = await setStage(scene)
  const bert = await accountHolder(scene, stage)
  const hr = await accountHolder(scene, stage, { role: 'HR' })
  await typePassword(scene, stage, hr, { call: stranger(stage, { actor: callOfHolder(stage, bert).actor }) })
  const [told] = await scene.owner`
    select t.actor_kind, t.actor_id from timeline t join journeys j on j.id = t.journey_id where j.subject_id = ${hr.accountId}`
  expect(told).toEqual({ actor_kind: 'account', actor_id: hr.accountId })
})

// The wish was lost on the way to the last step.
test('remembers a browser that had to choose another password on the way', async () => {
  const stage = await setStage(scene)
  const anna = await accountHolder(scene, stage)
  const app = await enrolApp(scene, stage, anna)
  await setPolicy(scene, stage, { password: { minLength: 40 }, factors: { rememberDays: 30 } })
  await scene.travelTo(new Date(morning + 60_000))
  const call = stranger(stage)
  const { token } = flowOf(await typePassword(scene, stage, anna, { call }))
  const code = await appCode(scene, app.secret)
  const next = await confirmSignInCode(scene, call, { flow: token, factorId: app.factorId, code, rememberDevice: true })
  expect(flowOf(next).step).toBe('CHANGE_PASSWORD')
  const password = 'vier blauwe paarden dansen door de lange nacht'
  const { device } = await changePasswordInFlow(scene, call, { flow: token, password })
  expect(device?.rememberedUntil).toEqual(new Date(morning + 60_000 + 30 * 86_400_000))
  const again = await typePassword(scene, stage, anna, { call: { ...call, device: device?.token }, password })
  expect(again.session).not.toBeNull()
  await scene.travelTo(new Date(morning))
})
