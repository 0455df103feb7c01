import { expect, test } from 'vitest'
import { openPool } from '../../src/db/client.ts'
import { Overloaded } from '../../src/providers/hashing/port.ts'
import { ask, openApi, openHouse, signedInAs } from '../support/api.ts'
import { eventually } from '../support/eventually.ts'
import { openScene } from '../support/scene.ts'

const scene = await openScene()
const house = await openHouse(scene)
const signIn = 'mutation { signIn(input: { identifier: "anna@geheim.nl", password: "geheim woord" }) { __typename } }'

test('masks what went wrong inside, and finds it again by its correlation id', async () => {
  const cause = new Error('connect to postgres://drempel:hunter2@10.0.0.7 for anna@geheim.nl')
  const api = await openApi(scene, {
    hashing: { ...scene.hashing, pretend: () => Promise.reject(new TypeError('no anna@geheim.nl here', { cause })) },
  })
  const { status, text, errors, headers } = await ask(api, house, signIn, {
    headers: { 'x-request-id': 'fault-number-1' },
  })
  expect(status).toBe(200)
  expect(errors).toEqual([
    {
      message: 'Something went wrong on our side.',
      locations: [{ line: 1, column: 12 }],
      path: ['signIn'],
      extensions: { code: 'INTERNAL', correlationId: 'fault-number-1' },
    },
  ])
  expect(headers['x-request-id']).toBe('fault-number-1')
  expect(api.lines).toHaveLength(1)
  expect(JSON.parse(api.lines[0] ?? '')).toMatchObject({
    event: 'graphql.fault',
    correlationId: 'fault-number-1',
    path: 'signIn',
    error: { type: 'TypeError', cause: { type: 'Error' } },
  })
  for (const secret of ['geheim', 'hunter2', '10.0.0.7', 'TypeError']) expect(text).not.toContain(secret)
  for (const secret of ['geheim', 'hunter2', '10.0.0.7']) expect(api.lines.join('')).not.toContain(secret)
})

test('answers 503 and when to come back while the hashing pool is full, and reads go on', async () => {
  const api = await openApi(scene, {
    hashing: { ...scene.hashing, pretend: () => Promise.reject(new Overloaded()) },
  })
  const { status, errors, headers } = await ask(api, house, signIn)
  expect([status, errors[0]?.extensions.code, headers['retry-after']]).toEqual([503, 'OVERLOADED', '2'])
  expect((await ask(api, house, '{ portal { slug } }')).data).toEqual({ portal: { slug: house.slug } })
})

test('answers 503 while the database is away, and says nothing of it', async () => {
  const app = openPool('postgres://drempel:hunter2@127.0.0.1:1/nothing', 'drempel_app', { max: 1 })
  const api = await openApi(scene, { app })
  const { status, errors, headers, text } = await ask(api, house, '{ portal { slug } }')
  await app.close()
  expect([status, errors[0]?.extensions.code, headers['retry-after']]).toEqual([503, 'UNAVAILABLE', '2'])
  expect(text).not.toMatch(/postgres|ECONN|127\.0\.0\.1/)
})

test('answers 503 when the database goes away in the middle, and goes on when it is back', async () => {
  const app = openPool(scene.url, 'drempel_app', { max: 1, name: 'cut off' })
  const api = await openApi(scene, { app })
  const { token } = await signedInAs(scene, house, { role: 'HR' })
  const people = () => ask(api, house, '{ people { nodes { id } } }', { as: token })
  expect((await people()).errors).toEqual([])
  const locked = scene.owner.begin(async (tx) => {
    await tx`lock table grants in access exclusive mode`
    const cut = people()
    const [held] = await waitingSession(tx)
    await tx`select pg_terminate_backend(${held?.pid ?? 0})`
    return cut
  })
  const { status, errors } = await locked
  expect([status, errors[0]?.extensions.code]).toEqual([503, 'UNAVAILABLE'])
  await eventually('people are shown again', async () => (await people()).errors.length === 0)
  await app.close()
})

async function waitingSession(tx: { unsafe<T extends object[]>(query: string): PromiseLike<T> }) {
  for (;;) {
    const rows = await tx.unsafe<{ pid: number }[]>(
      `select pid from pg_stat_activity where application_name = 'cut off' and wait_event_type = 'Lock'`,
    )
    if (rows.length > 0) return rows
  }
}

test('tells it in the language of the request, as far as the portal speaks it', async () => {
  const api = await openApi(scene)
  const message = async (language: string) => {
    const { errors } = await ask(api, house, '{ viewer { person { name } } }', {
      headers: { 'accept-language': language },
    })
    return errors[0]?.message
  }
  expect(await message('nl-NL,nl;q=0.9,en;q=0.8')).toBe('Log eerst in.')
  expect(await message('de;q=0.9,en;q=0.8,nl;q=0.1')).toBe('Sign in first.')
  expect(await message('fr')).toBe('Log eerst in.')
  const refused = await ask(api, house, signIn.replace('__typename', '... on UserError { code message }'), {
    headers: { 'accept-language': 'nl' },
  })
  expect(refused.data).toEqual({
    signIn: { code: 'SIGN_IN_FAILED', message: 'De combinatie van gegevens klopt niet.' },
  })
})
