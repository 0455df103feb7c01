import { afterEach, expect, test } from 'vitest'
import { changePassword } from '../../src/commands/accounts/change-password.ts'
import { inPortal } from '../../src/db/client.ts'
import { insertDevice } from '../../src/db/devices.ts'
import { insertSecret } from '../../src/db/secrets.ts'
import { insertFlow } from '../../src/db/sign-in-flows.ts'
import {
  accountHolder,
  callOfHolder,
  type Holder,
  holdersPassword,
  openSessionOf,
  toldTo,
} from '../support/account-holder.ts'
import { ask, type House, keyFor, openApi, openHouse } from '../support/api.ts'
import { openScene } from '../support/scene.ts'

const scene = await openScene()
const api = await openApi(scene)
const morning = Date.parse('2026-03-02T10:00:00Z')
const next = 'acht gele paraplu’s dansen'

const document = `mutation ($input: PasswordChangeInput!) { passwordChange(input: $input) { __typename
  ... on UserError { code }
  ... on InvalidInput { problems { path code } }
  ... on Limited { retryAt }
  ... on PasswordChangePayload { viewer { sessions { nodes { isCurrent } } devices { nodes { rememberedUntil } } } }
} }`

const change = (house: House, as: string | undefined, input = { current: holdersPassword, password: next }) =>
  ask<{ passwordChange: unknown }>(api, house, document, { as, variables: { input } })

const credentials = async ({ accountId }: Holder) => {
  const [row] = await scene.owner<{ hash: string; version: number }[]>`
    select password_hash as hash, credential_version as version from accounts where id = ${accountId}`
  return row
}

const tries = async ({ portalId }: House) =>
  scene.owner<{ failures: number }[]>`
    select failures from throttles where portal_id = ${portalId} order by failures desc`

afterEach(() => scene.travelTo(new Date(morning)))

test('changes the password; all that was opened under the old one ends at once, and its owner is told', async () => {
  const house = await openHouse(scene)
  const anna = await accountHolder(scene, house)
  const elsewhere = await openSessionOf(scene, house.portalId, anna)
  const later = new Date(morning + 86_400_000)
  const [flowId, resetId] = await inPortal(scene.app, house.portalId, async (tx) => {
    const { accountId } = anna
    await insertDevice(tx, {
      accountId,
      token: 'a-device-token-of-anna',
      label: 'a browser',
      expiresAt: later,
      rememberedUntil: later,
      credentialVersion: (await credentials(anna))?.version ?? 0,
      roles: [`EMPLOYEE@${house.organisationId}`],
    })
    const flow = await insertFlow(tx, { token: 'a-flow-token', purpose: 'sign-in', accountId, expiresAt: later })
    const secret = { accountId, journeyId: null, plan: null, purpose: 'password-reset', maxAttempts: 1 } as const
    return [flow.id, await insertSecret(tx, { ...secret, expiresAt: later, token: 'a-reset-token' })]
  })
  const sees = '{ viewer { sessions { nodes { id } } devices { nodes { rememberedUntil } } } }'
  expect((await ask(api, house, sees, { as: elsewhere.token })).data).toMatchObject({
    viewer: { devices: { nodes: [{ rememberedUntil: later.toISOString() }] } },
  })

  expect((await change(house, anna.token)).data.passwordChange).toEqual({
    __typename: 'PasswordChangePayload',
    viewer: { sessions: { nodes: [{ isCurrent: true }] }, devices: { nodes: [{ rememberedUntil: null }] } },
  })

  const answer = await ask(api, house, sees, { as: elsewhere.token })
  expect([answer.status, answer.errors.map(({ extensions }) => extensions.code)]).toEqual([401, ['UNAUTHENTICATED']])
  const [ended] = await scene.owner`select end_reason from sessions where id = ${elsewhere.sessionId}`
  expect(ended?.end_reason).toBe('PASSWORD_CHANGED')
  const [gone] = await scene.owner`
    select (select ended_at from sign_in_flows where id = ${flowId}) as flow,
      (select superseded_at from secrets where id = ${resetId}) as reset`
  expect(gone).toEqual({ flow: new Date(morning), reset: new Date(morning) })
  expect((await credentials(anna))?.hash).toBe(await scene.hashing.hash(next))
  expect(await toldTo(scene, anna)).toMatchObject([
    {
      template: 'password-changed',
      recipient: anna.email,
      params: { byReset: false, changedAt: '2026-03-02T10:00:00.000Z', signInUrl: `https://${house.host}/sign-in` },
    },
  ])
  expect(await tries(house)).toMatchObject([{ failures: 0 }])
  const audit = await scene.owner`select act, code, subject_id from audit where portal_id = ${house.portalId}`
  expect(audit).toEqual([{ act: 'passwordChange', code: 'DONE', subject_id: anna.accountId }])
})

test('names every rule a password breaks, before any try is counted', async () => {
  const house = await openHouse(scene)
  const anna = await accountHolder(scene, house)
  const before = scene.hashing.verified.length
  const weak = await change(house, anna.token, { current: holdersPassword, password: 'anna' })
  expect(weak.data.passwordChange).toEqual({
    __typename: 'InvalidInput',
    code: 'PASSWORD_REFUSED',
    problems: [
      { path: 'password', code: 'TOO_SHORT' },
      { path: 'password', code: 'NAMES_YOU' },
    ],
  })
  const same = await change(house, anna.token, { current: next, password: next })
  expect(same.data.passwordChange).toEqual({
    __typename: 'InvalidInput',
    code: 'PASSWORD_SAME',
    problems: [{ path: 'password', code: 'PASSWORD_SAME' }],
  })
  expect([scene.hashing.verified.length - before, await tries(house)]).toEqual([0, []])
})

test('refuses a wrong password, and one that is too long to be anybody’s', async () => {
  const house = await openHouse(scene)
  const anna = await accountHolder(scene, house)
  const before = await credentials(anna)
  for (const current of ['wrong', 'x'.repeat(257)]) {
    const answer = await change(house, anna.token, { current, password: next })
    expect(answer.data.passwordChange).toEqual({ __typename: 'Refused', code: 'PASSWORD_WRONG' })
  }
  expect(await credentials(anna)).toEqual(before)
  expect(await toldTo(scene, anna)).toEqual([])
  expect((await tries(house))[0]).toEqual({ failures: 2 })
})

test('evaluates no more of a hundred wrong passwords at once than it lets pass, and remembers them', async () => {
  const house = await openHouse(scene)
  const anna = await accountHolder(scene, house)
  const before = scene.hashing.verified.length
  const wrong = { current: 'wrong', password: next }
  const answers = await Promise.all(Array.from({ length: 100 }, () => change(house, anna.token, wrong)))
  const told = answers.map(({ data }) => JSON.stringify(data.passwordChange))
  expect(told.filter((one) => one.includes('PASSWORD_WRONG'))).toHaveLength(5)
  expect(told.filter((one) => one.includes('TOO_MANY_ATTEMPTS'))).toHaveLength(95)
  expect(scene.hashing.verified.length - before).toBe(5)
  expect((await change(house, anna.token)).data.passwordChange).toEqual({
    __typename: 'Limited',
    code: 'TOO_MANY_ATTEMPTS',
    retryAt: '2026-03-02T10:00:01.000Z',
  })
  await scene.travelTo(new Date(morning + 1_000))
  expect((await change(house, anna.token)).data.passwordChange).toHaveProperty('viewer')
})

test('asks a session that is not fresh to step up, and writes nothing', async () => {
  const house = await openHouse(scene)
  const never = await accountHolder(scene, house, { isFresh: false })
  const late = await accountHolder(scene, house)
  await scene.travelTo(new Date(morning + 10 * 60_000))
  const before = scene.hashing.verified.length
  for (const holder of [never, late]) {
    const credentialsBefore = await credentials(holder)
    expect((await change(house, holder.token)).data.passwordChange).toEqual({
      __typename: 'Refused',
      code: 'STEP_UP_NEEDED',
    })
    expect(await credentials(holder)).toEqual(credentialsBefore)
    expect(await toldTo(scene, holder)).toEqual([])
  }
  expect([scene.hashing.verified.length - before, await tries(house)]).toEqual([0, []])
})

test('lets no change through that began before another one and ends after it', async () => {
  const house = await openHouse(scene)
  const anna = await accountHolder(scene, house)
  const call = callOfHolder(house, anna)
  const first = 'negen rode ballonnen zweven'
  const slow = {
    ...scene.hashing,
    hash: async (secret: string) => {
      await changePassword(scene, call, { current: holdersPassword, password: first })
      return scene.hashing.hash(secret)
    },
  }
  const late = changePassword({ ...scene, hashing: slow }, call, { current: holdersPassword, password: next })
  await expect(late).rejects.toMatchObject({ code: 'CHANGED_MEANWHILE' })
  expect((await credentials(anna))?.hash).toBe(await scene.hashing.hash(first))
  expect((await toldTo(scene, anna)).map(({ template }) => template)).toEqual(['password-changed'])
})

test('lets one of two changes at once through, and tells the session that it ended that it did', async () => {
  const house = await openHouse(scene)
  const anna = await accountHolder(scene, house)
  const elsewhere = await openSessionOf(scene, house.portalId, anna)
  const words = ['twaalf blauwe molens draaien', 'dertien witte wolken drijven']
  const answers = await Promise.all([
    change(house, anna.token, { current: holdersPassword, password: words[0] ?? '' }),
    change(house, elsewhere.token, { current: holdersPassword, password: words[1] ?? '' }),
  ])
  const won = answers.findIndex(({ data }) => JSON.stringify(data)?.includes('PasswordChangePayload'))
  const lost = answers[1 - won]
  expect(lost?.errors[0]?.extensions.code).toBe('UNAUTHENTICATED')
  expect((await credentials(anna))?.hash).toBe(await scene.hashing.hash(words[won] ?? ''))
  const open = await scene.owner`select id from sessions where account_id = ${anna.accountId} and ended_at is null`
  expect(open).toEqual([{ id: [anna, elsewhere][won]?.sessionId }])
})

test('is for people who are signed in', async () => {
  const house = await openHouse(scene)
  const codes = async (as: string | undefined) => (await change(house, as)).errors.map((one) => one.extensions.code)
  expect(await codes(undefined)).toEqual(['UNAUTHENTICATED'])
  expect(await codes(await keyFor(scene, house, ['people:read']))).toEqual(['FORBIDDEN'])
})
