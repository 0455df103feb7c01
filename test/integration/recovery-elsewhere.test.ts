import { expect, test } from 'vitest'
import { issueRecoveryCode } from '../../src/commands/accounts/issue-recovery-code.ts'
import { noteUndeliverable } from '../../src/commands/messages/note-undeliverable.ts'
import { holdersPassword } from '../support/account-holder.ts'
import { openApi, signedInAs } from '../support/api.ts'
import { approvedFor, beginFor, enrolIn, issuedFor, openLeaver, standsNow, writtenTo } from '../support/desk-leaver.ts'
import { actOf } from '../support/recovery.ts'
import { addOrganisation, openScene } from '../support/scene.ts'

const scene = await openScene()
const { owner } = scene
const api = await openApi(scene)

test.each([
  ['an address', {}],
  ['a user name', { identifier: 'username', usernameSuffix: '@portal' }],
] as const)('lets somebody back in who left without a private address, and signs in with %s', async (_what, portal) => {
  const leaver = await openLeaver(scene, api, { portal })
  const { anna, privateEmail, identifier, say } = leaver
  const of = await issuedFor(scene, leaver)
  expect((await writtenTo(scene, of)).filter((line) => line.startsWith('recovery'))).toEqual([
    `recovery-notice ${anna.email}`,
    'recovery-notice-sms +31612345678',
    `recovery-address-told ${anna.email}`,
    `recovery-code ${privateEmail}`,
  ])
  // Until it was used nothing but what the recovery holds is another one.
  expect(await standsNow(scene, of)).toMatchObject({ email: anna.email, identifier, private_email: privateEmail })

  const { flow } = await say('signIn', { identifier, password: holdersPassword })
  const typed = await say('recoveryCodeUse', { flow: flow?.token, code: of.code })
  expect(typed.flow).toMatchObject({ step: 'CHOOSE_RECOVERY', isRecovery: true })
  await say('recoveryCodeChoose', { flow: flow?.token, choice: 'PERMANENT' })
  expect(await standsNow(scene, of)).toMatchObject({ email: anna.email, identifier })
  expect(await enrolIn(scene, of, flow?.token ?? '')).toMatchObject({ session: { token: expect.any(String) } })

  expect(await standsNow(scene, of)).toEqual({
    status: 'recovered',
    email: privateEmail,
    email_status: 'proven',
    identifier: 'identifier' in portal ? identifier : privateEmail,
    private_email: null,
    pin_mobile: null,
    pending: null,
    sessions: 1,
    codes: 1,
    links: 0,
  })
  expect(await writtenTo(scene, of)).toContain(`email-changed ${anna.email}`)
})

test('is the act of the desk of where they worked last, and of nobody when all access has ended', async () => {
  const leaver = await openLeaver(scene, api)
  const elsewhere = await addOrganisation(scene, leaver.house.portalId)
  const stranger = await signedInAs(scene, leaver.house, {
    role: 'SERVICE_DESK',
    name: 'Elders',
    organisationId: elsewhere,
  })
  expect(await beginFor(leaver, {}, stranger.token)).toMatchObject({ code: 'NOT_FOUND' })
  expect(await beginFor(leaver)).toMatchObject({
    journey: { recovery: { status: 'ASKED', privateEmail: leaver.privateEmail, setsPassword: false } },
  })
  const gone = await openLeaver(scene, api)
  await owner`update grants set valid_until = '2026-03-01' where account_id = ${gone.anna.accountId}`
  expect(await beginFor(gone)).toMatchObject({ code: 'ACCOUNT_NOT_ACTIVE' })
})

test('goes on where the old mailbox is gone: having tried to tell it has to do', async () => {
  const leaver = await openLeaver(scene, api)
  await owner`update people set email_status = 'bounced' where id = ${leaver.anna.personId}`
  const of = await approvedFor(scene, leaver)
  await owner`update messages set status = 'bounced' where journey_id = ${of.journeyId} and key = 'p1/notice-mail'`
  await scene.travelTo('2026-03-03T10:00:00Z')
  expect(await issueRecoveryCode(scene, await actOf(scene, { stage: of.house, ...of }, 'recovery-code'))).toBe('done')
})

test('does not wait for less than the notice at the address on file, where the code goes there', async () => {
  const leaver = await openLeaver(scene, api)
  const of = await approvedFor(scene, leaver, { privateEmail: null })
  await owner`update messages set status = 'bounced' where journey_id = ${of.journeyId} and key = 'p1/notice-mail'`
  await scene.travelTo('2026-03-03T10:00:00Z')
  expect(await issueRecoveryCode(scene, await actOf(scene, { stage: of.house, ...of }, 'recovery-code'))).toBe('notYet')
})

test.each([
  ['one of the employer', () => 'x@acme.example', 'WORK_ADDRESS'],
  ['the present one', (of: Awaited<ReturnType<typeof openLeaver>>) => of.anna.email, 'UNCHANGED'],
  ['that of whoever starts it', (of: Awaited<ReturnType<typeof openLeaver>>) => of.desk.email, 'ADDRESS_NOT_THEIRS'],
  ['that of somebody else', (of: Awaited<ReturnType<typeof openLeaver>>) => of.colleague.email, 'ADDRESS_TAKEN'],
])('refuses as a private address %s', async (_what, address, code) => {
  const leaver = await openLeaver(scene, api)
  expect(await beginFor(leaver, { privateEmail: address(leaver) })).toMatchObject({ code })
})

test('names what is no address, and asks for one where the password is lost', async () => {
  const leaver = await openLeaver(scene, api)
  expect(await beginFor(leaver, { privateEmail: 'nobody' })).toMatchObject({
    code: 'INVALID_INPUT',
    problems: [{ path: 'privateEmail', code: 'INVALID_EMAIL' }],
  })
  expect(await beginFor(leaver, { privateEmail: null, isPasswordLost: true })).toMatchObject({
    problems: [{ path: 'privateEmail', code: 'REQUIRED' }],
  })
})

test('tells HR when the private mailbox gives the code back', async () => {
  const of = await issuedFor(scene, await openLeaver(scene, api))
  const [mail] = await owner`select id from messages where journey_id = ${of.journeyId} and template = 'recovery-code'`
  await noteUndeliverable(scene, { portalId: of.house.portalId, messageId: mail?.id ?? '', code: 'bounced' })
  const tasks = await owner`select kind, status from tasks where journey_id = ${of.journeyId} order by id`
  expect(tasks).toContainEqual({ kind: 'CORRECT_EMAIL', status: 'open' })
  // The address on file is another one: nothing came back from it.
  expect(await standsNow(scene, of)).toMatchObject({ email: of.anna.email, email_status: 'proven' })
})
