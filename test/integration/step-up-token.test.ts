import { expect, test } from 'vitest'
import { accountHolder, holdersPassword } from '../support/account-holder.ts'
import { type Api, type Asking, ask, openApi, openHouse } from '../support/api.ts'
import { appCode } from '../support/app-code.ts'
import { openScene } from '../support/scene.ts'
import { enrolApp } from '../support/second-steps.ts'

const scene = await openScene()
const api = await openApi(scene)
const house = await openHouse(scene)

const startDocument = `mutation { stepUp: sessionStepUpStart { ... on SessionStepUpStartPayload { flow { token } } } }`
const factorDocument = `mutation ($input: SignInFactorConfirmInput!) { confirmed: signInFactorConfirm(input: $input) {
  ... on SignInFactorConfirmPayload { session { token } flow { step } } ... on UserError { code } } }`
const passwordDocument = `mutation ($input: SessionStepUpConfirmInput!) { confirmed: sessionStepUpConfirm(input: $input) {
  ... on SessionStepUpConfirmPayload { isFresh session { token } } ... on UserError { code } } }`

type Confirmed = { readonly confirmed: { readonly session: { readonly token: string | null } } }

const started = async (asking: Asking, at: Api = api) => {
  const { data } = await ask<{ stepUp: { flow: { token: string } } }>(at, house, startDocument, asking)
  return data.stepUp.flow.token
}

const statusOf = async (token: string) => (await ask(api, house, '{ viewer { __typename } }', { as: token })).status

test('gives whoever steps up another token, told to a bearer, and the one before no longer counts', async () => {
  const anna = await accountHolder(scene, house)
  const { factorId, secret } = await enrolApp(scene, house, anna)
  await scene.travelTo('2026-03-02T10:05:00Z')
  const flow = await started({ as: anna.token })
  const input = { flow, factor: factorId, code: await appCode(scene, secret) }
  const { data } = await ask<Confirmed>(api, house, factorDocument, { as: anna.token, variables: { input } })
  expect(data).toEqual({ confirmed: { session: { token: expect.stringMatching(/^[\w-]{43}$/) }, flow: null } })
  expect([await statusOf(anna.token), await statusOf(data.confirmed.session.token ?? '')]).toEqual([401, 200])
})

test('sets another cookie for a browser that steps up by the password, and tells no token', async () => {
  const anna = await accountHolder(scene, house, { isFresh: false })
  const origin = `https://${house.host}`
  const headers = (token: string) => ({ cookie: `drempel=${token}`, host: house.host, origin })
  const flow = await started({ headers: headers(anna.token) })
  const input = { flow, password: holdersPassword }
  const answer = await ask<Confirmed>(api, house, passwordDocument, {
    headers: headers(anna.token),
    variables: { input },
  })
  expect(answer.data).toEqual({ confirmed: { isFresh: true, session: { token: null } } })
  const [, token = ''] = /^drempel=([\w-]{43});/.exec(answer.headers['set-cookie']?.[0] ?? '') ?? []
  expect([await statusOf(anna.token), await statusOf(token)]).toEqual([401, 200])
})

// A request that was under way with the token before took the new cookie away with its answer.
test('takes no cookie away from a browser whose earlier request comes after the step-up', async () => {
  const anna = await accountHolder(scene, house, { isFresh: false })
  const headers = { cookie: `drempel=${anna.token}`, host: house.host, origin: `https://${house.host}` }
  const input = { flow: await started({ headers }), password: holdersPassword }
  await ask(api, house, passwordDocument, { headers, variables: { input } })
  const late = await ask(api, house, '{ viewer { __typename } }', { headers })
  expect(late.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
  expect(late.headers['set-cookie']).toBeUndefined()
})
