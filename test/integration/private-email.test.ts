import { expect, test } from 'vitest'
import { setPrivateEmail } from '../../src/commands/accounts/set-private-email.ts'
import { startEmailChange } from '../../src/commands/accounts/start-email-change.ts'
import { accountHolder, callOfHolder, type Holder, openSessionOf, toldTo } from '../support/account-holder.ts'
import { ask, type House, openApi, openHouse } from '../support/api.ts'
import { lastPin, wrongPin } from '../support/invitee.ts'
import { addOrganisation, openScene } from '../support/scene.ts'

const scene = await openScene()
const api = await openApi(scene)

const confirmDocument = `mutation ($code: String!) { answer: privateEmailConfirm(input: { code: $code }) { __typename
  ... on UserError { code } ... on PrivateEmailConfirmPayload { person { email emailStatus identifier } } } }`
const setDocument = `mutation ($email: String!) { answer: privateEmailSet(input: { email: $email }) { __typename
  ... on UserError { code } ... on InvalidInput { problems { path code } } ... on PrivateEmailSetPayload { email } } }`

async function say(
  house: House,
  { token }: Pick<Holder, 'token'>,
  document: string,
  variables: Record<string, unknown>,
) {
  const { data } = await ask<{ answer: { code?: string } }>(api, house, document, { as: token, variables })
  return data.answer
}

const set = (house: House, holder: Holder, email: string) => say(house, holder, setDocument, { email })
const confirm = (house: House, holder: Holder, code: string) => say(house, holder, confirmDocument, { code })

const tellDomains = (organisationId: string, domains: string[]) =>
  scene.owner`update organisations set mail_domains = ${scene.owner.array(domains)} where id = ${organisationId}`

const emailOf = async ({ personId }: Holder) => {
  const [row] = await scene.owner`select email from people where id = ${personId}`
  return row?.email
}

test('takes the place of the work address, and both mailboxes read with what to sign in', async () => {
  const house = await openHouse(scene)
  await tellDomains(house.organisationId, ['acme.example'])
  const anna = await accountHolder(scene, house, { email: 'anna@acme.example' })
  const elsewhere = await openSessionOf(scene, house.portalId, anna)
  expect(await set(house, anna, 'Anna@Prive.example')).toEqual({
    __typename: 'PrivateEmailSetPayload',
    email: 'anna@prive.example',
  })
  expect(await emailOf(anna)).toBe('anna@acme.example')
  expect(await confirm(house, anna, lastPin(scene))).toEqual({
    __typename: 'PrivateEmailConfirmPayload',
    person: { email: 'anna@prive.example', emailStatus: 'PROVEN', identifier: 'anna@prive.example' },
  })
  expect(await toldTo(scene, anna)).toMatchObject([
    { template: 'mail-code', recipient: 'anna@prive.example' },
    { template: 'email-changed', recipient: 'anna@acme.example', params: { isSignInName: true } },
    { template: 'private-email-confirmed', recipient: 'anna@prive.example', params: { isSignInName: true } },
  ])
  expect((await ask(api, house, '{ viewer { __typename } }', { as: elsewhere.token })).status).toBe(401)
})

test('leaves a user name as it is, and says so to both', async () => {
  const house = await openHouse(scene, { portal: { identifier: 'username', usernameSuffix: '@portal' } })
  const anna = await accountHolder(scene, house)
  await set(house, anna, 'anna2@prive.example')
  const answer = await confirm(house, anna, lastPin(scene))
  expect(answer).toMatchObject({
    person: { email: 'anna2@prive.example', identifier: expect.stringMatching(/@portal$/) },
  })
  expect((await toldTo(scene, anna)).slice(1)).toMatchObject([
    { template: 'email-changed', params: { isSignInName: false } },
    { template: 'private-email-confirmed', params: { isSignInName: false } },
  ])
})

test.each([
  ['where they work now', '2020-01-01', null],
  ['where they worked', '2020-01-01', '2021-01-01'],
])('is no address of an employer %s', async (_when, from, until) => {
  const house = await openHouse(scene)
  const employer = await addOrganisation(scene, house.portalId)
  await tellDomains(employer, ['oud.example'])
  const anna = await accountHolder(scene, house)
  const { accountId } = anna
  await scene.owner`insert into grants (portal_id, account_id, role, organisation_id, valid_from, valid_until, reason)
    values (${house.portalId}, ${accountId}, 'EMPLOYEE', ${employer}, ${from}, ${until}, 'test')`
  for (const email of ['anna@oud.example', 'anna@mail.oud.example']) {
    expect(await set(house, anna, email)).toEqual({ __typename: 'Refused', code: 'WORK_ADDRESS' })
  }
  expect(await toldTo(scene, anna)).toEqual([])
  expect(await set(house, anna, 'anna@nietoud.example')).toMatchObject({ __typename: 'PrivateEmailSetPayload' })
})

test('may be of an employer that is none of theirs', async () => {
  const house = await openHouse(scene)
  await tellDomains(await addOrganisation(scene, house.portalId), ['ander.example'])
  const anna = await accountHolder(scene, house)
  expect(await set(house, anna, 'anna@ander.example')).toMatchObject({ __typename: 'PrivateEmailSetPayload' })
})

test('is none of an employer either when the code for it was asked as another change', async () => {
  const house = await openHouse(scene)
  const anna = await accountHolder(scene, house)
  await startEmailChange(scene, callOfHolder(house, anna), { email: 'anna@later.example' })
  const code = lastPin(scene)
  await tellDomains(house.organisationId, ['later.example'])
  expect(await confirm(house, anna, code)).toEqual({ __typename: 'Refused', code: 'WORK_ADDRESS' })
  expect(await emailOf(anna)).toBe(anna.email)
})

test('changes nothing without the code, and nothing for whoever did not prove it afresh', async () => {
  const house = await openHouse(scene)
  const anna = await accountHolder(scene, house)
  await setPrivateEmail(scene, callOfHolder(house, anna), { email: 'anna3@prive.example' })
  const code = lastPin(scene)
  expect(await confirm(house, anna, wrongPin(scene))).toMatchObject({ code: 'CODE_WRONG' })
  const stale = { ...anna, ...(await openSessionOf(scene, house.portalId, { ...anna, isFresh: false })) }
  expect(await confirm(house, stale, code)).toMatchObject({ code: 'STEP_UP_NEEDED' })
  expect(await set(house, stale, 'x@prive.example')).toMatchObject({ code: 'STEP_UP_NEEDED' })
  expect(await emailOf(anna)).toBe(anna.email)
})
