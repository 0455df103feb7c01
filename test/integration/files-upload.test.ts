import { createHash, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { keyFor, openApi, openHouse, signedInAs } from '../support/api.ts'
import { pdf } from '../support/documents.ts'
import { eventually } from '../support/eventually.ts'
import { openScene } from '../support/scene.ts'
import { codeOf, open, transfer, uploadAs } from '../support/transport.ts'

const scene = await openScene()
const api = await openApi(scene)
const house = await openHouse(scene)
const { token } = await signedInAs(scene, house, { role: 'EMPLOYEE' })
const post = (body: Buffer, headers: Record<string, string> = {}, as: string | undefined = token) =>
  transfer(api, house, '/files', { method: 'POST', as, body, headers })
const rows = async () => {
  const [left] = await scene.owner<{ files: number; chunks: number }[]>`
    select (select count(*)::int from files where portal_id = ${house.portalId}) as files,
      (select count(*)::int from file_chunks where portal_id = ${house.portalId}) as chunks`
  return left
}
const png = Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), randomBytes(40)])
const jpeg = Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), randomBytes(40)])
const zip = Buffer.concat([Buffer.from('504b0304', 'hex'), Buffer.alloc(1000)])

test('takes a file, tells what it is, and keeps it whole for a day', async () => {
  const bytes = pdf('mine', 700_000)
  const headers = { 'content-type': 'application/pdf', 'content-disposition': `attachment; filename="Mijn strook.PDF"` }
  const answer = await post(bytes, headers)
  expect(answer.status).toBe(201)
  const told = JSON.parse(String(answer.body))
  expect(told).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    name: 'Mijn strook.pdf',
    size: 700_000,
    mediaType: 'application/pdf',
    expiresAt: '2026-03-03T10:00:00.000Z',
  })
  const kept = await scene.owner<
    { bytes: Buffer }[]
  >`select bytes from file_chunks where file_id = ${told.id} order by number`
  expect(kept.map((row) => row.bytes.length)).toEqual([262_144, 262_144, 175_712])
  expect(Buffer.concat(kept.map((row) => row.bytes)).equals(bytes)).toBe(true)
  const [file] = await scene.owner<{ digest: Buffer }[]>`select digest from files where id = ${told.id}`
  expect(file?.digest.equals(createHash('sha256').update(bytes).digest())).toBe(true)
})

test.each([
  ['PNG', png, 'image/png', 'slip.pdf.png'],
  ['JPEG', jpeg, 'image/jpeg', 'slip.pdf.jpg'],
])('takes %s for what it is, whatever it is called', async (_what, bytes, mediaType, name) => {
  expect(await uploadAs(api, house, { as: token, body: bytes })).toMatchObject({ mediaType, name })
})

test.each([
  ['nothing', Buffer.alloc(0), {}, '400 FILE_EMPTY'],
  ['nothing, in pieces', Buffer.alloc(0), { 'transfer-encoding': 'chunked' }, '400 FILE_EMPTY'],
  [
    'a page that says it is a PDF',
    Buffer.from('<!doctype html><script>'),
    { 'content-type': 'application/pdf' },
    '415 FILE_TYPE_REFUSED',
  ],
  ['a PNG that says it is a PDF', png, { 'content-type': 'application/pdf' }, '415 FILE_TYPE_REFUSED'],
  ['a PDF that says it is a page', pdf(), { 'content-type': 'text/html' }, '415 FILE_TYPE_REFUSED'],
  ['an archive', zip, {}, '415 FILE_TYPE_REFUSED'],
  ['an archive that says it is one', zip, { 'content-type': 'application/zip' }, '415 FILE_TYPE_REFUSED'],
  ['a form', Buffer.from('--x\r\n'), { 'content-type': 'multipart/form-data; boundary=x' }, '415 FILE_TYPE_REFUSED'],
  ['a few bytes', Buffer.from('%P'), {}, '415 FILE_TYPE_REFUSED'],
])('refuses %s and keeps nothing of it', async (_what, bytes, headers, told) => {
  const before = await rows()
  const answer = await post(bytes, headers)
  expect(`${answer.status} ${codeOf(answer)}`).toBe(told)
  expect(await rows()).toEqual(before)
})

test.each([
  ['../../../etc/passwd', 'passwd.pdf'],
  ['slip\u202Efdp.exe', 'slipfdp.exe.pdf'],
  ['a\r\nx-evil: 1.pdf', 'ax-evil_ 1.pdf'],
  ['é'.repeat(300), `${'é'.repeat(100)}.pdf`],
  ['給与明細 2026.pdf', '給与明細 2026.pdf'],
  ['', 'document.pdf'],
])('makes the name %j harmless', async (given, name) => {
  expect((await uploadAs(api, house, { as: token, body: pdf(), name: given })).name).toBe(name)
})

test('refuses what is announced too large before a byte of it is read', async () => {
  const before = await rows()
  const headers = { 'content-length': String(10 * 1_048_576 + 1) }
  const { request, answered } = open(api, house, '/files', { method: 'POST', as: token, headers })
  request.flushHeaders()
  const response = await answered
  expect([response.statusCode, response.headers.connection]).toEqual([413, 'close'])
  expect(await rows()).toEqual(before)
  request.destroy()
})

test('stops in the middle of what is larger than it may be, and keeps nothing of it', async () => {
  const before = await rows()
  const { request, answered } = open(api, house, '/files', { method: 'POST', as: token })
  // Until the answer comes: eleven mebibytes and no more.
  request.write(pdf('large', 1_048_576))
  for (let sent = 1; sent < 11; sent++) request.write(Buffer.alloc(1_048_576))
  const response = await answered
  expect(response.statusCode).toBe(413)
  expect(await rows()).toEqual(before)
  request.destroy()
})

test('takes exactly as much as may be', async () => {
  expect((await uploadAs(api, house, { as: token, body: pdf('large', 10 * 1_048_576) })).size).toBe(10 * 1_048_576)
})

test('leaves nothing of an upload whose client goes away in the middle', async () => {
  const before = await rows()
  const { request, answered } = open(api, house, '/files', { method: 'POST', as: token })
  request.write(pdf('half', 600_000))
  await eventually('the first pieces to be kept', async () => (await rows())?.chunks === (before?.chunks ?? 0) + 2)
  answered.catch(() => undefined)
  request.destroy()
  await eventually('all of it to be gone', async () => JSON.stringify(await rows()) === JSON.stringify(before))
  expect(api.lines.filter((line) => line.includes('http.fault'))).toEqual([])
})

test('ends an upload that falls silent in the middle, and keeps nothing of it', async () => {
  const impatient = await openApi(scene, { silenceMs: 300 })
  const before = await rows()
  const { request, answered } = open(impatient, house, '/files', { method: 'POST', as: token })
  request.write(pdf('half', 600_000))
  const response = await answered
  expect([response.statusCode, response.headers.connection]).toEqual([408, 'close'])
  expect(await rows()).toEqual(before)
  request.destroy()
})

test('is for people who work somewhere and for whoever publishes', async () => {
  const role = async (name: 'EX_EMPLOYEE' | 'HR' | 'SERVICE_DESK' | 'APPROVER') =>
    (await post(pdf(), {}, (await signedInAs(scene, house, { role: name })).token)).status
  expect(await role('HR')).toBe(201)
  expect(await role('EX_EMPLOYEE')).toBe(403)
  expect(await role('SERVICE_DESK')).toBe(403)
  expect(await role('APPROVER')).toBe(403)
  expect((await post(pdf(), {}, await keyFor(scene, house, ['documents:write']))).status).toBe(201)
  expect((await post(pdf(), {}, await keyFor(scene, house, ['people:read']))).status).toBe(403)
  expect((await post(pdf(), {}, 'a-token-that-nobody-has-ever-had')).status).toBe(401)
  const stranger = await transfer(api, house, '/files', { method: 'POST', body: pdf() })
  expect([stranger.status, codeOf(stranger)]).toEqual([401, 'UNAUTHENTICATED'])
})

test('takes so many files of one person within a day, at the same time too', async () => {
  const busy = await signedInAs(scene, house, { role: 'EMPLOYEE' })
  await scene.owner`insert into files (portal_id, name, uploaded_by_kind, uploaded_by)
    select ${house.portalId}, 'x', 'account', ${busy.accountId} from generate_series(1, 48)`
  const answers = await Promise.all([1, 2, 3, 4].map(() => post(pdf(), {}, busy.token)))
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 429, 429])
})

test.each([
  ['its own page', (host: string) => `http://${host}`, 201],
  ['another site', () => 'https://evil.example', 403],
  ['nowhere', () => undefined, 403],
])('answers an upload with a cookie from %s', async (_where, originOf, status) => {
  const origin = originOf(house.host)
  const headers = { host: house.host, cookie: `drempel=${token}`, ...(origin === undefined ? {} : { origin }) }
  const answer = await transfer(api, house, '/files', { method: 'POST', body: pdf(), headers })
  expect(answer.status).toBe(status)
})
