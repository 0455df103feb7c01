import { once } from 'node:events'
import { expect, test } from 'vitest'
import type { Role } from '../../src/domain/accounts/account.ts'
import { ask, idOf, keyFor, openApi, openHouse, type Somebody, sessionOf, signedInAs } from '../support/api.ts'
import { pdf, publishedFor } from '../support/documents.ts'
import { eventually } from '../support/eventually.ts'
import { addOrganisation, openScene } from '../support/scene.ts'
import { codeOf, open, transfer } from '../support/transport.ts'

const scene = await openScene()
const api = await openApi(scene)
const house = await openHouse(scene)
const { portalId, organisationId } = house
const being = (role: Role, more: { organisationId?: string } = {}) => signedInAs(scene, house, { role, ...more })
const bytes = pdf('the payslip of March', 700_000)

const opening = `mutation($input: DocumentOpenInput!) { documentOpen(input: $input) {
  __typename ... on DocumentOpenPayload { url expiresAt document { title } } ... on UserError { code } } }`
type Opened = { documentOpen: { __typename: string; url: string; expiresAt: string; code?: string } }
const openAs = async (as: string, documentId: string, version?: number) => {
  const variables = { input: { id: idOf('Document', documentId), version } }
  const { data, errors } = await ask<Opened>(api, house, opening, { as, variables })
  return data.documentOpen ?? { code: errors[0]?.extensions.code, url: '' }
}
const get = (path: string, as: string | undefined, headers: Record<string, string> = {}, method = 'GET') =>
  transfer(api, house, path, { as, headers, method })
const narrow = ({ accountId }: Somebody, role: Role | null) =>
  scene.owner.begin(async (tx) => {
    await tx`update grants set valid_until = drempel.now() where portal_id = ${portalId} and account_id = ${accountId}`
    if (role !== null)
      await tx`insert into grants (portal_id, account_id, role, organisation_id, valid_from, reason)
        values (${portalId}, ${accountId}, ${role}, ${organisationId}, drempel.now(), 'offboarding')`
  })
const auditOf = async (documentId: string) =>
  (
    await scene.owner<{ act: string; code: string }[]>`
      select act, code from audit where subject_id = ${documentId} and act not like '%Publish' order by id`
  ).map(({ act, code }) => `${act} ${code}`)

test('gives a document to its owner, whole, to be saved and not shown, and puts it on record', async () => {
  const owner = await being('EMPLOYEE')
  const documentId = await publishedFor(scene, house, owner.personId, { bytes })
  const { url, expiresAt } = await openAs(owner.token, documentId)
  expect(expiresAt).toBe('2026-03-02T10:01:00.000Z')
  const answer = await get(url, owner.token)
  expect(answer.status).toBe(200)
  expect(answer.body.equals(bytes)).toBe(true)
  expect(answer.headers).toMatchObject({
    'content-type': 'application/pdf',
    'content-length': '700000',
    'content-disposition': `attachment; filename="document.pdf"; filename*=UTF-8''document.pdf`,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
    'accept-ranges': 'bytes',
    etag: expect.stringMatching(/^"[0-9a-f]{64}"$/),
  })
  expect(await auditOf(documentId)).toEqual(['documentOpen DONE', 'documentDownload DONE'])
})

test('the first download by its owner makes it read, and neither HR nor a look ahead does, which is not on record', async () => {
  const owner = await being('EMPLOYEE')
  const hr = await being('HR')
  const documentId = await publishedFor(scene, house, owner.personId)
  const isUnread = async () => {
    const document = `query($id: ID!) { document(id: $id) { isUnread } }`
    const { data } = await ask<{ document: { isUnread: boolean } }>(api, house, document, {
      as: owner.token,
      variables: { id: documentId },
    })
    return data.document.isUnread
  }
  await get((await openAs(hr.token, documentId)).url, hr.token)
  const { url } = await openAs(owner.token, documentId)
  const before = await auditOf(documentId)
  // RFC 9110, 14.2: a range is for GET alone.
  for (const headers of [{}, { range: 'bytes=0-9' }, { range: 'bytes=700000-' }]) {
    const head = await get(url, owner.token, headers, 'HEAD')
    expect([head.status, head.headers['content-length'], head.body.length]).toEqual([200, String(pdf().length), 0])
  }
  expect(await auditOf(documentId)).toEqual(before)
  expect((await get(url, hr.token, {}, 'HEAD')).status).toBe(404)
  expect(await isUnread()).toBe(true)
  await get(url, owner.token)
  expect(await isUnread()).toBe(false)
})

test('gives any part of it, and the whole where the part is of something else', async () => {
  const owner = await being('EMPLOYEE')
  const { url } = await openAs(owner.token, await publishedFor(scene, house, owner.personId, { bytes }))
  const etag = (await get(url, owner.token)).headers.etag ?? ''
  const part = await get(url, owner.token, { range: 'bytes=262000-262999', 'if-range': etag })
  expect([part.status, part.headers['content-range']]).toEqual([206, 'bytes 262000-262999/700000'])
  expect(part.body.equals(bytes.subarray(262_000, 263_000))).toBe(true)
  const end = await get(url, owner.token, { range: 'bytes=-5' })
  expect(String(end.body)).toBe('%%EOF')
  const beyond = await get(url, owner.token, { range: 'bytes=700000-' })
  expect([beyond.status, beyond.headers['content-range']]).toEqual([416, 'bytes */700000'])
  const other = await get(url, owner.token, { range: 'bytes=0-9', 'if-range': '"another"' })
  expect([other.status, other.body.length]).toEqual([200, 700_000])
})

test('a ticket is nobody’s but the session’s it was made for', async () => {
  const owner = await being('EMPLOYEE')
  const colleague = await being('EMPLOYEE')
  const { url } = await openAs(owner.token, await publishedFor(scene, house, owner.personId))
  const otherSession = await sessionOf(scene, portalId, owner.accountId)
  expect((await get(url, otherSession)).status).toBe(404)
  expect((await get(url, colleague.token)).status).toBe(404)
  expect((await get(url, (await being('HR')).token)).status).toBe(404)
  expect((await get(url, undefined)).status).toBe(401)
  expect((await get(url, await keyFor(scene, house, ['documents:write']))).status).toBe(403)
  expect((await get(url, owner.token)).status).toBe(200)
})

test.each(['/files/', '/files/x', '/files/..%2f', '/files/0197a000-0000-7000-8000-000000000001'])(
  'answers %s like anything that is not there',
  async (path) => {
    const answer = await get(path, (await being('EMPLOYEE')).token)
    expect([answer.status, codeOf(answer)]).toEqual([404, 'NOT_FOUND'])
  },
)

test('a ticket counts for a minute', async () => {
  const owner = await being('EMPLOYEE')
  const { url } = await openAs(owner.token, await publishedFor(scene, house, owner.personId))
  await scene.travelTo('2026-03-02T10:00:59.999Z')
  expect((await get(url, owner.token)).status).toBe(200)
  await scene.travelTo('2026-03-02T10:01:00.000Z')
  expect((await get(url, owner.token)).status).toBe(404)
  await scene.travelTo('2026-03-02T10:00:00Z')
})

test('another employer’s document, a colleague’s and one about health are not there', async () => {
  const owner = await being('EMPLOYEE')
  const payslip = await publishedFor(scene, house, owner.personId)
  const absence = await publishedFor(scene, house, owner.personId, { kind: 'ABSENCE' })
  const elsewhere = await addOrganisation(scene, portalId)
  const told = async (by: Somebody, documentId: string) => {
    const { code, __typename } = await openAs(by.token, documentId)
    return code ?? __typename
  }
  expect(await told(await being('EMPLOYEE'), payslip)).toBe('NOT_FOUND')
  expect(await told(await being('HR', { organisationId: elsewhere }), payslip)).toBe('NOT_FOUND')
  expect(await told(await being('SERVICE_DESK'), payslip)).toBe('NOT_FOUND')
  const hr = await being('HR')
  expect(await told(hr, payslip)).toBe('DocumentOpenPayload')
  expect(await told(hr, absence)).toBe('NOT_FOUND')
  expect(await told(owner, absence)).toBe('DocumentOpenPayload')
  expect(await auditOf(absence)).toEqual(['documentOpen NOT_FOUND', 'documentOpen DONE', 'documentSee DONE'])
})

test('a leaver reaches payslips and statements, by an old link nothing else', async () => {
  const leaver = await being('EMPLOYEE')
  const of = (kind: 'PAYSLIP' | 'ANNUAL_STATEMENT' | 'CONTRACT' | 'ABSENCE') =>
    publishedFor(scene, house, leaver.personId, { kind })
  const documents = [await of('PAYSLIP'), await of('ANNUAL_STATEMENT'), await of('CONTRACT'), await of('ABSENCE')]
  const told = () => Promise.all(documents.map(async (id) => (await openAs(leaver.token, id)).code ?? 'open'))
  expect(await told()).toEqual(['open', 'open', 'open', 'open'])
  await narrow(leaver, 'EX_EMPLOYEE')
  expect(await told()).toEqual(['open', 'open', 'NOT_FOUND', 'NOT_FOUND'])
  await narrow(leaver, null)
  expect(await told()).toEqual(Array.from({ length: 4 }, () => 'UNAUTHENTICATED'))
})

test('whoever is narrowed between the ticket and the download starts none, nor another part', async () => {
  const leaver = await being('EMPLOYEE')
  const { url } = await openAs(
    leaver.token,
    await publishedFor(scene, house, leaver.personId, { kind: 'CONTRACT', bytes }),
  )
  expect((await get(url, leaver.token, { range: 'bytes=0-9' })).status).toBe(206)
  await narrow(leaver, 'EX_EMPLOYEE')
  expect((await get(url, leaver.token)).status).toBe(404)
  expect((await get(url, leaver.token, { range: 'bytes=10-19' })).status).toBe(404)
})

test('a download that runs when its owner is narrowed and signed out finishes, and holds no connection while it waits', async () => {
  const leaver = await being('EMPLOYEE')
  const large = pdf('large', 9_000_000)
  const documentId = await publishedFor(scene, house, leaver.personId, { kind: 'CONTRACT', bytes: large })
  const { url } = await openAs(leaver.token, documentId)
  const { request, answered } = open(api, house, url, { as: leaver.token })
  request.end()
  const response = await answered
  const first = await once(response, 'readable').then(() => response.read(1_000) as Buffer)
  await narrow(leaver, null)
  await scene.owner`update sessions set ended_at = drempel.now() where account_id = ${leaver.accountId}`
  expect((await get(url, leaver.token)).status).toBe(401)
  const busy = () => scene.owner`select 1 from pg_stat_activity
    where application_name = 'drempel' and state <> 'idle' and datname = current_database()`
  await eventually('the database to be left alone', async () => (await busy()).length === 0)
  const parts = [first]
  for await (const part of response) parts.push(part)
  expect(Buffer.concat(parts).equals(large)).toBe(true)
})

const served = async () => {
  const metrics = String((await transfer(api, house, '/metrics')).body)
  const [, count] =
    /^drempel_http_request_duration_seconds_count\{[^}]*route="\/files\/"[^}]*status="200"[^}]*\} (\d+)$/m.exec(
      metrics,
    ) ?? []
  return Number(count ?? 0)
}

test('a client that goes away in the middle leaves nothing running', async () => {
  const owner = await being('EMPLOYEE')
  const { url } = await openAs(
    owner.token,
    await publishedFor(scene, house, owner.personId, { bytes: pdf('x', 9_000_000) }),
  )
  const before = await served()
  const { request, answered } = open(api, house, url, { as: owner.token })
  request.end()
  await once(await answered, 'readable')
  request.destroy()
  await eventually('the server to have done with it', async () => (await served()) > before)
  expect(api.lines.filter((line) => line.includes('http.fault'))).toEqual([])
  expect((await get(url, owner.token)).status).toBe(200)
})

test.each([
  ['its own page', (host: string) => `http://${host}`, 200],
  ['the address bar', () => undefined, 200],
  ['another site', () => 'https://evil.example', 403],
])('answers a download with a cookie from %s', async (_where, originOf, status) => {
  const owner = await being('EMPLOYEE')
  const { url } = await openAs(owner.token, await publishedFor(scene, house, owner.personId))
  const origin = originOf(house.host)
  const headers = { host: house.host, cookie: `drempel=${owner.token}`, ...(origin === undefined ? {} : { origin }) }
  expect((await transfer(api, house, url, { headers })).status).toBe(status)
})

test('lets the portal’s frontend ask for parts, and read what they are', async () => {
  const headers = { origin: `https://${house.host}`, 'access-control-request-headers': 'range' }
  const asked = await transfer(api, house, '/files/x', { method: 'OPTIONS', headers })
  expect(asked.status).toBe(204)
  expect(asked.headers['access-control-allow-headers']).toMatch(/\brange\b/)
  const answer = await transfer(api, house, '/files/x', { headers })
  expect(answer.headers['access-control-expose-headers']).toMatch(/content-disposition/)
})

test('an earlier version stays within reach', async () => {
  const owner = await being('EMPLOYEE')
  const externalReference = 'corrected'
  const first = pdf('first')
  const documentId = await publishedFor(scene, house, owner.personId, { externalReference, bytes: first })
  await scene.owner`insert into document_versions
    (portal_id, document_id, number, file_id, title, published_by_kind, published_by)
    select portal_id, document_id, 2, file_id, 'second', published_by_kind, published_by from document_versions
    where document_id = ${documentId}`
  await scene.owner`update documents set version = 2 where id = ${documentId}`
  const { url } = await openAs(owner.token, documentId, 1)
  expect((await get(url, owner.token)).body.equals(first)).toBe(true)
  expect((await openAs(owner.token, documentId, 3)).code).toBe('NOT_FOUND')
})
