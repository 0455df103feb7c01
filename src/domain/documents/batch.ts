import type { AccountStatus, Grant } from '../accounts/account.ts'
import type { Policy } from '../portals/policy.ts'
import { later, localDate, localInstant, plusMinutes } from '../time.ts'
import type { DocumentKind } from './document.ts'
import { isOwnKind } from './visibility.ts'

/** What became of an item when it was last sent. */
export type BatchItemOutcome = 'PUBLISHED' | 'CORRECTED' | 'REPEATED' | 'REFUSED'

/** Of a document that a batch brought and told nobody of. */
export type Hushed = {
  /** Its present version is one of those, and nobody opened it. */
  readonly isNews: boolean
  /** An earlier version its owner was told of, or opened. */
  readonly isKnown: boolean
}

/** What an item is to its person: what they were never told of is new to them, although it was there before. */
export function outcomeFor(outcome: BatchItemOutcome, hushed: Hushed | undefined): BatchItemOutcome {
  const isNews = outcome === 'CORRECTED' || (outcome === 'REPEATED' && hushed?.isNews === true)
  if (!isNews || hushed === undefined) return outcome
  return hushed.isKnown ? 'CORRECTED' : 'PUBLISHED'
}

/** Why a person was not told of an item of theirs. */
export const untoldReasons = ['ACCOUNT_NOT_ACTIVE', 'NO_ACCESS', 'DOCUMENT_WITHDRAWN'] as const

export type Untold = (typeof untoldReasons)[number]

export type BatchFacts = {
  /** When the last item came in. */
  readonly addedAt: Date
  readonly closedAt: Date | null
  readonly postponedUntil: Date | null
  /** When the last of its people was told; null before anybody was. */
  readonly toldAt: Date | null
}

export type BatchCalendar = {
  /** When it closes by itself. */
  readonly closeAt: Date
  /** The rest is known once it is closed. */
  readonly tellAt: Date | null
  readonly reminders: readonly Date[]
  readonly endAt: Date | null
}

/** Telling may come late, where nothing ran when it was due: the days of reminding count from when people heard of it. */
export function batchCalendar(
  { addedAt, closedAt, postponedUntil, toldAt }: BatchFacts,
  policy: Policy['documents'],
): BatchCalendar {
  const closeAt = plusMinutes(addedAt, policy.batchCloseHours * 60)
  if (closedAt === null) return { closeAt, tellAt: null, reminders: [], endAt: null }
  const tellAt = postponedUntil === null ? closedAt : later(closedAt, postponedUntil)
  const heardAt = toldAt === null ? tellAt : later(tellAt, toldAt)
  const day = localDate(heardAt)
  const days = policy.reminderDays.toSorted((a, b) => a - b)
  const reminders = days.map((plusDays) => localInstant(day, { plusDays, hour: policy.reminderHour }))
  const lastDay = days.at(-1)
  const endAt = lastDay === undefined ? heardAt : localInstant(day, { plusDays: lastDay + 1 })
  return { closeAt, tellAt, reminders, endAt }
}

/** The instants a story rests for, by name. */
export function batchInstants({ closeAt, tellAt, reminders, endAt }: BatchCalendar): Readonly<Record<string, number>> {
  const instants = [
    ['closing', closeAt] as const,
    ...(tellAt === null ? [] : [['telling', tellAt] as const]),
    ...reminders.map((instant, index) => [`reminder-${index + 1}`, instant] as const),
    ...(endAt === null ? [] : [['end', endAt] as const]),
  ]
  return Object.fromEntries(instants.map(([name, instant]) => [name, instant.getTime()]))
}

export type BatchDocument = {
  readonly documentId: string
  readonly kind: DocumentKind
  readonly version: number
  readonly isWithdrawn: boolean
}

type Reader = {
  readonly accountStatus: AccountStatus
  /** Those in force. */
  readonly grants: readonly Pick<Grant, 'role' | 'organisationId'>[]
}

/** Whom the link would be refused, or who cannot sign in yet, finds the document later: a mail would only mislead. */
export function whyUntold(
  { accountStatus, grants }: Reader,
  { kind, isWithdrawn }: Pick<BatchDocument, 'kind' | 'isWithdrawn'>,
  organisationId: string,
): Untold | null {
  if (isWithdrawn) return 'DOCUMENT_WITHDRAWN'
  if (accountStatus !== 'active') return 'ACCOUNT_NOT_ACTIVE'
  return isOwnKind(grants, kind, organisationId) ? null : 'NO_ACCESS'
}
