import type { NewMessage } from '../../db/messages.ts'
import type { FindingKind } from '../../domain/employments/findings.ts'
import type { LeavingCalendar } from '../../domain/employments/offboarding.ts'
import type { Todo } from '../../messages/leaver-todo.ts'
import { leavingClosed } from '../../messages/leaving-closed.ts'
import { leavingClosing } from '../../messages/leaving-closing.ts'
import { leavingNarrowed } from '../../messages/leaving-narrowed.ts'
import { leavingPlanned } from '../../messages/leaving-planned.ts'
import { leavingReminder } from '../../messages/leaving-reminder.ts'
import { leavingStatement } from '../../messages/leaving-statement.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { composeMessage, type Outgoing, type Sender } from '../messages/compose-message.ts'
import { signInUrl } from '../messages/links.ts'

/** What a mail to a leaver is made from: a rehearsal knows it as well as the act. */
export type Leaving = {
  readonly lastDay: string
  readonly isBlocked: boolean
  readonly calendar: LeavingCalendar
  readonly findings: readonly FindingKind[]
  /** An earlier plan named other days. */
  readonly isAnew: boolean
}

type Envelope = Omit<Outgoing<never>, 'template' | 'params' | 'secret'>

type Deps = { readonly sealing: SealingPort }

type Composing = {
  readonly sender: Sender
  readonly envelope: Envelope
  readonly leaving: Leaving
}

/** The one place where a leaver's mails get their parameters, each under the name its key begins with. */
const mails = {
  plan: (deps: Deps, { sender, envelope, leaving: { lastDay, calendar, findings, isAnew } }: Composing) =>
    composeMessage(deps, sender, {
      ...envelope,
      template: leavingPlanned,
      params: {
        todo: todoOf(findings),
        lastDay,
        closesAt: calendar.closeAt,
        isPast: calendar.isPast,
        isAnew,
        signInUrl: signInUrl(sender.portal),
      },
    }),
  reminder: (deps: Deps, { sender, envelope, leaving: { lastDay, findings } }: Composing) =>
    composeMessage(deps, sender, {
      ...envelope,
      template: leavingReminder,
      params: { todo: todoOf(findings), lastDay, signInUrl: signInUrl(sender.portal) },
    }),
  narrowed: (deps: Deps, { sender, envelope, leaving: { lastDay, calendar } }: Composing) =>
    composeMessage(deps, sender, {
      ...envelope,
      template: leavingNarrowed,
      params: { lastDay, closesAt: calendar.closeAt, signInUrl: signInUrl(sender.portal) },
    }),
  statement: (deps: Deps, { sender, envelope, leaving: { calendar } }: Composing) =>
    composeMessage(deps, sender, {
      ...envelope,
      template: leavingStatement,
      params: { year: calendar.statementYear, closesAt: calendar.closeAt, signInUrl: signInUrl(sender.portal) },
    }),
  closing: (deps: Deps, { sender, envelope, leaving: { calendar } }: Composing) =>
    composeMessage(deps, sender, {
      ...envelope,
      template: leavingClosing,
      params: { closesAt: calendar.closeAt, signInUrl: signInUrl(sender.portal) },
    }),
  closed: (deps: Deps, { sender, envelope, leaving: { calendar, isBlocked } }: Composing) =>
    composeMessage(deps, sender, {
      ...envelope,
      template: leavingClosed,
      params: { closedAt: calendar.closeAt, isBlocked },
    }),
} as const satisfies Readonly<Record<string, (deps: Deps, composing: Composing) => NewMessage>>

export type LeavingMail = keyof typeof mails

export function composeLeavingMail(deps: Deps, mail: LeavingMail, composing: Composing): NewMessage {
  return mails[mail](deps, composing)
}

function todoOf(findings: readonly FindingKind[]): Todo {
  return {
    giveEmail: findings.includes('WORK_MAIL_ONLY') || findings.includes('MAIL_UNREACHABLE'),
    ownFactor: findings.includes('NO_OWN_FACTOR'),
    ownPassword: findings.includes('NO_OWN_PASSWORD'),
  }
}
