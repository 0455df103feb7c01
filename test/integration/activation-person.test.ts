import { afterEach, expect, test } from 'vitest'
import { confirmActivationPin } from '../../src/commands/accounts/confirm-activation-pin.ts'
import { reportWrongNumber } from '../../src/commands/accounts/report-wrong-number.ts'
import { sendActivationPin } from '../../src/commands/accounts/send-activation-pin.ts'
import { setActivationPassword } from '../../src/commands/accounts/set-activation-password.ts'
import { viewActivation } from '../../src/commands/accounts/view-activation.ts'
import { activate, invite, lastPin, password, proveNumber, wrongPin } from '../support/invitee.ts'
import { openScene, setStage } from '../support/scene.ts'

const scene = await openScene()
const later = (minutes: number) => new Date(Date.parse('2026-03-02T10:00:00Z') + minutes * 60_000)
const codes = async (portalId: string, act: string) =>
  (
    await scene.owner<{ code: string }[]>`
    select code from audit where portal_id = ${portalId} and act = ${act} order by id`
  ).map((row) => row.code)

afterEach(() => scene.travelTo('2026-03-02T10:00:00Z'))

test('shows whom and what a link is for, and consumes nothing', async () => {
  const stage = await setStage(scene)
  const { token, email } = await invite(scene, stage)
  for (let times = 0; times < 3; times++) {
    expect(await viewActivation(scene, stage.anyone, { token })).toMatchObject({
      name: 'Jan Jansen',
      identifier: email,
      mobile: '•• •••• 78',
      mobileRefused: false,
      pinNeeded: true,
      pinExpiresAt: null,
      step: 'PIN',
      passwordRules: ['TOO_SHORT', 'TOO_LONG', 'TOO_COMMON', 'NAMES_YOU'],
      passwordMinLength: 12,
      expiresAt: new Date('2026-03-09T23:00:00Z'),
    })
  }
  expect(await codes(stage.portalId, 'activation')).toEqual([])
})

test('knows no link of another portal, and none that was never sent', async () => {
  const stage = await setStage(scene)
  const { token } = await invite(scene, await setStage(scene))
  for (const unknown of [token, 'x', '']) {
    await expect(viewActivation(scene, stage.anyone, { token: unknown })).rejects.toMatchObject({
      code: 'LINK_UNKNOWN',
    })
    await expect(sendActivationPin(scene, stage.anyone, { token: unknown })).rejects.toMatchObject({
      code: 'LINK_UNKNOWN',
    })
  }
  expect(await codes(stage.portalId, 'activationPinSend')).toEqual(Array(3).fill('LINK_UNKNOWN'))
})

test('activates with PIN and password, signs in and proves both addresses', async () => {
  const stage = await setStage(scene)
  const jan = await invite(scene, stage)
  const activated = await activate(scene, stage, jan)
  expect(activated).toMatchObject({ accountId: jan.accountId, journeyId: jan.journeyId })
  expect(scene.random.tokens).toContain(activated.token)
  const [seen] = await scene.owner`
    select a.status, a.credential_version as version, a.activated_at is not null as at, p.email_status as email,
      p.mobile_status as mobile, x.status as activation, j.seq,
      (select count(*)::int from secrets s where s.account_id = a.id and used_at is null and superseded_at is null) as open,
      (select count(*)::int from sessions s where s.account_id = a.id and ended_at is null) as sessions,
      (select count(*)::int from messages m where m.journey_id = j.id and sealed is not null) as sealed
    from accounts a join people p on p.id = a.person_id join activations x on x.account_id = a.id
    join journeys j on j.id = x.journey_id where a.id = ${jan.accountId}`
  expect(seen).toEqual({
    status: 'active',
    version: 1,
    at: true,
    email: 'proven',
    mobile: 'proven',
    activation: 'activated',
    seq: 2,
    open: 0,
    sessions: 1,
    sealed: 0,
  })
})

test('tells every later use of any link of it that it was used', async () => {
  const stage = await setStage(scene)
  const jan = await invite(scene, stage)
  await activate(scene, stage, jan)
  const { token } = jan
  await expect(viewActivation(scene, stage.anyone, { token })).rejects.toMatchObject({ code: 'LINK_USED' })
  await expect(setActivationPassword(scene, stage.anyone, { token, password })).rejects.toMatchObject({
    code: 'LINK_USED',
  })
})

test('sends a PIN by SMS to the number on file, sealed and not after it expired', async () => {
  const stage = await setStage(scene)
  const { token, journeyId } = await invite(scene, stage)
  expect(await sendActivationPin(scene, stage.anyone, { token })).toEqual({
    mobile: '•• •••• 78',
    expiresAt: later(10),
  })
  const [sms] = await scene.owner`
    select key, recipient, priority, send_before as "sendBefore", params from messages where journey_id = ${journeyId} and channel = 'sms'`
  expect(sms).toMatchObject({ key: 'p1/pin-1', recipient: '+31612345678', priority: 0, sendBefore: later(10) })
  expect(JSON.stringify(sms)).not.toContain(lastPin(scene))
})

test('lets a newer PIN take over', async () => {
  const stage = await setStage(scene)
  const { token, journeyId } = await invite(scene, stage)
  await sendActivationPin(scene, stage.anyone, { token })
  const older = lastPin(scene)
  await sendActivationPin(scene, stage.anyone, { token })
  if (older !== lastPin(scene)) {
    await expect(confirmActivationPin(scene, stage.anyone, { token, pin: older })).rejects.toMatchObject({
      code: 'PIN_WRONG',
    })
  }
  const rows =
    await scene.owner`select status from messages where journey_id = ${journeyId} and channel = 'sms' order by id`
  expect(rows).toEqual([{ status: 'cancelled' }, { status: 'queued' }])
  expect(await confirmActivationPin(scene, stage.anyone, { token, pin: lastPin(scene) })).toMatchObject({
    expiresAt: later(15),
  })
})

test('limits PINs per number and hour, and says from when another one may be asked', async () => {
  const stage = await setStage(scene, { policy: { pinsPerHour: 2 } })
  const { token } = await invite(scene, stage)
  await sendActivationPin(scene, stage.anyone, { token })
  await scene.travelTo(later(10))
  await sendActivationPin(scene, stage.anyone, { token })
  const limited = sendActivationPin(scene, stage.anyone, { token })
  await expect(limited).rejects.toMatchObject({ code: 'SEND_LIMIT', retryAt: later(60) })
  await scene.travelTo(later(60))
  await sendActivationPin(scene, stage.anyone, { token })
  expect(await codes(stage.portalId, 'activationPinSend')).toEqual(['DONE', 'DONE', 'SEND_LIMIT', 'DONE'])
})

test('counts every wrong PIN and hears no more after the last one', async () => {
  const stage = await setStage(scene, { policy: { pinAttempts: 3 } })
  const { token } = await invite(scene, stage)
  await sendActivationPin(scene, stage.anyone, { token })
  const attempt = (pin: string) => confirmActivationPin(scene, stage.anyone, { token, pin })
  await expect(attempt(wrongPin(scene))).rejects.toMatchObject({ code: 'PIN_WRONG' })
  await expect(attempt(wrongPin(scene))).rejects.toMatchObject({ code: 'PIN_WRONG' })
  await expect(attempt(wrongPin(scene))).rejects.toMatchObject({ code: 'PIN_EXHAUSTED' })
  await expect(attempt(lastPin(scene))).rejects.toMatchObject({ code: 'PIN_EXHAUSTED' })
  await sendActivationPin(scene, stage.anyone, { token })
  expect(await attempt(lastPin(scene))).toHaveProperty('continuation')
  await expect(attempt(lastPin(scene))).rejects.toMatchObject({ code: 'PIN_USED' })
})

test('refuses a PIN that was not sent, is malformed or came too late', async () => {
  const stage = await setStage(scene)
  const { token } = await invite(scene, stage)
  const attempt = (pin: string) => confirmActivationPin(scene, stage.anyone, { token, pin })
  await expect(attempt('123456')).rejects.toMatchObject({ code: 'PIN_NOT_SENT' })
  await expect(attempt('12345x')).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  await sendActivationPin(scene, stage.anyone, { token })
  await scene.travelTo(later(10))
  await expect(attempt(lastPin(scene))).rejects.toMatchObject({ code: 'PIN_EXPIRED' })
})

test('asks HR once for a number that is missing', async () => {
  const stage = await setStage(scene)
  const { token, journeyId } = await invite(scene, stage, { mobile: null })
  for (let times = 0; times < 2; times++) {
    await expect(sendActivationPin(scene, stage.anyone, { token })).rejects.toMatchObject({ code: 'NO_MOBILE' })
  }
  const tasks = await scene.owner`select kind, key, status, role from tasks where journey_id = ${journeyId}`
  expect(tasks).toEqual([{ kind: 'CORRECT_MOBILE', key: 'p1/correct-mobile-1', status: 'open', role: 'HR' }])
})

test('sends nothing more to a number that is not the person’s', async () => {
  const stage = await setStage(scene)
  const { token } = await invite(scene, stage)
  await sendActivationPin(scene, stage.anyone, { token })
  await reportWrongNumber(scene, stage.anyone, { token })
  await reportWrongNumber(scene, stage.anyone, { token })
  await expect(sendActivationPin(scene, stage.anyone, { token })).rejects.toMatchObject({ code: 'NUMBER_REPORTED' })
  await expect(confirmActivationPin(scene, stage.anyone, { token, pin: lastPin(scene) })).rejects.toMatchObject({
    code: 'PIN_EXPIRED',
  })
  const [seen] = await scene.owner`
    select (select count(*)::int from tasks where portal_id = ${stage.portalId}) as tasks,
      (select array_agg(fact order by id) from timeline where portal_id = ${stage.portalId}) as facts`
  expect(seen).toEqual({ tasks: 1, facts: ['invited', 'invitationSent', 'pinSent', 'numberReported'] })
})

test('names every rule a password breaks, and takes it only after the PIN', async () => {
  const stage = await setStage(scene)
  const jan = await invite(scene, stage)
  const set = (more: object) => setActivationPassword(scene, stage.anyone, { token: jan.token, password, ...more })
  await expect(set({})).rejects.toMatchObject({ code: 'PIN_NEEDED' })
  await expect(set({ continuation: jan.token })).rejects.toMatchObject({ code: 'PIN_NEEDED' })
  const continuation = await proveNumber(scene, stage, jan)
  await expect(set({ continuation, password: 'jansen1' })).rejects.toMatchObject({
    code: 'PASSWORD_REFUSED',
    problems: [
      { path: 'password', code: 'TOO_SHORT' },
      { path: 'password', code: 'NAMES_YOU' },
    ],
  })
  await expect(set({ continuation, password: 'Welkom2026!!' })).rejects.toMatchObject({
    problems: [{ path: 'password', code: 'TOO_COMMON' }],
  })
  expect(await set({ continuation })).toHaveProperty('session.sessionId')
})

test('asks for the PIN again when the proof of the number has become old', async () => {
  const stage = await setStage(scene)
  const jan = await invite(scene, stage)
  const continuation = await proveNumber(scene, stage, jan)
  await scene.travelTo(later(15))
  const late = setActivationPassword(scene, stage.anyone, { token: jan.token, continuation, password })
  await expect(late).rejects.toMatchObject({ code: 'PIN_NEEDED' })
})

test('takes no proof of somebody else’s number', async () => {
  const stage = await setStage(scene)
  const continuation = await proveNumber(scene, stage, await invite(scene, stage))
  const { token } = await invite(scene, stage)
  const stolen = setActivationPassword(scene, stage.anyone, { token, continuation, password })
  await expect(stolen).rejects.toMatchObject({ code: 'PIN_NEEDED' })
})

test('needs no PIN where the portal does without', async () => {
  const stage = await setStage(scene, { policy: { pin: 'none' } })
  const { token } = await invite(scene, stage)
  expect(await viewActivation(scene, stage.anyone, { token })).toMatchObject({ step: 'PASSWORD', pinNeeded: false })
  await expect(sendActivationPin(scene, stage.anyone, { token })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  await setActivationPassword(scene, stage.anyone, { token, password })
  const [person] = await scene.owner`select mobile_status as status from people where portal_id = ${stage.portalId}`
  expect(person).toEqual({ status: 'unproven' })
})

test('sends no more PINs than one plan is worth', async () => {
  const stage = await setStage(scene, { policy: { pinsPerPlan: 3, pinsPerHour: 20 } })
  const { token } = await invite(scene, stage)
  for (let sent = 0; sent < 3; sent++) await sendActivationPin(scene, stage.anyone, { token })
  await expect(sendActivationPin(scene, stage.anyone, { token })).rejects.toMatchObject({ code: 'PINS_SPENT' })
})
