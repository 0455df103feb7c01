import { randomUUID } from 'node:crypto'
import { afterEach, describe, expect, it, test } from 'vitest'
import { type Asking, ask, idOf, openApi, openHouse, type Sending, signedInAs } from '../support/api.ts'
import { openScene } from '../support/scene.ts'

const scene = await openScene()
const api = await openApi(scene)
const house = await openHouse(scene)
const { token } = await signedInAs(scene, house, { role: 'HR' })
const headers = { 'content-type': 'application/json', 'drempel-portal': house.slug, 'accept-language': 'en' }

const raw = (body: string, more: Sending = {}) => api.send({ headers, body, ...more })
const as = (document: string, asking: Asking = {}) => ask(api, house, document, { as: token, ...asking })
const given = (document: string, variables: Record<string, unknown>) => as(document, { variables })
const many = (count: number, make: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => make(i)).join(' ')
const found = 'query($id: ID!) { person(id: $id) { name } }'
const searched = 'query($s: String) { people(filter: { search: $s }) { nodes { id } } }'
const get = (query: string) =>
  api.send({ method: 'GET', path: `/graphql?${query}`, headers: { 'drempel-portal': house.slug } })
const unknown = randomUUID()

type Bad = readonly [what: string, status: number, code: string, ask: () => ReturnType<typeof as>]

const bodies: readonly Bad[] = [
  ['broken JSON', 400, 'BAD_REQUEST', () => raw('{"query": ')],
  ['no body', 400, 'BAD_REQUEST', () => raw('')],
  ['null', 400, 'BAD_REQUEST', () => raw('null')],
  ['a string', 400, 'BAD_REQUEST', () => raw('"{ portal { name } }"')],
  [
    'a batch',
    400,
    'BAD_REQUEST',
    () => raw(JSON.stringify([{ query: '{ __typename }' }, { query: '{ __typename }' }])),
  ],
  ['a million braces', 400, 'BAD_REQUEST', () => raw('{'.repeat(1_000_000))],
  ['more than a megabyte', 413, 'PAYLOAD_TOO_LARGE', () => raw(`{"query":"${' '.repeat(1_100_000)}"}`)],
  ['a query that is a number', 400, 'BAD_REQUEST', () => raw('{"query":1}')],
  ['variables in a list', 400, 'BAD_REQUEST', () => raw('{"query":"{ __typename }","variables":[]}')],
  ['an unknown parameter', 400, 'BAD_REQUEST', () => raw('{"query":"{ __typename }","more":1}')],
  [
    'a form',
    415,
    'BAD_REQUEST',
    () => raw('query=x', { headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' } }),
  ],
  [
    'plain text',
    415,
    'BAD_REQUEST',
    () => raw('{"query":"{ __typename }"}', { headers: { 'drempel-portal': house.slug } }),
  ],
  [
    'a wish for HTML',
    406,
    'BAD_REQUEST',
    () => raw('{"query":"{ __typename }"}', { headers: { ...headers, accept: 'text/html' } }),
  ],
  ['PUT', 405, 'BAD_REQUEST', () => raw('{}', { method: 'PUT' })],
  ['a mutation by GET', 405, 'BAD_REQUEST', () => get('query=mutation%7BsignOut%7B__typename%7D%7D')],
  ['a token by GET', 405, 'BAD_REQUEST', () => get('query=%7Bactivation(token:%22x%22)%7B__typename%7D%7D')],
  ['broken variables by GET', 400, 'BAD_REQUEST', () => get('query=%7Bportal%7Bname%7D%7D&variables=%7B')],
]

const documents: readonly Bad[] = [
  ['no end', 200, 'GRAPHQL_PARSE_FAILED', () => as('{ portal')],
  ['thousands of braces', 200, 'GRAPHQL_PARSE_FAILED', () => as('{'.repeat(30_000))],
  ['more tokens than allowed', 200, 'GRAPHQL_PARSE_FAILED', () => as(`{ ${many(2_100, () => 'a')} }`)],
  ['a very long document', 400, 'LIMIT_EXCEEDED', () => as(`{ portal { name${' '.repeat(40_000)} } }`)],
  [
    'deep nesting',
    400,
    'LIMIT_EXCEEDED',
    () => as(`{ viewer { ${'tasks { nodes { journey { '.repeat(6)} id ${'} } }'.repeat(6)} } }`),
  ],
  ['deep nesting by fragments', 400, 'LIMIT_EXCEEDED', () => as(nestedFragments(6))],
  ['a fragment within itself', 200, 'GRAPHQL_VALIDATION_FAILED', () => as('{ ...A } fragment A on Query { ...A }')],
  ['hundreds of aliases', 400, 'LIMIT_EXCEEDED', () => as(`{ ${many(300, (i) => `a${i}: portal { name }`)} }`)],
  [
    'many directives',
    400,
    'LIMIT_EXCEEDED',
    () => as(`{ ${many(51, (i) => `a${i}: __typename @include(if: true)`)} }`),
  ],
  ['an unknown field', 200, 'GRAPHQL_VALIDATION_FAILED', () => as('{ nothing }')],
  ['a wrong literal', 200, 'GRAPHQL_VALIDATION_FAILED', () => as('{ people(first: "x") { nodes { id } } }')],
  [
    'an unknown enum value',
    200,
    'GRAPHQL_VALIDATION_FAILED',
    () => as('{ journeys(filter: { status: GONE }) { nodes { id } } }'),
  ],
  [
    'two operations and no name',
    400,
    'OPERATION_RESOLUTION_FAILURE',
    () => as('query A { __typename } query B { __typename }'),
  ],
  ['a subscription', 200, 'GRAPHQL_VALIDATION_FAILED', () => as('subscription { portal }')],
  [
    'a NUL in the document',
    400,
    'BAD_REQUEST',
    () => as('{ people(filter: { search: "a\\u0000" }) { nodes { id } } }'),
  ],
]

const values: readonly Bad[] = [
  ['a missing variable', 400, 'BAD_REQUEST', () => given(found, {})],
  ['a variable of another type', 400, 'BAD_REQUEST', () => given(found, { id: { a: 1 } })],
  [
    'variables a hundred thousand deep',
    400,
    'LIMIT_EXCEEDED',
    () => raw(`{"query":"{ portal { name } }","variables":{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`),
  ],
  ['a NUL', 400, 'BAD_REQUEST', () => given(searched, { s: 'a\0b' })],
  ['a very long value', 400, 'LIMIT_EXCEEDED', () => given(searched, { s: 'a'.repeat(20_000) })],
  ['what is no id', 200, 'BAD_REQUEST', () => given(found, { id: 'abc' })],
  ['an id with SQL in it', 200, 'BAD_REQUEST', () => given(found, { id: idOf('Person', "x' or 1=1 --") })],
  ['an id of another type', 200, 'BAD_REQUEST', () => given(found, { id: idOf('Journey', unknown) })],
  [
    'an id of no type',
    200,
    'BAD_REQUEST',
    () => given('query($id: ID!) { node(id: $id) { id } }', { id: idOf('Portal', unknown) }),
  ],
  [
    'what is no instant',
    400,
    'BAD_REQUEST',
    () => given(postpone, { i: { id: idOf('Journey', unknown), until: '2026-13-01T00:00:00Z', reason: 'x' } }),
  ],
  [
    'an instant without an offset',
    400,
    'BAD_REQUEST',
    () => given(postpone, { i: { id: idOf('Journey', unknown), until: '2026-12-01T00:00:00', reason: 'x' } }),
  ],
  [
    'a day that never was',
    400,
    'BAD_REQUEST',
    () =>
      given(send, {
        i: {
          organisation: idOf('Organisation', unknown),
          items: [{ name: 'A', email: 'a@b.nl', startsOn: '2026-02-30' }],
        },
      }),
  ],
  [
    'a page of 101',
    200,
    'BAD_REQUEST',
    () => given('query($n: Int) { people(first: $n) { nodes { id } } }', { n: 101 }),
  ],
  ['a page of less than nothing', 200, 'BAD_REQUEST', () => as('{ people(last: -1) { nodes { id } } }')],
  ['what is no cursor', 200, 'BAD_REQUEST', () => as('{ people(after: "x") { nodes { id } } }')],
  [
    'a cursor of another list',
    200,
    'BAD_REQUEST',
    () => as(`{ journeys(after: "${Buffer.from('Anna').toString('base64url')}") { nodes { id } } }`),
  ],
  ['more than it may cost', 200, 'LIMIT_EXCEEDED', () => given(costly, { n: 100 })],
  [
    'a dozen acts at once',
    200,
    'LIMIT_EXCEEDED',
    () =>
      as(
        `mutation { ${many(11, (i) => `a${i}: signIn(input: { identifier: "a@b.nl", password: "x" }) { __typename }`)} }`,
      ),
  ],
  [
    'a short idempotency key',
    200,
    'BAD_REQUEST',
    () => given(send, { i: { organisation: idOf('Organisation', unknown), items: [], idempotencyKey: 'x' } }),
  ],
  [
    'a hundred and one ids',
    200,
    'BAD_REQUEST',
    () =>
      given('query($ids: [ID!]!) { nodes(ids: $ids) { id } }', {
        ids: Array.from({ length: 101 }, () => idOf('Person', unknown)),
      }),
  ],
]

const postpone = 'mutation($i: JourneyPostponeInput!) { journeyPostpone(input: $i) { __typename } }'
const send = 'mutation($i: InvitationSendInput!) { invitationSend(input: $i) { __typename } }'
const costly = 'query($n: Int) { journeys(first: $n) { nodes { timeline(first: $n) { nodes { fact by at } } } } }'

function nestedFragments(count: number): string {
  const fragment = (i: number) =>
    `fragment F${i} on Task { journey { tasks { nodes { ${i + 1 < count ? `...F${i + 1}` : 'id'} } } } }`
  return `{ viewer { tasks { nodes { ...F0 } } } } ${many(count, fragment)}`
}

describe('what cannot be meant is told so, with a code', () => {
  afterEach(() => api.lines.splice(0))

  it.each([...bodies, ...documents, ...values])('%s', async (_what, status, code, bad) => {
    const answer = await bad()
    expect([answer.status, answer.errors[0]?.extensions.code]).toEqual([status, code])
    expect(answer.errors[0]?.message).toMatch(/^\S.*$/s)
    for (const { extensions } of answer.errors) {
      expect(Object.keys(extensions)).toEqual(['code', 'correlationId'])
      expect(extensions.correlationId).toBe(answer.headers['x-request-id'])
    }
    expect(answer.text).not.toMatch(/\bat .*\.(ts|js|mjs):\d|node_modules|\bstack\b/)
    expect(api.lines).toEqual([])
  })
})

test('answers control characters and half a letter like any other text', async () => {
  expect(await given(searched, { s: 'a\u0007\ud800b' })).toMatchObject({ status: 200, data: { people: { nodes: [] } } })
})

test('lets a document cost what it may', async () => {
  expect((await given(costly, { n: 20 })).errors).toEqual([])
})
