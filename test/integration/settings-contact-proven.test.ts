import { afterEach, expect, test } from 'vitest'
import { confirmEmailChange } from '../../src/commands/accounts/confirm-email-change.ts'
import { startEmailChange } from '../../src/commands/accounts/start-email-change.ts'
import { startMobileChange } from '../../src/commands/accounts/start-mobile-change.ts'
import { accountHolder, callOfHolder, type Holder, openSessionOf, toldTo } from '../support/account-holder.ts'
import { ask, type House, openApi, openHouse } from '../support/api.ts'
import { lastPin, wrongPin } from '../support/invitee.ts'
import { openScene } from '../support/scene.ts'

const scene = await openScene()
const api = await openApi(scene)
const morning = Date.parse('2026-03-02T10:00:00Z')

const documents = {
  email: `mutation ($code: String!) { answer: emailChangeConfirm(input: { code: $code }) { __typename
    ... on UserError { code } ... on InvalidInput { problems { path code } }
    ... on EmailChangeConfirmPayload { person { email emailStatus identifier } } } }`,
  mobile: `mutation ($code: String!) { answer: mobileChangeConfirm(input: { code: $code }) { __typename
    ... on UserError { code } ... on MobileChangeConfirmPayload { person { mobile mobileStatus } } } }`,
}

const confirm = async (house: House, { token }: Pick<Holder, 'token'>, kind: keyof typeof documents, code: string) => {
  const { data } = await ask<{ answer: { code?: string } }>(api, house, documents[kind], {
    as: token,
    variables: { code },
  })
  return data.answer
}

/** Asks for another address, and answers the code that went there. */
const startEmail = async (house: House, holder: Holder, email: string): Promise<string> => {
  await startEmailChange(scene, callOfHolder(house, holder), { email })
  return lastPin(scene)
}

const startMobile = async (house: House, holder: Holder, mobile: string): Promise<string> => {
  await startMobileChange(scene, callOfHolder(house, holder), { mobile })
  return lastPin(scene)
}

const emailOf = async ({ personId }: Holder) => {
  const [row] = await scene.owner`
    select email, identifier from people p join accounts a on a.person_id = p.id where p.id = ${personId}`
  return { email: row?.email, identifier: row?.identifier }
}

afterEach(() => scene.travelTo(new Date(morning)))

test('makes the proven address the one to write to and to sign in with, tells the old one and ends other sessions', async () => {
  const house = await openHouse(scene)
  const anna = await accountHolder(scene, house)
  const elsewhere = await openSessionOf(scene, house.portalId, anna)
  const code = await startEmail(house, anna, 'anna@nieuw.example')
  expect(await confirm(house, anna, 'email', `${code.slice(0, 3)} ${code.slice(3)}`)).toEqual({
    __typename: 'EmailChangeConfirmPayload',
    person: { email: 'anna@nieuw.example', emailStatus: 'PROVEN', identifier: 'anna@nieuw.example' },
  })
  expect((await ask(api, house, '{ viewer { __typename } }', { as: elsewhere.token })).status).toBe(401)
  const ends = await scene.owner`
    select id, end_reason from sessions where account_id = ${anna.accountId} order by id`
  expect(ends).toEqual([
    { id: anna.sessionId, end_reason: null },
    { id: elsewhere.sessionId, end_reason: 'EMAIL_CHANGED' },
  ])
  const [, told, ...more] = await toldTo(scene, anna)
  expect(more).toEqual([])
  expect(told).toMatchObject({
    template: 'email-changed',
    recipient: anna.email,
    params: { newAddress: 'a•••@nieuw.example', changedAt: '2026-03-02T10:00:00.000Z' },
  })
  expect(JSON.stringify(told)).not.toContain('anna@nieuw')
  expect(await confirm(house, anna, 'email', code)).toEqual({ __typename: 'Refused', code: 'CODE_NOT_SENT' })
})

test('leaves a user name as it is', async () => {
  const house = await openHouse(scene, { portal: { identifier: 'username', usernameSuffix: '@portal' } })
  const anna = await accountHolder(scene, house)
  const { identifier } = await emailOf(anna)
  const code = await startEmail(house, anna, 'anna@nieuw.example')
  await confirm(house, anna, 'email', code)
  expect(await emailOf(anna)).toEqual({ email: 'anna@nieuw.example', identifier })
})

test('puts the proven number on file, tells mailbox and old number, and leaves the second step on the old one', async () => {
  const house = await openHouse(scene)
  const anna = await accountHolder(scene, house)
  const elsewhere = await openSessionOf(scene, house.portalId, anna)
  await scene.owner`insert into factors (portal_id, account_id, kind, status, name, mobile, confirmed_at)
    values (${house.portalId}, ${anna.accountId}, 'sms', 'active', 'SMS', '+31612345678', now())`
  const code = await startMobile(house, anna, '0687654321')
  expect(await confirm(house, anna, 'mobile', code)).toEqual({
    __typename: 'MobileChangeConfirmPayload',
    person: { mobile: '+31687654321', mobileStatus: 'PROVEN' },
  })
  expect((await toldTo(scene, anna)).slice(1)).toMatchObject([
    { template: 'mobile-changed', recipient: anna.email, params: { numberEnding: '21' } },
    { template: 'mobile-changed-sms', recipient: '+31612345678', params: { deskPhone: '088 123 45 67' } },
  ])
  const factors = await scene.owner`select status, mobile from factors where account_id = ${anna.accountId}`
  expect(factors).toEqual([{ status: 'active', mobile: '+31612345678' }])
  expect((await ask(api, house, '{ viewer { __typename } }', { as: elsewhere.token })).status).toBe(200)
})

test.each([
  [null, 'unproven'],
  ['+31612345678', 'wrong'],
  ['+31612345678', 'unreachable'],
])('sends no SMS to the old number %s that is %s', async (mobile, mobileStatus) => {
  const house = await openHouse(scene)
  const anna = await accountHolder(scene, house, { mobile, mobileStatus })
  await confirm(house, anna, 'mobile', await startMobile(house, anna, '0687654321'))
  expect((await toldTo(scene, anna)).map(({ template }) => template)).toEqual(['number-code', 'mobile-changed'])
})

test('tells nobody when the number on file is proven at last', async () => {
  const house = await openHouse(scene)
  const anna = await accountHolder(scene, house, { mobileStatus: 'unproven' })
  const answer = await confirm(house, anna, 'mobile', await startMobile(house, anna, '0612345678'))
  expect(answer).toHaveProperty('person', { mobile: '+31612345678', mobileStatus: 'PROVEN' })
  expect((await toldTo(scene, anna)).map(({ template }) => template)).toEqual(['number-code'])
})

test('evaluates five of a hundred wrong codes at once, and not even the right one after them', async () => {
  const house = await openHouse(scene)
  const anna = await accountHolder(scene, house)
  const code = await startEmail(house, anna, 'anna@nieuw.example')
  const before = scene.hashing.verified.length
  const answers = await Promise.all(Array.from({ length: 100 }, () => confirm(house, anna, 'email', wrongPin(scene))))
  expect(scene.hashing.verified.length - before).toBe(5)
  const told = answers.map((answer) => answer.code)
  expect(told.filter((one) => one !== 'CODE_WRONG' && one !== 'CODE_EXHAUSTED')).toEqual([])
  expect(await confirm(house, anna, 'email', code)).toEqual({ __typename: 'Refused', code: 'CODE_EXHAUSTED' })
  const [row] = await scene.owner`select attempts from secrets where account_id = ${anna.accountId}`
  expect(row?.attempts).toBe(5)
  expect((await emailOf(anna)).email).toBe(anna.email)
})

test('lets one of two confirmations of one code through', async () => {
  const house = await openHouse(scene)
  const anna = await accountHolder(scene, house)
  const code = await startEmail(house, anna, 'anna@nieuw.example')
  const answers = await Promise.all([1, 2].map(() => confirm(house, anna, 'email', code)))
  expect(answers.filter((answer) => 'person' in answer)).toHaveLength(1)
  expect(answers.some(({ code: told }) => told === 'CODE_EXPIRED' || told === 'CODE_NOT_SENT')).toBe(true)
  const told = (await toldTo(scene, anna)).map(({ template }) => template)
  expect(told).toEqual(['mail-code', 'email-changed'])
})

test('takes a code for what it was sent for and for nothing else', async () => {
  const house = await openHouse(scene)
  const anna = await accountHolder(scene, house)
  const piet = await accountHolder(scene, house)
  const first = await startEmail(house, anna, 'first@nieuw.example')
  expect(await confirm(house, anna, 'mobile', first)).toHaveProperty('code', 'CODE_NOT_SENT')
  expect(await confirm(house, piet, 'email', first)).toHaveProperty('code', 'CODE_NOT_SENT')
  const sms = await startMobile(house, anna, '0687654321')
  expect(await confirm(house, anna, 'email', sms)).toHaveProperty('code', 'CODE_WRONG')
  const second = await startEmail(house, anna, 'second@nieuw.example')
  expect(await confirm(house, anna, 'email', first)).toHaveProperty('code', 'CODE_WRONG')
  const [mail] = await scene.owner`
    select status, sealed from messages where recipient = 'first@nieuw.example' and portal_id = ${house.portalId}`
  expect(mail).toEqual({ status: 'cancelled', sealed: null })
  expect(await confirm(house, anna, 'email', second)).toHaveProperty('person.email', 'second@nieuw.example')
})

test('lets no code through that was checked while another change took over', async () => {
  const house = await openHouse(scene)
  const anna = await accountHolder(scene, house)
  const code = await startEmail(house, anna, 'first@nieuw.example')
  const hashing = {
    ...scene.hashing,
    verify: async (known: string, typed: string) => {
      await startEmail(house, anna, 'second@nieuw.example')
      return scene.hashing.verify(known, typed)
    },
  }
  const late = confirmEmailChange({ ...scene, hashing }, callOfHolder(house, anna), { code })
  await expect(late).rejects.toMatchObject({ code: 'CODE_EXPIRED' })
  expect((await emailOf(anna)).email).toBe(anna.email)
})

test('lets no code through whose time ran out while it was checked', async () => {
  const house = await openHouse(scene)
  const anna = await accountHolder(scene, house)
  const code = await startEmail(house, anna, 'anna@nieuw.example')
  await scene.travelTo(new Date(morning + 60_000))
  const again = { ...anna, ...(await openSessionOf(scene, house.portalId, anna)) }
  const hashing = {
    ...scene.hashing,
    verify: async (known: string, typed: string) => {
      await scene.travelTo(new Date(morning + 10 * 60_000))
      return scene.hashing.verify(known, typed)
    },
  }
  const late = confirmEmailChange({ ...scene, hashing }, callOfHolder(house, again), { code })
  await expect(late).rejects.toMatchObject({ code: 'CODE_EXPIRED' })
  expect((await emailOf(anna)).email).toBe(anna.email)
})

test('refuses what can be no code, what was never asked for and what came too late', async () => {
  const house = await openHouse(scene)
  const anna = await accountHolder(scene, house)
  expect(await confirm(house, anna, 'email', '12345')).toEqual({
    __typename: 'InvalidInput',
    code: 'INVALID_INPUT',
    problems: [{ path: 'code', code: 'CODE_WRONG' }],
  })
  expect(await confirm(house, anna, 'email', '123456')).toHaveProperty('code', 'CODE_NOT_SENT')
  const code = await startEmail(house, anna, 'anna@nieuw.example')
  await scene.travelTo(new Date(morning + 10 * 60_000))
  const again = await openSessionOf(scene, house.portalId, anna)
  expect(await confirm(house, again, 'email', code)).toHaveProperty('code', 'CODE_EXPIRED')
})

test('leaves an address to whoever was first: known before, or taken in the same instant', async () => {
  const house = await openHouse(scene)
  const [anna, piet, late] = [
    await accountHolder(scene, house),
    await accountHolder(scene, house),
    await accountHolder(scene, house),
  ]
  const codes = [
    await startEmail(house, anna, 'one@nieuw.example'),
    await startEmail(house, piet, 'one@nieuw.example'),
    await startEmail(house, late, 'one@nieuw.example'),
  ] as const
  const answers = await Promise.all([confirm(house, anna, 'email', codes[0]), confirm(house, piet, 'email', codes[1])])
  expect(answers.filter((answer) => 'person' in answer)).toHaveLength(1)
  const taken = { __typename: 'Refused', code: 'ADDRESS_TAKEN' }
  expect(answers).toContainEqual(taken)
  expect(await confirm(house, late, 'email', codes[2])).toEqual(taken)
  expect(await emailOf(late)).toEqual({ email: late.email, identifier: late.email })
  const audit = await scene.owner`
    select code from audit where portal_id = ${house.portalId} and act = 'emailChangeConfirm' order by code`
  expect(audit.map((row) => row.code)).toEqual(['ADDRESS_TAKEN', 'ADDRESS_TAKEN', 'DONE'])
})
