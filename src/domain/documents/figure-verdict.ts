import type { Code } from '../codes.ts'
import type { ReadFigure } from './figure-item.ts'
import type { Figure } from './payroll-figures.ts'

/** What counts now under a reference. */
export type PresentFigure<F extends Figure> = F & {
  readonly id: string
  readonly personId: string
  readonly version: number
}

export type FigureVerdict =
  | { readonly kind: 'published' }
  | { readonly kind: 'corrected'; readonly replaces: string; readonly version: number }
  | { readonly kind: 'repeated'; readonly version: number }
  | { readonly kind: 'refused'; readonly path: string; readonly code: Code }

/** A reference stays with its person: a figure that went to somebody else by mistake is shown to them, and no correction hides it. */
export function judgeFigure<F extends Figure>(
  { whom, figure }: ReadFigure<F>,
  personId: string | undefined,
  present: PresentFigure<F> | undefined,
): FigureVerdict {
  if (personId === undefined) {
    return { kind: 'refused', path: whom.personId ? 'person' : 'personReference', code: 'PERSON_UNKNOWN' }
  }
  if (present === undefined) return { kind: 'published' }
  if (present.personId !== personId) return { kind: 'refused', path: 'externalReference', code: 'REFERENCE_REUSED' }
  const { id, version } = present
  return isSame(figure, present)
    ? { kind: 'repeated', version }
    : { kind: 'corrected', replaces: id, version: version + 1 }
}

function isSame<F extends Figure>(figure: F, present: F): boolean {
  const told: Readonly<Record<string, unknown>> = { ...present }
  return Object.entries(figure).every(([name, value]) => told[name] === value)
}
