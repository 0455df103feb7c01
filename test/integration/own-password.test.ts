import { expect, test } from 'vitest'
import { setOwnPassword } from '../../src/commands/accounts/set-own-password.ts'
import { accountHolder, callOfHolder, type Holder, openSessionOf, toldTo } from '../support/account-holder.ts'
import { ask, type House, openApi, openHouse } from '../support/api.ts'
import { outcomes } from '../support/recovery.ts'
import { openScene } from '../support/scene.ts'
import { enrolApp, flowOf, typePassword } from '../support/second-steps.ts'

const scene = await openScene()
const api = await openApi(scene)
const password = 'acht paarse ganzen zwemmen'

const document = `mutation ($password: String!) { answer: ownPasswordSet(input: { password: $password }) { __typename
  ... on UserError { code } ... on InvalidInput { problems { path code } }
  ... on OwnPasswordSetPayload { viewer { hasPassword } } } }`

async function set(house: House, { token }: Pick<Holder, 'token'>, chosen = password) {
  const { data } = await ask<{ answer: object }>(api, house, document, { as: token, variables: { password: chosen } })
  return data.answer
}

/** Somebody who came in through their employer's sign-in a moment ago. */
async function federated(house: House): Promise<Holder> {
  const anna = await accountHolder(scene, house)
  await scene.owner`update accounts set password_hash = null where id = ${anna.accountId}`
  return anna
}

test('a way-2 leaver signs in after the employer’s sign-in is gone', async () => {
  const house = await openHouse(scene)
  const anna = await federated(house)
  const elsewhere = await openSessionOf(scene, house.portalId, anna)
  expect(await set(house, anna)).toEqual({ __typename: 'OwnPasswordSetPayload', viewer: { hasPassword: true } })
  await enrolApp(scene, house, anna)
  expect((await ask(api, house, '{ viewer { __typename } }', { as: elsewhere.token })).status).toBe(401)
  expect((await toldTo(scene, anna)).map(({ template }) => template)).toContain('password-set')
  // Nothing of the employer is asked any more: identifier, password, and the second step on the own phone.
  const entered = await typePassword(scene, house, anna, { password })
  expect(flowOf(entered)).toMatchObject({ step: 'CONFIRM_FACTOR', factors: [{ kind: 'app' }] })
})

test('is set once: whoever has one changes it instead, and of two at the same moment one is told', async () => {
  const house = await openHouse(scene)
  const anna = await federated(house)
  const call = callOfHolder(house, anna)
  const both = await outcomes([
    setOwnPassword(scene, call, { password }),
    setOwnPassword(scene, call, { password: `${password} ook` }),
  ])
  expect([...both].sort()).toEqual(['DONE', 'HAS_PASSWORD'])
  expect(await set(house, anna)).toEqual({ __typename: 'Conflict', code: 'HAS_PASSWORD' })
})

test('keeps the portal’s rules, and asks for a fresh proof', async () => {
  const house = await openHouse(scene)
  const anna = await federated(house)
  expect(await set(house, anna, 'kort')).toMatchObject({ code: 'PASSWORD_REFUSED' })
  const stale = await openSessionOf(scene, house.portalId, { ...anna, isFresh: false })
  expect(await set(house, stale)).toMatchObject({ code: 'STEP_UP_NEEDED' })
  const [row] = await scene.owner`select password_hash from accounts where id = ${anna.accountId}`
  expect(row?.password_hash).toBeNull()
})
