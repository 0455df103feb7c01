import { beforeEach, describe, expect, test } from 'vitest'
import { confirmSignInCode } from '../../src/commands/accounts/confirm-sign-in-code.ts'
import type { Entered } from '../../src/commands/accounts/enter.ts'
import type { Call } from '../../src/commands/execute.ts'
import { digestOf } from '../../src/db/secrets.ts'
import { DomainError } from '../../src/domain/errors.ts'
import { accountHolder, type Holder, toldTo } from '../support/account-holder.ts'
import { appCode } from '../support/app-code.ts'
import { openScene, setStage } from '../support/scene.ts'
import { type AppFactor, enrolApp, flowOf, otherThan, stranger, typePassword } from '../support/second-steps.ts'

const scene = await openScene()
const stage = await setStage(scene)
const morning = new Date('2026-03-02T10:00:00Z')
const minutes = (count: number) => new Date(morning.getTime() + count * 60_000)
const quarter = 15

beforeEach(() => scene.travelTo(morning))

const wrongly = (holder: Pick<Holder, 'email'>, call: Call) =>
  codeOf(typePassword(scene, stage, holder, { call, password: 'not this one' }))

async function codeOf(act: Promise<Entered>): Promise<string> {
  try {
    const { session, flow } = await act
    return session ? 'IN' : `${flow?.step}`
  } catch (error) {
    if (error instanceof DomainError) return error.code
    throw error
  }
}

async function retryAt(act: Promise<unknown>): Promise<Date | undefined> {
  return act.then(
    () => undefined,
    (error: unknown) => (error instanceof DomainError ? error.retryAt : undefined),
  )
}

/** The browser they signed in with, wherever it is. */
async function knownBrowser(holder: Pick<Holder, 'email'>, network: Partial<Call> = {}): Promise<Call> {
  const call = stranger(stage, network)
  const { device } = await typePassword(scene, stage, holder, { call })
  return { ...call, device: device?.token }
}

/** Its token is another one after each sign-in. */
const renewed = (call: Call, { device }: Entered): Call => ({ ...call, device: device?.token })

describe('a browser its owner signed in with before', () => {
  test('is not slowed down by others in its network who try its owner, until nobody else there is heard', async () => {
    const anna = await accountHolder(scene, stage)
    const known = await knownBrowser(anna)
    const beside = stranger(stage, { origin: known.origin })
    for (let tries = 0; tries < 20; tries++) await wrongly(anna, beside)
    expect(await codeOf(typePassword(scene, stage, anna, { call: beside }))).toBe('TOO_MANY_ATTEMPTS')
    expect(await codeOf(typePassword(scene, stage, anna, { call: known }))).toBe('IN')
  })

  test('is not slowed down by a network that tries everybody', async () => {
    const anna = await accountHolder(scene, stage)
    const known = await knownBrowser(anna)
    for (let tries = 0; tries < 60; tries++) {
      await wrongly({ email: `nobody-${tries}@example.nl` }, stranger(stage, { origin: known.origin }))
    }
    const beside = stranger(stage, { origin: known.origin })
    expect(await codeOf(typePassword(scene, stage, anna, { call: beside }))).toBe('TOO_MANY_ATTEMPTS')
    expect(await codeOf(typePassword(scene, stage, anna, { call: known }))).toBe('IN')
  })

  test('is slowed down by itself, and the try of somebody else’s browser is as any stranger’s', async () => {
    const [anna, piet] = [await accountHolder(scene, stage), await accountHolder(scene, stage)]
    const known = await knownBrowser(anna)
    for (let tries = 0; tries < 5; tries++) expect(await wrongly(anna, known)).toBe('SIGN_IN_FAILED')
    expect(await codeOf(typePassword(scene, stage, anna, { call: known }))).toBe('TOO_MANY_ATTEMPTS')

    const ofPiet = await knownBrowser(piet)
    for (let tries = 0; tries < 5; tries++) await wrongly(anna, ofPiet)
    const beside = stranger(stage, { origin: ofPiet.origin })
    expect(await codeOf(typePassword(scene, stage, anna, { call: beside }))).toBe('TOO_MANY_ATTEMPTS')
  })

  test('is one in its own portal alone', async () => {
    const anna = await accountHolder(scene, stage)
    const known = await knownBrowser(anna)
    const elsewhere = await setStage(scene)
    await accountHolder(scene, elsewhere, { email: anna.email })
    const there = { ...stranger(elsewhere), device: known.device }
    for (let tries = 0; tries < 5; tries++) {
      await codeOf(typePassword(scene, elsewhere, anna, { call: there, password: 'not this one' }))
    }
    const beside = stranger(elsewhere, { origin: there.origin })
    expect(await codeOf(typePassword(scene, elsewhere, anna, { call: beside }))).toBe('TOO_MANY_ATTEMPTS')
  })
})

test('nobody locks another person out: not with thousands of tries from hundreds of networks', async () => {
  const anna = await accountHolder(scene, stage)
  const known = await knownBrowser(anna)
  const networks = Array.from({ length: 300 }, () => stranger(stage))
  for (let round = 0; round < 7; round++) {
    for (let at = 0; at < networks.length; at += 50) {
      await Promise.all(networks.slice(at, at + 50).map((network) => wrongly(anna, network)))
    }
  }
  expect(await codeOf(typePassword(scene, stage, anna, { call: known }))).toBe('IN')
  expect(await codeOf(typePassword(scene, stage, anna, { call: stranger(stage) }))).toBe('IN')
}, 60_000)

test('from the very network of whoever guesses the owner waits a quarter of an hour at most', async () => {
  const anna = await accountHolder(scene, stage)
  const network = stranger(stage)
  let now = morning
  for (let tries = 0; tries < 60; tries++) {
    const until = await retryAt(typePassword(scene, stage, anna, { call: network, password: 'not this one' }))
    if (until === undefined) continue
    now = until
    await scene.travelTo(now)
  }
  await wrongly(anna, network)
  const until = await retryAt(typePassword(scene, stage, anna, { call: network }))
  expect(until?.getTime()).toBe(now.getTime() + quarter * 60_000)
  // What comes too early is not counted: it does not put the end off.
  for (let tries = 0; tries < 20; tries++) expect(await wrongly(anna, network)).toBe('TOO_MANY_ATTEMPTS')
  await scene.travelTo(until ?? now)
  expect(await codeOf(typePassword(scene, stage, anna, { call: network }))).toBe('IN')
})

// Each try that the network's own count refused stayed in the count of whoever made it.
test('a try that is not heard because of others in the network is not held against anybody', async () => {
  const office = await setStage(scene)
  const anna = await accountHolder(scene, office)
  const desk = stranger(office)
  for (let tries = 0; tries < 50; tries++) {
    const act = typePassword(scene, office, { email: `nobody-${tries}@example.nl` }, { call: desk })
    expect(await codeOf(act)).toBe('SIGN_IN_FAILED')
  }
  const counted = () => scene.owner`
    select bucket, failures from throttles where portal_id = ${office.portalId} and failures > 0 order by bucket`
  const before = await counted()
  for (let tries = 0; tries < 30; tries++) {
    expect(await codeOf(typePassword(scene, office, anna, { call: desk }))).toBe('TOO_MANY_ATTEMPTS')
  }
  expect(await counted()).toEqual(before)
  await scene.travelTo(new Date(morning.getTime() + 1_000))
  expect(await codeOf(typePassword(scene, office, anna, { call: desk }))).toBe('IN')
})

describe('the second step, where somebody has the password', () => {
  let anna: Holder
  let app: AppFactor
  beforeEach(async () => {
    anna = await accountHolder(scene, stage)
    app = await enrolApp(scene, stage, anna)
  })

  const confirm = async (call: Call, { isRight = true } = {}) => {
    const { token } = flowOf(await typePassword(scene, stage, anna, { call }))
    const code = await appCode(scene, app.secret)
    const given = { flow: token, factorId: app.factorId, code: isRight ? code : otherThan(code) }
    return { act: confirmSignInCode(scene, call, given) }
  }

  test('asks a known browser at once, however many guess from wherever; others wait a quarter at most', async () => {
    await scene.travelTo(minutes(1))
    const home = stranger(stage)
    const known = renewed(home, await (await confirm(home)).act)
    // From a network of its own each time: none of them is slowed down for itself.
    for (let guesses = 0; guesses < 29; guesses++) {
      expect(await codeOf((await confirm(stranger(stage), { isRight: false })).act)).toBe('CODE_WRONG')
    }
    let now = minutes(1)
    for (let guesses = 0; guesses < 12; guesses++) {
      await codeOf((await confirm(stranger(stage), { isRight: false })).act)
      now = (await retryAt((await confirm(stranger(stage), { isRight: false })).act)) ?? now
      await scene.travelTo(now)
    }
    await codeOf((await confirm(stranger(stage), { isRight: false })).act)
    const until = await retryAt((await confirm(stranger(stage))).act)
    expect(until?.getTime()).toBe(now.getTime() + quarter * 60_000)
    expect(await codeOf((await confirm(known)).act)).toBe('IN')
    await scene.travelTo(until ?? now)
    expect(await codeOf((await confirm(stranger(stage))).act)).toBe('IN')
  })
})

test('tells its owner of a browser that was not known, once a day, and not of the first one', async () => {
  const anna = await accountHolder(scene, stage)
  const told = async () =>
    (await toldTo(scene, anna)).filter(({ template }) => template === 'signed-in-elsewhere').length
  const first = await typePassword(scene, stage, anna)
  expect(await told()).toBe(0)
  await typePassword(scene, stage, anna, { call: stranger(stage, { device: first.device?.token ?? '' }) })
  expect(await told()).toBe(0)
  for (let browsers = 0; browsers < 3; browsers++) await typePassword(scene, stage, anna)
  expect(await told()).toBe(1)
})

test('knows somebody’s last twenty browsers, and forgets the one used longest ago', async () => {
  const anna = await accountHolder(scene, stage)
  const known: (string | undefined)[] = []
  for (let browsers = 0; browsers < 21; browsers++) {
    await scene.travelTo(minutes(browsers))
    known.push((await typePassword(scene, stage, anna)).device?.token)
  }
  const rows = await scene.owner`select id from devices where account_id = ${anna.accountId} and ended_at is null`
  expect(rows).toHaveLength(20)
  const digests = await scene.owner<{ digest: Buffer }[]>`
    select digest from devices where account_id = ${anna.accountId} and ended_at is not null`
  expect(digests.map(({ digest }) => digest)).toEqual([digestOf(known[0] ?? '')])
})
