import { expect, test } from 'vitest'
import { addToBatch } from '../../src/commands/documents/add-to-batch.ts'
import { publishPayments } from '../../src/commands/documents/publish-payments.ts'
import { withdrawJourney } from '../../src/commands/journeys/withdraw-journey.ts'
import { keepRetention } from '../../src/commands/portals/keep-retention.ts'
import { signedInAs } from '../support/api.ts'
import { itemFor, pdf, publish, publishedFor, systemOf, uploaded } from '../support/documents.ts'
import { leave } from '../support/leaver.ts'
import { itemsOf, startedList, workplace } from '../support/leaving-batch.ts'
import { payrollOf, wages } from '../support/payroll.ts'
import { openScene, setStage } from '../support/scene.ts'

const scene = await openScene()

/** What is thrown away on the last millisecond of a year, and on the first of the next. */
async function goneAround(year: number) {
  const look = async (instant: string) => {
    await scene.travelTo(instant)
    const { documents, figures, items, files } = await keepRetention(scene)
    return { documents, figures, items, files }
  }
  return [await look(`${year - 1}-12-31T22:59:59.999Z`), await look(`${year - 1}-12-31T23:00:00Z`)]
}

const nothing = { documents: 0, figures: 0, items: 0, files: 0 }

test('keeps payroll seven years and the rest two, after the year of the last right, and of whoever works there all', async () => {
  await scene.travelTo('2026-03-02T10:00:00Z')
  const stage = await setStage(scene)
  const [leaver, stays] = [
    await signedInAs(scene, stage, { role: 'EMPLOYEE' }),
    await signedInAs(scene, stage, { role: 'EMPLOYEE' }),
  ]
  const call = systemOf(stage)
  for (const { personId } of [leaver, stays]) {
    for (const kind of ['PAYSLIP', 'ABSENCE', 'CONTRACT'] as const)
      await publishedFor(scene, stage, personId, { kind, call, bytes: pdf(`${kind} ${personId}`) })
    const payments = { organisationId: stage.organisationId, items: [wages(`P ${personId}`, { personId })] }
    await publishPayments(scene, payrollOf(stage), payments)
  }
  await leave(scene, stage, leaver)

  // Access ended in April 2027: the rest is kept through 2029, payroll through 2034.
  expect(await goneAround(2029)).toEqual([nothing, nothing])
  expect(await goneAround(2030)).toEqual([nothing, { ...nothing, documents: 2, files: 2 }])
  expect(await goneAround(2034)).toEqual([nothing, nothing])
  expect(await goneAround(2035)).toEqual([nothing, { ...nothing, documents: 1, files: 1, figures: 1 }])
  const left = await scene.owner`
    select (select array_agg(distinct person_id) from documents where portal_id = ${stage.portalId}) as documents,
      (select array_agg(person_id) from payments where portal_id = ${stage.portalId}) as payments,
      (select count(*)::int from files where portal_id = ${stage.portalId}) as files,
      (select count(distinct file_id)::int from file_chunks where portal_id = ${stage.portalId}) as bytes`
  expect(left).toEqual([{ documents: [stays.personId], payments: [stays.personId], files: 3, bytes: 3 }])
  const notes = await scene.owner<{ note: string }[]>`
    select note from audit join audit_details d on d.audit_id = audit.id
    where audit.portal_id = ${stage.portalId} and act = 'retentionKeep' and note is not null order by audit.id`
  expect(notes.map(({ note }) => note)).toEqual([
    '2 documents that were kept for long enough',
    '1 figures of payroll that were kept for long enough',
    '1 documents that were kept for long enough',
  ])
})

test('a corrected payslip goes whole, with the results of its batch and the tickets for it', async () => {
  await scene.travelTo('2026-03-02T10:00:00Z')
  const stage = await setStage(scene)
  const { personId, accountId } = await signedInAs(scene, stage, { role: 'EMPLOYEE' })
  const call = systemOf(stage)
  const batch = { organisationId: stage.organisationId, externalReference: 'maart' }
  const first = itemFor(personId, await uploaded(scene, call, pdf('first')))
  await addToBatch(scene, call, { ...batch, items: [first] })
  await publish(scene, stage, call, { ...first, fileId: await uploaded(scene, call, pdf('second')) })
  await scene.owner`insert into document_tickets (portal_id, session_id, document_id, version, expires_at)
    select d.portal_id, s.id, d.id, 1, '2100-01-01' from documents d join sessions s on s.account_id = ${accountId}
    where d.person_id = ${personId}`
  await scene.owner`update sessions set expires_at = '2100-01-01' where account_id = ${accountId}`
  await leave(scene, stage, { accountId })
  const [before, after] = await goneAround(2035)
  expect([before, after]).toMatchObject([{ documents: 0 }, { documents: 1, files: 2 }])
  const left = await scene.owner`
    select (select count(*)::int from document_versions where portal_id = ${stage.portalId}) as versions,
      (select count(*)::int from document_batch_items where portal_id = ${stage.portalId}) as items,
      (select count(*)::int from document_tickets where portal_id = ${stage.portalId}) as tickets,
      (select count(*)::int from file_chunks where portal_id = ${stage.portalId}) as chunks`
  expect(left).toEqual([{ versions: 0, items: 0, tickets: 0, chunks: 0 }])
})

test('who was on a list of leavers is forgotten two years after the year in which it ended', async () => {
  const { stage, items } = await workplace(scene, 2)
  const { journeyId } = await startedList(scene, { stage, items })
  await withdrawJourney(scene, stage.hr, { journeyId, reason: 'toch niet' })
  expect(await goneAround(2029)).toEqual([nothing, { ...nothing, items: 2 }])
  expect(await itemsOf(scene, journeyId)).toEqual([])
})
