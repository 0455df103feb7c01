import type { Pool, Tx } from '../db/client.ts'
import type { Looking } from '../db/journey-views.ts'
import type { Reach } from '../db/organisations.ts'
import type { Right } from '../domain/accounts/access.ts'
import { notAllowed } from './builder.ts'
import { allowed, type Context, reached } from './context.ts'

/** What a stranger asks for by id is not even looked up. */
export function refuseStrangers(context: Context): void {
  if (context.actor.kind === 'anonymous') throw notAllowed(context)
}

/** Operators look through the engine's role: every portal, ids and states alone. */
export function isOperator(context: Context): boolean {
  return allowed(context, 'installation.read', null)
}

export function isOwnAccount({ actor }: Context, accountId: string | null): boolean {
  return actor.kind === 'account' && actor.accountId === accountId
}

export function isOwnPerson({ actor }: Context, personId: string): boolean {
  return actor.kind === 'account' && actor.personId === personId
}

/** The organisations in which any of these rights is held. */
export function reachOf(context: Context, rights: readonly Right[]): Reach {
  const reaches = rights.map((right) => reached(context, right))
  if (reaches.includes('all')) return 'all'
  return [...new Set(reaches.flatMap((reach) => (reach === 'all' ? [] : reach)))]
}

/**
 * Looks at a journey's rows the way the asker may: those of the own portal in its transaction, with what is personal; all
 * others by the engine's role, which cannot see it.
 */
export function looking<T>(context: Context, portalId: string, look: (reads: Looking) => Promise<T>): Promise<T> {
  return portalId === context.portal.id ? context.reader.read(look) : look(context.deps.engine.drizzle)
}

type Found<T> = Promise<readonly T[]>

/** By ids of the own portal first, and for operators of all others. Strangers are turned away before anything is looked up. */
export async function findAnywhere<T extends { readonly id: string }>(
  context: Context,
  ids: string[],
  {
    own,
    elsewhere,
  }: { own: (tx: Tx, ids: string[]) => Found<T>; elsewhere: (engine: Pool, ids: string[]) => Found<T> },
): Promise<readonly T[]> {
  refuseStrangers(context)
  const found = await context.reader.read((tx) => own(tx, ids))
  const others = ids.filter((id) => !found.some((one) => one.id === id))
  if (others.length === 0 || !isOperator(context)) return found
  return [...found, ...(await elsewhere(context.deps.engine, others))]
}
