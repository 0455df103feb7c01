import { beforeEach, describe, expect, test } from 'vitest'
import { accountHolder, type Holder, holdersPassword, openSessionOf } from '../support/account-holder.ts'
import { ask, openApi, openHouse } from '../support/api.ts'
import { appCode } from '../support/app-code.ts'
import { openScene } from '../support/scene.ts'
import { type AppFactor, enrolApp, setPolicy } from '../support/second-steps.ts'
import { flowIn, signInDocument, standIn, type Visitor, visitor, whoDocument } from '../support/visitor.ts'

const scene = await openScene()
const house = await openHouse(scene)
await setPolicy(scene, house, { factors: { rememberDays: 30 } })
const production = await openApi(scene, { settings: { isProduction: true, introspection: false } })
const development = await openApi(scene)

const signIn = signInDocument('signIn')
const confirm = signInDocument('signInFactorConfirm')

let anna: Holder
let app: AppFactor
let steps = 0
beforeEach(async () => {
  anna = await accountHolder(scene, house)
  app = await enrolApp(scene, house, anna)
})

/** Each code counts once, so each sign-in is a step of the clock later. */
async function code(): Promise<string> {
  steps++
  await scene.travelTo(new Date(Date.parse('2026-03-02T10:00:00Z') + steps * 30_000))
  return appCode(scene, app.secret)
}

const typed = (holder = anna) => ({ identifier: holder.email, password: holdersPassword })

async function enter(browser: Visitor, { api = production, remember = false } = {}) {
  const flow = flowIn(await browser.ask(api, signIn, { input: typed() }))
  const input = { flow, factor: app.factorId, code: await code(), rememberDevice: remember }
  return browser.ask(api, confirm, { input })
}

const endings = () => scene.owner<{ reason: string | null }[]>`
  select end_reason as reason from sessions where account_id = ${anna.accountId} order by id`

describe('a cookie that was planted', () => {
  test('is never the session afterwards, and the old session of the same browser ends as replaced', async () => {
    const { token: planted } = await openSessionOf(scene, house.portalId, { accountId: anna.accountId })
    const browser = visitor(house, { planted: { drempel: planted } })
    await enter(browser)
    const own = browser.cookies.get('drempel')
    expect(own).toMatch(/^[\w-]{43}$/)
    expect(own).not.toBe(planted)
    const old = await ask(production, house, whoDocument, { as: planted, headers: { host: house.host } })
    expect([old.status, old.errors[0]?.extensions.code]).toEqual([401, 'UNAUTHENTICATED'])
    expect((await browser.ask(production, whoDocument)).data).toEqual({ viewer: { person: { email: anna.email } } })
    expect((await endings()).map(({ reason }) => reason)).toContain('REPLACED')
  })

  test('of somebody else’s session ends that session and no other of theirs', async () => {
    const thief = await accountHolder(scene, house)
    const other = await openSessionOf(scene, house.portalId, { accountId: thief.accountId })
    const browser = visitor(house, { planted: { drempel: thief.token } })
    await enter(browser)
    expect(browser.cookies.get('drempel')).not.toBe(thief.token)
    const rows = await scene.owner<{ id: string; reason: string | null }[]>`
      select id, end_reason as reason from sessions where account_id = ${thief.accountId}`
    expect(Object.fromEntries(rows.map(({ id, reason }) => [id, reason]))).toEqual({
      [thief.sessionId]: 'REPLACED',
      [other.sessionId]: null,
    })
  })

  test('that nobody was ever given is no session and becomes none', async () => {
    const planted = 'p'.repeat(43)
    const browser = visitor(house, { planted: { drempel: planted, 'drempel-device': planted } })
    await enter(browser)
    expect([...browser.cookies.keys()].sort()).toEqual(['drempel', 'drempel-device'])
    expect([...browser.cookies.values()]).not.toContain(planted)
    expect(await knownBy(planted)).toBe(false)
  })

  // Whoever once copied the cookie of a shared computer would have been remembered along with its owner.
  test('as the known browser is another one once its owner signed in and asked to be remembered', async () => {
    const browser = visitor(house)
    await enter(browser)
    const planted = browser.cookies.get('drempel-device') ?? ''
    expect(await knownBy(planted)).toBe(true)
    await enter(browser, { remember: true })
    expect(browser.cookies.get('drempel-device')).toMatch(/^[\w-]{43}$/)
    expect(browser.cookies.get('drempel-device')).not.toBe(planted)
    expect(await knownBy(planted)).toBe(false)

    const thief = visitor(house, { planted: { 'drempel-device': planted } })
    const stood = standIn(await thief.ask(production, signIn, { input: typed() }), 'signIn')
    expect([stood.session, stood.flow?.step]).toEqual([null, 'CONFIRM_FACTOR'])
    const own = standIn(await browser.ask(production, signIn, { input: typed() }), 'signIn')
    expect([own.session === null, own.flow]).toEqual([false, null])
  })

  test('as the known browser of somebody else is left to them', async () => {
    const thief = await accountHolder(scene, house)
    const browser = visitor(house)
    await browser.ask(production, signIn, { input: typed(thief) })
    const planted = browser.cookies.get('drempel-device') ?? ''
    await enter(browser, { remember: true })
    expect(browser.cookies.get('drempel-device')).not.toBe(planted)
    expect(await knownBy(planted)).toBe(true)
    const rows =
      await scene.owner`select 1 from devices where account_id = ${thief.accountId} and remembered_until is not null`
    expect(rows).toHaveLength(0)
  })
})

async function knownBy(token: string): Promise<boolean> {
  const rows = await scene.owner`
    select 1 from devices where digest = sha256(${Buffer.from(token)}) and ended_at is null`
  return rows.length === 1
}

test('a sign-in somebody else began becomes no session of whoever signs in meanwhile', async () => {
  const thief = await accountHolder(scene, house)
  await enrolApp(scene, house, thief)
  const planted = flowIn(await visitor(house).ask(production, signIn, { input: typed(thief) }))
  const browser = visitor(house)
  await enter(browser)
  const session = browser.cookies.get('drempel')
  // Anna's own code at the thief's flow: her factor is not one of that sign-in.
  const answer = await browser.ask(production, confirm, {
    input: { flow: planted, factor: app.factorId, code: await code() },
  })
  expect(standIn(answer, 'signInFactorConfirm')).toMatchObject({ __typename: 'NotFound', code: 'NOT_FOUND' })
  expect(answer.headers['set-cookie']).toBeUndefined()
  expect(browser.cookies.get('drempel')).toBe(session)
})

test('a sign-in that is over is worth nothing to whoever kept its token', async () => {
  const browser = visitor(house)
  const flow = flowIn(await browser.ask(production, signIn, { input: typed() }))
  await browser.ask(production, confirm, { input: { flow, factor: app.factorId, code: await code() } })
  const again = await visitor(house).ask(production, confirm, {
    input: { flow, factor: app.factorId, code: await code() },
  })
  expect(standIn(again, 'signInFactorConfirm')).toMatchObject({ code: 'FLOW_ENDED' })
  expect(again.headers['set-cookie']).toBeUndefined()
})

test('a step-up is done in the session that asked for it, and in no other', async () => {
  const start = 'mutation { sessionStepUpStart { __typename ... on SessionStepUpStartPayload { flow { token } } } }'
  const [browser, other] = [visitor(house), visitor(house)]
  await enter(browser)
  await enter(other)
  const begun = await browser.ask(production, start)
  const { flow } = (begun.data as { sessionStepUpStart: { flow: { token: string } } }).sessionStepUpStart
  const input = { flow: flow.token, factor: app.factorId, code: await code() }
  for (const somebody of [other, visitor(house)]) {
    const answer = await somebody.ask(production, confirm, { input })
    expect(standIn(answer, 'signInFactorConfirm').code).toBe('FLOW_ENDED')
  }
  const done = standIn(await browser.ask(production, confirm, { input }), 'signInFactorConfirm')
  expect(done).toMatchObject({ __typename: 'SignInFactorConfirmPayload', flow: null, deviceToken: null })
})

describe('both cookies', () => {
  test('are bound to the host, for HTTP and TLS alone, and go to no other site', async () => {
    const { headers } = await enter(visitor(house))
    const flags = 'Path=/; HttpOnly; SameSite=Lax; Secure; Expires='
    expect(headers['set-cookie']).toEqual([
      expect.stringMatching(new RegExp(`^__Host-drempel=[\\w-]{43}; ${flags}`)),
      expect.stringMatching(new RegExp(`^__Host-drempel-device=[\\w-]{43}; ${flags}`)),
    ])
    expect(headers['set-cookie']?.join()).not.toContain('Domain')
  })

  test('go by plain names without TLS in development, still out of reach of scripts', async () => {
    const { headers } = await enter(visitor(house, { isProduction: false }), { api: development })
    const flags = 'Path=/; HttpOnly; SameSite=Lax; Expires='
    expect(headers['set-cookie']).toEqual([
      expect.stringMatching(new RegExp(`^drempel=[\\w-]{43}; ${flags}`)),
      expect.stringMatching(new RegExp(`^drempel-device=[\\w-]{43}; ${flags}`)),
    ])
  })

  test('count by the name of production alone: a page of a sibling host can set the plain one', async () => {
    const { token } = await openSessionOf(scene, house.portalId, { accountId: anna.accountId })
    const answer = await visitor(house, { isProduction: false, planted: { drempel: token } }).ask(
      production,
      whoDocument,
    )
    expect(answer.errors[0]?.extensions.code).toBe('UNAUTHENTICATED')
  })

  test('are not set while a step is left, nor by a wrong code', async () => {
    const browser = visitor(house)
    const begun = await browser.ask(production, signIn, { input: typed() })
    const wrong = await browser.ask(production, confirm, {
      input: { flow: flowIn(begun), factor: app.factorId, code: 'abcdef' },
    })
    expect(standIn(wrong, 'signInFactorConfirm').code).toBe('CODE_WRONG')
    expect([begun.headers['set-cookie'], wrong.headers['set-cookie']]).toEqual([undefined, undefined])
  })

  test('part at the end: the session’s goes, the browser stays known', async () => {
    const browser = visitor(house)
    await enter(browser)
    const device = browser.cookies.get('drempel-device')
    const left = await browser.ask(production, 'mutation { signOut { __typename } }')
    expect(left.headers['set-cookie']).toEqual(['__Host-drempel=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0'])
    expect([...browser.cookies]).toEqual([['drempel-device', device]])
    expect((await browser.ask(production, whoDocument)).errors[0]?.extensions.code).toBe('UNAUTHENTICATED')
  })
})

test('a client that carries its session itself gets both tokens in the answer and no cookie', async () => {
  const client = visitor(house)
  const flow = flowIn(await client.ask(production, signIn, { input: { ...typed(), session: 'BEARER' }, origin: null }))
  const input = { flow, factor: app.factorId, code: await code(), rememberDevice: true, session: 'BEARER' }
  const answer = await client.ask(production, confirm, { input, origin: null })
  const { session, deviceToken } = standIn(answer, 'signInFactorConfirm')
  expect([session?.token, deviceToken]).toEqual([
    expect.stringMatching(/^[\w-]{43}$/),
    expect.stringMatching(/^[\w-]{43}$/),
  ])
  expect([answer.headers['set-cookie'], client.cookies.size]).toEqual([undefined, 0])
  const again = await client.ask(production, signIn, {
    input: { ...typed(), session: 'BEARER' },
    headers: { 'drempel-device': deviceToken ?? '' },
    origin: null,
  })
  expect(standIn(again, 'signIn').session?.token).toMatch(/^[\w-]{43}$/)
})
