import { type Pool, type Tx, violatedConstraint } from '../../db/client.ts'
import { appendFact, raiseJourney } from '../../db/journeys.ts'
import { countLeaversOf, type JudgedItem, putLeavers } from '../../db/leaving-batch-items.ts'
import {
  insertLeavingBatch,
  type LeavingBatchCase,
  type LeavingBatchName,
  lockLeavingBatchNamed,
  moveLeavingBatch,
} from '../../db/leaving-batches.ts'
import { findOrganisation, policyInEffect } from '../../db/portals.ts'
import type { LeaverItem } from '../../domain/employments/leaver-item.ts'
import { mostLeavers } from '../../domain/employments/leaving-batch.ts'
import type { Problem } from '../../domain/errors.ts'
import type { Policy } from '../../domain/portals/policy.ts'
import { parseLine } from '../../domain/text.ts'
import { authorise, type Call, type Done, execute, type Refusal, refuse } from '../execute.ts'
import { leavingBatchOf } from './hold-leaving-batch.ts'
import {
  isKept,
  isSame,
  itemsThere,
  keyOf,
  nameOf,
  numbered,
  previewLeavers,
  type Verdict,
} from './leaving-batch-items.ts'

export type AddToLeavingBatch = LeavingBatchName & { readonly items: readonly LeaverItem[] }

/** What would become of an item, and as what it is kept; null where it is not. */
export type LeaverAnswer = Pick<Verdict, 'expected' | 'problems'> & { readonly item: JudgedItem | null }

export type LeaversAdded = {
  readonly journeyId: string
  /** Of the version the list began with. */
  readonly policy: Policy
  readonly results: readonly LeaverAnswer[]
}

type Deps = { readonly app: Pool }

const act = 'leavingBatchAdd'
const mostItems = 1000
const longestReference = 200

/**
 * Puts people on a list of leavers and says what would become of each. Nobody's rights change. The first call begins the
 * list; repeating a call changes nothing, also when the list was started since.
 */
export async function addToLeavingBatch(deps: Deps, call: Call, input: AddToLeavingBatch): Promise<LeaversAdded> {
  const add = () => execute(deps, call, act, (tx) => addLeavers(tx, { call, input }))
  try {
    return await add()
  } catch (error) {
    // Somebody began the list at this moment: the second look finds it.
    if (violatedConstraint(error) !== 'leaving_batches_reference') throw error
    return await add()
  }
}

type Adding = { readonly call: Call; readonly input: AddToLeavingBatch }

async function addLeavers(tx: Tx, { call, input }: Adding): Promise<Done<LeaversAdded> | Refusal> {
  const { organisationId, items } = input
  authorise(call, 'offboarding.write', organisationId, tx.now)
  if (items.length === 0) return invalid('items', 'REQUIRED')
  if (items.length > mostItems) return invalid('items', 'TOO_MANY_ITEMS')
  const externalReference = parseLine(input.externalReference, longestReference)
  if (externalReference === null) return invalid('externalReference', 'INVALID_REFERENCE')
  if ((await findOrganisation(tx, organisationId)) === undefined) return refuse('NOT_FOUND')
  const held = await openLeavingBatch(tx, { organisationId, externalReference })
  const journeyId = held.journey.id
  if (held.journey.status !== 'open' && held.journey.outcome !== 'done') return refuse('JOURNEY_ENDED', { journeyId })
  const results = await gather(tx, held, { call, items })
  return 'refused' in results ? results : { value: { journeyId, policy: held.policy, results }, journeyId }
}

function invalid(path: string, code: 'REQUIRED' | 'TOO_MANY_ITEMS' | 'INVALID_REFERENCE'): Refusal {
  return refuse(code === 'INVALID_REFERENCE' ? 'INVALID_INPUT' : code, { problems: [{ path, code }] })
}

async function openLeavingBatch(tx: Tx, name: LeavingBatchName): Promise<LeavingBatchCase> {
  const there = await lockLeavingBatchNamed(tx, name)
  if (there !== undefined) return there
  const { version } = await policyInEffect(tx)
  return leavingBatchOf(tx, await insertLeavingBatch(tx, { ...name, policyVersion: version }))
}

type Gathering = { readonly call: Call; readonly items: readonly LeaverItem[] }

async function gather(
  tx: Tx,
  held: LeavingBatchCase,
  { call, items }: Gathering,
): Promise<readonly LeaverAnswer[] | Refusal> {
  const { journey, batch } = held
  const there = await itemsThere(tx, journey.id, items)
  if (batch.status !== 'gathering') return items.map((item) => answerLate(item, there.get(keyOf(nameOf(item)))))
  const verdicts = await previewLeavers(tx, { organisationId: batch.organisationId, items })
  const { items: count } = await countLeaversOf(tx, journey.id)
  const rows = numbered({ items, verdicts, there, count })
  const last = [...rows.values()].reduce((most, { number }) => Math.max(most, number), count)
  if (last > mostLeavers) return refuse('TOO_MANY_ITEMS', { problems: [{ path: 'items', code: 'TOO_MANY_ITEMS' }] })
  const changed = await putLeavers(tx, journey.id, [...rows.values()])
  if (changed > 0) {
    await moveLeavingBatch(tx, journey.id, { from: ['gathering'], to: { waitsSince: tx.now } })
    const data = { items: last, changed }
    await appendFact(tx, journey, { fact: 'leaversAdded', actor: call.actor, data })
    await raiseJourney(tx, journey)
  }
  return items.map((item, index) => answer(item, rows.get(keyOf(nameOf(item))), verdicts[index]))
}

/** Of two alike in one call the second is the first, unless it says otherwise. */
function answer(item: LeaverItem, row: JudgedItem | undefined, verdict: Verdict | undefined): LeaverAnswer {
  const isThere = isKept(item) && row !== undefined && isSame(item, row)
  return isThere ? { ...row, item: row } : refused(verdict?.problems ?? [])
}

function answerLate(item: LeaverItem, row: JudgedItem | undefined): LeaverAnswer {
  const isThere = row !== undefined && isSame(item, row)
  return isThere ? { ...row, item: row } : refused([{ path: 'person', code: 'LEAVING_BATCH_STARTED' }])
}

function refused(problems: readonly Problem[]): LeaverAnswer {
  return { expected: 'REFUSED', problems, item: null }
}
