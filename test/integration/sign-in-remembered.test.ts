import { beforeEach, describe, expect, test } from 'vitest'
import { roles } from '../../src/domain/accounts/account.ts'
import { accountHolder, type Holder, holdersPassword } from '../support/account-holder.ts'
import { ask, type House, idOf, openApi, openHouse } from '../support/api.ts'
import { appCode } from '../support/app-code.ts'
import { addOrganisation, openScene } from '../support/scene.ts'
import { type AppFactor, enrolApp, enrolSms, lastDrawn, setPolicy } from '../support/second-steps.ts'
import { actDocument, flowIn, signInDocument, standIn, type Visitor, visitor } from '../support/visitor.ts'

const scene = await openScene()
const days = 30
const openRemembering = async () => {
  const opened = await openHouse(scene)
  await setPolicy(scene, opened, { factors: { rememberDays: days } })
  return opened
}
const house = await openRemembering()
const api = await openApi(scene, { settings: { isProduction: true, trustedProxies: ['127.0.0.1'] } })
const plain = await openApi(scene)
const morning = Date.parse('2026-03-02T10:00:00Z')
const day = 86_400_000

let anna: Holder
let app: AppFactor
let browser: Visitor
beforeEach(async () => {
  await scene.travelTo(new Date(morning))
  anna = await accountHolder(scene, house)
  app = await enrolApp(scene, house, anna)
  await scene.travelTo(new Date(morning + 60_000))
  browser = visitor(house)
})

let networks = 0
/** Each from a network of its own, so that no test slows another one down. */
const from = () => ({ 'x-forwarded-for': `203.0.${113 + Math.floor(++networks / 250)}.${(networks % 250) + 1}` })

const typePassword = (holder: Pick<Holder, 'email'> = anna, by = browser) =>
  by.ask(api, signInDocument('signIn'), {
    input: { identifier: holder.email, password: holdersPassword },
    headers: from(),
  })

/** What is asked after the password; IN when nothing is. */
async function next(holder: Pick<Holder, 'email'> = anna, by = browser): Promise<string> {
  const { session, flow } = standIn(await typePassword(holder, by), 'signIn')
  return session === null ? `${flow?.step}` : 'IN'
}

async function enterRemembered({ by = browser, factor = app, holder = anna } = {}) {
  const begun = await typePassword(holder, by)
  const code = await appCode(scene, factor.secret)
  const input = { flow: flowIn(begun), factor: factor.factorId, code, rememberDevice: true }
  const entered = await by.ask(api, signInDocument('signInFactorConfirm'), { input, headers: from() })
  expect(standIn(entered, 'signInFactorConfirm').session).not.toBeNull()
  return standIn(begun, 'signIn').flow
}

test('leaves out the second step on that browser for as long as the portal says, and not a second longer', async () => {
  const flow = await enterRemembered()
  expect(flow?.mayRemember).toBe(true)
  const began = morning + 60_000
  for (const at of [1, 29]) {
    await scene.travelTo(new Date(began + at * day))
    expect(await next(), `day ${at}`).toBe('IN')
  }
  await scene.travelTo(new Date(began + days * day - 1))
  expect(await next()).toBe('IN')
  const [row] = await scene.owner<{ proof: string; fresh: Date | null }[]>`
    select proof, stepped_up_at as fresh from sessions where account_id = ${anna.accountId} order by id desc limit 1`
  // Remembered is no proof: credentials are changed after a step-up alone.
  expect(row).toEqual({ proof: 'remembered-device', fresh: null })
  // Signing in meanwhile put nothing off.
  await scene.travelTo(new Date(began + days * day))
  expect(await next()).toBe('CONFIRM_FACTOR')
})

test('asks again in another browser, and where cookies were cleared', async () => {
  await enterRemembered()
  expect(await next(anna, visitor(house))).toBe('CONFIRM_FACTOR')
  browser.cookies.clear()
  expect(await next()).toBe('CONFIRM_FACTOR')
})

test('asks again at another portal, whoever it is there', async () => {
  const elsewhere = await openRemembering()
  const there = await accountHolder(scene, elsewhere, { email: anna.email })
  await enrolApp(scene, elsewhere, there)
  await enterRemembered()
  const planted = { 'drempel-device': browser.cookies.get('drempel-device') ?? '' }
  expect(await next(there, visitor(elsewhere, { planted }))).toBe('CONFIRM_FACTOR')
  expect(await next()).toBe('IN')
})

test('asks whoever else signs in on that browser, and still not its owner', async () => {
  const piet = await accountHolder(scene, house)
  await enrolApp(scene, house, piet)
  await enterRemembered()
  expect(await next(piet)).toBe('CONFIRM_FACTOR')
  expect(await next()).toBe('IN')
})

test('asks again once the portal remembers no more', async () => {
  const careful = await openRemembering()
  const holder = await accountHolder(scene, careful)
  const factor = await enrolApp(scene, careful, holder)
  await scene.travelTo(new Date(morning + 120_000))
  const by = visitor(careful)
  await enterRemembered({ by, factor, holder })
  await setPolicy(scene, careful, { factors: { rememberDays: 0 } })
  expect(await next(holder, by)).toBe('CONFIRM_FACTOR')
})

test('does not remember a browser for a backup code', async () => {
  const input = { flow: flowIn(await typePassword()), code: app.codes[0] ?? '' }
  const used = await browser.ask(api, signInDocument('recoveryCodeUse'), { input, headers: from() })
  const flow = flowIn(used, 'recoveryCodeUse')
  await browser.ask(
    api,
    `mutation ($input: RecoveryCodeChooseInput!) { recoveryCodeChoose(input: $input) { __typename } }`,
    { input: { flow, choice: 'TEMPORARY' }, headers: from() },
  )
  expect(browser.cookies.has('drempel')).toBe(true)
  expect(await next()).toBe('CONFIRM_FACTOR')
})

/** By its owner, in the session that set things up. */
async function act(name: string, input: Readonly<Record<string, unknown>>, holder = anna) {
  const { data, text } = await ask<Record<string, { readonly __typename: string } | undefined>>(
    plain,
    house,
    actDocument(name),
    { variables: { input }, as: holder.token },
  )
  expect(data[name]?.__typename, text).toMatch(/Payload$/)
}

const grant = async (role: string, organisationId = house.organisationId) => {
  await scene.owner`insert into grants (portal_id, account_id, role, organisation_id, valid_from, reason)
    values (${house.portalId}, ${anna.accountId}, ${role}, ${organisationId}, '2020-01-01', 'invitation')`
}

describe('dies with', () => {
  test.each<[string, () => Promise<unknown>]>([
    [
      'another password',
      async () => {
        await act('passwordChange', { current: holdersPassword, password: 'zeven paarse fietsen rijden' })
        // Back to the one that is typed here: the browser is not remembered for it either.
        await act('passwordChange', { current: 'zeven paarse fietsen rijden', password: holdersPassword })
      },
    ],
    ['a second step that was added', () => enrolSms(scene, house, anna)],
    [
      'a second step that was taken away',
      async () => {
        await enrolSms(scene, house, anna)
        browser.cookies.clear()
        await scene.travelTo(new Date(morning + 120_000))
        await enterRemembered()
        await act('factorRemove', { id: idOf('Factor', app.factorId) })
      },
    ],
    ['a role that was given', () => grant('APPROVER')],
    [
      'the same role in another organisation',
      async () => grant('EMPLOYEE', await addOrganisation(scene, house.portalId)),
    ],
    [
      'the same role that went to another organisation',
      async () => {
        const organisationId = await addOrganisation(scene, house.portalId)
        await scene.owner`update grants set organisation_id = ${organisationId} where account_id = ${anna.accountId}`
      },
    ],
    ['its owner forgetting it', forget],
    [
      'the sign-in by which it is known',
      () => scene.owner`
      update devices set expires_at = drempel.now() where account_id = ${anna.accountId}`,
    ],
  ])('%s', async (_what, change) => {
    await enterRemembered()
    expect(await next()).toBe('IN')
    await change()
    expect(await next()).toBe('CONFIRM_FACTOR')
  })

  test('a role that ended', async () => {
    await grant('EMPLOYEE', await addOrganisation(scene, house.portalId))
    await enterRemembered()
    expect(await next()).toBe('IN')
    await scene.owner`update grants set valid_until = drempel.now()
      where account_id = ${anna.accountId} and organisation_id = ${house.organisationId}`
    expect(await next()).toBe('CONFIRM_FACTOR')
  })

  test('another mail address', async () => {
    await enterRemembered()
    const email = `nieuw-${anna.email}`
    await act('emailChangeStart', { email })
    await act('emailChangeConfirm', { code: lastDrawn(scene) })
    expect(await next({ email })).toBe('CONFIRM_FACTOR')
  })

  test('a credential that changed in whatever way', async () => {
    await enterRemembered()
    await scene.owner`update accounts set credential_version = credential_version + 1 where id = ${anna.accountId}`
    expect(await next()).toBe('CONFIRM_FACTOR')
  })
})

async function forget() {
  const [row] = await scene.owner<{ id: string }[]>`
    select id from devices where account_id = ${anna.accountId} and ended_at is null`
  await act('deviceForget', { id: idOf('Device', row?.id ?? '') })
}

describe('for whoever reaches other people’s data, and for whoever left', () => {
  test.each(roles.filter((role) => role !== 'EMPLOYEE'))('%s: neither offered nor honoured', async (role) => {
    const holder = await accountHolder(scene, house, { role })
    const factor = await enrolApp(scene, house, holder)
    await scene.travelTo(new Date(morning + 120_000))
    const flow = await enterRemembered({ factor, holder })
    expect(flow?.mayRemember).toBe(false)
    const remembered = () => scene.owner`
      select 1 from devices where account_id = ${holder.accountId} and remembered_until is not null`
    expect(await remembered()).toHaveLength(0)
    expect(await next(holder)).toBe('CONFIRM_FACTOR')
    // Even when the row says so: the roles of now decide.
    await scene.owner`update devices d set remembered_until = drempel.now() + interval '9 days', roles = array[${`${role}@${house.organisationId}`}]::text[],
      credential_version = a.credential_version from accounts a where a.id = d.account_id and a.id = ${holder.accountId}`
    expect(await remembered()).toHaveLength(1)
    expect(await next(holder)).toBe('CONFIRM_FACTOR')
  })
})

test('a browser of another house is nobody’s here', async () => {
  const other: House = await openRemembering()
  await enterRemembered()
  const rows = await scene.owner`select 1 from devices where portal_id = ${other.portalId}`
  expect(rows).toHaveLength(0)
})
