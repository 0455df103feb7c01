import { parseCursorConnectionArgs } from '@pothos/core'
import { GraphQLError } from 'graphql'
import type { KeyColumn, Page } from '../db/page.ts'
import { isLocalDate } from '../domain/time.ts'

const defaultPage = 20
const longestPage = 100

export type ConnectionArgs = {
  readonly first?: number | null | undefined
  readonly last?: number | null | undefined
  readonly after?: string | null | undefined
  readonly before?: string | null | undefined
}

type KeyPart = string | Date

/** The unique key a connection is ordered by: the types of its parts, and where a node has them. */
export type Order<T> = {
  readonly types: readonly KeyColumn['type'][]
  readonly keyOf: (node: T) => readonly KeyPart[]
}

/** Ordered by id alone, which is by age. */
export const byId: Order<{ readonly id: string }> = { types: ['uuid'], keyOf: (node) => [node.id] }

export async function connect<T>(
  { first, last, after, before }: ConnectionArgs,
  order: Order<T>,
  load: (page: Page) => Promise<readonly T[]>,
) {
  if (Math.max(first ?? 0, last ?? 0) > longestPage) throw badPage(`A page holds at most ${longestPage}.`)
  const args = { first: first ?? null, last: last ?? null, after: after ?? null, before: before ?? null }
  const page = parseCursorConnectionArgs({ args, defaultSize: defaultPage, maxSize: longestPage })
  const rows = await load({
    after: decodeCursor(args.after, order),
    before: decodeCursor(args.before, order),
    limit: page.limit,
    inverted: page.inverted,
  })
  const kept = rows.slice(0, page.expectedSize)
  const edges = (page.inverted ? kept.toReversed() : kept).map((node) => ({ node, cursor: encodeCursor(node, order) }))
  return {
    edges,
    pageInfo: {
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
      hasPreviousPage: page.hasPreviousPage(rows.length),
      hasNextPage: page.hasNextPage(rows.length),
    },
  }
}

/** A page costs as much as the rows asked for, not as the rows there are. */
export function pageCost({ first, last }: ConnectionArgs) {
  return { field: 2, multiplier: Math.max(1, first ?? last ?? defaultPage) }
}

// No part of a key holds a control character: text is parsed without them.
const separator = '\u001f'

function encodeCursor<T>(node: T, { keyOf }: Order<T>): string {
  const parts = keyOf(node).map((part) => (part instanceof Date ? part.toISOString() : part))
  return Buffer.from(parts.join(separator)).toString('base64url')
}

const fits: Readonly<Record<KeyColumn['type'], (part: string) => boolean>> = {
  uuid: (part) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(part),
  timestamptz: (part) => /^\d{4}-\d{2}-\d{2}T[\d:.]{12}Z$/.test(part) && !Number.isNaN(Date.parse(part)),
  date: isLocalDate,
  int4: (part) => /^\d{1,9}$/.test(part),
  text: (part) => /^\P{Cc}{0,300}$/u.test(part),
}

function decodeCursor<T>(cursor: string | null, { types }: Order<T>): readonly string[] | null {
  if (cursor === null) return null
  const parts = Buffer.from(cursor, 'base64url').toString().split(separator)
  if (parts.length === types.length && types.every((type, index) => fits[type](parts[index] ?? ''))) return parts
  throw badPage('This is not a cursor of this connection.')
}

function badPage(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } })
}
