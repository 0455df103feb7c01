import type { Pool, Tx } from '../../db/client.ts'
import { appendFact } from '../../db/journeys.ts'
import {
  countLeaversOf,
  type HandledItem,
  type LeavingBatchItem,
  nextLeavers,
  noteHandled,
} from '../../db/leaving-batch-items.ts'
import { type LeavingBatchCase, type LeavingBatchRow, moveLeavingBatch } from '../../db/leaving-batches.ts'
import { type LeaverOutcome, mustHalt, tallied } from '../../domain/employments/leaving-batch.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { openTask } from '../journeys/open-task.ts'
import { type Act, type Answer, perform, storyOf } from '../journeys/story.ts'
import { leavingBatchOf } from './hold-leaving-batch.ts'
import { type LeaverResult, planLeavers } from './plan-leavers.ts'
import type { WrittenBy } from './write-offboardings.ts'

type Deps = { readonly app: Pool; readonly sealing: SealingPort }

/** As many as an act plans well within its time, and as may go wrong before the brake is looked at. */
export const leaversAtOnce = 100

/**
 * Plans the next people of a batch. Their plans, the mails, what became of each item and the brake are one transaction, so
 * that whatever interrupts it nothing is done twice.
 */
export async function planLeavingChunk(deps: Deps, act: Act): Promise<Answer> {
  return perform(deps, act, 'planLeavingChunk', async (tx, journey) => {
    const held = await leavingBatchOf(tx, journey)
    if (held.batch.status !== 'running') return 'changed'
    const items = await nextLeavers(tx, journey.id, leaversAtOnce)
    if (items.length === 0) return 'changed'
    const results = await planLeavers(tx, deps, {
      by: startedBy(held.batch, act),
      organisation: held.organisation,
      items: items.map((item) => ({ ...item, personId: item.givenPersonId })),
      note: null,
      isBulk: true,
    })
    const handled = items.flatMap((item, index) => handledAs(item, results[index]))
    if ((await noteHandled(tx, journey.id, handled)) !== handled.length) {
      throw new Error('an item was handled by another act of a locked batch')
    }
    const count = (outcome: LeaverOutcome) => handled.filter((one) => one.outcome === outcome).length
    const data = { planned: count('PLANNED'), repeated: count('REPEATED'), refused: count('REFUSED') }
    await appendFact(tx, journey, { fact: 'leaversHandled', actor: storyOf(act), data })
    await brake(tx, deps, { held, act, handled })
    return 'done'
  })
}

function startedBy({ byKind, byId }: LeavingBatchRow, { journeyId, plan, key }: Act): WrittenBy {
  if (byKind === null) throw new Error('a batch of leavers runs that nobody started')
  return { kind: byKind, id: byId, correlationId: `${journeyId}/${plan}/${key}` }
}

type Handled = HandledItem & Pick<LeavingBatchItem, 'expected'> & { readonly outcome: LeaverOutcome }

/** Whoever is meant twice waits for the next round, where the first of the two is known. */
function handledAs({ number, expected }: LeavingBatchItem, result: LeaverResult | undefined): readonly Handled[] {
  if (result === undefined) throw new Error(`item ${number} has no result`)
  const common = { number, expected, outcome: result.outcome }
  if (result.outcome !== 'REFUSED') {
    return [{ ...common, problems: [], personId: result.personId, leavingId: result.journeyId }]
  }
  const { problems } = result
  const isTwice = problems.some(({ code }) => code === 'DUPLICATE_ITEM')
  return isTwice ? [] : [{ ...common, problems, personId: null, leavingId: null }]
}

type Braking = { readonly held: LeavingBatchCase; readonly act: Act; readonly handled: readonly Handled[] }

async function brake(tx: Tx, deps: Deps, { held, act, handled }: Braking): Promise<void> {
  const { journey, batch, organisation, policy } = held
  const tally = tallied(batch, handled, { isResumed: batch.resumed > 0 })
  const { left } = await countLeaversOf(tx, journey.id)
  const halts = left > 0 && mustHalt(tally, policy.offboarding)
  const to = halts ? ({ status: 'halted', waitsSince: tx.now, ...tally } as const) : tally
  if (!(await moveLeavingBatch(tx, journey.id, { from: ['running'], to }))) {
    throw new Error('a locked batch of leavers moved')
  }
  if (!halts) return
  await appendFact(tx, journey, { fact: 'leavingBatchHalted', actor: storyOf(act), data: { ...tally, left } })
  const about = { journey, person: null, organisation, concerns: batch.externalReference }
  await openTask(tx, deps, about, { kind: 'RESUME_LEAVING_BATCH', dueAt: null })
}
