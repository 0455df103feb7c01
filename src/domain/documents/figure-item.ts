import type { Code } from '../codes.ts'
import type { Problem } from '../errors.ts'
import { parseLine } from '../text.ts'
import { isLocalDate } from '../time.ts'
import type { Figure, Payment, Phase, Reservation } from './payroll-figures.ts'

type Maybe<T> = T | null | undefined

/** Whom an item is about: by the id this product gave, or by the organisation's own reference of its invitation. */
export type FigureItem = {
  readonly externalReference: string
  readonly personId?: Maybe<string>
  readonly personReference?: Maybe<string>
}

export type PaymentItem = FigureItem &
  Pick<Payment, 'paidOn' | 'amountCents' | 'kind'> & {
    readonly description?: Maybe<string>
    readonly periodFrom?: Maybe<string>
    readonly periodUntil?: Maybe<string>
  }

export type ReservationItem = FigureItem & Reservation

export type PhaseItem = FigureItem & Omit<Phase, 'until'> & { readonly until?: Maybe<string> }

export type Whom =
  | { readonly personId: string; readonly personReference?: undefined }
  | { readonly personReference: string; readonly personId?: undefined }

export type ReadFigure<F extends Figure> = {
  readonly externalReference: string
  readonly whom: Whom
  readonly figure: F
}

/** Ten million euros, a hundred thousand days: beyond it somebody mistook the unit. */
const largest = 1_000_000_000
const longestReference = 100
const longestDescription = 200

export function parsePayment(item: PaymentItem): ReadFigure<Payment> | readonly Problem[] {
  const { paidOn, amountCents, kind, periodFrom = null, periodUntil = null } = item
  const description = trimmed(item.description, longestDescription)
  return parse(item, {
    figure: { paidOn, amountCents, kind, description: description ?? null, periodFrom, periodUntil },
    wrong: {
      paidOn: isLocalDate(paidOn) ? undefined : 'INVALID_DATE',
      amount: isAmount(amountCents) ? undefined : 'INVALID_AMOUNT',
      description: description === undefined ? 'INVALID_INPUT' : undefined,
      periodUntil: isWholePeriod(periodFrom, periodUntil) ? undefined : 'INVALID_PERIOD',
    },
  })
}

export function parseReservation(item: ReservationItem): ReadFigure<Reservation> | readonly Problem[] {
  const { kind, unit, builtUp, taken, balance, asOf } = item
  return parse(item, {
    figure: { kind, unit, builtUp, taken, balance, asOf },
    wrong: {
      builtUp: isAmount(builtUp) ? undefined : 'INVALID_AMOUNT',
      taken: isAmount(taken) ? undefined : 'INVALID_AMOUNT',
      balance: isAmount(balance) ? undefined : 'INVALID_AMOUNT',
      asOf: isLocalDate(asOf) ? undefined : 'INVALID_DATE',
    },
  })
}

export function parsePhase(item: PhaseItem): ReadFigure<Phase> | readonly Problem[] {
  const { phase, weeksWorked, from, until = null } = item
  return parse(item, {
    figure: { phase, weeksWorked, from, until },
    wrong: {
      weeksWorked: isAmount(weeksWorked) && weeksWorked >= 0 ? undefined : 'INVALID_AMOUNT',
      from: isLocalDate(from) ? undefined : 'INVALID_DATE',
      until: until === null || isPeriod(from, until) ? undefined : 'INVALID_PERIOD',
    },
  })
}

type Read<F> = { readonly figure: F; readonly wrong: Readonly<Record<string, Code | undefined>> }

function parse<F extends Figure>(item: FigureItem, { figure, wrong }: Read<F>): ReadFigure<F> | readonly Problem[] {
  const externalReference = trimmed(item.externalReference, longestReference)
  const whom = whomOf(item)
  const all = {
    externalReference: externalReference ? undefined : ('INVALID_INPUT' as const),
    person: whom === undefined ? ('REQUIRED' as const) : undefined,
    ...wrong,
  }
  const problems = Object.entries(all).flatMap(([path, code]) => (code === undefined ? [] : [{ path, code }]))
  if (problems.length > 0 || !externalReference || whom === undefined) return problems
  return { externalReference, whom, figure }
}

/** Exactly one of the two: an item that names both would have to be believed in one of them. */
function whomOf({ personId, personReference }: FigureItem): Whom | undefined {
  const reference = trimmed(personReference, longestReference)
  if (personId && reference === null) return { personId }
  return reference && !personId ? { personReference: reference } : undefined
}

/** Null where nothing was given, undefined where it cannot be meant. */
function trimmed(typed: Maybe<string>, longest: number): string | null | undefined {
  return typed === null || typed === undefined ? null : (parseLine(typed, longest) ?? undefined)
}

function isAmount(amount: number): boolean {
  return Number.isInteger(amount) && Math.abs(amount) <= largest
}

function isWholePeriod(from: string | null, until: string | null): boolean {
  return from === null || until === null ? from === until : isPeriod(from, until)
}

function isPeriod(from: string, until: string): boolean {
  return isLocalDate(from) && isLocalDate(until) && from <= until
}
