import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { actorId } from '../../src/domain/accounts/access.ts'
import { signedInAs } from '../support/api.ts'
import { itemFor, pdf, publish, systemOf, uploaded } from '../support/documents.ts'
import { activate, invite } from '../support/invitee.ts'
import { openScene, setStage } from '../support/scene.ts'

const scene = await openScene()
const stage = await setStage(scene)
const { portalId } = stage
const system = systemOf(stage)
const worker = (role: 'EMPLOYEE' | 'EX_EMPLOYEE' | 'APPROVER' = 'EMPLOYEE') => signedInAs(scene, stage, { role })

const documentsOf = (personId: string) =>
  scene.owner<
    { id: string; version: number; kind: string; external_reference: string }[]
  >`select id, version, kind, external_reference from documents where portal_id = ${portalId} and person_id = ${personId} order by id`
const versionsOf = (documentId: string) => scene.owner<{ number: number; file_id: string; title: string }[]>`
  select number, file_id, title from document_versions where document_id = ${documentId} order by number`
const mailsTo = (personId: string) =>
  scene.owner<
    { key: string; priority: number; params: Record<string, unknown>; recipient: string }[]
  >`select key, priority, params, recipient from messages where person_id = ${personId} and template = 'document-published' order by id`
const auditOf = (subjectId: string) => scene.owner<{ act: string; code: string; actor_id: string }[]>`
  select act, code, actor_id from audit where subject_id = ${subjectId} order by id`
const problemsOf = (results: Awaited<ReturnType<typeof publish>>) =>
  results.map((result) =>
    'problems' in result ? result.problems.map(({ path, code }) => `${path} ${code}`).join() : result.outcome,
  )

test('publishes, tells the person once with a link that names the document, and writes who did it', async () => {
  const { personId, email } = await worker()
  const fileId = await uploaded(scene, system)
  const [result] = await publish(scene, stage, system, itemFor(personId, fileId, { externalReference: 'slip-1' }))
  expect(result).toEqual({ outcome: 'PUBLISHED', documentId: expect.any(String), version: 1 })
  const [document] = await documentsOf(personId)
  expect(document).toMatchObject({ version: 1, kind: 'PAYSLIP', external_reference: 'slip-1' })
  const id = document?.id ?? ''
  expect(await versionsOf(id)).toEqual([{ number: 1, file_id: fileId, title: 'Loonstrook maart' }])
  expect(await mailsTo(personId)).toEqual([
    {
      key: `document-published/${id}/1`,
      priority: 10,
      recipient: email,
      params: expect.objectContaining({
        about: 'PAYSLIP',
        isCorrection: false,
        documentUrl: expect.stringMatching(new RegExp(`^https://.*/documents/${id}$`)),
      }),
    },
  ])
  expect(await auditOf(id)).toEqual([{ act: 'documentPublish', code: 'PUBLISHED', actor_id: actorId(system.actor) }])
  const [file] = await scene.owner`select expires_at from files where id = ${fileId}`
  expect(file).toEqual({ expires_at: null })
})

test('answers a repeated call as the first time, and tells nobody again', async () => {
  const { personId } = await worker()
  const item = itemFor(personId, await uploaded(scene, system))
  const [first] = await publish(scene, stage, system, item)
  const [again] = await publish(scene, stage, system, item)
  const [uploadedAgain] = await publish(scene, stage, system, { ...item, fileId: await uploaded(scene, system) })
  expect(again).toEqual({ ...first, outcome: 'REPEATED' })
  expect(uploadedAgain).toEqual(again)
  expect(await documentsOf(personId)).toHaveLength(1)
  expect(await mailsTo(personId)).toHaveLength(1)
})

test('a correction is a next version that keeps the one before, and is told once', async () => {
  const { personId } = await worker()
  const item = itemFor(personId, await uploaded(scene, system))
  await publish(scene, stage, system, item)
  const corrected = { ...item, fileId: await uploaded(scene, system, pdf('corrected')), title: 'Loonstrook maart (2)' }
  const [result] = await publish(scene, stage, system, corrected)
  await publish(scene, stage, system, corrected)
  const [document] = await documentsOf(personId)
  expect(result).toEqual({ outcome: 'CORRECTED', documentId: document?.id, version: 2 })
  expect(await versionsOf(document?.id ?? '')).toEqual([
    { number: 1, file_id: item.fileId, title: 'Loonstrook maart' },
    { number: 2, file_id: corrected.fileId, title: 'Loonstrook maart (2)' },
  ])
  const mails = await mailsTo(personId)
  expect(mails.map(({ params }) => params.isCorrection)).toEqual([false, true])
})

test('finds people by the organisation’s own reference', async () => {
  const { personId, token } = await invite(scene, stage, { externalReference: '100203' })
  await activate(scene, stage, { token })
  const item = { ...itemFor('', await uploaded(scene, system)), personId: null, personReference: '100203' }
  expect(problemsOf(await publish(scene, stage, system, item))).toEqual(['PUBLISHED'])
  expect(await documentsOf(personId)).toHaveLength(1)
})

test('each item of a list has its own result', async () => {
  const [one, other, stranger] = [await worker(), await worker(), randomUUID()]
  const elsewhere = await setStage(scene)
  const theirs = await signedInAs(scene, elsewhere, { role: 'EMPLOYEE' })
  const file = () => uploaded(scene, system)
  const [taken, alsoTaken] = [itemFor(one.personId, await file()), itemFor(one.personId, await file())]
  await publish(scene, stage, system, taken, alsoTaken)
  const results = await publish(
    scene,
    stage,
    system,
    itemFor(one.personId, await file()),
    itemFor(stranger, await file()),
    itemFor(theirs.personId, await file()),
    itemFor(one.personId, randomUUID()),
    itemFor(one.personId, await uploaded(scene, systemOf(stage))),
    itemFor(other.personId, await file(), { externalReference: taken.externalReference }),
    itemFor(one.personId, await file(), { externalReference: alsoTaken.externalReference, kind: 'CONTRACT' }),
    itemFor(other.personId, taken.fileId),
    itemFor(one.personId, await file(), { kind: 'ABSENCE' }),
    itemFor(one.personId, await file(), { kind: 'UPLOAD' }),
  )
  expect(problemsOf(results)).toEqual([
    'PUBLISHED',
    'person PERSON_UNKNOWN',
    'person PERSON_UNKNOWN',
    'file FILE_UNKNOWN',
    'file FILE_UNKNOWN',
    'externalReference REFERENCE_REUSED',
    'externalReference REFERENCE_REUSED',
    'file FILE_USED',
    'PUBLISHED',
    'kind KIND_NOT_ALLOWED',
  ])
})

test('refuses the second of two alike within one call', async () => {
  const { personId } = await worker()
  const item = itemFor(personId, await uploaded(scene, system))
  const results = await publish(scene, stage, system, item, item)
  expect(problemsOf(results)).toEqual(['PUBLISHED', 'file DUPLICATE_ITEM,externalReference DUPLICATE_ITEM'])
})

test('a mail never says that a document is about somebody’s health, nor does its row, nor the word for it', async () => {
  const { personId } = await worker()
  const absence = { kind: 'ABSENCE', title: 'Uitnodiging bedrijfsarts' } as const
  await publish(scene, stage, system, itemFor(personId, await uploaded(scene, system), absence))
  await publish(scene, stage, system, itemFor(personId, await uploaded(scene, system), { kind: 'CONTRACT' }))
  const mails = await mailsTo(personId)
  expect(mails.map(({ params }) => params.about)).toEqual(['DOCUMENT', 'DOCUMENT'])
  expect(JSON.stringify(mails)).not.toMatch(/bedrijfsarts|ABSENCE/)
})

test('tells nobody of what the link would refuse them', async () => {
  const [left, approver] = [await worker('EX_EMPLOYEE'), await worker('APPROVER')]
  const invited = await invite(scene, stage)
  const file = () => uploaded(scene, system)
  const results = await publish(
    scene,
    stage,
    system,
    itemFor(left.personId, await file()),
    itemFor(left.personId, await file(), { kind: 'CONTRACT' }),
    itemFor(approver.personId, await file()),
    itemFor(invited.personId, await file()),
  )
  expect(problemsOf(results)).toEqual(['PUBLISHED', 'PUBLISHED', 'PUBLISHED', 'PUBLISHED'])
  expect((await mailsTo(left.personId)).map(({ params }) => params.about)).toEqual(['PAYSLIP'])
  expect(await mailsTo(approver.personId)).toEqual([])
  expect(await mailsTo(invited.personId)).toEqual([])
})

test('HR publishes by hand what is not about health, and needs no reference', async () => {
  const { personId } = await worker()
  const file = () => uploaded(scene, stage.hr)
  const byHand = { externalReference: null }
  const results = await publish(
    scene,
    stage,
    stage.hr,
    itemFor(personId, await file(), { ...byHand, kind: 'CONTRACT' }),
    itemFor(personId, await file(), { ...byHand, kind: 'COACHING' }),
  )
  expect(problemsOf(results)).toEqual(['PUBLISHED', 'kind KIND_NOT_ALLOWED'])
})

test('is for HR and keys of the organisation alone, and for a thousand at most', async () => {
  const other = await setStage(scene)
  const items = [itemFor(randomUUID(), randomUUID())]
  const act = (call: typeof system) => publish(scene, stage, call, ...items)
  const mine = systemOf(stage)
  const narrow = { ...mine, actor: { ...mine.actor, scopes: ['people:read'] } } as typeof mine
  await expect(act(narrow)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await expect(act({ ...systemOf(other), portalId })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await expect(publish(scene, stage, system)).rejects.toMatchObject({ code: 'REQUIRED' })
  const many = Array.from({ length: 1001 }, () => itemFor(randomUUID(), randomUUID()))
  await expect(publish(scene, stage, system, ...many)).rejects.toMatchObject({ code: 'TOO_MANY_ITEMS' })
})

test('the same reference published on two connections at once is one document and one mail', async () => {
  const { personId } = await worker()
  for (let round = 0; round < 5; round++) {
    const externalReference = randomUUID()
    const items = await Promise.all(
      Array.from({ length: 4 }, async () => itemFor(personId, await uploaded(scene, system), { externalReference })),
    )
    const results = await Promise.all(items.map((item) => publish(scene, stage, system, item)))
    expect(results.map(([result]) => result?.outcome).sort()).toEqual(['PUBLISHED', 'REPEATED', 'REPEATED', 'REPEATED'])
    const rows = await scene.owner`select 1 from documents where external_reference = ${externalReference}`
    expect(rows).toHaveLength(1)
  }
  expect(await mailsTo(personId)).toHaveLength(5)
})

test('two corrections at once are two versions, one after the other', async () => {
  const { personId } = await worker()
  const item = itemFor(personId, await uploaded(scene, system))
  await publish(scene, stage, system, item)
  const corrections = await Promise.all(
    ['a', 'b', 'c'].map(async (text) => ({ ...item, fileId: await uploaded(scene, system, pdf(text)) })),
  )
  const results = await Promise.all(corrections.map((one) => publish(scene, stage, system, one)))
  expect(results.map(([result]) => result?.outcome)).toEqual(['CORRECTED', 'CORRECTED', 'CORRECTED'])
  const [document] = await documentsOf(personId)
  expect(document?.version).toBe(4)
  expect((await versionsOf(document?.id ?? '')).map(({ number }) => number)).toEqual([1, 2, 3, 4])
})

test('one file taken for two documents at once goes to one of them', async () => {
  const { personId } = await worker()
  const fileId = await uploaded(scene, system)
  const results = await Promise.all([1, 2, 3].map(() => publish(scene, stage, system, itemFor(personId, fileId))))
  expect(results.flatMap(problemsOf).sort()).toEqual(['PUBLISHED', 'file FILE_USED', 'file FILE_USED'])
})

test('lists that overlap and run the other way round do not block each other', async () => {
  const { personId } = await worker()
  const references = Array.from({ length: 30 }, () => randomUUID())
  const list = async () =>
    Promise.all(
      references.map(async (externalReference) =>
        itemFor(personId, await uploaded(scene, system), { externalReference }),
      ),
    )
  const [one, other] = [await list(), (await list()).reverse()]
  const results = await Promise.all([publish(scene, stage, system, ...one), publish(scene, stage, system, ...other)])
  const outcomes = results.map((list) => new Set(list.map(({ outcome }) => outcome)))
  expect(outcomes.map((set) => [...set].join()).sort()).toEqual(['PUBLISHED', 'REPEATED'])
  expect((await mailsTo(personId)).map(({ priority }) => priority)).toEqual(references.map(() => 20))
})

test('publishes a thousand in one call, and repeats them in one', async () => {
  const { personId } = await worker()
  const files = await scene.owner<{ id: string }[]>`
    insert into files (portal_id, name, digest, size, media_type, uploaded_by_kind, uploaded_by, completed_at, expires_at)
    select ${portalId}, 'slip.pdf', sha256(n::text::bytea), 10, 'application/pdf', 'service', ${actorId(system.actor)},
      drempel.now(), drempel.now() + interval '1 day' from generate_series(1, 1000) n returning id`
  const items = files.map(({ id }) => itemFor(personId, id))
  const outcomes = async () => [
    ...new Set((await publish(scene, stage, system, ...items)).map(({ outcome }) => outcome)),
  ]
  expect(await outcomes()).toEqual(['PUBLISHED'])
  expect(await outcomes()).toEqual(['REPEATED'])
  expect(await mailsTo(personId)).toHaveLength(1000)
})
