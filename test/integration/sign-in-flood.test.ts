import { describe, expect, test } from 'vitest'
import { changePassword } from '../../src/commands/accounts/change-password.ts'
import { confirmSignInCode } from '../../src/commands/accounts/confirm-sign-in-code.ts'
import { sendSignInCode } from '../../src/commands/accounts/send-sign-in-code.ts'
import { confirmStepUpPassword, startStepUp } from '../../src/commands/accounts/step-up.ts'
import { useRecoveryCode } from '../../src/commands/accounts/use-recovery-code.ts'
import { openPool } from '../../src/db/client.ts'
import { argon2Hashing } from '../../src/providers/hashing/argon2.ts'
import { type HashingPort, Overloaded } from '../../src/providers/hashing/port.ts'
import { accountHolder, callOfHolder, type Holder, holdersPassword } from '../support/account-holder.ts'
import { type Answer, ask, openApi, openHouse } from '../support/api.ts'
import { openScene } from '../support/scene.ts'
import { enrolSms, flowOf, lastDrawn, stranger, typePassword } from '../support/second-steps.ts'
import { rowCounts } from '../support/strangers.ts'
import { signInDocument, standIn, whoDocument } from '../support/visitor.ts'

const scene = await openScene()
const house = await openHouse(scene)
const places = { concurrency: 2, queue: 3 }

type Deps = { readonly hashing: HashingPort; readonly connections?: number }

/** An api with its own pools: how many may hash and wait, and how many connections there are. */
async function openSmall({ hashing, connections = 10 }: Deps) {
  const app = openPool(scene.url, 'drempel_app', { max: connections })
  const api = await openApi(
    { ...scene, app, hashing: Object.assign(hashing, { verified: [] }) },
    { settings: { trustedProxies: ['127.0.0.1'] } },
  )
  return { api, close: () => Promise.all([api.close(), app.close()]) }
}

type Api = Awaited<ReturnType<typeof openSmall>>['api']

let networks = 0
const signIn = (api: Api, { email }: Pick<Holder, 'email'>, password = holdersPassword): Promise<Answer> =>
  ask(api, house, signInDocument('signIn'), {
    variables: { input: { identifier: email, password, session: 'BEARER' } },
    headers: { 'x-forwarded-for': `203.0.113.${++networks % 250}` },
  })

/** The real pool, whose turns last until they are let go. */
function heldHashing() {
  const pool = argon2Hashing(places)
  const gate = Promise.withResolvers<void>()
  const full = Promise.withResolvers<void>()
  let held = 0
  const hold = async () => {
    held++
    if (held === places.concurrency + places.queue) full.resolve()
    await gate.promise
  }
  const hashing: HashingPort = {
    ...pool,
    verify: (known, secret) => hold().then(() => pool.verify(known, secret)),
    pretend: (secret) => hold().then(() => pool.pretend(secret)),
  }
  return { hashing, full: full.promise, letGo: gate.resolve, load: pool.load }
}

/** With a real hash of the same password. */
async function holderWithRealHash(): Promise<Holder> {
  const holder = await accountHolder(scene, house)
  const hash = await argon2Hashing(places).hash(holdersPassword)
  await scene.owner`update accounts set password_hash = ${hash} where id = ${holder.accountId}`
  return holder
}

describe('a flood of sign-ins', () => {
  test('beyond the places there are is refused at once, leaves nothing behind, and reads go on', async () => {
    const anna = await holderWithRealHash()
    const { hashing, full, letGo, load } = heldHashing()
    // Of one connection nobody could hold on to while they wait.
    const { api, close } = await openSmall({ hashing, connections: 1 })
    const inside = [anna, anna, anna, { email: 'nobody@example.nl' }, { email: 'noone@example.nl' }].map((who) =>
      signIn(api, who),
    )
    await full
    const before = await rowCounts(scene)
    const refused = await Promise.all(Array.from({ length: 40 }, () => signIn(api, anna)))
    for (const { status, headers, errors } of refused) {
      expect([status, headers['retry-after'], headers['cache-control'], errors[0]?.extensions.code]).toEqual([
        503,
        '2',
        'no-store',
        'OVERLOADED',
      ])
      expect(headers['set-cookie']).toBeUndefined()
    }
    const reads = await Promise.all(Array.from({ length: 20 }, () => ask(api, house, whoDocument, { as: anna.token })))
    for (const { data } of reads) expect(data).toEqual({ viewer: { person: { email: anna.email } } })
    expect(await rowCounts(scene)).toEqual(before)

    letGo()
    const answers = (await Promise.all(inside)).map((answer) => standIn(answer, 'signIn'))
    expect(answers.map(({ code, session }) => code ?? typeof session?.token)).toEqual([
      'string',
      'string',
      'string',
      'SIGN_IN_FAILED',
      'SIGN_IN_FAILED',
    ])
    expect(load()).toEqual({ running: 0, queued: 0 })
    expect(standIn(await signIn(api, anna), 'signIn').session).not.toBeNull()
    await close()
  })

  test('through the real pool ends with every request answered and everybody’s tries counted', async () => {
    const anna = await holderWithRealHash()
    const hashing = argon2Hashing(places)
    const { api, close } = await openSmall({ hashing })
    const failures = async () => {
      const [row] = await scene.owner<{ count: number }[]>`
        select count(*)::int as count from audit where act = 'signIn' and subject_id = ${anna.accountId}`
      return row?.count ?? 0
    }
    const wave = await Promise.all(Array.from({ length: 60 }, () => signIn(api, anna, 'not this one')))
    const answered = wave.filter(({ status }) => status === 200).length
    expect(wave.filter(({ status }) => status === 503)).toHaveLength(60 - answered)
    expect(answered).toBeGreaterThanOrEqual(places.concurrency + places.queue)
    expect(await failures()).toBe(answered)
    expect(hashing.load()).toEqual({ running: 0, queued: 0 })
    expect(standIn(await signIn(api, anna), 'signIn').session).not.toBeNull()
    await close()
  })
})

/** Admits everybody and then has no turn for them: others, who need no place, were quicker. */
const full = async (): Promise<never> => {
  throw new Overloaded()
}
const busy = { ...scene, hashing: { ...scene.hashing, hash: full, hashWith: full, verify: full, pretend: full } }

/** What is counted against anybody. */
const counted = async () => {
  const [row] = await scene.owner<{ failures: number }[]>`
    select coalesce(sum(failures), 0)::int as failures from throttles where portal_id = ${house.portalId}`
  return row?.failures ?? 0
}

describe('a try that the house was too busy to check', () => {
  const meanwhile: readonly [string, () => Promise<() => Promise<unknown>>][] = [
    [
      'of a password',
      async () => {
        const [anna, call] = [await accountHolder(scene, house), stranger(house)]
        return () => typePassword(busy, house, anna, { call })
      },
    ],
    [
      'of a code by SMS',
      async () => {
        const { call, flow, factorId } = await atSecondStep()
        await sendSignInCode(scene, call, { flow, factorId })
        return () => confirmSignInCode(busy, call, { flow, factorId, code: lastDrawn(scene) })
      },
    ],
    [
      'of a backup code',
      async () => {
        const { call, flow } = await atSecondStep()
        return () => useRecoveryCode(busy, call, { flow, code: '1234 5678' })
      },
    ],
    [
      'of the password of a step-up',
      async () => {
        const call = callOfHolder(house, await accountHolder(scene, house))
        const { flow } = await startStepUp(scene, call)
        return () => confirmStepUpPassword(busy, call, { flow: flow.token, password: holdersPassword })
      },
    ],
    [
      'of the password that is to be changed',
      async () => {
        const call = callOfHolder(house, await accountHolder(scene, house))
        return () => changePassword(busy, call, { current: holdersPassword, password: 'zeven paarse fietsen rijden' })
      },
    ],
  ]

  test.each(meanwhile)('%s counts against nobody', async (_what, prepare) => {
    const tryIt = await prepare()
    const before = await counted()
    for (let times = 0; times < 4; times++) await expect(tryIt()).rejects.toBeInstanceOf(Overloaded)
    expect(await counted()).toBe(before)
  })

  test('is not heard of again: the owner is in at the next one, however many there were', async () => {
    const [anna, call] = [await accountHolder(scene, house), stranger(house)]
    for (let times = 0; times < 40; times++) {
      await expect(typePassword(busy, house, anna, { call })).rejects.toBeInstanceOf(Overloaded)
    }
    expect((await typePassword(scene, house, anna, { call })).session).not.toBeNull()
  })

  test('opens nothing to whoever guesses: wrong ones in between are slowed down as ever', async () => {
    const [anna, call] = [await accountHolder(scene, house), stranger(house)]
    const wrong = () => typePassword(scene, house, anna, { call, password: 'not this one' })
    for (let times = 0; times < 5; times++) {
      await expect(typePassword(busy, house, anna, { call })).rejects.toBeInstanceOf(Overloaded)
      await expect(wrong()).rejects.toMatchObject({ code: 'SIGN_IN_FAILED' })
    }
    await expect(wrong()).rejects.toMatchObject({ code: 'TOO_MANY_ATTEMPTS' })
    await expect(typePassword(busy, house, anna, { call })).rejects.toMatchObject({ code: 'TOO_MANY_ATTEMPTS' })
  })
})

/** Somebody with a number, who typed the password. */
async function atSecondStep() {
  const anna = await accountHolder(scene, house)
  const factorId = await enrolSms(scene, house, anna)
  const call = stranger(house)
  const { token } = flowOf(await typePassword(scene, house, anna, { call }))
  return { call, factorId, flow: token }
}

test('sends strangers away at the door beyond a hundred and twenty-eight, and goes on serving whoever is signed in', async () => {
  const anna = await accountHolder(scene, house)
  const gate = Promise.withResolvers<false>()
  const waiting = { ...scene.hashing, pretend: () => gate.promise }
  const { api, close } = await openSmall({ hashing: waiting })
  const nobody = { email: 'nobody@example.nl' }
  const crowd = Array.from({ length: 160 }, () => signIn(api, nobody))
  const away = await Promise.race(crowd)
  expect([away.status, away.headers['retry-after'], away.errors[0]?.extensions.code]).toEqual([503, '2', 'OVERLOADED'])
  expect((await ask(api, house, whoDocument, { as: anna.token })).status).toBe(200)
  gate.resolve(false)
  const statuses = (await Promise.all(crowd)).map(({ status }) => status)
  expect(statuses.filter((status) => status === 200)).toHaveLength(128)
  expect(statuses.filter((status) => status === 503)).toHaveLength(32)
  await close()
})
