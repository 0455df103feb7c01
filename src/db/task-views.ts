import { and, eq, inArray, or, type SQL, sql } from 'drizzle-orm'
import type { TaskKind, TaskStatus } from '../domain/journeys/journey.ts'
import type { Looking } from './journey-views.ts'
import type { Reach } from './organisations.ts'
import { within } from './organisations.ts'
import { keySet, type Page } from './page.ts'
import { tasks } from './schema/all.ts'
import type { TaskRow } from './tasks.ts'

type Wanted<T> = T | null | undefined

/** What is not given does not matter. */
export type TaskFilter = {
  /** Tasks of organisations in reach; */
  readonly reach: Reach
  /** and those of this very account. */
  readonly accountId?: string | undefined
  readonly portalId?: string | undefined
  readonly journeyId?: string | undefined
  readonly organisationId?: Wanted<string>
  readonly kind?: Wanted<TaskKind>
  readonly status?: Wanted<TaskStatus>
}

export async function findTasks(reads: Looking, ids: readonly string[]): Promise<readonly TaskRow[]> {
  return reads
    .select()
    .from(tasks)
    .where(inArray(tasks.id, [...ids]))
}

/** The oldest first: who waits longest is helped first. */
export async function listTasks(reads: Looking, filter: TaskFilter, page: Page): Promise<readonly TaskRow[]> {
  const { where, orderBy } = keySet([{ column: sql`${tasks.id}`, type: 'uuid' }], page, 'ASC')
  return reads
    .select()
    .from(tasks)
    .where(and(held(filter), ...conditions(filter), where))
    .orderBy(orderBy)
    .limit(page.limit)
}

function held({ reach, accountId }: TaskFilter): SQL | undefined {
  const ofOrganisation = within(reach, sql`${tasks.organisationId}`)
  if (ofOrganisation === undefined) return undefined
  return accountId === undefined ? ofOrganisation : or(ofOrganisation, eq(tasks.accountId, accountId))
}

function conditions(filter: TaskFilter): readonly (SQL | undefined)[] {
  const same = [
    [tasks.portalId, filter.portalId],
    [tasks.journeyId, filter.journeyId],
    [tasks.organisationId, filter.organisationId],
    [tasks.kind, filter.kind],
    [tasks.status, filter.status],
  ] as const
  return same.map(([column, value]) => ((value ?? null) === null ? undefined : sql`${column} = ${value}`))
}
