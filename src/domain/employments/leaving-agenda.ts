import type { Role } from '../accounts/account.ts'
import type { TaskKind } from '../journeys/journey.ts'
import { later } from '../time.ts'
import { type HeldRight, rightsToChange } from './leaver-rights.ts'
import type { LeavingCalendar } from './offboarding.ts'

/** Mails to the leaver, each by what its key begins with. */
export type AgendaMail = 'plan' | 'reminder' | 'narrowed' | 'statement' | 'closing' | 'closed'

export type AgendaRight = {
  readonly role: Role
  readonly system: string | null
  readonly from: Date
  /** Where it is no later than the beginning, the right never begins. */
  readonly until: Date | null
}

/** Keys are those by which the story names its acts. */
export type AgendaEntry = { readonly at: Date } & (
  | { readonly kind: 'RIGHT_ENDS' | 'RIGHT_BEGINS'; readonly right: AgendaRight }
  | { readonly kind: 'MAIL'; readonly key: string; readonly mail: AgendaMail }
  | {
      readonly kind: 'TASK'
      readonly key: string
      readonly task: Extract<TaskKind, 'HELP_LEAVER' | 'CHASE_STATEMENT'>
      readonly dueAt: Date
    }
  | { readonly kind: 'END' }
)

/** Somebody who leaves, as things stand when it is planned. */
export type BeforeLeaving = {
  readonly plannedAt: Date
  readonly calendar: LeavingCalendar
  /** Nothing is wrong that would lock them out. */
  readonly isReady: boolean
  /** The annual statement of the last day's year is published. */
  readonly hasStatement: boolean
  /** In the organisation they leave. */
  readonly rights: readonly HeldRight[]
}

/**
 * Everything that happens when a last day is recorded and nobody does anything about it, in order: what the story
 * (src/workflows/offboarding.ts) does by itself. What lies before the plan happens with it.
 */
export function leavingAgenda(leaver: BeforeLeaving): readonly AgendaEntry[] {
  const { plannedAt, calendar } = leaver
  const isOver = calendar.closeAt <= plannedAt
  const end = later(plannedAt, calendar.closeAt)
  const entries: readonly AgendaEntry[] = [
    ...changedRights(leaver),
    ...(isOver ? [] : [...untilNarrowing(leaver), ...untilClosing(leaver)]),
    mail(end, 'closed'),
    { kind: 'END', at: end },
  ]
  // Of the same instant, rights go by the clock and the rest follows as the story tells it.
  return entries.toSorted((a, b) => a.at.getTime() - b.at.getTime())
}

function untilNarrowing({ plannedAt, calendar, isReady }: BeforeLeaving): readonly AgendaEntry[] {
  const { narrowAt, isPast, warnAt, reminders } = calendar
  const help = { kind: 'TASK', key: 'help-leaver', task: 'HELP_LEAVER', dueAt: narrowAt } as const
  return [
    mail(plannedAt, 'plan'),
    ...(isReady ? [] : [{ ...help, at: later(plannedAt, warnAt) }, ...numbered(reminders, 'reminder', 'reminder')]),
    ...(isPast ? [] : [mail(narrowAt, 'narrowed')]),
  ]
}

function untilClosing({ plannedAt, calendar, hasStatement }: BeforeLeaving): readonly AgendaEntry[] {
  const { narrowAt, closeAt, statementDueAt, closingReminders } = calendar
  const chase = { kind: 'TASK', key: 'chase-statement', task: 'CHASE_STATEMENT', dueAt: closeAt } as const
  const isChased = !hasStatement && statementDueAt !== null
  return [
    ...(hasStatement ? [mail(later(plannedAt, narrowAt), 'statement')] : []),
    ...(isChased ? [{ ...chase, at: later(plannedAt, statementDueAt) }] : []),
    ...numbered(closingReminders, 'closing-reminder', 'closing'),
  ]
}

function mail(at: Date, name: AgendaMail): AgendaEntry {
  return { kind: 'MAIL', at, key: name, mail: name }
}

/** Of several at one instant only the last is sent, as of several that are overdue. */
function numbered(instants: readonly Date[], key: string, name: AgendaMail): readonly AgendaEntry[] {
  return instants.flatMap((at, index) => {
    const isLast = instants[index + 1]?.getTime() !== at.getTime()
    return isLast ? [{ kind: 'MAIL', at, key: `${key}-${index + 1}`, mail: name } as const] : []
  })
}

/** When the rights that the plan changes end and begin. The past of a right is no part of the agenda. */
function changedRights({ plannedAt, calendar, rights }: BeforeLeaving): readonly AgendaEntry[] {
  const held = new Map(rights.map((right) => [right.id, right]))
  return rightsToChange(rights, calendar, plannedAt).flatMap((change) => {
    if (change.kind === 'cut' || change.kind === 'uncut') return []
    const before = change.kind === 'move' ? held.get(change.id) : undefined
    const { role, system } = change.kind === 'give' ? change : (before ?? unknown(change.id))
    const isOld = before?.validFrom.getTime() === change.validFrom.getTime()
    return turns({ role, system, from: change.validFrom, until: change.validUntil }, { plannedAt, isOld })
  })
}

type Turning = { readonly plannedAt: Date; readonly isOld: boolean }

function turns(right: AgendaRight, { plannedAt, isOld }: Turning): readonly AgendaEntry[] {
  const { from, until } = right
  // It is taken before it begins.
  if (until !== null && until <= from) return [{ kind: 'RIGHT_ENDS', at: plannedAt, right }]
  const begins = isOld || from < plannedAt ? [] : [{ kind: 'RIGHT_BEGINS', at: from, right } as const]
  const ends = until === null ? [] : [{ kind: 'RIGHT_ENDS', at: until, right } as const]
  return [...begins, ...ends]
}

function unknown(id: string): never {
  throw new Error(`nobody holds right ${id}`)
}
