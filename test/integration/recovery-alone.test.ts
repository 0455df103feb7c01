import { expect, test } from 'vitest'
import { expireRecovery } from '../../src/commands/accounts/expire-recovery.ts'
import { issueRecoveryCode } from '../../src/commands/accounts/issue-recovery-code.ts'
import { holdersPassword } from '../support/account-holder.ts'
import { openApi } from '../support/api.ts'
import {
  approvedFor,
  approveFor,
  begun,
  enrolIn,
  issueAct,
  issuedFor,
  openLeaver,
  type Recovering,
  standsNow,
  writtenTo,
} from '../support/desk-leaver.ts'
import { actOf, noticeLeaves } from '../support/recovery.ts'
import { openScene } from '../support/scene.ts'
import { answerOnce } from '../support/strangers.ts'

const scene = await openScene()
const api = await openApi(scene)

const unchanged = ({ anna, identifier }: Recovering) => ({ email: anna.email, identifier, email_status: 'proven' })
const nothingLeft = { private_email: null, pin_mobile: null, pending: null, codes: 0, links: 0 }

/** The sign-in with the code, up to the last act. */
async function almostIn(of: Awaited<ReturnType<typeof issuedFor>>): Promise<string> {
  const { flow } = await of.say('signIn', { identifier: of.identifier, password: holdersPassword })
  await of.say('recoveryCodeUse', { flow: flow?.token, code: of.code })
  await of.say('recoveryCodeChoose', { flow: flow?.token, choice: 'PERMANENT' })
  return flow?.token ?? ''
}

test('the backup code alone gets nobody in', async () => {
  const of = await issuedFor(scene, await openLeaver(scene, api))
  for (const identifier of [of.identifier, of.privateEmail]) {
    expect(await of.say('signIn', { identifier, password: of.code })).toEqual({ code: 'SIGN_IN_FAILED' })
  }
  expect(await of.say('recoveryCodeUse', { flow: 'none', code: of.code })).toEqual({ code: 'FLOW_ENDED' })
})

test('the private address alone gets nobody in: no link to a password ever goes there before it is proven', async () => {
  const of = await issuedFor(scene, await openLeaver(scene, api))
  const before = await writtenTo(scene, of)
  for (const identifier of [of.privateEmail, of.identifier]) {
    await of.say('passwordResetRequest', { identifier })
    await answerOnce(scene)
  }
  expect((await writtenTo(scene, of)).slice(before.length)).toEqual([`password-reset ${of.anna.email}`])
  expect(await of.say('signIn', { identifier: of.privateEmail, password: holdersPassword })).toEqual({
    code: 'SIGN_IN_FAILED',
  })
})

test('is sent links to a password once the recovery is complete, and the old address none', async () => {
  const of = await issuedFor(scene, await openLeaver(scene, api))
  await enrolIn(scene, of, await almostIn(of))
  const before = await writtenTo(scene, of)
  for (const identifier of [of.anna.email, of.privateEmail]) {
    await of.say('passwordResetRequest', { identifier })
    await answerOnce(scene)
  }
  expect((await writtenTo(scene, of)).slice(before.length)).toEqual([`password-reset ${of.privateEmail}`])
})

test('the service desk alone gets nobody in: one cannot approve, two see no code and know no password', async () => {
  const of = await begun(scene, await openLeaver(scene, api))
  await noticeLeaves(scene, of)
  expect(await approveFor(scene, of, of.desk)).toEqual({ code: 'SECOND_PERSON_NEEDED' })
  await scene.travelTo('2026-03-03T10:00:00Z')
  expect(await issueRecoveryCode(scene, await issueAct(scene, of))).toBe('changed')
  const { journey } = await approveFor(scene, of)
  expect(JSON.stringify(journey)).not.toMatch(/\d{4} \d{4}/)
  expect(await issueRecoveryCode(scene, await issueAct(scene, of))).toBe('notYet')
  expect(await standsNow(scene, of)).toMatchObject({ ...unchanged(of), codes: 0 })
})

test('whoever approves cannot be the one who reads the private address', async () => {
  const leaver = await openLeaver(scene, api, { portal: { identifier: 'username', usernameSuffix: '@portal' } })
  const of = await begun(scene, { ...leaver, privateEmail: leaver.colleague.email })
  await noticeLeaves(scene, of)
  expect(await approveFor(scene, of)).toEqual({ code: 'ADDRESS_NOT_THEIRS' })
})

test('an objection in the waiting time stops it: nothing is sent, and the private address is forgotten', async () => {
  const of = await approvedFor(scene, await openLeaver(scene, api))
  expect(await of.say('recoveryObject', { token: of.objection })).toMatchObject({ isStopped: true })
  await scene.travelTo('2026-03-03T10:00:00Z')
  expect(await issueRecoveryCode(scene, await issueAct(scene, of))).toBe('changed')
  expect(await standsNow(scene, of)).toMatchObject({ status: 'objected', ...unchanged(of), ...nothingLeft })
  expect((await writtenTo(scene, of)).filter((line) => line.endsWith(of.privateEmail))).toEqual([])
})

test('an objection by the mail that tells the old address stops it up to the last act', async () => {
  const of = await issuedFor(scene, await openLeaver(scene, api))
  const flow = await almostIn(of)
  expect(await of.say('recoveryObject', { token: of.laterObjection })).toMatchObject({ isStopped: true })
  expect(await of.say('factorEnrolmentStart', { flow, kind: 'APP' })).toEqual({ code: 'FLOW_ENDED' })
  expect(await standsNow(scene, of)).toMatchObject({
    status: 'objected',
    ...unchanged(of),
    ...nothingLeft,
    sessions: 0,
  })
  // Both mailboxes read that it is over.
  expect((await writtenTo(scene, of)).filter((line) => line.startsWith('recovery-ended'))).toEqual([
    `recovery-ended ${of.anna.email}`,
    `recovery-ended ${of.privateEmail}`,
  ])
})

test('counts no more once it has expired', async () => {
  const of = await issuedFor(scene, await openLeaver(scene, api))
  await scene.travelTo('2026-03-04T11:00:00Z')
  expect(await expireRecovery(scene, await actOf(scene, { stage: of.house, ...of }, 'expired'))).toBe('done')
  expect(await standsNow(scene, of)).toMatchObject({ status: 'expired', ...unchanged(of), ...nothingLeft })
})
