import { expect, test } from 'vitest'
import { accountHolder, holdersPassword } from '../support/account-holder.ts'
import { ask, openApi, openHouse } from '../support/api.ts'
import { appCode } from '../support/app-code.ts'
import { openScene } from '../support/scene.ts'
import { enrolApp, setPolicy } from '../support/second-steps.ts'

const scene = await openScene()
const api = await openApi(scene)

const startDocument = `mutation ($input: FactorEnrolmentStartInput!) { factorEnrolmentStart(input: $input) {
  ... on FactorEnrolmentStartPayload { enrolment app { secret } } ... on UserError { code } } }`
const confirmDocument = `mutation ($input: FactorEnrolmentConfirmInput!) { factorEnrolmentConfirm(input: $input) {
  ... on FactorEnrolmentConfirmPayload { factor { id name } backupCodes { text } session { token } flow { step } }
  ... on UserError { code } } }`
const ownDocument = '{ viewer { factors { nodes { id name } } } }'
const signInDocument = `mutation ($input: SignInInput!) { signIn(input: $input) {
  ... on SignInPayload { flow { token step } } ... on UserError { code } } }`

type Started = { factorEnrolmentStart: { enrolment: string; app: { secret: string } } }
type Confirmed = {
  factorEnrolmentConfirm: {
    factor: { id: string; name: string } | null
    backupCodes: { text: string } | null
    session: { token: string } | null
  }
}
type Own = { viewer: { factors: { nodes: readonly { id: string; name: string }[] } } }

type Setting = { readonly as?: string; readonly flow?: string; readonly name: string; readonly replaces?: string }

/** Sets up an app over the API. */
async function setUp(house: Awaited<ReturnType<typeof openHouse>>, { as, flow, name, replaces }: Setting) {
  const start = { kind: 'APP', flow, name }
  const { data } = await ask<Started>(api, house, startDocument, { as, variables: { input: start } })
  const { enrolment, app } = data.factorEnrolmentStart
  const input = { flow, enrolment, replaces, code: await appCode(scene, app.secret), session: 'BEARER' }
  const confirmed = await ask<Confirmed>(api, house, confirmDocument, { as, variables: { input } })
  expect(confirmed.errors).toEqual([])
  return confirmed.data.factorEnrolmentConfirm
}

test('names what a new app takes the place of by the id that the list of own second steps has', async () => {
  const house = await openHouse(scene)
  const anna = await accountHolder(scene, house)
  await enrolApp(scene, house, anna)
  const own = async () => (await ask<Own>(api, house, ownDocument, { as: anna.token })).data.viewer.factors.nodes
  const [old] = await own()
  const { factor } = await setUp(house, { as: anna.token, name: 'New phone', ...(old && { replaces: old.id }) })
  expect(factor?.name).toBe('New phone')
  expect(await own()).toEqual([factor])
})

test('dates backup codes by the clock of the database, and shows no second step before anybody is in', async () => {
  const house = await openHouse(scene)
  await setPolicy(scene, house, { factors: { methods: ['app'], obligatoryFor: 'everyone', graceDays: 0 } })
  const anna = await accountHolder(scene, house)
  const input = { identifier: anna.email, password: holdersPassword }
  const { data } = await ask<{ signIn: { flow: { token: string } } }>(api, house, signInDocument, {
    variables: { input },
  })
  const confirmed = await setUp(house, { flow: data.signIn.flow.token, name: 'First phone' })
  expect(confirmed).toMatchObject({ factor: null, session: { token: expect.any(String) } })
  expect(confirmed.backupCodes?.text).toMatch(/^Backup codes for Mijn Werk\n2026-03-02\n/)
})
