import { afterEach, describe, expect, test } from 'vitest'
import { closeBatch } from '../../src/commands/documents/close-batch.ts'
import { closeForgottenBatch } from '../../src/commands/documents/close-forgotten-batch.ts'
import { lookAtBatch } from '../../src/commands/documents/look-at-batch.ts'
import { tellBatch } from '../../src/commands/documents/tell-batch.ts'
import { withdrawDocument } from '../../src/commands/documents/withdraw-document.ts'
import { markJourneyStuck } from '../../src/commands/journeys/mark-journey-stuck.ts'
import { postponeJourney } from '../../src/commands/journeys/postpone-journey.ts'
import { withdrawJourney } from '../../src/commands/journeys/withdraw-journey.ts'
import { DomainError } from '../../src/domain/errors.ts'
import { batchRecords, payday } from '../support/document-batch.ts'
import { publish } from '../support/documents.ts'
import { openScene, type Stage, setStage } from '../support/scene.ts'

const scene = await openScene()
const today = '2026-03-02T10:00:00Z'
afterEach(() => scene.travelTo(today))

const { itemsOf, mailsOf } = batchRecords(scene)
const facts = async (journeyId: string) =>
  (await scene.owner`select fact from timeline where journey_id = ${journeyId} order by id`).map(({ fact }) => fact)
const journeyOf = async (journeyId: string) => {
  const [row] = await scene.owner`
    select kind, subject_id as subject, status, outcome, seq, plan from journeys where id = ${journeyId}`
  return row
}
const look = ({ portalId }: Stage, journeyId: string) => lookAtBatch(scene, { portalId, journeyId })
const outcomesOf = (results: readonly { readonly outcome: string }[]) => results.map(({ outcome }) => outcome)
const refusal = (acting: Promise<unknown>) =>
  acting.then(
    () => 'DONE',
    (error: unknown) => (error instanceof DomainError ? error.code : Promise.reject(error)),
  )

describe('adding to a batch', () => {
  test('begins a journey about nobody, publishes, and tells nobody yet', async () => {
    const stage = await setStage(scene)
    const { add } = await payday(scene, stage, 2)
    const { journeyId, results } = await add()
    expect(outcomesOf(results)).toEqual(['PUBLISHED', 'PUBLISHED'])
    expect(await journeyOf(journeyId)).toMatchObject({ kind: 'document-batch', subject: null, status: 'open' })
    expect(await scene.owner`select 1 from messages where portal_id = ${stage.portalId}`).toEqual([])
    expect(await look(stage, journeyId)).toMatchObject({
      facts: { closed: false, waiting: 2, told: 0, unread: 0 },
      calendar: { closing: Date.parse('2026-03-03T10:00:00Z') },
    })
  })

  test('changes nothing when it is repeated, and goes on where it stopped', async () => {
    const stage = await setStage(scene)
    const { add, items } = await payday(scene, stage, 4)
    const { journeyId } = await add(items.slice(0, 2))
    const before = await journeyOf(journeyId)
    const repeated = await add(items.slice(0, 2))
    expect(outcomesOf(repeated.results)).toEqual(['REPEATED', 'REPEATED'])
    expect(await journeyOf(journeyId)).toEqual(before)
    const all = await add(items)
    expect(all.journeyId).toBe(journeyId)
    expect(outcomesOf(all.results)).toEqual(['REPEATED', 'REPEATED', 'PUBLISHED', 'PUBLISHED'])
    expect(outcomesOf((await itemsOf(journeyId)) as never)).toEqual([
      'PUBLISHED',
      'PUBLISHED',
      'PUBLISHED',
      'PUBLISHED',
    ])
  })

  test('keeps a refusal until it is put right, and a document whatever is refused later', async () => {
    const stage = await setStage(scene)
    const { add, items, people, upload } = await payday(scene, stage, 2)
    const [first, second] = items
    if (!first || !second) throw new Error('two items were made')
    const wrong = { ...first, personId: null, personReference: 'nobody' }
    const { journeyId } = await add([wrong, second])
    expect(await itemsOf(journeyId)).toMatchObject([
      { ref: 'slip-0', outcome: 'REFUSED', code: 'PERSON_UNKNOWN' },
      { ref: 'slip-1', outcome: 'PUBLISHED' },
    ])
    await add([first, { ...second, personId: people[0]?.personId, fileId: await upload() }])
    expect(await itemsOf(journeyId)).toMatchObject([
      { ref: 'slip-0', outcome: 'PUBLISHED', code: null },
      { ref: 'slip-1', outcome: 'PUBLISHED', version: 1 },
    ])
    await add([{ ...second, fileId: await upload() }])
    expect((await itemsOf(journeyId))[1]).toMatchObject({ outcome: 'PUBLISHED', version: 2 })
  })

  test('keeps what was taken of two alike in one call, whichever came first', async () => {
    const stage = await setStage(scene)
    const { add, items, upload } = await payday(scene, stage, 2)
    const [first, second] = items
    if (!first || !second) throw new Error('two items were made')
    const wrong = async (item: typeof first) => ({ ...item, title: '', fileId: await upload() })
    const { journeyId, results } = await add([await wrong(first), first, second, await wrong(second)])
    expect(outcomesOf(results)).toEqual(['REFUSED', 'PUBLISHED', 'PUBLISHED', 'REFUSED'])
    expect(await itemsOf(journeyId)).toMatchObject([
      { ref: 'slip-0', outcome: 'PUBLISHED', code: null },
      { ref: 'slip-1', outcome: 'PUBLISHED', code: null },
    ])
  })

  test('refuses an item without a reference, and keeps no trace of it', async () => {
    const stage = await setStage(scene)
    const { add, items } = await payday(scene, stage, 2)
    const { journeyId, results } = await add(
      items.map((item, n) => (n === 0 ? { ...item, externalReference: null } : item)),
    )
    expect(outcomesOf(results)).toEqual(['REFUSED', 'PUBLISHED'])
    expect(await itemsOf(journeyId)).toHaveLength(1)
  })

  test('takes nothing new once it is closed, and still answers what it holds', async () => {
    const stage = await setStage(scene)
    const { add, items, name, system, upload } = await payday(scene, stage, 3)
    const { journeyId } = await add(items.slice(0, 2))
    await closeBatch(scene, system, name)
    const [first, , third] = items
    if (!first || !third) throw new Error('three items were made')
    expect(outcomesOf((await add(items.slice(0, 2))).results)).toEqual(['REPEATED', 'REPEATED'])
    const { results } = await add([third, { ...first, fileId: await upload() }])
    const tooLate = { outcome: 'REFUSED', problems: [{ path: 'externalReference', code: 'BATCH_CLOSED' }] }
    expect(results).toEqual([tooLate, tooLate])
    expect(await itemsOf(journeyId)).toMatchObject([{ version: 1 }, { version: 1 }])
    expect(await scene.owner`select 1 from documents where portal_id = ${stage.portalId}`).toHaveLength(2)
  })

  test('does the same once when the same call is made twice at the same moment', async () => {
    const stage = await setStage(scene)
    const { add } = await payday(scene, stage, 20)
    const both = await Promise.all([add(), add(), add()])
    expect(new Set(both.map(({ journeyId }) => journeyId)).size).toBe(1)
    const told = both.map(({ results }) => [...new Set(outcomesOf(results))].join())
    expect(told.toSorted()).toEqual(['PUBLISHED', 'REPEATED', 'REPEATED'])
    expect(
      await scene.owner`select 1 from journeys where portal_id = ${stage.portalId} and kind = 'document-batch'`,
    ).toHaveLength(1)
    expect(await itemsOf(both[0].journeyId)).toHaveLength(20)
  })
})

describe('closing a batch', () => {
  test('is refused with another number than came in, and done once', async () => {
    const stage = await setStage(scene)
    const { add, name, system } = await payday(scene, stage, 2)
    expect(await refusal(closeBatch(scene, system, name))).toBe('NOT_FOUND')
    const { journeyId } = await add()
    expect(await refusal(closeBatch(scene, system, { ...name, expectedItems: 3 }))).toBe('BATCH_INCOMPLETE')
    const closing = () => refusal(closeBatch(scene, system, { ...name, expectedItems: 2 }))
    expect(await Promise.all([closing(), closing(), closing()])).toEqual(['DONE', 'DONE', 'DONE'])
    expect(await facts(journeyId)).toEqual(['itemsAdded', 'batchClosed'])
  })

  test('happens by itself a day after the last item', async () => {
    const stage = await setStage(scene)
    const { add, items, act } = await payday(scene, stage, 2)
    const { journeyId } = await add(items.slice(0, 1))
    await scene.travelTo('2026-03-03T09:59:59Z')
    await add(items.slice(1))
    await scene.travelTo('2026-03-03T10:00:00Z')
    expect(await closeForgottenBatch(scene, await act(journeyId, 'closed'))).toBe('notYet')
    await scene.travelTo('2026-03-04T09:59:59Z')
    expect(await closeForgottenBatch(scene, await act(journeyId, 'closed'))).toBe('done')
    expect(await closeForgottenBatch(scene, await act(journeyId, 'closed'))).toBe('changed')
    expect((await look(stage, journeyId)).facts.closed).toBe(true)
  })
})

describe('telling', () => {
  test('writes one mail to each person, after everything that somebody waits for', async () => {
    const stage = await setStage(scene)
    const { add, items, people, name, system, act, upload } = await payday(scene, stage, 2)
    const [jan, piet] = people
    const statement = { ...items[1], kind: 'ANNUAL_STATEMENT', externalReference: 'statement', fileId: await upload() }
    const { journeyId } = await add([...items, statement as (typeof items)[number]])
    await closeBatch(scene, system, name)
    expect(await tellBatch(scene, await act(journeyId, 'told'))).toBe('done')
    expect(await tellBatch(scene, await act(journeyId, 'told'))).toBe('changed')
    expect(await mailsOf(journeyId)).toMatchObject(
      [
        { key: `p1/told/${jan?.personId}`, template: 'document-published', status: 'queued', priority: 20 },
        { key: `p1/told/${piet?.personId}`, template: 'documents-published', status: 'queued', priority: 20 },
      ].toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    )
    expect((await look(stage, journeyId)).facts).toEqual({ closed: true, waiting: 0, told: 3, unread: 3 })
  })

  test('leaves out who cannot sign in, may not see it, or whose document was withdrawn, and says why', async () => {
    const stage = await setStage(scene)
    const { add, people, name, system, act } = await payday(scene, stage, 4)
    const { journeyId, results } = await add()
    const [invited, gone, , withdrawn] = people
    await scene.owner`update accounts set status = 'invited' where id = ${invited?.accountId ?? ''}`
    await scene.owner`update grants set valid_until = drempel.now() where account_id = ${gone?.accountId ?? ''}`
    const taken = results[3]
    if (!withdrawn || !taken || !('documentId' in taken)) throw new Error('four were published')
    await withdrawDocument(scene, system, { documentId: taken.documentId, reason: 'wrong' })
    await closeBatch(scene, system, name)
    await tellBatch(scene, await act(journeyId, 'told'))
    expect((await itemsOf(journeyId)).map(({ told, untold }) => [told, untold])).toEqual([
      [false, 'ACCOUNT_NOT_ACTIVE'],
      [false, 'NO_ACCESS'],
      [true, null],
      [false, 'DOCUMENT_WITHDRAWN'],
    ])
    expect(await mailsOf(journeyId)).toHaveLength(1)
  })

  test('tells nobody of what was there before the batch', async () => {
    const stage = await setStage(scene)
    const { add, items, name, system, act } = await payday(scene, stage, 2)
    await publish(scene, stage, system, ...items.slice(0, 1))
    const { journeyId } = await add()
    await closeBatch(scene, system, name)
    await tellBatch(scene, await act(journeyId, 'told'))
    expect(await itemsOf(journeyId)).toMatchObject([
      { outcome: 'REPEATED', told: false, untold: null },
      { outcome: 'PUBLISHED', told: true },
    ])
    expect(await mailsOf(journeyId)).toHaveLength(1)
  })

  test('tells each person once when two workers do it at the same moment', async () => {
    const stage = await setStage(scene)
    const { add, name, system, act } = await payday(scene, stage, 30)
    const { journeyId } = await add()
    await closeBatch(scene, system, name)
    const call = await act(journeyId, 'told')
    const answers = await Promise.all([tellBatch(scene, call), tellBatch(scene, call), tellBatch(scene, call)])
    expect(answers.toSorted()).toEqual(['changed', 'changed', 'done'])
    expect(await mailsOf(journeyId)).toHaveLength(30)
  })

  test('waits for the moment HR postponed it to, as long as nobody was told', async () => {
    const stage = await setStage(scene)
    const { add, name, system, act } = await payday(scene, stage, 1)
    const { journeyId } = await add()
    await closeBatch(scene, system, name)
    const postponing = { journeyId, reason: 'loonrun klopt niet', until: new Date('2026-03-05T07:00:00Z') }
    await postponeJourney(scene, stage.hr, postponing)
    expect(await look(stage, journeyId)).toMatchObject({
      plan: 2,
      calendar: { telling: Date.parse('2026-03-05T07:00:00Z') },
    })
    expect(await tellBatch(scene, await act(journeyId, 'told'))).toBe('notYet')
    await scene.travelTo('2026-03-05T07:00:00Z')
    expect(await tellBatch(scene, await act(journeyId, 'told'))).toBe('done')
    const later = { ...postponing, until: new Date('2026-03-06T07:00:00Z') }
    expect(await refusal(postponeJourney(scene, stage.hr, later))).toBe('JOURNEY_NOT_POSTPONABLE')
  })
})

describe('a batch that goes wrong', () => {
  test('is withdrawn by HR: what has not left is cancelled, the documents stay, nothing is added any more', async () => {
    const stage = await setStage(scene)
    const { add, name, system, act } = await payday(scene, stage, 2)
    const { journeyId } = await add()
    await closeBatch(scene, system, name)
    await tellBatch(scene, await act(journeyId, 'told'))
    await withdrawJourney(scene, stage.hr, { journeyId, reason: 'verkeerde maand' })
    expect((await mailsOf(journeyId)).map(({ status }) => status)).toEqual(['cancelled', 'cancelled'])
    expect(await journeyOf(journeyId)).toMatchObject({ status: 'ended', outcome: 'withdrawn' })
    expect(
      await scene.owner`
      select 1 from documents where portal_id = ${stage.portalId} and withdrawn_at is null`,
    ).toHaveLength(2)
    expect(await refusal(add())).toBe('JOURNEY_ENDED')
    expect(await refusal(closeBatch(scene, system, name))).toBe('JOURNEY_ENDED')
    expect(await refusal(withdrawJourney(scene, stage.hr, { journeyId, reason: 'nogmaals' }))).toBe('JOURNEY_ENDED')
  })

  test('leaves one consistent outcome when it is withdrawn as people are told', async () => {
    const stage = await setStage(scene)
    const { add, name, system, act } = await payday(scene, stage, 10)
    const { journeyId } = await add()
    await closeBatch(scene, system, name)
    const call = await act(journeyId, 'told')
    await Promise.all([tellBatch(scene, call), withdrawJourney(scene, stage.hr, { journeyId, reason: 'te vroeg' })])
    const statuses = new Set((await mailsOf(journeyId)).map(({ status }) => status))
    expect([...statuses].filter((status) => status !== 'cancelled')).toEqual([])
  })

  test('is a task about nobody for HR when its story is stuck', async () => {
    const stage = await setStage(scene)
    const { add } = await payday(scene, stage, 1)
    const { journeyId } = await add()
    await markJourneyStuck(scene, { portalId: stage.portalId, journeyId, seq: null, code: 'tellBatch' })
    expect(
      await scene.owner`
      select kind, status, about_person_id as about, organisation_id as organisation from tasks where journey_id = ${journeyId}`,
    ).toEqual([{ kind: 'REPAIR_JOURNEY', status: 'open', about: null, organisation: stage.organisationId }])
  })
})
