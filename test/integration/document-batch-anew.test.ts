import { expect, test } from 'vitest'
import { closeBatch } from '../../src/commands/documents/close-batch.ts'
import { tellBatch } from '../../src/commands/documents/tell-batch.ts'
import { withdrawDocument } from '../../src/commands/documents/withdraw-document.ts'
import { withdrawJourney } from '../../src/commands/journeys/withdraw-journey.ts'
import { batchRecords, documentOf, payday } from '../support/document-batch.ts'
import { itemFor, publish } from '../support/documents.ts'
import { openScene, setStage } from '../support/scene.ts'

const scene = await openScene()
const { itemsOf, mailsOf, open } = batchRecords(scene)

/** Documents that a batch brought, of which HR withdrew it; before or after people were told. */
async function withdrawnBatch(count: number, when: 'before telling' | 'after telling' = 'before telling') {
  const stage = await setStage(scene)
  const given = await payday(scene, stage, count)
  const { journeyId, results } = await given.add()
  const tell = async (telling: string, externalReference: string) => {
    await closeBatch(scene, given.system, { ...given.name, externalReference })
    await tellBatch(scene, await given.act(telling, 'told'))
  }
  if (when === 'after telling') await tell(journeyId, 'march')
  await withdrawJourney(scene, stage.hr, { journeyId, reason: 'verkeerd begonnen' })
  return { ...given, stage, first: results, tell }
}

test.each(['before telling', 'after telling'] as const)(
  'another batch tells everybody what one brought that was withdrawn %s, as something new',
  async (when) => {
    const { add, tell } = await withdrawnBatch(2, when)
    const { journeyId, results } = await add(undefined, 'march again')
    expect(results.map(({ outcome }) => outcome)).toEqual(['REPEATED', 'REPEATED'])
    await add(undefined, 'march again')
    await tell(journeyId, 'march again')
    expect(await itemsOf(journeyId)).toMatchObject([
      { outcome: 'PUBLISHED', told: true },
      { outcome: 'PUBLISHED', told: true },
    ])
    const mail = { status: 'queued', correction: 'false' }
    expect(await mailsOf(journeyId)).toMatchObject([mail, mail])
    // A third one has nothing new to say.
    const third = await add(undefined, 'march once more')
    expect(await itemsOf(third.journeyId)).toMatchObject([{ outcome: 'REPEATED' }, { outcome: 'REPEATED' }])
  },
)

test('nobody is told anew of what left before the batch was withdrawn, or of what they opened', async () => {
  const stage = await setStage(scene)
  const { add, system, name, act, people } = await payday(scene, stage, 2)
  const { journeyId, results } = await add()
  await closeBatch(scene, system, name)
  await tellBatch(scene, await act(journeyId, 'told'))
  await scene.owner`update messages set status = 'sent' where person_id = ${people[0]?.personId ?? ''}`
  await withdrawJourney(scene, stage.hr, { journeyId, reason: 'te laat' })
  await open(documentOf(results[1]))
  const again = await add(undefined, 'march again')
  expect(await itemsOf(again.journeyId)).toMatchObject([{ outcome: 'REPEATED' }, { outcome: 'REPEATED' }])
})

test('what another batch is still to tell stays with that one, unless it is withdrawn before this one closes', async () => {
  const stage = await setStage(scene)
  const { add, name, system } = await payday(scene, stage, 1)
  const { journeyId: first } = await add()
  const outcomesOf = async (journeyId: string) => (await itemsOf(journeyId)).map(({ outcome }) => outcome)
  const close = (externalReference: string) => closeBatch(scene, system, { ...name, externalReference })
  const { journeyId: second } = await add(undefined, 'second')
  await close('second')
  expect(await outcomesOf(second)).toEqual(['REPEATED'])
  const others = [await add(undefined, 'third'), await add(undefined, 'fourth')]
  await withdrawJourney(scene, stage.hr, { journeyId: first, reason: 'verkeerd begonnen' })
  await Promise.all([close('third'), close('fourth')])
  const both = await Promise.all(others.map(({ journeyId }) => outcomesOf(journeyId)))
  expect(both.flat().toSorted()).toEqual(['PUBLISHED', 'REPEATED'])
})

test('a correction is called one to whoever knows what it corrects, and to nobody else', async () => {
  const { add, items, tell, upload, stage, system, first, people } = await withdrawnBatch(3)
  const [unheard, opened, single] = items
  if (!unheard || !opened || !single) throw new Error('three items were made')
  await open(documentOf(first[1]))
  const corrected = await Promise.all([unheard, opened].map(async (item) => ({ ...item, fileId: await upload() })))
  const { journeyId } = await add(corrected, 'march again')
  await tell(journeyId, 'march again')
  expect(await itemsOf(journeyId)).toMatchObject([
    { ref: 'slip-0', outcome: 'PUBLISHED', version: 2 },
    { ref: 'slip-1', outcome: 'CORRECTED', version: 2 },
  ])
  await publish(scene, stage, system, { ...single, fileId: await upload() })
  await publish(scene, stage, system, { ...single, fileId: await upload() })
  const said = await scene.owner`
    select params->>'isCorrection' as correction from messages where person_id = ${people[2]?.personId ?? ''} order by id`
  expect(said.map(({ correction }) => correction)).toEqual(['false', 'true'])
})

test('a mail about several does not leave when all of them were withdrawn', async () => {
  const stage = await setStage(scene)
  const { add, items, upload, system, name, act, people } = await payday(scene, stage, 1)
  const another = { ...items[0], externalReference: 'another', fileId: await upload() }
  const { journeyId, results } = await add([...items, another as (typeof items)[number]])
  await closeBatch(scene, system, name)
  await tellBatch(scene, await act(journeyId, 'told'))
  // What the person was told of besides says nothing of this mail.
  await publish(scene, stage, system, itemFor(people[0]?.personId ?? '', await upload()))
  const left: unknown[] = []
  for (const result of results) {
    await withdrawDocument(scene, system, { documentId: documentOf(result), reason: 'verkeerde maand' })
    left.push(await mailsOf(journeyId))
  }
  expect(left).toMatchObject([
    [{ template: 'documents-published', status: 'queued' }],
    [{ template: 'documents-published', status: 'cancelled' }],
  ])
})
