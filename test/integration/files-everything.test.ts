import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { ask, idOf, openApi, openHouse, type Somebody, signedInAs } from '../support/api.ts'
import { pdf, publishedFor, systemOf } from '../support/documents.ts'
import { eventually } from '../support/eventually.ts'
import { addOrganisation, openScene } from '../support/scene.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { open, transfer } from '../support/transport.ts'

const scene = await openScene()
const api = await openApi(scene)
const house = await openHouse(scene)
const { organisationId } = house
const folder = await temporaryFolder('drempel-zip-')
afterAll(() => folder.remove())
const run = promisify(execFile)

/** Names, and what stands in them, by a program that is not ours and checks every sum. */
const script = `import sys, zipfile, json, hashlib
z = zipfile.ZipFile(sys.argv[1])
assert z.testzip() is None
print(json.dumps([[n, hashlib.sha256(z.read(n)).hexdigest()] for n in z.namelist()]))`
async function unpack(body: Buffer): Promise<readonly string[]> {
  const path = join(folder.path, 'everything.zip')
  await writeFile(path, body)
  const { stdout } = await run('python3', ['-c', script, path])
  return (JSON.parse(stdout) as [string, string][]).map(([name]) => name)
}

const openAll = 'mutation { documentOpenAll { __typename ... on DocumentOpenAllPayload { url expiresAt } } }'
const openFor = async ({ token }: Somebody) => {
  const { data, errors } = await ask<{ documentOpenAll: { url: string } }>(api, house, openAll, { as: token })
  return errors[0]?.extensions.code ?? data.documentOpenAll.url
}
const namesFor = async (somebody: Somebody) => {
  const answer = await transfer(api, house, await openFor(somebody), { as: somebody.token })
  expect(answer.status).toBe(200)
  expect(answer.headers['content-length']).toBe(String(answer.body.length))
  return unpack(answer.body)
}
const worker = () => signedInAs(scene, house, { role: 'EMPLOYEE' })
await scene.owner`update organisations set name = 'Zorg & Zo B.V.' where id = ${organisationId}`

test('packs everything of one’s own that one may see, by organisation, under names of its own', async () => {
  const owner = await worker()
  await publishedFor(scene, house, (await worker()).personId, { title: 'a colleague’s' })
  for (const title of ['Loonstrook maart', 'Loonstrook maart', '../évil\u200e/loonstrook'])
    await publishedFor(scene, house, owner.personId, { title })
  await publishedFor(scene, house, owner.personId, { title: 'Leeg', kind: 'CONTRACT', bytes: pdf('large', 2_000_000) })
  const absence = await publishedFor(scene, house, owner.personId, { title: 'Uitnodiging', kind: 'ABSENCE' })
  expect(await namesFor(owner)).toEqual([
    'Zorg & Zo B.V/2026-03-02 Loonstrook maart.pdf',
    'Zorg & Zo B.V/2026-03-02 Loonstrook maart (2).pdf',
    'Zorg & Zo B.V/2026-03-02 _évil_loonstrook.pdf',
    'Zorg & Zo B.V/2026-03-02 Leeg.pdf',
    'Zorg & Zo B.V/2026-03-02 Uitnodiging.pdf',
  ])
  const views = await scene.owner`select act from audit where subject_id = ${absence} and act = 'documentDownload'`
  expect(views).toHaveLength(1)
})

test('packs for a leaver payslips and statements, and for whoever has no access nothing', async () => {
  const leaver = await worker()
  for (const kind of ['PAYSLIP', 'CONTRACT', 'COACHING', 'ANNUAL_STATEMENT'] as const)
    await publishedFor(scene, house, leaver.personId, { title: kind, kind })
  const url = await openFor(leaver)
  await scene.owner`update grants set role = 'EX_EMPLOYEE' where account_id = ${leaver.accountId}`
  const answer = await transfer(api, house, url, { as: leaver.token })
  expect(await unpack(answer.body)).toEqual([
    'Zorg & Zo B.V/2026-03-02 PAYSLIP.pdf',
    'Zorg & Zo B.V/2026-03-02 ANNUAL_STATEMENT.pdf',
  ])
  await scene.owner`update grants set valid_until = drempel.now() where account_id = ${leaver.accountId}`
  expect((await transfer(api, house, url, { as: leaver.token })).status).toBe(401)
  expect(await openFor(leaver)).toBe('UNAUTHENTICATED')
})

test('makes read what its owner takes along, and nothing of it when they only look ahead', async () => {
  const owner = await worker()
  const published = [
    await publishedFor(scene, house, owner.personId),
    await publishedFor(scene, house, owner.personId, { kind: 'ABSENCE' }),
  ]
  const url = await openFor(owner)
  const state = async () => {
    const [row] = await scene.owner`
      select (select count(opened_at)::int from document_versions where document_id in ${scene.owner(published)}) as opened,
        (select count(*)::int from audit where act = 'documentDownload' and actor_id = ${owner.accountId}) as rows`
    return row
  }
  const head = await transfer(api, house, url, { as: owner.token, method: 'HEAD' })
  expect([head.status, head.body.length]).toEqual([200, 0])
  expect(await state()).toEqual({ opened: 0, rows: 0 })
  const { body } = await transfer(api, house, url, { as: owner.token })
  expect(head.headers['content-length']).toBe(String(body.length))
  // One for the archive, one for each document.
  expect(await state()).toEqual({ opened: 2, rows: 3 })
})

test('of nothing is an archive with nothing in it', async () => {
  expect(await namesFor(await worker())).toEqual([])
})

test('is made while it is sent: what is read waits for the client, and who is narrowed meanwhile gets the rest', async () => {
  const owner = await worker()
  const call = systemOf(house)
  for (let n = 0; n < 12; n++)
    await publishedFor(scene, house, owner.personId, { title: `${n}`, bytes: pdf(`${n}`, 5_000_000), call })
  let pieces = 0
  const counted = await openApi(scene, { documentStore: { ...scene.documentStore, read: (...of) => counting(of) } })
  const counting = async function* (of: Parameters<typeof scene.documentStore.read>) {
    for await (const piece of scene.documentStore.read(...of)) {
      pieces++
      yield piece
    }
  }
  const { request, answered } = open(counted, house, await openFor(owner), { as: owner.token })
  request.end()
  const response = await answered
  await once(response, 'readable')
  await scene.owner`update grants set valid_until = drempel.now() where account_id = ${owner.accountId}`
  // Sixty megabytes are 240 pieces; what the network holds for a client that does not read is far less.
  const ahead = await standingStill(() => pieces)
  expect(ahead).toBeLessThan(120)
  const parts: Buffer[] = []
  for await (const part of response as AsyncIterable<Buffer>) parts.push(part)
  expect(await unpack(Buffer.concat(parts))).toHaveLength(12)
  expect(pieces).toBe(240)
})

test('leaves nothing running when the client goes away in the middle', async () => {
  const owner = await worker()
  const call = systemOf(house)
  for (let n = 0; n < 4; n++)
    await publishedFor(scene, house, owner.personId, { title: `${n}`, bytes: pdf(`${n}`, 5_000_000), call })
  let reading = 0
  const counting = async function* (of: Parameters<typeof scene.documentStore.read>) {
    reading++
    try {
      yield* scene.documentStore.read(...of)
    } finally {
      reading--
    }
  }
  const counted = await openApi(scene, { documentStore: { ...scene.documentStore, read: (...of) => counting(of) } })
  const { request, answered } = open(counted, house, await openFor(owner), { as: owner.token })
  request.end()
  await once(await answered, 'readable')
  expect(reading).toBe(1)
  request.destroy()
  await eventually('nothing to be read any more', async () => reading === 0)
  expect(counted.lines.filter((line) => line.includes('http.fault'))).toEqual([])
})

/** The count, when it has not moved for a while. */
async function standingStill(count: () => number): Promise<number> {
  let last = -1
  return eventually(
    'no more to be read',
    async () => {
      const now = count()
      const isStill = now === last
      last = now
      return isStill ? now : undefined
    },
    { everyMs: 200 },
  )
}

const exportOf = `mutation($organisation: ID!, $person: ID!, $reason: String!) {
  answer: documentExport(input: { organisation: $organisation, person: $person, reason: $reason }) {
    __typename ... on UserError { code } ... on DocumentExportPayload { url } } }`
const exportBy = async (
  { token }: Somebody,
  personId: string,
  reason = 'Vraagt om een afschrift (AVG, artikel 15).',
) => {
  const variables = { organisation: idOf('Organisation', organisationId), person: idOf('Person', personId), reason }
  const { data, errors } = await ask<{ answer: { url?: string; code?: string } }>(api, house, exportOf, {
    as: token,
    variables,
  })
  return errors[0]?.extensions.code ?? data.answer.code ?? data.answer.url ?? ''
}

test('exports for HR, when the person can no longer, what HR reads of them in its organisation and nothing about health', async () => {
  const gone = await worker()
  for (const kind of ['PAYSLIP', 'CONTRACT', 'ABSENCE', 'ANNUAL_STATEMENT'] as const)
    await publishedFor(scene, house, gone.personId, { title: kind, kind })
  await scene.owner`update grants set valid_until = drempel.now() where account_id = ${gone.accountId}`
  const hr = await signedInAs(scene, house, { role: 'HR' })
  const url = await exportBy(hr, gone.personId)
  const answer = await transfer(api, house, url, { as: hr.token })
  expect(await unpack(answer.body)).toEqual([
    'Zorg & Zo B.V/2026-03-02 PAYSLIP.pdf',
    'Zorg & Zo B.V/2026-03-02 CONTRACT.pdf',
    'Zorg & Zo B.V/2026-03-02 ANNUAL_STATEMENT.pdf',
  ])
  const opened = await scene.owner`select 1 from document_versions v join documents d on d.id = v.document_id
    where d.person_id = ${gone.personId} and v.opened_at is not null`
  expect(opened).toEqual([])
  const [record] = await scene.owner`select d.note from audit a join audit_details d on d.audit_id = a.id
    where a.act = 'documentExport' and a.subject_id = ${gone.personId}`
  expect(record?.note).toBe('Vraagt om een afschrift (AVG, artikel 15).')

  await scene.owner`update grants set valid_until = drempel.now() where account_id = ${hr.accountId}`
  expect((await transfer(api, house, url, { as: hr.token })).status).not.toBe(200)
})

test('exports for nobody else, of nobody elsewhere, and not without a reason', async () => {
  const owner = await worker()
  const hr = await signedInAs(scene, house, { role: 'HR' })
  const elsewhere = await signedInAs(scene, house, {
    role: 'EMPLOYEE',
    organisationId: await addOrganisation(scene, house.portalId),
  })
  expect(await exportBy(hr, elsewhere.personId)).toBe('NOT_FOUND')
  expect(await exportBy(hr, owner.personId, ' ')).toBe('INVALID_INPUT')
  for (const role of ['SERVICE_DESK', 'ADMIN', 'EMPLOYEE', 'EX_EMPLOYEE'] as const)
    expect(await exportBy(await signedInAs(scene, house, { role }), owner.personId)).toBe('FORBIDDEN')
})
