import { expect, test } from 'vitest'
import { type Api, idOf, openApi, openHouse, type Sending, sessionOf, signedInAs } from '../support/api.ts'
import { activate, invite, password } from '../support/invitee.ts'
import { openScene } from '../support/scene.ts'

const scene = await openScene()
const frontend = 'https://mijn.werk.example'
const house = await openHouse(scene, { portal: { frontendUrl: `${frontend}/app` } })
const other = await openHouse(scene)
const own = `https://${house.host}`

const development = await openApi(scene)
const production = await openApi(scene, { settings: { isProduction: true, introspection: false } })
const proxied = await openApi(scene, { settings: { trustedProxies: ['127.0.0.1', '10.0.0.0/8'] } })

const named = '{ portal { slug } }'

type Knock = { readonly headers?: Record<string, string>; readonly query?: string } & Omit<Sending, 'headers' | 'body'>

const knock = (api: Api, { headers = {}, query = named, ...more }: Knock = {}) =>
  api.send({
    headers: { 'content-type': 'application/json', host: house.host, ...headers },
    body: JSON.stringify({ query }),
    ...more,
  })

const invitee = await invite(scene, house)
await activate(scene, house, invitee)
const signIn = (kind: string) =>
  `mutation { signIn(input: { identifier: "${invitee.email}", password: "${password}", session: ${kind} }) {
    __typename ... on SignInPayload { session { token expiresAt } } } }`
const who = '{ viewer { person { email } } }'

test.each([
  ['its host', house.host],
  ['its host with a port', `${house.host}:4000`],
  ['its host in capitals', house.host.toUpperCase()],
])('finds the portal by %s', async (_what, host) => {
  expect((await knock(production, { headers: { host } })).data).toEqual({ portal: { slug: house.slug } })
})

test.each(['nobody.example', '127.0.0.1', '[::1]:4000', `${'a'.repeat(300)}.example`, 'a b', "x'; drop table portals"])(
  'answers PORTAL_UNKNOWN at %s',
  async (host) => {
    const { status, errors } = await knock(production, { headers: { host } })
    expect([status, errors[0]?.extensions.code]).toEqual([404, 'PORTAL_UNKNOWN'])
  },
)

test('takes the portal from a header in development, and never in production', async () => {
  const headers = { 'drempel-portal': other.slug }
  expect((await knock(development, { headers })).data).toEqual({ portal: { slug: other.slug } })
  expect((await knock(production, { headers })).data).toEqual({ portal: { slug: house.slug } })
})

test('believes forwarded hosts from listed proxies alone', async () => {
  const headers = { host: 'inside.example', 'x-forwarded-host': house.host }
  expect((await knock(proxied, { headers })).data).toEqual({ portal: { slug: house.slug } })
  expect((await knock(production, { headers })).status).toBe(404)
})

test('takes the nearest address that is no proxy of ours for the client', async () => {
  const send = (from: string) =>
    knock(proxied, {
      headers: { 'x-forwarded-for': from, 'x-request-id': 'address-test-1' },
      query: `mutation { signIn(input: { identifier: "nobody@example.nl", password: "x" }) { __typename } }`,
    })
  await send('198.51.100.9, 203.0.113.7, 10.1.2.3')
  const rows = await scene.owner<{ origin: string }[]>`
    select host(d.origin) as origin from audit a join audit_details d on d.portal_id = a.portal_id and d.audit_id = a.id
    where a.correlation_id = 'address-test-1'`
  expect(rows.map(({ origin }) => origin)).toEqual(['203.0.113.7'])
})

test('answers the correlation id it was given when it is well formed, and one of its own otherwise', async () => {
  const answered = async (id: string) =>
    (await knock(production, { headers: { 'x-request-id': id } })).headers['x-request-id']
  expect(await answered('order-2026.03_1')).toBe('order-2026.03_1')
  expect(await answered('<script>alert(1)</script>')).toMatch(/^[0-9a-f-]{36}$/)
  expect(await answered('short')).toMatch(/^[0-9a-f-]{36}$/)
})

test.each(['/graphql', '/health/live', '/metrics', '/nothing'])(
  'says on %s that nothing is kept, framed or guessed',
  async (path) => {
    const { headers } = await production.send({ method: 'GET', path, headers: { host: house.host } })
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'strict-transport-security': expect.stringContaining('max-age='),
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
    })
  },
)

test('sets a cookie that scripts cannot read, bound to the host, and takes it away at the end', async () => {
  const opened = await knock(production, { query: signIn('COOKIE'), headers: { origin: own } })
  expect(opened.data).toMatchObject({ signIn: { session: { token: null } } })
  const [cookie = ''] = opened.headers['set-cookie'] ?? []
  expect(cookie).toMatch(/^__Host-drempel=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure; Expires=/)
  const mine = { cookie: cookie.split(';')[0] ?? '', origin: own }
  expect((await knock(production, { query: who, headers: mine })).data).toEqual({
    viewer: { person: { email: invitee.email } },
  })
  const closed = await knock(production, { query: 'mutation { signOut { __typename } }', headers: mine })
  expect(closed.headers['set-cookie']).toEqual(['__Host-drempel=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0'])
  const after = await knock(production, { query: who, headers: mine })
  expect(after.errors[0]?.extensions.code).toBe('UNAUTHENTICATED')
  expect(after.headers['set-cookie']?.[0]).toContain('Max-Age=0')
})

test('goes by a plain name without TLS in development, still out of reach of scripts', async () => {
  const { headers } = await knock(development, { query: signIn('COOKIE') })
  expect(headers['set-cookie']?.[0]).toMatch(/^drempel=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Expires=/)
})

test('gives the token itself, and no cookie, to a client that asks for it', async () => {
  const { data, headers } = await knock(production, { query: signIn('BEARER') })
  expect(data).toMatchObject({ signIn: { session: { token: expect.stringMatching(/^[\w-]{43}$/) } } })
  expect(headers['set-cookie']).toBeUndefined()
})

const { token } = await signedInAs(scene, house, { role: 'HR' })
const cookie = `__Host-drempel=${token}`
const act = `mutation { sessionRevoke(input: { id: "${idOf('Session', '0197a000-0000-7000-8000-000000000001')}" }) { __typename } }`

test.each([
  ['its own page', { cookie, origin: own }, 200],
  ['the portal’s frontend', { cookie, origin: frontend }, 200],
  ['another site', { cookie, origin: 'https://evil.example' }, 403],
  ['a page that hides its origin', { cookie, origin: 'null' }, 403],
  ['the same host without TLS', { cookie, origin: `http://${house.host}` }, 403],
  ['another portal', { cookie, origin: `https://${other.host}` }, 403],
  ['nowhere, with a cookie', { cookie }, 403],
  ['nowhere, with a bearer token', { authorization: `Bearer ${token}` }, 200],
  ['another site, without a cookie', { origin: 'https://evil.example' }, 403],
])('answers an act from %s', async (_where, headers, status) => {
  const answer = await knock(production, { query: act, headers })
  expect(answer.status).toBe(status)
  if (status === 403) expect(answer.errors[0]?.extensions.code).toBe('ORIGIN_REFUSED')
})

test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
  'takes nothing that a form of another site could send as %s',
  async (type) => {
    const answer = await knock(production, { query: act, headers: { cookie, origin: own, 'content-type': type } })
    expect([answer.status, answer.errors[0]?.extensions.code]).toEqual([415, 'BAD_REQUEST'])
  },
)

test('lets the portal’s frontend ask from its own origin, and nobody else', async () => {
  const preflight = (origin: string) =>
    production.send({
      method: 'OPTIONS',
      headers: { host: house.host, origin, 'access-control-request-method': 'POST' },
    })
  expect((await preflight(frontend)).headers).toMatchObject({
    'access-control-allow-origin': frontend,
    'access-control-allow-credentials': 'true',
    'access-control-allow-headers': expect.stringContaining('content-type'),
    vary: 'origin',
  })
  expect((await preflight('https://evil.example')).headers['access-control-allow-origin']).toBeUndefined()
  const answer = await knock(production, { headers: { cookie, origin: frontend } })
  expect(answer.headers['access-control-allow-origin']).toBe(frontend)
})

test('tells whoever shows a token that no longer counts, and takes a stale cookie for a stranger', async () => {
  const bearer = await knock(production, { headers: { authorization: `Bearer ${'x'.repeat(43)}` } })
  expect([bearer.status, bearer.errors[0]?.extensions.code]).toEqual([401, 'UNAUTHENTICATED'])
  const key = await knock(production, { headers: { authorization: `Bearer drk_${'x'.repeat(43)}` } })
  expect([key.status, key.errors[0]?.extensions.code]).toEqual([401, 'UNAUTHENTICATED'])
  const stale = await knock(production, { headers: { cookie: `__Host-drempel=${'x'.repeat(43)}`, origin: own } })
  expect([stale.status, stale.data]).toEqual([200, { portal: { slug: house.slug } }])
})

test('ends a session after its idle time and at its absolute end, and notes its use once a minute', async () => {
  const { accountId } = await signedInAs(scene, house, { role: 'EMPLOYEE' })
  const [{ start } = { start: new Date() }] = await scene.owner<{ start: Date }[]>`select drempel.now() as start`
  const at = (minutes: number) => scene.travelTo(new Date(start.getTime() + minutes * 60_000))
  const session = await sessionOf(scene, house.portalId, accountId, 2)
  const code = async () => {
    const { errors } = await knock(production, { query: who, headers: { authorization: `Bearer ${session}` } })
    return errors[0]?.extensions.code ?? 'in'
  }
  const used = async () => {
    const [row] = await scene.owner<{ used: Date }[]>`
      select last_used_at as used from sessions where account_id = ${accountId} order by created_at desc, id desc limit 1`
    return ((row?.used.getTime() ?? 0) - start.getTime()) / 60_000
  }
  const minutes: unknown[] = []
  for (const minute of [0.5, 1, 1.5, 29, 58]) {
    await at(minute)
    minutes.push([minute, await code(), await used()])
  }
  expect(minutes).toEqual([
    [0.5, 'in', 0],
    [1, 'in', 1],
    [1.5, 'in', 1],
    [29, 'in', 29],
    [58, 'in', 58],
  ])
  await at(58 + 30)
  expect(await code()).toBe('UNAUTHENTICATED')
  await scene.owner`update sessions set last_used_at = ${new Date(start.getTime() + 119 * 60_000)} where account_id = ${accountId}`
  await at(119.9)
  expect(await code()).toBe('in')
  await at(120)
  expect(await code()).toBe('UNAUTHENTICATED')
})

test('keeps the schema to itself in production', async () => {
  const asked = await knock(production, { query: '{ __schema { types { name } } }' })
  expect(asked.errors[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED')
  const guessed = await knock(production, { query: '{ portl { name } }' })
  expect(guessed.text).not.toContain('portal')
  const page = await production.send({ method: 'GET', headers: { host: house.host, accept: 'text/html' } })
  expect(page.headers['content-type']).not.toContain('text/html')
})

test('shows GraphiQL where it was given one', async () => {
  const api = await openApi(scene, { graphiql: () => '<!doctype html><title>GraphiQL</title>' })
  const { status, text, headers } = await api.send({ method: 'GET', headers: { accept: 'text/html,*/*' } })
  expect([status, text]).toEqual([200, '<!doctype html><title>GraphiQL</title>'])
  expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
})

// A stream of parts came with two lengths at once, which no client can read and a proxy may misread.
test.each(['multipart/mixed', 'text/event-stream', 'application/json-seq', 'image/png'])(
  'answers in no other form than JSON: not as %s',
  async (accept) => {
    const { status, headers } = await knock(production, { headers: { accept } })
    expect([status, headers['content-type']]).toEqual([406, 'application/json; charset=utf-8'])
    expect((await knock(production, { headers: { accept: `${accept}, application/json;q=0.1` } })).data).toEqual({
      portal: { slug: house.slug },
    })
  },
)
