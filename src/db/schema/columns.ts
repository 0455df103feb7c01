import { sql } from 'drizzle-orm'
import { customType, pgSchema, timestamp, uuid } from 'drizzle-orm/pg-core'

export const drempel = pgSchema('drempel')

/** An instant. Milliseconds, because a JavaScript Date has no more and a cursor made from one must not lose rows. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' })

export const now = sql`drempel.now()`

/** Begins the primary key of every tenant table, so that one portal's id never answers "duplicate" to another's. */
export const portalId = () => uuid('portal_id').notNull()

export const id = () => uuid('id').notNull().default(sql`uuidv7()`)

export const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' })

export const inet = customType<{ data: string }>({ dataType: () => 'inet' })
