import { and, asc, eq } from 'drizzle-orm'
import type { OffboardingRehearsal } from '../../src/commands/employments/rehearse-offboarding.ts'
import { reading, type Tx } from '../../src/db/client.ts'
import { grants, journeys, mailbox, messages, tasks, timeline } from '../../src/db/schema/all.ts'
import type { Installation, SeededPortal } from './installation.ts'

/** One thing that happens to a leaver, told alike whether it was rehearsed or has happened. */
export type Line = { readonly at: string; readonly kind: string } & Readonly<Record<string, string | null>>

export function rehearsedLines({ events }: OffboardingRehearsal): readonly Line[] {
  return events.map(({ at, kind, right, mail, task }) => ({
    at: at.toISOString(),
    kind,
    ...mail,
    ...(task && { task: task.kind, dueAt: task.dueAt.toISOString() }),
    ...(right && rightLine(right)),
  }))
}

type Right = { readonly role: string; readonly from: Date; readonly until: Date | null }

function rightLine({ role, from, until }: Right) {
  return { role, from: from.toISOString(), until: until?.toISOString() ?? null }
}

type Held = Right & { readonly id: string }

/** All rights of somebody, as they stand. */
export function rightsOf({ drempel }: Installation, { portalId }: SeededPortal, accountId: string) {
  return reading(drempel.app, portalId, (tx) => findRights(tx, accountId))
}

async function findRights(tx: Tx, accountId: string): Promise<readonly Held[]> {
  const { id, role, validFrom: from, validUntil: until } = grants
  return tx
    .select({ id, role, from, until })
    .from(grants)
    .where(and(eq(grants.portalId, tx.portalId), eq(grants.accountId, accountId)))
    .orderBy(asc(id))
}

export type Played = {
  readonly journeyId: string
  readonly accountId: string
  /** Before it was planned. */
  readonly before: readonly Held[]
}

/** What is left of a leaving that was played to its end, in the order in which it happened, and its timeline. */
export async function playedLines(
  { drempel }: Installation,
  { portalId }: SeededPortal,
  { journeyId, accountId, before }: Played,
) {
  return reading(drempel.app, portalId, async (tx) => {
    const [journey] = await tx
      .select()
      .from(journeys)
      .where(and(eq(journeys.portalId, portalId), eq(journeys.id, journeyId)))
    if (journey?.outcome !== 'closed' || journey.endedAt === null) throw new Error(`${journeyId} is not over`)
    const turned = turnsOf(await findRights(tx, accountId), { before, plannedAt: journey.startedAt })
    const told = [...(await mailsOf(tx, journeyId)), ...(await tasksOf(tx, journeyId))]
    const lines = [
      ...turned,
      // Ids grow with the machine's own clock, which goes on where the installation's stands still.
      ...told.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map(({ line }) => line),
      { at: journey.endedAt.toISOString(), kind: 'END' },
    ]
    const inOrder: readonly Line[] = lines.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
    return { lines: inOrder, facts: await factsOf(tx, journeyId) }
  })
}

type Told = { readonly id: string; readonly line: Line }

async function mailsOf(tx: Tx, journeyId: string): Promise<readonly Told[]> {
  const { id, template, recipient, createdAt, status } = messages
  const rows = await tx
    .select({ id, template, recipient, createdAt, status, subject: mailbox.subject, text: mailbox.text })
    .from(messages)
    .leftJoin(mailbox, and(eq(mailbox.portalId, messages.portalId), eq(mailbox.id, messages.id)))
    .where(and(eq(messages.portalId, tx.portalId), eq(messages.journeyId, journeyId)))
  return rows.map((row) => {
    if (row.status !== 'sent' || row.text === null) throw new Error(`${row.template} is ${row.status}`)
    const text = row.text.replaceAll(/\/tasks\/[\w-]+/g, '/tasks/…')
    const mail = { template: row.template, recipient: row.recipient, subject: row.subject, text }
    return { id: row.id, line: { at: row.createdAt.toISOString(), kind: 'MAIL', ...mail } }
  })
}

async function tasksOf(tx: Tx, journeyId: string): Promise<readonly Told[]> {
  const rows = await tx
    .select()
    .from(tasks)
    .where(and(eq(tasks.portalId, tx.portalId), eq(tasks.journeyId, journeyId)))
  return rows.map(({ id, kind: task, createdAt, dueAt }) => ({
    id,
    line: { at: createdAt.toISOString(), kind: 'TASK', task, dueAt: dueAt?.toISOString() ?? null },
  }))
}

type Since = { readonly before: readonly Held[]; readonly plannedAt: Date }

function turnsOf(after: readonly Held[], { before, plannedAt }: Since): readonly Line[] {
  return after.flatMap((right) => {
    const was = before.find(({ id }) => id === right.id)
    const { from, until } = right
    const line = (kind: string, at: Date): Line => ({ at: at.toISOString(), kind, ...rightLine(right) })
    if (until !== null && until <= from) return [line('RIGHT_ENDS', plannedAt)]
    const begins = was === undefined ? [line('RIGHT_BEGINS', from)] : []
    const isMoved = until?.getTime() !== was?.until?.getTime()
    return until === null || !isMoved ? begins : [...begins, line('RIGHT_ENDS', until)]
  })
}

async function factsOf(tx: Tx, journeyId: string): Promise<readonly string[]> {
  const rows = await tx
    .select()
    .from(timeline)
    .where(and(eq(timeline.portalId, tx.portalId), eq(timeline.journeyId, journeyId)))
    .orderBy(asc(timeline.id))
  return rows.map(({ at, fact }) => `${at.toISOString()} ${fact}`)
}

/** Which fact of the timeline each line of an agenda leaves. */
const factNames: Readonly<Record<string, string>> = {
  'leaving-reminder': 'reminderSent',
  'leaving-narrowed': 'narrowed',
  'leaving-statement': 'statementAnnounced',
  'leaving-closing': 'reminderSent',
  HELP_LEAVER: 'leaverAtRisk',
  CHASE_STATEMENT: 'statementMissing',
  END: 'closed',
}

/** The timeline as an agenda says it will be. */
export function factsToCome(lines: readonly Line[], plannedAt: string): readonly string[] {
  const facts = lines.flatMap(({ at, kind, template, task }) => {
    const fact = factNames[template ?? task ?? kind]
    return fact === undefined ? [] : [`${at} ${fact}`]
  })
  const mails = lines.map(({ template }) => template)
  // Whose last day was over when it was planned is told so by the plan.
  const isPast = mails.includes('leaving-planned') && !mails.includes('leaving-narrowed')
  const atOnce = facts.filter((fact) => fact.startsWith(plannedAt))
  const narrowed = isPast ? [`${plannedAt} narrowed`] : []
  return [`${plannedAt} leavingPlanned`, ...atOnce, ...narrowed, ...facts.slice(atOnce.length)]
}
