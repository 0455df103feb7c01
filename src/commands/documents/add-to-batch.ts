import { type Pool, type Tx, violatedConstraint } from '../../db/client.ts'
import { documentsInBatch, putBatchItems } from '../../db/document-batch-items.ts'
import { type BatchCase, insertBatch, lockBatchNamed, noteAdded } from '../../db/document-batches.ts'
import { appendFact, raiseJourney } from '../../db/journeys.ts'
import { policyInEffect } from '../../db/portals.ts'
import type { PublicationItem } from '../../domain/documents/publication.ts'
import { parseLine } from '../../domain/text.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { type Call, type Done, execute, type Refusal, refuse } from '../execute.ts'
import { asNews, batchItems } from './batch-items.ts'
import { batchOf } from './hold-batch.ts'
import type { Decided, PublicationResult, PublicationSetting } from './publication-setting.ts'
import { type PublishedItems, publicationSetting, publishItems } from './publish-items.ts'

export type AddToBatch = {
  readonly organisationId: string
  /** The organisation's own id of the batch: the first call begins it, the others go on with it. */
  readonly externalReference: string
  readonly items: readonly PublicationItem[]
}

export type Added = { readonly journeyId: string; readonly results: readonly PublicationResult[] }

type Deps = { readonly app: Pool; readonly sealing: SealingPort }

const act = 'documentBatchAdd'
const longestReference = 200

/**
 * Publishes documents as part of a batch, in one transaction. Nobody is told before the batch is closed. Repeating a call
 * changes nothing, also when the batch was closed or has ended since.
 */
export async function addToBatch(deps: Deps, call: Call, input: AddToBatch): Promise<Added> {
  const add = () => execute(deps, call, act, (tx) => addItems(tx, deps, { call, input }))
  try {
    return await add()
  } catch (error) {
    // Somebody began the batch at this moment: the second look finds it.
    if (violatedConstraint(error) !== 'document_batches_reference') throw error
    return await add()
  }
}

type Adding = { readonly call: Call; readonly input: AddToBatch }

async function addItems(tx: Tx, deps: Deps, { call, input }: Adding): Promise<Done<Added> | Refusal> {
  const { organisationId, items } = input
  const setting = await publicationSetting(tx, { call, act, organisationId, items, tells: false })
  if ('refused' in setting) return setting
  const externalReference = parseLine(input.externalReference, longestReference)
  if (externalReference === null)
    return refuse('INVALID_INPUT', { problems: [{ path: 'externalReference', code: 'INVALID_REFERENCE' }] })
  const held = await openBatch(tx, { organisationId, externalReference })
  const journeyId = held.journey.id
  if (held.journey.outcome === 'withdrawn') return refuse('JOURNEY_ENDED', { journeyId })
  const isClosed = held.batch.closedAt !== null || held.journey.status !== 'open'
  const { results, decided } = isClosed
    ? await repeatItems(tx, deps, { held, items, setting })
    : await publishItems(tx, deps, { items: items.map(nameless), setting })
  if (!isClosed) await noteItems(tx, held, { call, rows: await asNews(tx, batchItems(items, { results, decided })) })
  return { value: { journeyId, results }, journeyId }
}

async function openBatch(
  tx: Tx,
  name: { readonly organisationId: string; readonly externalReference: string },
): Promise<BatchCase> {
  const there = await lockBatchNamed(tx, name)
  if (there !== undefined) return there
  const { version } = await policyInEffect(tx)
  return batchOf(tx, await insertBatch(tx, { ...name, policyVersion: version }))
}

/** An item without a reference could not be repeated: it is refused, whoever sends it. */
function nameless(item: PublicationItem): PublicationItem {
  return { ...item, externalReference: item.externalReference ?? '' }
}

type Repeating = {
  readonly held: BatchCase
  readonly items: readonly PublicationItem[]
  readonly setting: PublicationSetting
}

/** A closed batch takes nothing new; a caller who starts over still hears what is there. */
async function repeatItems(tx: Tx, deps: Deps, { held, items, setting }: Repeating): Promise<PublishedItems> {
  const references = items.map((item) => parseLine(item.externalReference ?? '', longestReference) ?? '')
  const there = await documentsInBatch(tx, held.journey.id, references)
  const known = items.filter((_, index) => there.has(references[index] ?? ''))
  const { results, decided } = await publishItems(tx, deps, { items: known, setting, amend: closed })
  const answers = results.values()
  const tooLate = [{ path: 'externalReference', code: 'BATCH_CLOSED' as const }]
  return {
    results: references.map((reference) =>
      there.has(reference) ? (answers.next().value ?? missing(reference)) : { outcome: 'REFUSED', problems: tooLate },
    ),
    decided,
  }
}

function closed(decided: Decided): Decided {
  if (decided.verdict.kind !== 'corrected') return decided
  return { ...decided, verdict: { kind: 'refused', path: 'externalReference', code: 'BATCH_CLOSED' } }
}

function missing(reference: string): never {
  throw new Error(`item ${reference} has no result`)
}

type Noting = { readonly call: Call; readonly rows: ReturnType<typeof batchItems> }

async function noteItems(tx: Tx, { journey }: BatchCase, { call, rows }: Noting): Promise<void> {
  const changed = await putBatchItems(tx, journey.id, rows)
  if (changed === 0) return
  const refused = rows.filter(({ outcome }) => outcome === 'REFUSED').length
  await noteAdded(tx, journey.id)
  await appendFact(tx, journey, {
    fact: 'itemsAdded',
    actor: call.actor,
    data: { items: rows.length, changed, refused },
  })
  await raiseJourney(tx, journey)
}
