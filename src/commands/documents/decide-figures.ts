import type { Tx } from '../../db/client.ts'
import type { FigureStore } from '../../db/payroll-figures.ts'
import { type Addressee, findAddressees } from '../../db/publications.ts'
import type { Whom } from '../../domain/documents/figure-item.ts'
import { type FigureVerdict, judgeFigure } from '../../domain/documents/figure-verdict.ts'
import type { Figure } from '../../domain/documents/payroll-figures.ts'
import type { ReadableFigure } from './read-figures.ts'

export type DecidedFigure<F extends Figure> = ReadableFigure<F> & {
  readonly verdict: FigureVerdict
  readonly personId: string | undefined
  readonly accountId: string | undefined
}

type Pending<F extends Figure> = { readonly organisationId: string; readonly pending: readonly ReadableFigure<F>[] }

const rounds = 4

/**
 * Decides every item under the locks of what counts now, and writes it. Whoever finds that somebody else has just published
 * under the same reference looks at it again, as a figure that exists.
 */
export async function decideFigures<F extends Figure>(
  tx: Tx,
  store: FigureStore<F>,
  { organisationId, pending }: Pending<F>,
): Promise<readonly DecidedFigure<F>[]> {
  const people = await peopleMeant(tx, { organisationId, pending })
  const decided: DecidedFigure<F>[] = []
  let left = pending
  for (let round = 1; left.length > 0; round++) {
    if (round > rounds) throw new Error('figures appear and change faster than they can be looked at')
    const judged = await judge(tx, store, { organisationId, pending: left, people })
    const written = await write(tx, store, { organisationId, judged })
    decided.push(
      ...judged.filter(({ externalReference, verdict }) => !isNews(verdict) || written.has(externalReference)),
    )
    const settled = new Set(decided.map(({ index }) => index))
    left = left.filter(({ index }) => !settled.has(index))
  }
  return decided
}

type People = {
  readonly byId: ReadonlyMap<string, Addressee>
  readonly byReference: ReadonlyMap<string, Addressee>
}

async function peopleMeant<F extends Figure>(tx: Tx, { organisationId, pending }: Pending<F>): Promise<People> {
  const found = await findAddressees(tx, {
    organisationId,
    ids: pending.flatMap(({ whom }) => whom.personId ?? []),
    references: pending.flatMap(({ whom }) => whom.personReference ?? []),
  })
  const referred = found.flatMap((one) => (one.reference === null ? [] : [[one.reference, one] as const]))
  return { byId: new Map(found.map((one) => [one.personId, one])), byReference: new Map(referred) }
}

function memberOf(whom: Whom, { byId, byReference }: People): Addressee | undefined {
  return whom.personId === undefined ? byReference.get(whom.personReference) : byId.get(whom.personId)
}

async function judge<F extends Figure>(
  tx: Tx,
  store: FigureStore<F>,
  { organisationId, pending, people }: Pending<F> & { readonly people: People },
): Promise<readonly DecidedFigure<F>[]> {
  const references = pending.map(({ externalReference }) => externalReference)
  const present = await store.findPresent(tx, { organisationId, references })
  const known = new Map(present.map((figure) => [figure.externalReference, figure]))
  return pending.map((item) => {
    const member = memberOf(item.whom, people)
    const verdict = judgeFigure(item, member?.personId, known.get(item.externalReference))
    return { ...item, verdict, personId: member?.personId, accountId: member?.accountId }
  })
}

function isNews({ kind }: FigureVerdict): boolean {
  return kind === 'published' || kind === 'corrected'
}

type Judged<F extends Figure> = { readonly organisationId: string; readonly judged: readonly DecidedFigure<F>[] }

/** Answers under which references it was us who wrote. */
async function write<F extends Figure>(
  tx: Tx,
  store: FigureStore<F>,
  { organisationId, judged }: Judged<F>,
): Promise<ReadonlySet<string>> {
  const replaced = judged.flatMap(({ verdict }) => (verdict.kind === 'corrected' ? [verdict.replaces] : []))
  if (replaced.length > 0 && (await store.replace(tx, replaced)) !== replaced.length)
    throw new Error('a figure that was locked was replaced by somebody else')
  const fresh = judged.flatMap(({ verdict, personId, externalReference, figure }) => {
    if (personId === undefined || verdict.kind === 'refused' || verdict.kind === 'repeated') return []
    const version = verdict.kind === 'corrected' ? verdict.version : 1
    return [{ ...figure, organisationId, personId, externalReference, version }]
  })
  return new Set(fresh.length === 0 ? [] : await store.insert(tx, fresh))
}
