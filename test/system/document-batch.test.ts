import { Worker } from '@temporalio/worker'
import { sql } from 'drizzle-orm'
import { beforeAll, expect, it } from 'vitest'
import { bundleWorkflows } from '../../src/activities/serve.ts'
import { addToBatch } from '../../src/commands/documents/add-to-batch.ts'
import { closeBatch } from '../../src/commands/documents/close-batch.ts'
import { inPortal, type Tx } from '../../src/db/client.ts'
import { countBatch } from '../../src/db/document-batch-items.ts'
import { readClock } from '../../src/db/engine.ts'
import { actorId } from '../../src/domain/accounts/access.ts'
import type { PublicationItem } from '../../src/domain/documents/publication.ts'
import { defaultPolicy } from '../../src/domain/portals/policy.ts'
import { localDate, localInstant } from '../../src/domain/time.ts'
import { itemFor, systemOf } from '../support/documents.ts'
import { eventually } from '../support/eventually.ts'
import { type Installation, type SeededPortal, testInstallation } from '../support/installation.ts'
import { journeyRow, mailboxOf } from '../support/people.ts'
import { recordHistory } from '../support/record-history.ts'
import { workerProcess } from '../support/worker-process.ts'

const surname = 'Plantenburg'
const howMany = 620
let installation: Installation
let portal: SeededPortal

beforeAll(async () => {
  installation = await testInstallation()
  const documents = { ...defaultPolicy.documents, reminderDays: [2] }
  portal = await installation.seedPortal({ policy: { documents } })
})

const within = <T>(work: (tx: Tx) => Promise<T>) => inPortal(installation.drempel.app, portal.portalId, work)

/** People who work there, and a file for each that the system uploaded. */
async function payday(keyId: string | null): Promise<readonly PublicationItem[]> {
  const { portalId, organisationId } = portal
  const rows = await within((tx) =>
    tx.execute<{ personId: string; fileId: string }>(sql`
      with made as materialized (select n, uuidv7() as person, uuidv7() as account, uuidv7() as file
        from generate_series(1, ${howMany}::integer) as n
      ), people as (
        insert into drempel.people (portal_id, id, name, language, email)
        select ${portalId}::uuid, person, 'W. ${sql.raw(surname)}', 'nl', 'slip-' || n || '@example.nl' from made
      ), accounts as (
        insert into drempel.accounts (portal_id, id, person_id, identifier, status)
        select ${portalId}::uuid, account, person, 'slip-' || n || '@example.nl', 'active' from made
      ), granted as (
        insert into drempel.grants (portal_id, account_id, role, organisation_id, valid_from, reason)
        select ${portalId}::uuid, account, 'EMPLOYEE', ${organisationId}::uuid, '2020-01-01', 'test' from made
      ), uploaded as (
        insert into drempel.files (portal_id, id, digest, size, media_type, name, uploaded_by_kind, uploaded_by,
          completed_at, expires_at)
        select ${portalId}::uuid, file, decode(md5(n::text), 'hex'), 1, 'application/pdf', 'slip.pdf', 'service',
          ${keyId}::uuid, drempel.now(), drempel.now() + interval '1 day' from made
      )
      select person as "personId", file as "fileId" from made`),
  )
  return rows.map(({ personId, fileId }, n) => itemFor(personId, fileId, { externalReference: `slip-${n}` }))
}

const mailsOf = (journeyId: string, key: string) =>
  within((tx) =>
    tx.execute<{ recipient: string; status: string }>(sql`
      select recipient, status from drempel.messages where journey_id = ${journeyId}::uuid and key like ${`%/${key}/%`}`),
  )

it('tells each person of a batch once, though both sides crash in the middle and repeat', async () => {
  const { drempel, machine, env } = installation
  const system = systemOf(portal)
  const items = await payday(actorId(system.actor))
  const name = { organisationId: portal.organisationId, externalReference: 'march' }
  const parts = [items.slice(0, 500), items.slice(500)]
  const add = async (given: readonly PublicationItem[]) => addToBatch(drempel, system, { ...name, items: given })

  // The system breaks off after its first call, and starts over.
  await add(parts[0] ?? [])
  for (const part of parts) await add(part)
  const { journeyId } = await closeBatch(drempel, system, { ...name, expectedItems: howMany })

  const progress = () => within((tx) => countBatch(tx, journeyId))
  const worker = await workerProcess(env)
  await eventually('some are told', async () => (await progress()).told > 0, { withinMs: 60_000 })
  worker.child.kill('SIGKILL')
  await worker.ended
  expect((await progress()).waiting).toBeGreaterThan(0)
  for (const part of parts) {
    const { results } = await add(part)
    expect(new Set(results.map(({ outcome }) => outcome))).toEqual(new Set(['REPEATED']))
  }
  await closeBatch(drempel, system, name)
  await workerProcess(env)
  await machine.settle()

  expect(await progress()).toMatchObject({ items: howMany, refused: 0, told: howMany, waiting: 0, unread: howMany })
  const told = await mailsOf(journeyId, 'told')
  expect(told).toHaveLength(howMany)
  expect(new Set(told.map(({ recipient }) => recipient)).size).toBe(howMany)
  const arrived = await mailboxOf(installation, portal.portalId)
  expect(arrived).toHaveLength(howMany)
  expect(new Set(arrived.map(({ recipient }) => recipient)).size).toBe(howMany)
  expect(arrived.at(0)?.text).toContain('/documents/')

  await within((tx) =>
    tx.execute(sql`update drempel.document_versions set opened_at = drempel.now() where document_id in (
    select document_id from drempel.document_batch_items where external_reference <> 'slip-0')`),
  )
  await machine.travelTo(localInstant(localDate(await readClock(drempel.engine)), { plusDays: 4 }))
  expect(await mailsOf(journeyId, 'reminder-1')).toEqual([{ recipient: 'slip-1@example.nl', status: 'sent' }])
  expect(await journeyRow(installation, portal.portalId, journeyId)).toMatchObject({ status: 'ended', outcome: 'told' })

  const client = await drempel.temporal.ready()
  const history = await client.workflow.getHandle(`document-batch/${journeyId}/1`).fetchHistory()
  await Worker.runReplayHistory({ workflowBundle: await bundleWorkflows() }, history)
  const said = JSON.stringify(history)
  for (const personal of [surname, '@example.nl', 'slip-']) expect(said).not.toContain(personal)
  await recordHistory('document-batch-1-told', history)
}, 300_000)
