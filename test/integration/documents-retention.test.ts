import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { publishDocuments } from '../../src/commands/documents/publish-documents.ts'
import { keepRetention } from '../../src/commands/portals/keep-retention.ts'
import { inPortal } from '../../src/db/client.ts'
import { insertFile } from '../../src/db/files.ts'
import { signedInAs } from '../support/api.ts'
import { pdf, publishedFor, systemOf, uploaded } from '../support/documents.ts'
import { openScene, setStage } from '../support/scene.ts'

const scene = await openScene()
const stage = await setStage(scene)
const { portalId } = stage
const chunks = async () =>
  (
    await scene.owner<{ id: string }[]>`select distinct file_id as id from file_chunks where portal_id = ${portalId}`
  ).map(({ id }) => id)

/** As a process leaves it that is killed between two pieces. */
async function halfUploaded(): Promise<string> {
  const fileId = await inPortal(scene.app, portalId, (tx) =>
    insertFile(tx, {
      name: '',
      uploader: { kind: 'account', id: stage.portalId },
      expiresAt: new Date(tx.now.getTime() + 3_600_000),
    }),
  )
  await scene.documentStore.write({ portalId, fileId }, Readable.from([pdf('half', 300_000)]))
  return fileId
}

test('what never came in whole and what belonged to nothing for a day go an hour after they counted, and documents stay', async () => {
  const system = systemOf(stage)
  const { personId } = await signedInAs(scene, stage, { role: 'EMPLOYEE' })
  await publishedFor(scene, stage, personId, { call: system })
  const [kept] = await chunks()
  const unused = await uploaded(scene, system, pdf('unused', 600_000))
  const half = await halfUploaded()
  expect((await chunks()).sort()).toEqual([kept, unused, half].sort())

  await scene.travelTo('2026-03-02T11:59:59.999Z')
  expect(await keepRetention(scene)).toMatchObject({ files: 0 })
  await scene.travelTo('2026-03-02T12:00:00Z')
  expect(await keepRetention(scene)).toMatchObject({ files: 1 })
  expect((await chunks()).sort()).toEqual([kept, unused].sort())
  await scene.travelTo('2026-03-03T11:00:00Z')
  expect(await keepRetention(scene)).toMatchObject({ files: 1 })
  expect(await chunks()).toEqual([kept])
  const rows = await scene.owner<{ id: string }[]>`select id from files where portal_id = ${portalId}`
  expect(rows).toEqual([{ id: kept }])
})

test('what broke off half-way is nobody’s to publish', async () => {
  const fileId = await halfUploaded()
  const { personId } = await signedInAs(scene, stage, { role: 'EMPLOYEE' })
  const items = [{ kind: 'PAYSLIP' as const, personId, externalReference: 'half', title: 'half', fileId }]
  const call = systemOf(stage, stage.portalId)
  const [result] = await publishDocuments(scene, call, { organisationId: stage.organisationId, items })
  expect(result).toEqual({ outcome: 'REFUSED', problems: [{ path: 'file', code: 'FILE_UNKNOWN' }] })
})

test('tickets go a day after they counted', async () => {
  const { accountId } = await signedInAs(scene, stage, { role: 'EMPLOYEE' })
  for (const hours of [23, 25])
    await scene.owner`insert into document_tickets (portal_id, session_id, expires_at)
      select portal_id, id, drempel.now() - ${hours}::int * interval '1 hour' from sessions where account_id = ${accountId}`
  expect(await keepRetention(scene)).toMatchObject({ documentTickets: 1 })
})
