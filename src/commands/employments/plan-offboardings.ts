import type { Pool, Tx } from '../../db/client.ts'
import { findOrganisation } from '../../db/portals.ts'
import type { LeaverItem } from '../../domain/employments/leaver-item.ts'
import { parseNote } from '../../domain/text.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { authorise, type Call, type Done, execute, type Refusal, refuse } from '../execute.ts'
import { once } from '../idempotency.ts'
import { type LeaverResult, planLeavers } from './plan-leavers.ts'
import { writtenBy } from './write-offboardings.ts'

export type PlanOffboardings = {
  readonly organisationId: string
  readonly items: readonly LeaverItem[]
  /** For HR, beside the timeline. */
  readonly note?: string | null | undefined
  readonly idempotencyKey?: string | null | undefined
}

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
  const value = await planLeavers(tx, deps, { by: writtenBy(call), organisation, items, note })
  return { value, ...(note === null ? {} : { note }) }
}
