import { beforeEach, describe, expect, test } from 'vitest'
import { inPortal } from '../../src/db/client.ts'
import { insertDevice } from '../../src/db/devices.ts'
import { systemRandom } from '../../src/providers/random/system.ts'
import { accountHolder, type Holder, holdersPassword, openSessionOf } from '../support/account-holder.ts'
import { type Api, ask, idOf, openApi, openHouse } from '../support/api.ts'
import { appCode } from '../support/app-code.ts'
import { openScene } from '../support/scene.ts'
import { type AppFactor, enrolApp, lastDrawn, setPolicy } from '../support/second-steps.ts'
import { actDocument, signInDocument, standIn, visitor, whoDocument } from '../support/visitor.ts'

const scene = await openScene()
const house = await openHouse(scene)
await setPolicy(scene, house, { factors: { rememberDays: 30 } })
// Two processes share nothing but the database: neither has anything in memory that could be stale.
const one = await openApi(scene)
const another = await openApi(scene)

let anna: Holder
let app: AppFactor
/** Of two devices that do nothing: a browser and a client. */
let elsewhere: { readonly token: string; readonly sessionId: string }[]

beforeEach(async () => {
  await scene.travelTo('2026-03-02T10:00:00Z')
  anna = await accountHolder(scene, house)
  app = await enrolApp(scene, house, anna)
  elsewhere = await Promise.all([1, 2].map(() => openSessionOf(scene, house.portalId, anna)))
  expect(await Promise.all([seenBy(one), seenBy(another)])).toEqual([bothIn, bothIn])
})

const bothIn = { browser: [200, 'in', undefined], client: [200, 'in'] }
const bothOut = {
  browser: [200, 'UNAUTHENTICATED', 'drempel=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0'],
  client: [401, 'UNAUTHENTICATED'],
}

/** A browser whose session ended is a stranger who may want to sign in; a client is told at once. */
async function seenBy(api: Api) {
  const [browser, client] = elsewhere
  const seen = await visitor(house, { isProduction: false, planted: { drempel: browser?.token ?? '' } }).ask(
    api,
    whoDocument,
  )
  const heard = await ask(api, house, whoDocument, { as: client?.token })
  return {
    browser: [seen.status, seen.errors[0]?.extensions.code ?? 'in', seen.headers['set-cookie']?.[0]],
    client: [heard.status, heard.errors[0]?.extensions.code ?? 'in'],
  }
}

const act = async (name: string, input: Readonly<Record<string, unknown>>) => {
  const { data, text } = await ask(one, house, actDocument(name), { variables: { input }, as: anna.token })
  const answer = data[name] as { readonly __typename: string } | undefined
  expect(answer?.__typename, text).toMatch(/Payload$/)
}

describe('a session ends on every process at the next request', () => {
  test.each<[string, string, () => Promise<unknown>]>([
    [
      'a password change',
      'PASSWORD_CHANGED',
      () => act('passwordChange', { current: holdersPassword, password: 'zeven paarse fietsen rijden' }),
    ],
    ['a second step that goes', 'FACTOR_CHANGED', () => act('factorRemove', { id: idOf('Factor', app.factorId) })],
    ['a second step that comes', 'FACTOR_CHANGED', enrolNumber],
    ['another mail address', 'EMAIL_CHANGED', changeEmail],
    [
      'being revoked one by one',
      'REVOKED',
      async () => {
        for (const { sessionId } of elsewhere) await act('sessionRevoke', { id: idOf('Session', sessionId) })
      },
    ],
    [
      'being revoked all at once',
      'REVOKED',
      () => ask(one, house, 'mutation { sessionRevokeOthers { __typename } }', { as: anna.token }),
    ],
  ])('by %s', async (_what, reason, end) => {
    await end()
    expect(await Promise.all([seenBy(another), seenBy(one)])).toEqual([bothOut, bothOut])
    const rows = await scene.owner<{ reason: string }[]>`
      select end_reason as reason from sessions where id = any(${elsewhere.map(({ sessionId }) => sessionId)})`
    expect(rows.map((row) => row.reason)).toEqual([reason, reason])
    const own = await ask(another, house, whoDocument, { as: anna.token })
    expect([own.status, own.errors]).toEqual([200, []])
  })

  test('by signing out, that one alone', async () => {
    const [first] = elsewhere
    await ask(one, house, 'mutation { signOut { __typename } }', { as: first?.token })
    const seen = await seenBy(another)
    expect([seen.browser[1], seen.client[1]]).toEqual(['UNAUTHENTICATED', 'in'])
  })

  test('by the account being closed', async () => {
    await scene.owner`update accounts set status = 'closed' where id = ${anna.accountId}`
    expect(await seenBy(another)).toEqual(bothOut)
  })
})

async function enrolNumber() {
  const started = await ask<{ factorEnrolmentStart: { enrolment: string } }>(
    one,
    house,
    `mutation { factorEnrolmentStart(input: { kind: SMS }) { ... on FactorEnrolmentStartPayload { enrolment } } }`,
    { as: anna.token },
  )
  await act('factorEnrolmentConfirm', {
    enrolment: started.data.factorEnrolmentStart.enrolment,
    code: lastDrawn(scene),
  })
}

async function changeEmail() {
  await act('emailChangeStart', { email: `nieuw-${anna.email}` })
  await act('emailChangeConfirm', { code: lastDrawn(scene) })
}

test('a browser that was forgotten is asked for the second step on every process at the next sign-in', async () => {
  const signIn = signInDocument('signIn')
  const input = { identifier: anna.email, password: holdersPassword }
  const token = systemRandom.token()
  const deviceId = await inPortal(scene.app, house.portalId, async (tx) => {
    const later = new Date(tx.now.getTime() + 86_400_000)
    const [row] = await scene.owner<{ version: number }[]>`
      select credential_version as version from accounts where id = ${anna.accountId}`
    const remembered = {
      rememberedUntil: later,
      credentialVersion: row?.version ?? 0,
      roles: [`EMPLOYEE@${house.organisationId}`],
    }
    return insertDevice(tx, { ...remembered, token, accountId: anna.accountId, label: 'a browser', expiresAt: later })
  })
  const browser = visitor(house, { isProduction: false, planted: { 'drempel-device': token } })
  expect(standIn(await browser.ask(another, signIn, { input }), 'signIn').flow).toBeNull()
  await act('deviceForget', { id: idOf('Device', deviceId) })
  expect(standIn(await browser.ask(another, signIn, { input }), 'signIn').flow?.step).toBe('CONFIRM_FACTOR')
})

test('a sign-in under way goes on on the other process, and ends there when a credential changes', async () => {
  const client = { headers: { 'drempel-portal': house.slug }, origin: null }
  const input = { identifier: anna.email, password: holdersPassword }
  const begin = async () =>
    standIn(await visitor(house).ask(one, signInDocument('signIn'), { input, ...client }), 'signIn').flow?.token
  const goOn = async (flow: string | undefined) => {
    const shown = { flow, factor: app.factorId, code: await appCode(scene, app.secret) }
    const answer = await visitor(house).ask(another, signInDocument('signInFactorConfirm'), { input: shown, ...client })
    return standIn(answer, 'signInFactorConfirm')
  }
  const [first, second] = [await begin(), await begin()]
  await scene.travelTo('2026-03-02T10:01:00Z')
  expect(await goOn(first)).toMatchObject({ __typename: 'SignInFactorConfirmPayload', flow: null })
  await act('passwordChange', { current: holdersPassword, password: 'zeven paarse fietsen rijden' })
  await scene.travelTo('2026-03-02T10:02:00Z')
  expect(await goOn(second)).toMatchObject({ code: 'FLOW_ENDED' })
})
