import { expect, test } from 'vitest'
import { confirmSignInCode } from '../../src/commands/accounts/confirm-sign-in-code.ts'
import { sendSignInCode } from '../../src/commands/accounts/send-sign-in-code.ts'
import { accountHolder, toldTo } from '../support/account-holder.ts'
import { appCode } from '../support/app-code.ts'
import { openScene, setStage } from '../support/scene.ts'
import { enrolApp, enrolSms, flowOf, lastDrawn, otherThan, stranger, typePassword } from '../support/second-steps.ts'

const scene = await openScene()
const morning = Date.parse('2026-03-02T10:00:00Z')

/** Somebody with an authenticator app, half a minute later: the code that set it up is spent. */
async function withApp() {
  const stage = await setStage(scene)
  const anna = await accountHolder(scene, stage)
  await scene.travelTo(new Date(morning))
  const app = await enrolApp(scene, stage, anna)
  await scene.travelTo(new Date(morning + 60_000))
  const begin = async (call = stranger(stage)) => ({
    call,
    flow: flowOf(await typePassword(scene, stage, anna, { call })),
  })
  return { stage, anna, app, begin }
}

test('asks for the second step after the right password, and lists the ways', async () => {
  const { app, begin } = await withApp()
  const { flow } = await begin()
  expect(flow).toMatchObject({ step: 'CONFIRM_FACTOR', usesBackupCodes: true, mayRemember: false, isRecovery: false })
  expect(flow.factors).toEqual([{ id: app.factorId, kind: 'app', name: 'Authenticator', mobile: null }])
  expect(flow.expiresAt).toEqual(new Date(morning + 16 * 60_000))
})

test('lets in with the code of the app, freshly proven', async () => {
  const { anna, app, begin } = await withApp()
  const { call, flow } = await begin()
  const code = await appCode(scene, app.secret)
  const { session } = await confirmSignInCode(scene, call, { flow: flow.token, factorId: app.factorId, code })
  const [row] =
    await scene.owner`select account_id, proof, stepped_up_at from sessions where id = ${session?.sessionId ?? ''}`
  expect(row).toEqual({ account_id: anna.accountId, proof: 'app', stepped_up_at: new Date(morning + 60_000) })
  const again = confirmSignInCode(scene, call, { flow: flow.token, factorId: app.factorId, code })
  await expect(again).rejects.toMatchObject({ code: 'FLOW_ENDED' })
})

test('takes one code once, of two sign-ins in the same moment', async () => {
  const { app, begin } = await withApp()
  const code = await appCode(scene, app.secret)
  const both = await Promise.all([begin(), begin()])
  const outcomes = await Promise.allSettled(
    both.map(({ call, flow }) => confirmSignInCode(scene, call, { flow: flow.token, factorId: app.factorId, code })),
  )
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'CODE_WRONG' } })
})

test('takes the code of the step before once, and none beyond what the portal allows a clock to be off', async () => {
  const { app, begin } = await withApp()
  const { call, flow } = await begin()
  const attempt = async (stepsLater: number) =>
    confirmSignInCode(scene, call, {
      flow: flow.token,
      factorId: app.factorId,
      code: await appCode(scene, app.secret, stepsLater),
    })
  await scene.travelTo(new Date(morning + 120_000))
  await expect(attempt(-2)).rejects.toMatchObject({ code: 'CODE_WRONG' })
  await expect(attempt(2)).rejects.toMatchObject({ code: 'CODE_WRONG' })
  expect((await attempt(-1)).session).not.toBeNull()
  const next = await begin()
  const spent = confirmSignInCode(scene, next.call, {
    flow: next.flow.token,
    factorId: app.factorId,
    code: await appCode(scene, app.secret, -1),
  })
  await expect(spent).rejects.toMatchObject({ code: 'CODE_WRONG' })
})

test('evaluates no more of a hundred wrong codes at once than the limit, and remembers them', async () => {
  const { stage, anna, app, begin } = await withApp()
  const { call, flow } = await begin()
  const wrong = otherThan(await appCode(scene, app.secret))
  const outcomes = await Promise.allSettled(
    Array.from({ length: 100 }, () =>
      confirmSignInCode(scene, call, { flow: flow.token, factorId: app.factorId, code: wrong }),
    ),
  )
  const codes = outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason.code : 'in'))
  // The fifth closes the door for a second, and the clock stands still.
  expect(codes.filter((code) => code === 'CODE_WRONG')).toHaveLength(5)
  expect(codes.filter((code) => code === 'TOO_MANY_ATTEMPTS')).toHaveLength(95)
  const [row] = await scene.owner`select attempts from sign_in_flows where portal_id = ${stage.portalId}`
  expect(row?.attempts).toBe(5)
  const right = confirmSignInCode(scene, call, {
    flow: flow.token,
    factorId: app.factorId,
    code: await appCode(scene, app.secret),
  })
  await expect(right).rejects.toMatchObject({ code: 'TOO_MANY_ATTEMPTS' })
  await scene.travelTo(new Date(morning + 62_000))
  expect((await toldTo(scene, anna)).map(({ template }) => template)).not.toContain('suspicious-sign-in')
  await expect(
    confirmSignInCode(scene, call, { flow: flow.token, factorId: app.factorId, code: wrong }),
  ).rejects.toMatchObject({ code: 'CODE_WRONG' })
  // Somebody has the password and guesses: its owner hears of it.
  expect((await toldTo(scene, anna)).map(({ template }) => template)).toContain('suspicious-sign-in')
})

test('tells its owner of somebody who guesses from many places, a few times from each', async () => {
  const { stage, anna, app } = await withApp()
  const told = async () =>
    (await toldTo(scene, anna)).filter(({ template }) => template === 'suspicious-sign-in').length
  const guess = async () => {
    const call = stranger(stage)
    const { token } = flowOf(await typePassword(scene, stage, anna, { call }))
    const code = otherThan(await appCode(scene, app.secret))
    const wrong = confirmSignInCode(scene, call, { flow: token, factorId: app.factorId, code })
    await expect(wrong).rejects.toMatchObject({ code: 'CODE_WRONG' })
  }
  for (let times = 0; times < 11; times++) await guess()
  expect(await told()).toBe(0)
  await guess()
  await guess()
  expect(await told()).toBe(1)
})

test('sends a code by SMS for this sign-in alone, and a newer one takes over', async () => {
  const stage = await setStage(scene)
  const anna = await accountHolder(scene, stage)
  const factorId = await enrolSms(scene, stage, anna)
  const call = stranger(stage)
  const flow = flowOf(await typePassword(scene, stage, anna, { call }))
  const other = flowOf(await typePassword(scene, stage, anna, { call }))
  const notYet = confirmSignInCode(scene, call, { flow: flow.token, factorId, code: '123456' })
  await expect(notYet).rejects.toMatchObject({ code: 'CODE_NOT_SENT' })
  expect(await sendSignInCode(scene, call, { flow: flow.token, factorId })).toMatchObject({ mobile: '•• •••• 78' })
  const first = lastDrawn(scene)
  await sendSignInCode(scene, call, { flow: flow.token, factorId })
  const second = lastDrawn(scene)
  await sendSignInCode(scene, call, { flow: other.token, factorId })
  const attempt = (code: string) => confirmSignInCode(scene, call, { flow: flow.token, factorId, code })
  if (first !== second) await expect(attempt(first)).rejects.toMatchObject({ code: 'CODE_WRONG' })
  const elsewhere = lastDrawn(scene)
  if (elsewhere !== second) await expect(attempt(elsewhere)).rejects.toMatchObject({ code: 'CODE_WRONG' })
  expect((await attempt(` ${second.slice(0, 3)} ${second.slice(3)}`)).session).not.toBeNull()
})

test('sends one number no more codes an hour than the portal says', async () => {
  const stage = await setStage(scene)
  const anna = await accountHolder(scene, stage)
  const factorId = await enrolSms(scene, stage, anna)
  const call = stranger(stage)
  const flow = flowOf(await typePassword(scene, stage, anna, { call }))
  const send = () => sendSignInCode(scene, call, { flow: flow.token, factorId })
  for (let sent = 0; sent < 5; sent++) await send()
  await expect(send()).rejects.toMatchObject({ code: 'SEND_LIMIT' })
})

test('answers a code of a sign-in that expired, or whose account changed, in one way', async () => {
  const { anna, app, begin } = await withApp()
  const { call, flow } = await begin()
  const attempt = async () =>
    confirmSignInCode(scene, call, { flow: flow.token, factorId: app.factorId, code: await appCode(scene, app.secret) })
  await scene.owner`update accounts set credential_version = credential_version + 1 where id = ${anna.accountId}`
  await expect(attempt()).rejects.toMatchObject({ code: 'FLOW_ENDED' })
  const next = await begin()
  await scene.travelTo(new Date(morning + 20 * 60_000))
  const late = confirmSignInCode(scene, next.call, { flow: next.flow.token, factorId: app.factorId, code: '123456' })
  await expect(late).rejects.toMatchObject({ code: 'FLOW_ENDED' })
  const unknown = confirmSignInCode(scene, call, { flow: 'x'.repeat(43), factorId: app.factorId, code: '123456' })
  await expect(unknown).rejects.toMatchObject({ code: 'FLOW_ENDED' })
})
