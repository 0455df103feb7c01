import { writeItemAudits } from '../../db/audit.ts'
import type { Pool, Tx } from '../../db/client.ts'
import type { FigureStore } from '../../db/payroll-figures.ts'
import { actorId } from '../../domain/accounts/access.ts'
import type { FigureItem, ReadFigure } from '../../domain/documents/figure-item.ts'
import type { Figure } from '../../domain/documents/payroll-figures.ts'
import type { Problem } from '../../domain/errors.ts'
import { authorise, type Call, type Done, execute, type Refusal, refuse } from '../execute.ts'
import { type DecidedFigure, decideFigures } from './decide-figures.ts'
import { readFigures } from './read-figures.ts'

export type PublishFigures<I extends FigureItem> = {
  readonly organisationId: string
  readonly items: readonly I[]
}

/** What became of one item. */
export type FigureResult =
  | { readonly outcome: 'PUBLISHED' | 'CORRECTED' | 'REPEATED'; readonly version: number }
  | { readonly outcome: 'REFUSED'; readonly problems: readonly Problem[] }

export type FigureActs<I extends FigureItem, F extends Figure> = {
  readonly act: string
  readonly parse: (item: I) => ReadFigure<F> | readonly Problem[]
  readonly store: FigureStore<F>
}

const mostItems = 1000

/**
 * What payroll says of many people, in one transaction. The organisation's own reference is the figure: the same content
 * again does nothing, other content replaces it and keeps what was said before. Each item has its own result, in the same
 * order; one that cannot be meant does not stop the others.
 */
export async function publishFigures<I extends FigureItem, F extends Figure>(
  deps: { readonly app: Pool },
  call: Call,
  { figures, input }: { readonly figures: FigureActs<I, F>; readonly input: PublishFigures<I> },
): Promise<readonly FigureResult[]> {
  return execute(deps, call, figures.act, (tx) => publish(tx, call, { figures, input }))
}

async function publish<I extends FigureItem, F extends Figure>(
  tx: Tx,
  call: Call,
  { figures, input }: { readonly figures: FigureActs<I, F>; readonly input: PublishFigures<I> },
): Promise<Done<readonly FigureResult[]> | Refusal> {
  const { organisationId, items } = input
  authorise(call, 'figures.write', organisationId, tx.now)
  if (items.length === 0) return refuse('REQUIRED', { problems: [{ path: 'items', code: 'REQUIRED' }] })
  if (items.length > mostItems)
    return refuse('TOO_MANY_ITEMS', { problems: [{ path: 'items', code: 'TOO_MANY_ITEMS' }] })
  const { readable, refused } = readFigures(items, figures.parse)
  const decided = await decideFigures(tx, figures.store, { organisationId, pending: readable })
  await writeItemAudits(tx, { ...by(call), act: figures.act }, decided.flatMap(changed))
  const results = new Map<number, FigureResult>([
    ...refused.map(([index, problems]) => [index, { outcome: 'REFUSED', problems }] as const),
    ...decided.map((one) => [one.index, resultOf(one)] as const),
  ])
  return { value: items.map((_, index) => results.get(index) ?? missing(index)) }
}

function by({ actor, correlationId }: Call) {
  return { actorKind: actor.kind, actorId: actorId(actor), correlationId }
}

function changed<F extends Figure>({ verdict, accountId }: DecidedFigure<F>) {
  if (accountId === undefined || verdict.kind === 'refused' || verdict.kind === 'repeated') return []
  return [{ subjectId: accountId, code: verdict.kind === 'corrected' ? 'CORRECTED' : 'PUBLISHED' }]
}

function resultOf<F extends Figure>({ verdict }: DecidedFigure<F>): FigureResult {
  switch (verdict.kind) {
    case 'refused':
      return { outcome: 'REFUSED', problems: [{ path: verdict.path, code: verdict.code }] }
    case 'published':
      return { outcome: 'PUBLISHED', version: 1 }
    case 'corrected':
      return { outcome: 'CORRECTED', version: verdict.version }
    case 'repeated':
      return { outcome: 'REPEATED', version: verdict.version }
  }
}

function missing(index: number): never {
  throw new Error(`item ${index} has no result`)
}
