import { GraphQLError } from 'graphql'
import type { Tx } from '../db/client.ts'
import type { Context } from './context.ts'
import { asMember } from './errors.ts'

/** What a link leads to. By POST only: a token has no place in an address, which lands in logs and histories. */
export async function lookByPost<T>({ facts, reader }: Context, look: (tx: Tx) => Promise<T>): Promise<T> {
  if (facts.method === 'POST') {
    return reader.read(look).catch((error: unknown) => {
      throw asMember(error)
    })
  }
  const http = { status: 405, headers: { allow: 'POST' } }
  throw new GraphQLError('Ask this by POST.', { extensions: { code: 'BAD_REQUEST', http } })
}
