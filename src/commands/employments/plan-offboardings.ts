import type { Pool, Tx } from '../../db/client.ts'
import { mintIds } from '../../db/ids.ts'
import { lockLeavers } from '../../db/offboardings.ts'
import { findOrganisation } from '../../db/portals.ts'
import type { LeaverItem } from '../../domain/employments/leaver-item.ts'
import type { Problem } from '../../domain/errors.ts'
import { parseNote } from '../../domain/text.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { authorise, type Call, type Done, execute, type Refusal, refuse } from '../execute.ts'
import { once } from '../idempotency.ts'
import { judgeLeaver, standingOf } from './judge-leaver.ts'
import { type NamedLeaver, readLeavers } from './read-leavers.ts'
import { type PlannedLeaver, writeOffboardings } from './write-offboardings.ts'

export type PlanOffboardings = {
  readonly organisationId: string
  readonly items: readonly LeaverItem[]
  /** For HR, beside the timeline. */
  readonly note?: string | null | undefined
  readonly idempotencyKey?: string | null | undefined
}

/** REPEATED: this very last day is recorded already. */
export type LeaverResult =
  | { readonly outcome: 'PLANNED' | 'REPEATED'; readonly personId: string; readonly journeyId: string }
  | { readonly outcome: 'REFUSED'; readonly problems: readonly Problem[] }

type Deps = { readonly app: Pool; readonly sealing: SealingPort }
type Results = readonly LeaverResult[]

const mostItems = 1000
const act = 'offboardingPlan'

/**
 * Records the last day of one or many in one transaction: every right gets its end, and everybody is told. Each item has its
 * own result, in the same order; one that cannot be meant does not stop the others.
 */
export async function planOffboardings(deps: Deps, call: Call, input: PlanOffboardings): Promise<Results> {
  const { idempotencyKey: key, ...asked } = input
  const repeatable = {
    mutation: act,
    key,
    input: asked,
    keep: (results: Results) => ({ results }),
    recall: (kept: Record<string, unknown>) => kept.results as Results,
  }
  return execute(deps, call, act, (tx) => once(tx, call, repeatable, () => plan(tx, deps, { call, input })))
}

type Planning = { readonly call: Call; readonly input: PlanOffboardings }

async function plan(tx: Tx, deps: Deps, { call, input }: Planning): Promise<Done<Results> | Refusal> {
  const { organisationId, items } = input
  authorise(call, 'offboarding.write', organisationId, tx.now)
  if (items.length === 0) return refuse('REQUIRED', { problems: [{ path: 'items', code: 'REQUIRED' }] })
  if (items.length > mostItems) {
    return refuse('TOO_MANY_ITEMS', { problems: [{ path: 'items', code: 'TOO_MANY_ITEMS' }] })
  }
  const note = input.note == null ? null : parseNote(input.note)
  if (input.note != null && note === null) {
    return refuse('INVALID_INPUT', { problems: [{ path: 'note', code: 'INVALID_INPUT' }] })
  }
  const organisation = await findOrganisation(tx, organisationId)
  if (organisation === undefined) return refuse('NOT_FOUND')
  const { named, refused } = await readLeavers(tx, { organisationId, items })
  const { fresh, settled } = await decide(tx, organisationId, named)
  const planned = await writeOffboardings(tx, deps, { call, organisation, leavers: fresh, note })
  const results = new Map<number, LeaverResult>([...refused, ...settled, ...planned])
  const value = items.map((_, index) => results.get(index) ?? missing(index))
  return { value, ...(note === null ? {} : { note }) }
}

type Decided = {
  readonly fresh: readonly PlannedLeaver[]
  readonly settled: readonly (readonly [index: number, result: LeaverResult])[]
}

/** Under the locks of all of them, where nobody else can plan the same. */
async function decide(tx: Tx, organisationId: string, named: readonly NamedLeaver[]): Promise<Decided> {
  if (named.length === 0) return { fresh: [], settled: [] }
  const accountIds = named.map(({ leaver }) => leaver.accountId)
  await lockLeavers(tx, { organisationId, accountIds })
  const standing = await standingOf(tx, organisationId, accountIds)
  const ids = [...(await mintIds(tx, named.length))]
  const fresh: PlannedLeaver[] = []
  const settled: (readonly [number, LeaverResult])[] = []
  for (const { index, item, leaver } of named) {
    const { personId } = leaver
    const verdict = judgeLeaver(standing(leaver.accountId), item.lastDay)
    if (verdict === 'FRESH') fresh.push({ index, leaver, journeyId: ids.shift() ?? '', ...termsOf(item) })
    else if (typeof verdict === 'string') settled.push([index, refusal(verdict)])
    else settled.push([index, { outcome: 'REPEATED', personId, journeyId: verdict.repeats }])
  }
  return { fresh, settled }
}

function termsOf({ lastDay, handsInPhone }: LeaverItem) {
  return { lastDay, handsInPhone: handsInPhone ?? true, cause: 'left' as const }
}

function refusal(code: 'LEAVING_ALREADY' | 'NOTHING_TO_END'): LeaverResult {
  return { outcome: 'REFUSED', problems: [{ path: 'person', code }] }
}

function missing(index: number): never {
  throw new Error(`item ${index} has no result`)
}
