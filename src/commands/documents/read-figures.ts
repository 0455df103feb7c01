import type { FigureItem, ReadFigure } from '../../domain/documents/figure-item.ts'
import type { Figure } from '../../domain/documents/payroll-figures.ts'
import type { Problem } from '../../domain/errors.ts'

export type ReadableFigure<F extends Figure> = ReadFigure<F> & { readonly index: number }

type Read<F extends Figure> = {
  readonly readable: readonly ReadableFigure<F>[]
  readonly refused: readonly (readonly [index: number, problems: readonly Problem[]])[]
}

/** Tells the items that can be meant from those that cannot; the second one of two alike is told so. */
export function readFigures<I extends FigureItem, F extends Figure>(
  items: readonly I[],
  parse: (item: I) => ReadFigure<F> | readonly Problem[],
): Read<F> {
  const readable: ReadableFigure<F>[] = []
  const refused: (readonly [number, readonly Problem[]])[] = []
  const seen = new Set<string>()
  for (const [index, item] of items.entries()) {
    const parsed = parse(item)
    if ('figure' in parsed && !seen.has(parsed.externalReference)) {
      seen.add(parsed.externalReference)
      readable.push({ ...parsed, index })
      continue
    }
    const problems = 'figure' in parsed ? [{ path: 'externalReference', code: 'DUPLICATE_ITEM' as const }] : parsed
    refused.push([index, problems])
  }
  return { readable, refused }
}
