import { expect, test } from 'vitest'
import { changePasswordInFlow } from '../../src/commands/accounts/change-password-in-flow.ts'
import { chooseRecovery } from '../../src/commands/accounts/choose-recovery.ts'
import { confirmFactorEnrolment } from '../../src/commands/accounts/confirm-factor-enrolment.ts'
import { renewBackupCodes } from '../../src/commands/accounts/renew-backup-codes.ts'
import { sendBackupCode } from '../../src/commands/accounts/send-backup-code.ts'
import { startFactorEnrolment } from '../../src/commands/accounts/start-factor-enrolment.ts'
import { useRecoveryCode } from '../../src/commands/accounts/use-recovery-code.ts'
import { accountHolder, callOfHolder, toldTo } from '../support/account-holder.ts'
import { appCode } from '../support/app-code.ts'
import { openScene, setStage } from '../support/scene.ts'
import { enrolApp, enrolSms, flowOf, setPolicy, stranger, typePassword } from '../support/second-steps.ts'

const scene = await openScene()

async function withCodes() {
  const stage = await setStage(scene)
  const anna = await accountHolder(scene, stage)
  const app = await enrolApp(scene, stage, anna)
  const begin = async (call = stranger(stage)) => {
    const flow = flowOf(await typePassword(scene, stage, anna, { call }))
    return { call, token: flow.token, use: (code: string) => useRecoveryCode(scene, call, { flow: flow.token, code }) }
  }
  return { stage, anna, app, begin }
}

const factorsOf = (accountId: string) =>
  scene.owner`select kind, status, removed_for from factors where account_id = ${accountId} order by id`

test('shows ten codes of eight digits in two groups when the first second step is set up, and keeps hashes', async () => {
  const { anna, app } = await withCodes()
  expect(app.codes).toHaveLength(10)
  for (const code of app.codes) expect(code).toMatch(/^\d{4} \d{4}$/)
  const rows = await scene.owner`select c.hash, s.salt from backup_codes c join backup_code_sets s on s.id = c.set_id
    where s.account_id = ${anna.accountId}`
  expect(rows).toHaveLength(10)
  expect(new Set(rows.map(({ salt }) => String(salt))).size).toBe(1)
  for (const { hash } of rows) for (const code of app.codes) expect(hash).not.toContain(code.replace(' ', ''))
})

test('takes a code however it is typed, once, and says how many are left', async () => {
  const { anna, app, begin } = await withCodes()
  const [code = ''] = app.codes
  const first = await begin()
  expect(flowOf(await first.use(` ${code.replace(' ', '-')} `))).toMatchObject({ step: 'CHOOSE_RECOVERY' })
  const told = await toldTo(scene, anna)
  expect(told.at(-1)).toMatchObject({ template: 'backup-code-used', params: { left: 9 } })
  const second = await begin()
  await expect(second.use(code)).rejects.toMatchObject({ code: 'BACKUP_CODE_WRONG' })
  await expect(second.use('12 34')).rejects.toMatchObject({ code: 'BACKUP_CODE_WRONG' })
})

test('takes one code once, of two sign-ins in the same moment', async () => {
  const { app, begin } = await withCodes()
  const both = await Promise.all([begin(), begin()])
  const outcomes = await Promise.allSettled(both.map(({ use }) => use(app.codes[3] ?? '')))
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'BACKUP_CODE_WRONG' } })
})

test('lets in once with a fresh code while the app stays, when it is only out of reach', async () => {
  const { anna, app, begin } = await withCodes()
  const { call, token, use } = await begin()
  await use(app.codes[0] ?? '')
  const { entered, backupCodes } = await chooseRecovery(scene, call, { flow: token, choice: 'TEMPORARY' })
  expect(entered.session).not.toBeNull()
  expect(backupCodes).toHaveLength(1)
  expect(await factorsOf(anna.accountId)).toMatchObject([{ kind: 'app', status: 'active' }])
  const next = await begin()
  expect(flowOf(await next.use(backupCodes?.[0] ?? ''))).toMatchObject({ step: 'CHOOSE_RECOVERY' })
})

test('sets up another factor at once when it is lost for good, and is in without a second sign-in', async () => {
  const { anna, app, begin } = await withCodes()
  const { call, token, use } = await begin()
  await use(app.codes[0] ?? '')
  const { entered } = await chooseRecovery(scene, call, { flow: token, choice: 'PERMANENT' })
  expect(flowOf(entered)).toMatchObject({ step: 'ENROL_FACTOR', methods: ['key', 'app', 'sms'] })
  // Broken off here, the old app still works and nothing stands open.
  expect(await factorsOf(anna.accountId)).toMatchObject([{ kind: 'app', status: 'active' }])
  const started = await startFactorEnrolment(scene, call, { flow: token, kind: 'app' })
  const code = await appCode(scene, started.app?.secret ?? '')
  const confirmed = await confirmFactorEnrolment(scene, call, { flow: token, factorId: started.id, code })
  expect(confirmed.entered?.session).not.toBeNull()
  // Nine of the old set are left: no new one is needed.
  expect(confirmed.backupCodes).toBeNull()
  expect(await factorsOf(anna.accountId)).toMatchObject([
    { kind: 'app', status: 'removed', removed_for: 'LOST' },
    { kind: 'app', status: 'active' },
  ])
  const [ended] = await scene.owner`select end_reason from sessions where id = ${anna.sessionId}`
  expect(ended).toEqual({ end_reason: 'FACTOR_CHANGED' })
  const templates = (await toldTo(scene, anna)).map(({ template }) => template)
  expect(templates.slice(-3)).toEqual(['backup-code-used', 'factor-added', 'factor-removed'])
})

test('does not go on with a step out of turn', async () => {
  const { stage, app, begin } = await withCodes()
  const { call, token, use } = await begin()
  const choose = () => chooseRecovery(scene, call, { flow: token, choice: 'PERMANENT' })
  await expect(choose()).rejects.toMatchObject({ code: 'STEP_DIFFERS' })
  const early = startFactorEnrolment(scene, call, { flow: token, kind: 'sms' })
  await expect(early).rejects.toMatchObject({ code: 'STEP_DIFFERS' })
  await use(app.codes[0] ?? '')
  await expect(use(app.codes[1] ?? '')).rejects.toMatchObject({ code: 'STEP_DIFFERS' })
  const others = chooseRecovery(scene, call, { flow: token, choice: 'PERMANENT', lost: [stage.portalId] })
  await expect(others).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('gives a new set that makes the old one worthless, to whoever proved it afresh', async () => {
  const { stage, anna, app, begin } = await withCodes()
  const { codes } = await renewBackupCodes(scene, callOfHolder(stage, anna))
  expect(codes).toHaveLength(10)
  const { use } = await begin()
  await expect(use(app.codes[0] ?? '')).rejects.toMatchObject({ code: 'BACKUP_CODE_WRONG' })
  expect(flowOf(await use(codes[0] ?? ''))).toMatchObject({ step: 'CHOOSE_RECOVERY' })
  await scene.owner`update sessions set stepped_up_at = null where id = ${anna.sessionId}`
  const stale = renewBackupCodes(scene, callOfHolder(stage, anna))
  await expect(stale).rejects.toMatchObject({ code: 'STEP_UP_NEEDED' })
})

test('sends one code by SMS where the portal offers it, and the others stay good', async () => {
  const { stage, anna, app, begin } = await withCodes()
  const call = callOfHolder(stage, anna)
  await expect(sendBackupCode(scene, call)).rejects.toMatchObject({ code: 'METHOD_NOT_OFFERED' })
  await setPolicy(scene, stage, { factors: { backupCodeBySms: true } })
  expect(await sendBackupCode(scene, call)).toEqual({ mobile: '•• •••• 78' })
  const sent = scene.random.pins.at(-1) ?? ''
  expect(sent).toMatch(/^\d{8}$/)
  const first = await begin()
  expect(flowOf(await first.use(sent))).toMatchObject({ step: 'CHOOSE_RECOVERY' })
  const second = await begin()
  expect(flowOf(await second.use(app.codes[9] ?? ''))).toMatchObject({ step: 'CHOOSE_RECOVERY' })
})

test('evaluates no more of a hundred wrong codes at once than the limit', async () => {
  const { begin } = await withCodes()
  const { use } = await begin()
  const outcomes = await Promise.allSettled(Array.from({ length: 100 }, () => use('0000 0000')))
  const codes = outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason.code : 'in'))
  expect(codes.filter((code) => code === 'BACKUP_CODE_WRONG')).toHaveLength(5)
  expect(codes.filter((code) => code === 'TOO_MANY_ATTEMPTS')).toHaveLength(95)
})

test('takes what is lost for good away at once where nothing else can be set up, and ends what it opened', async () => {
  const { stage, anna, app, begin } = await withCodes()
  const lost = [await enrolSms(scene, stage, anna)]
  const { call, token, use } = await begin()
  await use(app.codes[0] ?? '')
  await setPolicy(scene, stage, { factors: { methods: ['app'] } })
  const { entered } = await chooseRecovery(scene, call, { flow: token, choice: 'PERMANENT', lost })
  expect(entered.session).not.toBeNull()
  expect(await factorsOf(anna.accountId)).toMatchObject([
    { kind: 'app', status: 'active' },
    { kind: 'sms', status: 'removed', removed_for: 'LOST' },
  ])
  expect((await toldTo(scene, anna)).at(-1)).toMatchObject({ template: 'factor-removed' })
  const [ended] = await scene.owner`select end_reason from sessions where id = ${anna.sessionId}`
  expect(ended).toEqual({ end_reason: 'FACTOR_CHANGED' })
})

test('asks for another password after a backup code too, where the present one no longer keeps the rules', async () => {
  const { stage, anna, app, begin } = await withCodes()
  await setPolicy(scene, stage, { password: { minLength: 40 } })
  const { call, token, use } = await begin()
  await use(app.codes[0] ?? '')
  const { entered, backupCodes } = await chooseRecovery(scene, call, { flow: token, choice: 'TEMPORARY' })
  expect(entered).toMatchObject({ session: null, flow: { step: 'CHANGE_PASSWORD' } })
  expect(backupCodes).toHaveLength(1)
  const password = 'zeven groene fietsen rijden heel langzaam door de duinen'
  expect((await changePasswordInFlow(scene, call, { flow: token, password })).session).not.toBeNull()
  expect(await factorsOf(anna.accountId)).toMatchObject([{ kind: 'app', status: 'active' }])
})
