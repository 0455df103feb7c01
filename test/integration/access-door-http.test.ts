import { beforeEach, expect, test } from 'vitest'
import { accountHolder, type Holder, holdersPassword, openSessionOf } from '../support/account-holder.ts'
import { ask, openApi, openHouse } from '../support/api.ts'
import { aMomentBefore, closing, leave } from '../support/leaver.ts'
import { openScene } from '../support/scene.ts'
import { visitor, whoDocument } from '../support/visitor.ts'

// The door by the clock (design, rule 7): nothing but the api and Postgres runs here. No worker, no Temporal.
const scene = await openScene()
const api = await openApi(scene)
const house = await openHouse(scene)

let anna: Holder
beforeEach(async () => {
  await scene.travelTo(new Date(closing.getTime() - 5 * 60_000))
  anna = await accountHolder(scene, house)
  await leave(scene, house, anna)
})

const signIn = `mutation($input: SignInInput!) { signIn(input: $input) {
  __typename ... on SignInPayload { session { expiresAt } } ... on UserError { code message } ... on AccessEnded { endedAt } } }`
const typed = (password = holdersPassword) => ({ input: { identifier: anna.email, password } })

test('serves a request a millisecond before the closing, and refuses it at the very instant', async () => {
  expect(closing.toISOString()).toBe('2027-03-31T22:00:00.000Z')
  await scene.travelTo(aMomentBefore(closing))
  const served = await ask(api, house, whoDocument, { as: anna.token })
  expect([served.status, served.data]).toEqual([200, { viewer: { person: { email: anna.email } } }])
  await scene.travelTo(closing)
  const refused = await ask(api, house, whoDocument, { as: anna.token })
  expect([refused.status, refused.errors[0]?.extensions.code]).toEqual([401, 'UNAUTHENTICATED'])
})

test('takes a browser for a stranger from then on, and takes its cookie away', async () => {
  const { token } = await openSessionOf(scene, house.portalId, { accountId: anna.accountId })
  const browser = visitor(house, { isProduction: false, planted: { drempel: token } })
  await scene.travelTo(aMomentBefore(closing))
  expect((await browser.ask(api, whoDocument)).data).toEqual({ viewer: { person: { email: anna.email } } })
  await scene.travelTo(closing)
  expect((await browser.ask(api, '{ portal { name } }')).status).toBe(200)
  expect(browser.cookies.has('drempel')).toBe(false)
  expect((await browser.ask(api, whoDocument)).errors[0]?.extensions.code).toBe('UNAUTHENTICATED')
})

test('lets in a millisecond before, and says at the instant since when all access has ended', async () => {
  await scene.travelTo(aMomentBefore(closing))
  expect((await ask(api, house, signIn, { variables: typed() })).data).toMatchObject({
    signIn: { session: { expiresAt: expect.any(String) } },
  })
  await scene.travelTo(closing)
  expect((await ask(api, house, signIn, { variables: typed() })).data).toEqual({
    signIn: {
      __typename: 'AccessEnded',
      code: 'ACCESS_ENDED',
      message: 'Your access has ended. HR or the service desk can tell you why.',
      endedAt: '2027-03-31T22:00:00.000Z',
    },
  })
})

test('tells whoever guesses nothing of it', async () => {
  await scene.travelTo(closing)
  const guess = (input: object) => ask(api, house, signIn, { variables: { input } })
  const [known, unknown] = [
    await guess(typed('wrong').input),
    await guess({ identifier: 'x@example.nl', password: 'wrong' }),
  ]
  expect(known.data).toMatchObject({ signIn: { code: 'SIGN_IN_FAILED' } })
  expect(known.text).toBe(unknown.text)
})

test('keeps the door open for a right over the whole portal', async () => {
  await scene.owner`insert into grants (portal_id, account_id, role, valid_from, reason)
    values (${house.portalId}, ${anna.accountId}, 'OPERATOR', '2020-01-01', 'installation')`
  await scene.travelTo(closing)
  expect((await ask(api, house, whoDocument, { as: anna.token })).status).toBe(200)
})
