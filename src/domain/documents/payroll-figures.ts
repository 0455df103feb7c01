/** What payroll tells of somebody. Amounts come from payroll and are shown as they came: nothing here is worked out. */

export const paymentKinds = ['WAGES', 'HOLIDAY_PAY', 'RESERVATIONS', 'EXPENSES', 'ADVANCE', 'OTHER'] as const

export type PaymentKind = (typeof paymentKinds)[number]

/** periodFrom and periodUntil are the first and the last day of the period that was paid for. */
export type Payment = {
  readonly paidOn: string
  readonly amountCents: number
  readonly kind: PaymentKind
  readonly description: string | null
  readonly periodFrom: string | null
  readonly periodUntil: string | null
}

export const reservationKinds = [
  'VACATION_DAYS',
  'HOLIDAY_PAY',
  'PUBLIC_HOLIDAYS',
  'SHORT_LEAVE',
  'WAITING_DAYS',
  'WORKING_TIME_REDUCTION',
  'OTHER',
] as const

export type ReservationKind = (typeof reservationKinds)[number]

export const reservationUnits = ['HOURS', 'DAYS', 'EUR'] as const

export type ReservationUnit = (typeof reservationUnits)[number]

/** In hundredths of the unit. The balance is payroll's own: it need not be what was built up less what was taken. */
export type Reservation = {
  readonly kind: ReservationKind
  readonly unit: ReservationUnit
  readonly builtUp: number
  readonly taken: number
  readonly balance: number
  readonly asOf: string
}

/** A, B and C are the words of the ABU, 1-2, 3 and 4 those of the NBBU; since 2026 one agreement covers both. */
export const agencyPhases = ['A', 'B', 'C', 'ONE_TWO', 'THREE', 'FOUR'] as const

export type AgencyPhase = (typeof agencyPhases)[number]

/** until is the last day; null as long as payroll tells none. */
export type Phase = {
  readonly phase: AgencyPhase
  readonly weeksWorked: number
  readonly from: string
  readonly until: string | null
}

export type Figure = Payment | Reservation | Phase
