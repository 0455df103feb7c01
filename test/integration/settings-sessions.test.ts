import { afterEach, expect, test } from 'vitest'
import { inPortal } from '../../src/db/client.ts'
import { insertDevice } from '../../src/db/devices.ts'
import { accountHolder, type Holder, openSessionOf } from '../support/account-holder.ts'
import { ask, type House, idOf, openApi, openHouse } from '../support/api.ts'
import { openScene } from '../support/scene.ts'

const scene = await openScene()
const api = await openApi(scene)
const morning = Date.parse('2026-03-02T10:00:00Z')
const inAMonth = new Date(morning + 30 * 86_400_000)

type Remembering = { readonly version?: number; readonly roles?: readonly string[]; readonly until?: Date | null }

const addDevice = (
  { portalId, organisationId }: House,
  { accountId }: Holder,
  { version = 0, roles = ['EMPLOYEE'], until = inAMonth }: Remembering = {},
) =>
  inPortal(scene.app, portalId, async (tx) => {
    const [row] = await scene.owner`select credential_version as version from accounts where id = ${accountId}`
    const credentialVersion = (row?.version ?? 0) + version
    const token = scene.random.token()
    return insertDevice(tx, {
      accountId,
      token,
      label: 'Firefox',
      expiresAt: inAMonth,
      rememberedUntil: until,
      credentialVersion,
      roles: roles.map((role) => `${role}@${organisationId}`),
    })
  })

const devicesDocument = '{ viewer { devices { nodes { id label rememberedUntil lastUsedAt isCurrent } } } }'

const devicesOf = async (house: House, { token }: Holder) => {
  const { data } = await ask<{ viewer: { devices: { nodes: { id: string; rememberedUntil: string | null }[] } } }>(
    api,
    house,
    devicesDocument,
    { as: token },
  )
  return data.viewer.devices.nodes
}

afterEach(() => scene.travelTo(new Date(morning)))

test('shows where somebody is signed in, how they proved it, from where, and whether that is fresh', async () => {
  const house = await openHouse(scene)
  const anna = await accountHolder(scene, house, { isFresh: false })
  await openSessionOf(scene, house.portalId, anna)
  const document = '{ viewer { sessions { nodes { id isCurrent proof networkAddress isFresh } } } }'
  await scene.travelTo(new Date(morning + 60_000))
  await ask(api, house, document, { as: anna.token })
  await scene.travelTo(new Date(morning + 10 * 60_000 - 1))
  const { data } = await ask(api, house, document, { as: anna.token })
  expect(data).toMatchObject({
    viewer: {
      sessions: {
        nodes: [
          { isCurrent: false, proof: 'APP', networkAddress: null, isFresh: true },
          { isCurrent: true, proof: 'APP', networkAddress: '127.0.0.1', isFresh: false },
        ],
      },
    },
  })
  await scene.travelTo(new Date(morning + 10 * 60_000))
  const later = await ask<{ viewer: { sessions: { nodes: { isFresh: boolean }[] } } }>(api, house, document, {
    as: anna.token,
  })
  expect(later.data.viewer.sessions.nodes.map(({ isFresh }) => isFresh)).toEqual([false, false])
})

test('ends all other sessions at once, and says how many there were', async () => {
  const house = await openHouse(scene)
  const anna = await accountHolder(scene, house)
  const piet = await accountHolder(scene, house)
  const others = [await openSessionOf(scene, house.portalId, anna), await openSessionOf(scene, house.portalId, anna)]
  await scene.owner`insert into sessions (portal_id, account_id, digest, device, expires_at)
    values (${house.portalId}, ${anna.accountId}, 'long gone', 'a browser', ${new Date(morning)})`
  const revoke = 'mutation { sessionRevokeOthers { ... on SessionRevokeOthersPayload { ended } } }'
  expect((await ask(api, house, revoke, { as: anna.token })).data).toEqual({ sessionRevokeOthers: { ended: 2 } })
  const status = async (token: string) => (await ask(api, house, '{ viewer { __typename } }', { as: token })).status
  expect(await Promise.all([...others, anna, piet].map(({ token }) => status(token)))).toEqual([401, 401, 200, 200])
  expect((await ask(api, house, revoke, { as: anna.token })).data).toEqual({ sessionRevokeOthers: { ended: 0 } })
  expect((await ask(api, house, revoke)).errors[0]?.extensions.code).toBe('UNAUTHENTICATED')
})

test('ends another session for a fresh proof alone, and the present one without', async () => {
  const house = await openHouse(scene)
  const anna = await accountHolder(scene, house, { isFresh: false })
  const other = await openSessionOf(scene, house.portalId, anna)
  const revoke = async (sessionId: string, { token }: { token: string }) => {
    const document = `mutation ($id: ID!) { answer: sessionRevoke(input: { id: $id }) {
      ... on SessionRevokePayload { sessionId } ... on UserError { code } } }`
    const variables = { id: idOf('Session', sessionId) }
    return (await ask<{ answer: unknown }>(api, house, document, { as: token, variables })).data.answer
  }
  const others = 'mutation { answer: sessionRevokeOthers { ... on UserError { code } } }'
  expect((await ask(api, house, others, { as: anna.token })).data).toEqual({ answer: { code: 'STEP_UP_NEEDED' } })
  expect(await revoke(other.sessionId, anna)).toEqual({ code: 'STEP_UP_NEEDED' })
  const piet = await accountHolder(scene, house)
  expect(await revoke(piet.sessionId, other)).toEqual({ code: 'NOT_FOUND' })
  expect(await revoke(anna.sessionId, anna)).toEqual({ sessionId: idOf('Session', anna.sessionId) })
  const third = await openSessionOf(scene, house.portalId, anna)
  expect(await revoke(third.sessionId, other)).toEqual({ sessionId: idOf('Session', third.sessionId) })
  expect(await revoke(third.sessionId, other)).toEqual({ code: 'NOT_FOUND' })
})

test('shows a browser as remembered only while that counts', async () => {
  const house = await openHouse(scene)
  const anna = await accountHolder(scene, house)
  await addDevice(house, anna)
  await addDevice(house, anna, { version: -1 })
  await addDevice(house, anna, { roles: ['APPROVER', 'EMPLOYEE'] })
  await addDevice(house, anna, { until: new Date(morning) })
  await addDevice(house, anna, { until: null })
  const nodes = await devicesOf(house, anna)
  expect(nodes.map((node) => node.rememberedUntil)).toEqual([null, null, null, null, inAMonth.toISOString()])
  expect(nodes[0]).toMatchObject({ label: 'Firefox', lastUsedAt: '2026-03-02T10:00:00.000Z', isCurrent: false })
  const desk = await accountHolder(scene, house, { role: 'SERVICE_DESK' })
  await addDevice(house, desk, { roles: ['SERVICE_DESK'] })
  expect((await devicesOf(house, desk)).map((node) => node.rememberedUntil)).toEqual([null])
})

test('says of the browser that asks that it is the one', async () => {
  const house = await openHouse(scene)
  const anna = await accountHolder(scene, house)
  await addDevice(house, anna)
  const headers = { 'drempel-device': scene.random.tokens.at(-1) ?? '' }
  await addDevice(house, anna)
  const { data } = await ask(api, house, '{ viewer { devices { nodes { isCurrent } } } }', { as: anna.token, headers })
  expect(data).toEqual({ viewer: { devices: { nodes: [{ isCurrent: false }, { isCurrent: true }] } } })
})

test('forgets one’s own browser and nobody else’s', async () => {
  const house = await openHouse(scene)
  const anna = await accountHolder(scene, house)
  const desk = await accountHolder(scene, house, { role: 'HR' })
  const id = idOf('Device', await addDevice(house, anna))
  const kept = idOf('Device', await addDevice(house, anna))
  const forget = async ({ token }: Holder) => {
    const document = `mutation ($id: ID!) { answer: deviceForget(input: { id: $id }) {
      ... on DeviceForgetPayload { deviceId } ... on UserError { code } } }`
    return (await ask<{ answer: unknown }>(api, house, document, { as: token, variables: { id } })).data.answer
  }
  const node = async ({ token }: Holder) =>
    (await ask(api, house, `{ node(id: "${id}") { id } }`, { as: token })).data.node
  expect([await forget(desk), await node(desk)]).toEqual([{ code: 'NOT_FOUND' }, null])
  expect([await node(anna), await forget(anna)]).toEqual([{ id }, { deviceId: id }])
  expect([await node(anna), await forget(anna)]).toEqual([null, { code: 'NOT_FOUND' }])
  expect((await devicesOf(house, anna)).map((one) => one.id)).toEqual([kept])
})

test('sets a language that the portal speaks, whether or not the session is fresh', async () => {
  const house = await openHouse(scene, { portal: { languages: ['nl'] } })
  const both = await openHouse(scene)
  const set = async (at: House, language: string) => {
    const { token } = await accountHolder(scene, at, { isFresh: false })
    const document = `mutation { answer: languageSet(input: { language: ${language} }) {
      ... on LanguageSetPayload { person { language } } ... on InvalidInput { code problems { path code } } } }`
    return (await ask<{ answer: unknown }>(api, at, document, { as: token })).data.answer
  }
  expect(await set(both, 'EN')).toEqual({ person: { language: 'EN' } })
  expect(await set(house, 'EN')).toEqual({
    code: 'LANGUAGE_NOT_SPOKEN',
    problems: [{ path: 'language', code: 'LANGUAGE_NOT_SPOKEN' }],
  })
})
