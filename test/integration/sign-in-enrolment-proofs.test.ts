import { expect, test } from 'vitest'
import { chooseRecovery } from '../../src/commands/accounts/choose-recovery.ts'
import { confirmFactorEnrolment } from '../../src/commands/accounts/confirm-factor-enrolment.ts'
import { renewBackupCodes } from '../../src/commands/accounts/renew-backup-codes.ts'
import { startFactorEnrolment } from '../../src/commands/accounts/start-factor-enrolment.ts'
import { useRecoveryCode } from '../../src/commands/accounts/use-recovery-code.ts'
import type { Policy } from '../../src/domain/portals/policy.ts'
import type { HashingPort } from '../../src/providers/hashing/port.ts'
import { accountHolder, callOfHolder, toldTo } from '../support/account-holder.ts'
import { appCode } from '../support/app-code.ts'
import { openScene, setStage } from '../support/scene.ts'
import { enrolApp, flowOf, setPolicy, stranger, typePassword } from '../support/second-steps.ts'

const scene = await openScene()

async function obliged(factors: Partial<Policy['factors']> = {}, being: Parameters<typeof accountHolder>[2] = {}) {
  const stage = await setStage(scene)
  await setPolicy(scene, stage, { factors: { obligatoryFor: 'everyone', graceDays: 0, reminderDays: [], ...factors } })
  const anna = await accountHolder(scene, stage, being)
  const call = stranger(stage)
  const { token: flow } = flowOf(await typePassword(scene, stage, anna, { call }))
  return { stage, anna, call, flow }
}

/** Hashing during which something else happens. */
function whileHashing(happens: () => Promise<unknown>): HashingPort {
  let isFirst = true
  const meanwhile = async () => {
    if (isFirst) await happens()
    isFirst = false
  }
  return {
    ...scene.hashing,
    hash: async (secret) => meanwhile().then(() => scene.hashing.hash(secret)),
    hashWith: async (secret, salt) => meanwhile().then(() => scene.hashing.hashWith(secret, salt)),
  }
}

test('asks the mailbox about the number on file that was found to be somebody else’s', async () => {
  const { call, flow } = await obliged({}, { mobile: '+31612345678', mobileStatus: 'wrong' })
  const started = await startFactorEnrolment(scene, call, { flow, kind: 'sms', mobile: '0612345678' })
  expect(started).toMatchObject({ needsNumberCode: true, needsMailCode: true })
})

test('proves by mail before an app where no SMS reaches the number on file', async () => {
  const proven = { numberBeforeApp: true, methods: ['app'] } as const
  const { call, flow } = await obliged({ ...proven, methods: ['app'] }, { mobileStatus: 'unreachable' })
  const started = await startFactorEnrolment(scene, call, { flow, kind: 'app' })
  expect(started).toMatchObject({ needsNumberCode: false, needsMailCode: true })
})

test('begins nothing whose proofs were settled before the number on file changed', async () => {
  const { anna, call, flow } = await obliged()
  const change = () => scene.owner`update people set mobile = '+31687654321' where id = ${anna.personId}`
  const deps = { ...scene, hashing: whileHashing(change) }
  const start = () => startFactorEnrolment(deps, call, { flow, kind: 'sms', mobile: '0612345678' })
  await expect(start()).rejects.toMatchObject({ code: 'CHANGED_MEANWHILE' })
  expect(await start()).toMatchObject({ needsMailCode: true })
})

test('begins no app without the code to a number that came on file meanwhile', async () => {
  const { anna, call, flow } = await obliged({ numberBeforeApp: true, methods: ['app'] }, { mobile: null })
  const change = () => scene.owner`update people set mobile = '+31687654321' where id = ${anna.personId}`
  const deps = { ...scene, hashing: whileHashing(change) }
  const started = startFactorEnrolment(deps, call, { flow, kind: 'app' })
  await expect(started).rejects.toMatchObject({ code: 'CHANGED_MEANWHILE' })
})

test('confirms nothing without the code to the mailbox, even where that is gone', async () => {
  const { anna, call, flow } = await obliged()
  const { id } = await startFactorEnrolment(scene, call, { flow, kind: 'sms', mobile: '0687654321' })
  const [code] = scene.random.pins.slice(-2)
  await scene.owner`delete from secrets where account_id = ${anna.accountId} and purpose = 'mail-code'`
  const confirmed = confirmFactorEnrolment(scene, call, { flow, factorId: id, code })
  await expect(confirmed).rejects.toMatchObject({ code: 'CODE_NOT_SENT' })
})

test('sends codes for one account to no more numbers and mailboxes in an hour than the portal says', async () => {
  const { anna, call, flow } = await obliged()
  const start = (times: number) => startFactorEnrolment(scene, call, { flow, kind: 'sms', mobile: `068765432${times}` })
  for (let times = 0; times < 5; times++) await start(times)
  await expect(start(5)).rejects.toMatchObject({ code: 'SEND_LIMIT', retryAt: new Date('2026-03-02T11:00:00Z') })
  expect((await toldTo(scene, anna)).filter(({ template }) => template === 'mail-code')).toHaveLength(5)
})

test('sends one mailbox no more codes in an hour for apps than the portal says', async () => {
  const { call, flow } = await obliged({ numberBeforeApp: true, methods: ['app'] }, { mobile: null })
  const start = () => startFactorEnrolment(scene, call, { flow, kind: 'app' })
  for (let times = 0; times < 5; times++) await start()
  await expect(start()).rejects.toMatchObject({ code: 'SEND_LIMIT' })
})

test('nobody else uses up the codes that go to the number on file', async () => {
  const { stage, call, flow } = await obliged()
  const bert = callOfHolder(stage, await accountHolder(scene, stage, { mobile: null }))
  const mobile = '0612345678'
  for (let times = 0; times < 5; times++) await startFactorEnrolment(scene, bert, { kind: 'sms', mobile })
  await expect(startFactorEnrolment(scene, bert, { kind: 'sms', mobile })).rejects.toMatchObject({ code: 'SEND_LIMIT' })
  const carla = callOfHolder(stage, await accountHolder(scene, stage, { mobile: null }))
  await expect(startFactorEnrolment(scene, carla, { kind: 'sms', mobile })).rejects.toMatchObject({
    code: 'SEND_LIMIT',
  })
  for (let times = 0; times < 5; times++) await startFactorEnrolment(scene, call, { flow, kind: 'sms' })
  await expect(startFactorEnrolment(scene, call, { flow, kind: 'sms' })).rejects.toMatchObject({ code: 'SEND_LIMIT' })
})

test('counts what was lost for good in no limit: it makes way', async () => {
  const stage = await setStage(scene)
  const anna = await accountHolder(scene, stage)
  const [first] = [await enrolApp(scene, stage, anna)]
  for (let times = 1; times < 10; times++) await enrolApp(scene, stage, anna)
  const call = stranger(stage)
  const { token: flow } = flowOf(await typePassword(scene, stage, anna, { call }))
  await useRecoveryCode(scene, call, { flow, code: first.codes[0] ?? '' })
  await chooseRecovery(scene, call, { flow, choice: 'PERMANENT' })
  expect(await startFactorEnrolment(scene, call, { flow, kind: 'app' })).toMatchObject({ kind: 'app' })
})

test('leaves the backup codes that were made while a second step was being confirmed', async () => {
  const stage = await setStage(scene)
  const anna = await accountHolder(scene, stage)
  await enrolApp(scene, stage, anna)
  await scene.owner`update backup_code_sets set superseded_at = drempel.now() where account_id = ${anna.accountId}`
  const call = callOfHolder(stage, anna)
  const { id, app } = await startFactorEnrolment(scene, call, { kind: 'app' })
  const code = await appCode(scene, app?.secret ?? '')
  const renewed: (readonly string[])[] = []
  const renew = async () => renewed.push((await renewBackupCodes(scene, call)).codes)
  const deps = { ...scene, hashing: whileHashing(renew) }
  const confirmed = await confirmFactorEnrolment(deps, call, { factorId: id, code })
  expect(renewed[0]).toHaveLength(10)
  expect(confirmed.backupCodes).toBeNull()
  const sets = await scene.owner`
    select id from backup_code_sets where account_id = ${anna.accountId} and superseded_at is null`
  expect(sets).toHaveLength(1)
})
