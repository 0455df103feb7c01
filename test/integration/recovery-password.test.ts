import { expect, test } from 'vitest'
import { issueRecoveryCode } from '../../src/commands/accounts/issue-recovery-code.ts'
import { lookAtRecovery } from '../../src/commands/accounts/look-at-recovery.ts'
import { sendRecoveryPin } from '../../src/commands/accounts/send-recovery-pin.ts'
import { setRecoveryPassword } from '../../src/commands/accounts/set-recovery-password.ts'
import { openApi } from '../support/api.ts'
import {
  approvedFor,
  approveFor,
  beginFor,
  begun,
  enrolIn,
  issueAct,
  issuedFor,
  type Leaver,
  openLeaver,
  standsNow,
  writtenTo,
} from '../support/desk-leaver.ts'
import { noticeLeaves, outcomes } from '../support/recovery.ts'
import { addOrganisation, openScene } from '../support/scene.ts'
import { lastDrawn, otherThan } from '../support/second-steps.ts'
import { answerOnce } from '../support/strangers.ts'

const scene = await openScene()
const { owner } = scene
const api = await openApi(scene)
const password = 'acht paarse ganzen zwemmen'

/** Through the employer's sign-in alone until now, and that is gone. */
const wayTwo = () => openLeaver(scene, api, { hasApp: false, hasPassword: false })

async function pinOf({ say }: Leaver, token: string): Promise<string> {
  await say('recoveryPinSend', { token })
  return lastDrawn(scene)
}

const hashOf = async ({ anna }: Pick<Leaver, 'anna'>) => {
  const [row] = await owner`select password_hash from accounts where id = ${anna.accountId}`
  return row?.password_hash
}

test('a way-2 leaver signs in after the employer’s sign-in is gone', async () => {
  const of = await issuedFor(scene, await wayTwo())
  const { say, link, anna, privateEmail } = of
  const pin = await pinOf(of, link)
  expect((await writtenTo(scene, of)).slice(2)).toEqual([
    `recovery-address-told ${anna.email}`,
    `recovery-password ${privateEmail}`,
    'recovery-pin +31612345678',
  ])
  const { flow } = await say('recoveryPasswordSet', { token: link, pin, password })
  expect(flow).toMatchObject({ step: 'ENROL_FACTOR', isRecovery: true })
  // It waits with the recovery: until the end the account is what it was.
  expect([await hashOf(of), await standsNow(scene, of)]).toMatchObject([null, { email: anna.email }])
  await enrolIn(scene, of, flow?.token ?? '')
  expect(await standsNow(scene, of)).toMatchObject({
    status: 'recovered',
    email: privateEmail,
    email_status: 'proven',
    identifier: privateEmail,
    pending: null,
    private_email: null,
    sessions: 1,
  })
  expect(await writtenTo(scene, of)).toEqual(
    expect.arrayContaining([`password-set ${anna.email}`, `email-changed ${anna.email}`]),
  )
  const again = await say('signIn', { identifier: privateEmail, password })
  expect(again.flow).toMatchObject({ step: 'CONFIRM_FACTOR' })
})

test('gives another password to whoever lost it with the app and the mailbox', async () => {
  const of = await issuedFor(scene, await openLeaver(scene, api), { isPasswordLost: true })
  const before = await hashOf(of)
  const { flow } = await of.say('recoveryPasswordSet', { token: of.link, pin: await pinOf(of, of.link), password })
  expect(flow).toMatchObject({ step: 'CHOOSE_RECOVERY', isRecovery: true })
  await of.say('recoveryCodeChoose', { flow: flow?.token, choice: 'PERMANENT' })
  expect(await hashOf(of)).toBe(before)
  await enrolIn(scene, of, flow?.token ?? '')
  expect(await hashOf(of)).not.toBe(before)
  const factors = await owner`select status, removed_for from factors where account_id = ${of.anna.accountId}
    and status <> 'pending' order by id`
  expect(factors).toEqual([
    { status: 'removed', removed_for: 'LOST' },
    { status: 'active', removed_for: null },
  ])
  expect(await writtenTo(scene, of)).toContain(`password-changed ${of.anna.email}`)
})

test('opens nothing with the link alone, nor with the PIN alone', async () => {
  const of = await issuedFor(scene, await wayTwo())
  const { say, link } = of
  const set = (more: object) => say('recoveryPasswordSet', { token: link, pin: '123456', password, ...more })
  expect(await set({})).toEqual({ code: 'CODE_NOT_SENT' })
  const pin = await pinOf(of, link)
  expect(await set({ pin: otherThan(pin) })).toEqual({ code: 'CODE_WRONG' })
  expect(await set({ pin: 'abc' })).toEqual({ code: 'CODE_WRONG' })
  expect(await set({ pin, token: 'nothing' })).toEqual({ code: 'LINK_UNKNOWN' })
  expect(await set({ pin, password: 'kort' })).toEqual({ code: 'PASSWORD_REFUSED' })
  for (let tried = 2; tried < 5; tried++) expect(await set({ pin: otherThan(pin) })).toEqual({ code: 'CODE_WRONG' })
  expect(await set({ pin })).toEqual({ code: 'CODE_EXHAUSTED' })
  expect([await hashOf(of), await standsNow(scene, of)]).toMatchObject([null, { status: 'issued', pending: null }])
})

test('sends a limited number of PINs, to the number that was known before and to no other one', async () => {
  const of = await issuedFor(scene, await wayTwo())
  await owner`update people set mobile = '+31699999999' where id = ${of.anna.personId}`
  for (let sent = 0; sent < 5; sent++)
    expect(await of.say('recoveryPinSend', { token: of.link })).not.toHaveProperty('code')
  expect(await of.say('recoveryPinSend', { token: of.link })).toEqual({ code: 'SEND_LIMIT' })
  const pins = (await writtenTo(scene, of)).filter((line) => line.startsWith('recovery-pin'))
  expect([...new Set(pins)]).toEqual(['recovery-pin +31612345678'])
  for (const hour of [11, 12]) {
    await scene.travelTo(`2026-03-03T${hour}:00:01Z`)
    for (let sent = 0; sent < 5; sent++) await of.say('recoveryPinSend', { token: of.link })
  }
  await scene.travelTo('2026-03-03T13:00:02Z')
  expect(await of.say('recoveryPinSend', { token: of.link })).toEqual({ code: 'RECOVERY_PINS_SPENT' })
})

test.each([
  ['none', null, 'proven'],
  ['one that is somebody else’s', '+31612345678', 'wrong'],
  ['one that nobody proved', '+31612345678', 'unproven'],
])('is refused where the number on file is %s: two halves to one mailbox are one', async (_what, mobile, status) => {
  const leaver = await openLeaver(scene, api, { hasApp: false, hasPassword: false, mobile })
  await owner`update people set mobile_status = ${status} where id = ${leaver.anna.personId}`
  expect(await beginFor(leaver)).toEqual({ code: 'NO_SECOND_CHANNEL' })
})

test('is refused where the number is that of a phone of the employer', async () => {
  const leaver = await openLeaver(scene, api, { hasPassword: false })
  const { house, anna } = leaver
  await owner`insert into factors (portal_id, account_id, kind, status, name, mobile, owner, confirmed_at)
    values (${house.portalId}, ${anna.accountId}, 'sms', 'active', 'SMS', '+31612345678', 'work', now())`
  expect(await beginFor(leaver)).toEqual({ code: 'NO_SECOND_CHANNEL' })
})

const asEmployersPhone = ({ anna }: Pick<Leaver, 'anna'>) => owner`
  insert into factors (portal_id, account_id, kind, status, owner, name, mobile)
  select portal_id, id, 'sms', 'active', 'work', 'Werk', '+31612345678' from accounts where id = ${anna.accountId}`

test('is not approved where the number turned out to be the employer’s, or was given up, since the desk began', async () => {
  for (const turn of [
    asEmployersPhone,
    ({ anna }: Leaver) => owner`update people set mobile = '+31699999999' where id = ${anna.personId}`,
  ]) {
    const of = await begun(scene, await wayTwo())
    await noticeLeaves(scene, of)
    await turn(of)
    expect(await approveFor(scene, of)).toEqual({ code: 'NO_SECOND_CHANNEL' })
  }
})

test('leads nowhere once the number is the employer’s, or all access has ended', async () => {
  const of = await issuedFor(scene, await wayTwo())
  await asEmployersPhone(of)
  expect(await of.say('recoveryPinSend', { token: of.link })).toEqual({ code: 'LINK_SUPERSEDED' })
  const other = await issuedFor(scene, await wayTwo())
  await owner`update grants set valid_until = drempel.now() where account_id = ${other.anna.accountId}`
  expect(await other.say('recoveryPinSend', { token: other.link })).toEqual({ code: 'ACCOUNT_NOT_ACTIVE' })
})

test('nothing goes out where another organisation gave a right over others’ data in the waiting time', async () => {
  const of = await approvedFor(scene, await wayTwo())
  const elsewhere = await addOrganisation(scene, of.house.portalId)
  await scene.travelTo('2026-03-02T20:00:00Z')
  await owner`insert into grants (portal_id, account_id, role, organisation_id, valid_from, reason, created_at)
    values (${of.house.portalId}, ${of.anna.accountId}, 'HR', ${elsewhere}, drempel.now(), 'invitation', drempel.now())`
  await scene.travelTo('2026-03-03T10:00:00Z')
  expect(await issueRecoveryCode(scene, await issueAct(scene, of))).toBe('changed')
  // Somebody of the desk who answers for that one too.
  await owner`update grants set organisation_id = null where account_id = ${of.colleague.accountId}`
  expect((await lookAtRecovery(scene, { portalId: of.house.portalId, journeyId: of.journeyId })).facts.issuable).toBe(
    true,
  )
  await owner`update grants set organisation_id = ${of.house.organisationId} where account_id = ${of.colleague.accountId}`
  await owner`update grants set valid_until = drempel.now() where organisation_id = ${elsewhere}`
  expect(await issueRecoveryCode(scene, await issueAct(scene, of))).toBe('done')
})

test('an objection after the password was chosen leaves the account without it', async () => {
  const of = await issuedFor(scene, await wayTwo())
  const { flow } = await of.say('recoveryPasswordSet', { token: of.link, pin: await pinOf(of, of.link), password })
  await of.say('recoveryObject', { token: of.objection })
  expect(await of.say('factorEnrolmentStart', { flow: flow?.token, kind: 'APP' })).toEqual({ code: 'FLOW_ENDED' })
  expect([await hashOf(of), await standsNow(scene, of)]).toMatchObject([
    null,
    { status: 'objected', pending: null, private_email: null, email: of.anna.email, links: 0 },
  ])
  expect(await of.say('signIn', { identifier: of.identifier, password })).toEqual({ code: 'SIGN_IN_FAILED' })
})

test('dies with the address on file: whoever changed that got in another way', async () => {
  const of = await issuedFor(scene, await wayTwo())
  const pin = await pinOf(of, of.link)
  await owner`update people set email = 'other@prive.example' where id = ${of.anna.personId}`
  expect(await of.say('recoveryPasswordSet', { token: of.link, pin, password })).toEqual({ code: 'LINK_SUPERSEDED' })
})

test('sends a link to a first password to the old address alone, while it is the one on file', async () => {
  const of = await issuedFor(scene, await wayTwo())
  const before = await writtenTo(scene, of)
  for (const identifier of [of.privateEmail, of.identifier]) {
    await of.say('passwordResetRequest', { identifier })
    await answerOnce(scene)
  }
  expect((await writtenTo(scene, of)).slice(before.length)).toEqual([`password-reset ${of.anna.email}`])
})

test('is used once, of any number who hold both halves', async () => {
  const of = await issuedFor(scene, await wayTwo())
  await sendRecoveryPin(scene, of.house.anyone, { token: of.link })
  const pin = lastDrawn(scene)
  const all = Array.from({ length: 4 }, () =>
    setRecoveryPassword(scene, of.house.anyone, { token: of.link, pin, password }),
  )
  const told = [...(await outcomes(all))].sort()
  expect(told.filter((one) => one === 'DONE')).toHaveLength(1)
  expect(told.filter((one) => one !== 'DONE').every((one) => ['LINK_USED', 'CODE_EXPIRED'].includes(one))).toBe(true)
})
