import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { openPool } from '../../src/db/client.ts'
import { openReader } from '../../src/graphql/reader.ts'
import { ask, idOf, keyFor, openApi, openHouse, signedInAs } from '../support/api.ts'
import { invite, somebody } from '../support/invitee.ts'
import { openScene } from '../support/scene.ts'

const scene = await openScene()
const house = await openHouse(scene)
const api = await openApi(scene)
const { token } = await signedInAs(scene, house, { role: 'HR' })
const organisation = idOf('Organisation', house.organisationId)

test('reads one instant in one transaction, begins anew around an act, and holds nothing afterwards', async () => {
  const app = openPool(scene.url, 'drempel_app', { max: 1, name: 'one reader' })
  const reader = openReader(app, house.portalId)
  const look = () =>
    reader.read(async (tx) => {
      const [row] = await tx.execute<{ snapshot: string; reads: string }>(
        sql`select pg_current_snapshot()::text as snapshot, current_setting('transaction_read_only') as reads`,
      )
      return row
    })
  const [first, second] = await Promise.all([look(), look()])
  await invite(scene, house)
  expect(first).toEqual({ snapshot: expect.any(String), reads: 'on' })
  expect([second, await look()]).toEqual([first, first])
  await reader.renew()
  expect((await look())?.snapshot).not.toBe(first?.snapshot)
  await reader.close()
  const [session] = await scene.owner`select state from pg_stat_activity where application_name = 'one reader'`
  expect(session).toEqual({ state: 'idle' })
  await expect(look()).rejects.toThrow('after the request had ended')
  await app.close()
})

test('lets what is being read be read to its end, and nobody read over a connection that is somebody else’s', async () => {
  const app = openPool(scene.url, 'drempel_app', { max: 1 })
  const reader = openReader(app, house.portalId)
  const steps: string[] = []
  const slow = reader.read(async (tx) => {
    await tx.execute(sql`select pg_sleep(0.1)`)
    const [row] = await tx.execute<{ portal: string }>(sql`select drempel.portal() as portal`)
    steps.push(row?.portal ?? '')
  })
  await reader.close().then(() => steps.push('closed'))
  await slow
  expect(steps).toEqual([house.portalId, 'closed'])
  await app.close()
})

test('answers thirty requests at once over two connections', async () => {
  const app = openPool(scene.url, 'drempel_app', { max: 2 })
  const narrow = await openApi(scene, { app })
  const read =
    '{ viewer { person { name } tasks { nodes { id } } } people { nodes { name } } activation(token: "x") { __typename } }'
  const act =
    'mutation($input: InvitationSendInput!) { invitationSend(input: $input) { ... on InvitationSendPayload { results { outcome person { name } } } } }'
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, i) =>
      i % 2 === 0
        ? ask(narrow, house, read, { as: token })
        : ask(narrow, house, act, { as: token, variables: { input: { organisation, items: [somebody()] } } }),
    ),
  )
  await narrow.close()
  await app.close()
  expect(answers.flatMap(({ errors }) => errors)).toEqual([])
})

test('shows after each of several acts what it did', async () => {
  const { journeyId } = await invite(scene, house)
  const id = idOf('Journey', journeyId)
  const renew = (name: string) =>
    `${name}: invitationRenew(input: { journey: "${id}" }) { ... on InvitationRenewPayload { journey { version plan } } }`
  const { data } = await ask(api, house, `mutation { ${renew('a')} ${renew('b')} }`, { as: token })
  expect(data).toEqual({
    a: { journey: { version: 2, plan: 2 } },
    b: { journey: { version: 3, plan: 3 } },
  })
})

const send = `mutation($input: InvitationSendInput!) { invitationSend(input: $input) {
  ... on InvitationSendPayload { results { outcome journey { id } } } ... on UserError { code } } }`
const sending = (items: unknown, idempotencyKey: string, as = token) =>
  ask(api, house, send, { as, variables: { input: { organisation, items, idempotencyKey } } })

test('answers the same key and input as the first time, without doing it again', async () => {
  const items = [somebody()]
  const answers = await Promise.all(Array.from({ length: 8 }, () => sending(items, 'key-number-1')))
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
  expect(answers[0]?.data).toMatchObject({ invitationSend: { results: [{ outcome: 'INVITED' }] } })
  const [{ count } = { count: 0 }] = await scene.owner<{ count: number }[]>`
    select count(*)::int from messages where recipient = ${items[0]?.email ?? ''}`
  expect(count).toBe(1)
})

test('refuses a key that was used for another input, and keeps keys of different callers apart', async () => {
  const items = [somebody()]
  await sending(items, 'key-number-2')
  expect((await sending([somebody()], 'key-number-2')).data).toEqual({ invitationSend: { code: 'KEY_REUSED' } })
  const key = await keyFor(scene, house, ['invitations:write', 'journeys:read'])
  const others = await sending([somebody()], 'key-number-2', key)
  expect(others.data).toMatchObject({ invitationSend: { results: [{ outcome: 'INVITED' }] } })
})

test('asks again under the same key what was refused', async () => {
  expect((await sending([], 'key-number-3')).data).toEqual({ invitationSend: { code: 'REQUIRED' } })
  expect((await sending([somebody()], 'key-number-3')).data).toMatchObject({
    invitationSend: { results: [{ outcome: 'INVITED' }] },
  })
})

test('pages through people forwards and backwards without losing or repeating one', async () => {
  const other = await openHouse(scene)
  const hr = await signedInAs(scene, other, { role: 'HR', name: 'Aa Eerste' })
  for (const name of ['Bo', 'Bo', 'Bo', 'Cis', 'Dees']) await invite(scene, other, { name })
  type Page = {
    people: {
      nodes: { id: string; name: string }[]
      pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string; startCursor: string }
    }
  }
  const page = async (args: string) => {
    const fields = 'nodes { id name } pageInfo { hasNextPage hasPreviousPage endCursor startCursor }'
    const { data } = await ask<Page>(api, other, `{ people(${args}) { ${fields} } }`, { as: hr.token })
    return data.people
  }
  const all = await page('first: 100')
  expect(all.nodes.map(({ name }) => name)).toEqual(['Aa Eerste', 'Bo', 'Bo', 'Bo', 'Cis', 'Dees'])
  const forwards: Page['people']['nodes'] = []
  for (let args = 'first: 2'; ; ) {
    const { nodes, pageInfo } = await page(args)
    forwards.push(...nodes)
    if (!pageInfo.hasNextPage) break
    args = `first: 2, after: "${pageInfo.endCursor}"`
  }
  expect(forwards).toEqual(all.nodes)
  const backwards: Page['people']['nodes'] = []
  for (let args = 'last: 2'; ; ) {
    const { nodes, pageInfo } = await page(args)
    backwards.unshift(...nodes)
    if (!pageInfo.hasPreviousPage) break
    args = `last: 2, before: "${pageInfo.startCursor}"`
  }
  expect(backwards).toEqual(all.nodes)
  const downwards = await page('first: 2, orderBy: { direction: DESC }')
  expect(downwards.nodes.map(({ name }) => name)).toEqual(['Dees', 'Cis'])
  expect((await page('filter: { search: "ci" }')).nodes.map(({ name }) => name)).toEqual(['Cis'])
  expect((await page('filter: { search: "%" }')).nodes).toEqual([])
  expect((await page('filter: { accountStatus: ACTIVE }')).nodes.map(({ name }) => name)).toEqual(['Aa Eerste'])
})
