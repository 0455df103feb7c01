import { and, count, eq, inArray, like, sql } from 'drizzle-orm'
import type { TaskKind } from '../domain/journeys/journey.ts'
import type { Language } from '../domain/portals/portal.ts'
import type { Tx } from './client.ts'
import { tasks } from './schema/all.ts'

export type TaskRow = typeof tasks.$inferSelect

export type NewTask = Pick<
  TaskRow,
  'journeyId' | 'key' | 'kind' | 'organisationId' | 'role' | 'aboutPersonId' | 'dueAt'
>

/** Once by its key; undefined when it was there. */
export async function insertTask(tx: Tx, task: NewTask): Promise<string | undefined> {
  const [row] = await tx
    .insert(tasks)
    .values({ ...task, portalId: tx.portalId })
    .onConflictDoNothing()
    .returning({ id: tasks.id })
  return row?.id
}

export async function findOpenTask(tx: Tx, journeyId: string, kind: TaskKind): Promise<TaskRow | undefined> {
  const [row] = await tx
    .select()
    .from(tasks)
    .where(and(ofJourney(tx, journeyId), eq(tasks.kind, kind), eq(tasks.status, 'open')))
  return row
}

export async function countTasks(tx: Tx, journeyId: string, keyPrefix: string): Promise<number> {
  const [row] = await tx
    .select({ count: count() })
    .from(tasks)
    .where(and(ofJourney(tx, journeyId), like(tasks.key, `${keyPrefix}%`)))
  return row?.count ?? 0
}

type AskedTask = {
  readonly keyPrefix: string
  /** What was done before it turned up again no longer counts. */
  readonly againAt: Date | null
}

/** Whether something is asked, or was done and did not turn up again since. */
export async function isTaskAsked(tx: Tx, journeyId: string, { keyPrefix, againAt }: AskedTask): Promise<boolean> {
  const [row] = await tx.execute<{ is: boolean }>(sql`
    select exists (
      select from drempel.tasks t where t.portal_id = ${tx.portalId} and t.journey_id = ${journeyId}
        and starts_with(t.key, ${keyPrefix}::text)
        and (t.status = 'open' or (t.status = 'done'
          and t.closed_at > coalesce(${againAt?.toISOString() ?? null}::timestamptz, '-infinity')))) as is`)
  return row?.is === true
}

export async function findTask(tx: Tx, taskId: string): Promise<TaskRow | undefined> {
  const [row] = await tx.select().from(tasks).where(ofTask(tx, taskId))
  return row
}

/** One conditional update: false when somebody closed it before. */
export async function closeTask(tx: Tx, taskId: string, closedBy: string | null): Promise<boolean> {
  const rows = await tx
    .update(tasks)
    .set({ status: 'done', closedAt: sql`drempel.now()`, closedBy })
    .where(and(ofTask(tx, taskId), eq(tasks.status, 'open')))
    .returning({ id: tasks.id })
  return rows.length === 1
}

/** What was asked is done, by whatever way. */
export async function closeTasksOfKind(
  tx: Tx,
  journeyId: string,
  { kinds, closedBy }: { kinds: readonly TaskKind[]; closedBy: string | null },
): Promise<void> {
  await tx
    .update(tasks)
    .set({ status: 'done', closedAt: sql`drempel.now()`, closedBy })
    .where(and(ofJourney(tx, journeyId), inArray(tasks.kind, [...kinds]), eq(tasks.status, 'open')))
}

export type TaskHolder = {
  readonly id: string
  readonly name: string
  readonly language: Language
  readonly email: string
  readonly mobile: string | null
}

/** Who hears of a task of HR: a bounded number of people who may do it now. */
export async function findTaskHolders(
  tx: Tx,
  organisationId: string | null,
  most: number,
): Promise<readonly TaskHolder[]> {
  return tx.execute<TaskHolder>(sql`
    select p.id, p.name, p.language, p.email, p.mobile
    from drempel.people p
    join drempel.accounts a on a.portal_id = p.portal_id and a.person_id = p.id and a.status = 'active'
    where p.portal_id = ${tx.portalId} and p.email_status <> 'bounced' and exists (
      select from drempel.grants g where g.portal_id = a.portal_id and g.account_id = a.id
        and g.role in ('HR', 'SERVICE_DESK') and (g.organisation_id is null or g.organisation_id = ${organisationId}::uuid)
        and g.valid_from <= drempel.now() and (g.valid_until is null or g.valid_until > drempel.now()))
    order by a.id limit ${most}::integer`)
}

function ofJourney(tx: Tx, journeyId: string) {
  return and(eq(tasks.portalId, tx.portalId), eq(tasks.journeyId, journeyId))
}

function ofTask(tx: Tx, taskId: string) {
  return and(eq(tasks.portalId, tx.portalId), eq(tasks.id, taskId))
}
