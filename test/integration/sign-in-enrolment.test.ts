import { expect, test } from 'vitest'
import { confirmFactorEnrolment } from '../../src/commands/accounts/confirm-factor-enrolment.ts'
import { skipFactorEnrolment } from '../../src/commands/accounts/skip-factor-enrolment.ts'
import { startFactorEnrolment } from '../../src/commands/accounts/start-factor-enrolment.ts'
import type { Call } from '../../src/commands/execute.ts'
import type { Policy } from '../../src/domain/portals/policy.ts'
import { accountHolder, callOfHolder, toldTo } from '../support/account-holder.ts'
import { appCode } from '../support/app-code.ts'
import { openScene, setStage } from '../support/scene.ts'
import {
  enrolApp,
  enrolSms,
  flowOf,
  lastDrawn,
  otherThan,
  setPolicy,
  stranger,
  typePassword,
} from '../support/second-steps.ts'

const scene = await openScene()

type Factors = Partial<Policy['factors']>
const everyone: Factors = { obligatoryFor: 'everyone', graceDays: 0, reminderDays: [] }

async function obliged(factors: Factors = {}, being: Parameters<typeof accountHolder>[2] = {}) {
  const stage = await setStage(scene)
  await setPolicy(scene, stage, { factors: { ...everyone, ...factors } })
  const anna = await accountHolder(scene, stage, being)
  const call = stranger(stage)
  const flow = flowOf(await typePassword(scene, stage, anna, { call }))
  return { stage, anna, call, flow }
}

const confirmSms = async (call: Call, flow: string, more: { mobile?: string } = {}) => {
  const { id } = await startFactorEnrolment(scene, call, { flow, kind: 'sms', ...more })
  return confirmFactorEnrolment(scene, call, { flow, factorId: id, code: lastDrawn(scene) })
}

test('leads nowhere but to setting one up, where the portal gives no grace', async () => {
  const { anna, flow } = await obliged()
  expect(flow).toMatchObject({ step: 'ENROL_FACTOR', methods: ['key', 'app', 'sms'] })
  const sessions = await scene.owner`select id from sessions where account_id = ${anna.accountId}`
  expect(sessions).toHaveLength(1) // the one the test gave
})

test('is in once one of them is set up, with backup codes shown once', async () => {
  const { anna, call, flow } = await obliged()
  const confirmed = await confirmSms(call, flow.token)
  expect(confirmed.entered).toMatchObject({ flow: null, session: { accountId: anna.accountId } })
  expect(confirmed.backupCodes).toHaveLength(10)
  const [session] =
    await scene.owner`select proof, stepped_up_at from sessions where id = ${confirmed.entered?.session?.sessionId ?? ''}`
  expect(session).toMatchObject({ proof: 'sms', stepped_up_at: expect.any(Date) })
})

test('offers each method in the portal’s order, lets each be left out, and keeps one', async () => {
  const { call, flow } = await obliged({ offer: 'each', methods: ['sms', 'key', 'app'] })
  expect(flow).toMatchObject({ methods: ['sms', 'key', 'app'], maySkip: true })
  const skip = (kind: 'sms' | 'key' | 'app' | null) => skipFactorEnrolment(scene, call, { flow: flow.token, kind })
  await expect(skip(null)).rejects.toMatchObject({ code: 'FACTOR_NEEDED' })
  expect(flowOf(await skip('sms'))).toMatchObject({ methods: ['key', 'app'] })
  expect(flowOf(await skip('key'))).toMatchObject({ methods: ['app'], maySkip: false })
  await expect(skip('app')).rejects.toMatchObject({ code: 'FACTOR_NEEDED' })
  await expect(skip('sms')).rejects.toMatchObject({ code: 'FACTOR_NEEDED' })
})

test('goes on to the next method after one was set up, and in when the rest is left out', async () => {
  const { call, flow } = await obliged({ offer: 'each', methods: ['sms', 'key', 'app'] })
  const { entered } = await confirmSms(call, flow.token)
  expect(entered && flowOf(entered)).toMatchObject({ step: 'ENROL_FACTOR', methods: ['key', 'app'], maySkip: true })
  expect((await skipFactorEnrolment(scene, call, { flow: flow.token, kind: null })).session).not.toBeNull()
})

test('asks a code from the mailbox as well where only a password was given and the number is new', async () => {
  const { anna, call, flow } = await obliged()
  const { id, needsMailCode, mobile } = await startFactorEnrolment(scene, call, {
    flow: flow.token,
    kind: 'sms',
    mobile: '0031687654321',
  })
  expect({ needsMailCode, mobile }).toEqual({ needsMailCode: true, mobile: '•• •••• 21' })
  const [numberPin, mailPin] = scene.random.pins.slice(-2)
  const told = (await toldTo(scene, anna)).slice(-2)
  expect(told).toMatchObject([
    { template: 'number-code', recipient: '+31687654321' },
    { template: 'mail-code', recipient: anna.email },
  ])
  const confirm = (code: string, mailCode?: string) =>
    confirmFactorEnrolment(scene, call, { flow: flow.token, factorId: id, code, mailCode })
  await expect(confirm(numberPin ?? '')).rejects.toMatchObject({ code: 'MAIL_CODE_NEEDED' })
  await expect(confirm(numberPin ?? '', otherThan(mailPin ?? ''))).rejects.toMatchObject({ code: 'CODE_WRONG' })
  await expect(confirm(otherThan(numberPin ?? ''), mailPin)).rejects.toMatchObject({ code: 'CODE_WRONG' })
  expect((await confirm(numberPin ?? '', mailPin)).entered?.session).not.toBeNull()
})

test('asks no mail for the number on file, and names no number to a mailbox that is not proven', async () => {
  const { call, flow } = await obliged()
  expect(await startFactorEnrolment(scene, call, { flow: flow.token, kind: 'sms' })).toMatchObject({
    needsMailCode: false,
  })
  const { anna, ...other } = await obliged()
  await scene.owner`update people set email_status = 'bounced' where id = ${anna.personId}`
  const started = startFactorEnrolment(scene, other.call, { flow: other.flow.token, kind: 'sms', mobile: '0687654321' })
  await expect(started).rejects.toMatchObject({ code: 'NO_CHANNEL' })
})

test('needs no mail for another number once a second step was shown', async () => {
  const stage = await setStage(scene)
  const anna = await accountHolder(scene, stage)
  await enrolApp(scene, stage, anna)
  const started = await startFactorEnrolment(scene, callOfHolder(stage, anna), { kind: 'sms', mobile: '0687654321' })
  expect(started).toMatchObject({ needsMailCode: false, needsNumberCode: true })
})

test('proves the number before an app where the portal asks for it', async () => {
  const { call, flow } = await obliged({ methods: ['app', 'sms'], numberBeforeApp: true })
  const started = await startFactorEnrolment(scene, call, { flow: flow.token, kind: 'app' })
  expect(started).toMatchObject({ needsNumberCode: true, needsMailCode: false, mobile: '•• •••• 78' })
  const code = await appCode(scene, started.app?.secret ?? '')
  const confirm = (numberCode?: string) =>
    confirmFactorEnrolment(scene, call, { flow: flow.token, factorId: started.id, code, numberCode })
  await expect(confirm()).rejects.toMatchObject({ code: 'CODE_WRONG' })
  expect((await confirm(lastDrawn(scene))).entered?.session).not.toBeNull()
})

test('shows the app’s issuer as the portal names it, with the secret to type beside the picture', async () => {
  const { anna, call, flow } = await obliged({ issuer: 'Visma | Raet' })
  const { app } = await startFactorEnrolment(scene, call, { flow: flow.token, kind: 'app' })
  expect(new URL(app?.uri ?? '').searchParams.get('issuer')).toBe('Visma | Raet')
  expect(app?.uri).toContain(encodeURIComponent(anna.email))
  expect(app?.secret).toMatch(/^[A-Z2-7]{32}$/)
  expect(app?.qrSvg).toMatch(/^<svg[\s>]/)
})

test('confirms only what was begun in the same sign-in, and in time', async () => {
  const { stage, anna, call, flow } = await obliged()
  const { id } = await startFactorEnrolment(scene, call, { flow: flow.token, kind: 'sms' })
  const code = lastDrawn(scene)
  const other = flowOf(await typePassword(scene, stage, anna, { call }))
  const elsewhere = confirmFactorEnrolment(scene, call, { flow: other.token, factorId: id, code })
  await expect(elsewhere).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await scene.owner`update factors set expires_at = drempel.now() where id = ${id}`
  const late = confirmFactorEnrolment(scene, call, { flow: flow.token, factorId: id, code })
  await expect(late).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('evaluates no more of a hundred wrong proofs at once than the limit', async () => {
  const { anna, call, flow } = await obliged()
  const { id } = await startFactorEnrolment(scene, call, { flow: flow.token, kind: 'sms' })
  const code = otherThan(lastDrawn(scene))
  const before = scene.hashing.verified.length
  const outcomes = await Promise.allSettled(
    Array.from({ length: 100 }, () => confirmFactorEnrolment(scene, call, { flow: flow.token, factorId: id, code })),
  )
  const codes = outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason.code : 'in'))
  expect(codes.filter((one) => one === 'CODE_WRONG')).toHaveLength(5)
  expect(codes.filter((one) => one === 'CODE_EXHAUSTED')).toHaveLength(95)
  expect(scene.hashing.verified.length - before).toBe(5)
  expect(await scene.owner`select id from factors where account_id = ${anna.accountId} and status = 'active'`).toEqual(
    [],
  )
})

test('counts a factor confirmed twice in the same moment once', async () => {
  const { anna, call, flow } = await obliged()
  const { id } = await startFactorEnrolment(scene, call, { flow: flow.token, kind: 'sms' })
  const confirm = () => confirmFactorEnrolment(scene, call, { flow: flow.token, factorId: id, code: lastDrawn(scene) })
  const code = lastDrawn(scene)
  expect(code).toMatch(/^\d{6}$/)
  const outcomes = await Promise.allSettled([confirm(), confirm()])
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  const sessions = await scene.owner`select id from sessions where account_id = ${anna.accountId} and ended_at is null`
  expect(sessions).toHaveLength(1)
})

test('puts a new app in the place of the old one in the same moment', async () => {
  const stage = await setStage(scene)
  const anna = await accountHolder(scene, stage)
  const old = await enrolApp(scene, stage, anna)
  const call = callOfHolder(stage, anna)
  const started = await startFactorEnrolment(scene, call, { kind: 'app', name: 'New phone' })
  const code = await appCode(scene, started.app?.secret ?? '')
  await confirmFactorEnrolment(scene, call, { factorId: started.id, code, replaces: old.factorId })
  const rows =
    await scene.owner`select name, status, removed_for, sealed is null as wiped from factors where account_id = ${anna.accountId} order by id`
  expect([...rows]).toEqual([
    { name: 'Authenticator', status: 'removed', removed_for: 'REPLACED', wiped: true },
    { name: 'New phone', status: 'active', removed_for: null, wiped: false },
  ])
  const elsewhere = await toldTo(scene, anna)
  expect(elsewhere.map(({ template }) => template)).toEqual(['factor-added', 'factor-added', 'factor-removed'])
})

test('keeps the proof of one account from setting up a number twice', async () => {
  const stage = await setStage(scene)
  const anna = await accountHolder(scene, stage)
  await enrolSms(scene, stage, anna)
  const twice = startFactorEnrolment(scene, callOfHolder(stage, anna), { kind: 'sms' })
  await expect(twice).rejects.toMatchObject({ code: 'FACTOR_EXISTS' })
})
