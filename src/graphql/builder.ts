import SchemaBuilder from '@pothos/core'
import ComplexityPlugin from '@pothos/plugin-complexity'
import DataloaderPlugin from '@pothos/plugin-dataloader'
import ErrorsPlugin from '@pothos/plugin-errors'
import RelayPlugin from '@pothos/plugin-relay'
import ScopeAuthPlugin from '@pothos/plugin-scope-auth'
import ValidationPlugin from '@pothos/plugin-validation'
import { GraphQLError } from 'graphql'
import { z } from 'zod'
import type { Right } from '../domain/accounts/access.ts'
import { AccessError } from '../domain/errors.ts'
import { allowed, type Context, holds } from './context.ts'
import { decodeId, encodeId } from './ids.ts'
import { limits } from './limits.ts'

type Types = {
  Context: Context
  DefaultFieldNullability: false
  DefaultEdgesNullability: { list: false; items: false }
  DefaultNodeNullability: false
  Scalars: {
    DateTime: { Input: Date; Output: Date }
    Date: { Input: string; Output: string }
    ID: { Input: string; Output: string | number | bigint }
  }
  AuthScopes: {
    /** Anybody, signed in or not: said out loud wherever it holds. */
    public: boolean
    /** Anybody but a stranger: an account or a service key. */
    known: boolean
    /** An account. */
    signedIn: boolean
    /** Whoever holds one of the rights somewhere: for roots, which show what is within reach. */
    anyRight: readonly Right[]
    /** Whoever holds the right here. */
    rightIn: { readonly right: Right; readonly organisationId: string | null }
  }
}

/** What one request may cost. A page costs as much as the rows it asks for; an act as much as a thousand fields. */
const costLimit = 10_000
export const actCost = 1_000
const free = { field: 0, multiplier: 1 } as const

const pagesOf = 'The pages of this list.'

// Errors wrap what dataloaders and scopes throw, so they come first; ids are decoded before scopes look at them.
export const builder = new SchemaBuilder<Types>({
  plugins: [ErrorsPlugin, DataloaderPlugin, RelayPlugin, ScopeAuthPlugin, ValidationPlugin, ComplexityPlugin],
  defaultFieldNullability: false,
  errors: {
    directResult: true,
    defaultUnionOptions: {
      name: ({ fieldName }) => `${fieldName.charAt(0).toUpperCase()}${fieldName.slice(1)}Result`,
      description: 'What came of it: the payload, or why not. Every member but the payload is a UserError.',
    },
  },
  relay: {
    encodeGlobalID: encodeId,
    decodeGlobalID: decodeId,
    clientMutationId: 'omit',
    cursorType: 'String',
    nodeTypeOptions: { description: 'What has an id of its own.' },
    nodeQueryOptions: {
      description:
        'Anything by its id; null when there is nothing, or nothing you may see. For anybody; each type decides.',
      authScopes: { public: true },
      args: { id: { description: 'An id this API gave out.' } },
    },
    nodesQueryOptions: {
      description:
        'Up to 100 things by their ids, in the same order; null where there is nothing you may see. For anybody; each type decides.',
      authScopes: { public: true },
      complexity: (args: { ids: readonly unknown[] }) => ({ field: 1, multiplier: args.ids.length }),
      args: {
        ids: { description: 'Ids this API gave out, at most 100.', validate: z.array(z.unknown()).max(limits.nodes) },
      },
    },
    idFieldOptions: { description: 'Names it in every answer and in node().' },
    pageInfoTypeOptions: { description: 'Where a page begins and ends.' },
    hasNextPageFieldOptions: { description: 'Whether there is more after it.' },
    hasPreviousPageFieldOptions: { description: 'Whether there is more before it.' },
    startCursorFieldOptions: { description: 'Cursor of the first; give it as `before` to page backwards.' },
    endCursorFieldOptions: { description: 'Cursor of the last; give it as `after` for the next page.' },
    pageInfoFieldOptions: { description: 'Where this page begins and ends.', complexity: 0 },
    edgesFieldOptions: {
      description: 'The page, each with its cursor.',
      complexity: free,
      nullable: { list: false, items: false },
    },
    nodesOnConnection: { description: 'The page.', complexity: free },
    nodeFieldOptions: { description: 'What the cursor points at.', complexity: 0, nullable: false },
    cursorFieldOptions: { description: 'Its place in the list.', complexity: 0 },
    defaultConnectionTypeOptions: { description: pagesOf },
    defaultEdgeTypeOptions: { description: 'One of the list, with its cursor.' },
    firstArgOptions: { description: 'How many from the start, at most 100. Default 20.' },
    lastArgOptions: { description: 'How many from the end, at most 100.' },
    afterArgOptions: { description: 'Those after this cursor.' },
    beforeArgOptions: { description: 'Those before this cursor.' },
    mutationInputArgOptions: { description: 'What is asked.' },
    relayMutationFieldOptions: { complexity: actCost },
  },
  scopeAuth: {
    authScopes: (context) => ({
      public: true,
      known: context.actor.kind !== 'anonymous',
      signedIn: context.actor.kind === 'account',
      anyRight: (rights) => rights.some((right) => holds(context, right)),
      rightIn: ({ right, organisationId }) => allowed(context, right, organisationId),
    }),
    unauthorizedError: (_parent, context) => notAllowed(context),
  },
  complexity: {
    limit: { complexity: costLimit },
    defaultListMultiplier: 5,
    complexityError: (_kind, { complexity }) =>
      new GraphQLError(`This asks for too much at once: it costs ${complexity}, at most ${costLimit} is answered.`, {
        extensions: { code: 'LIMIT_EXCEEDED' },
      }),
  },
  validation: {
    validationError: ({ issues }) => {
      const [issue] = issues
      const path = issue?.path?.map(String).join('.') ?? ''
      return new GraphQLError(`${path}: ${issue?.message ?? 'not as described'}`, {
        extensions: { code: 'BAD_REQUEST' },
      })
    },
  },
})

/** Signed in without the right, and not signed in at all, are told apart; nothing else is said. */
export function notAllowed({ actor }: Context): AccessError {
  return new AccessError(actor.kind === 'anonymous' ? 'UNAUTHENTICATED' : 'FORBIDDEN')
}

builder.queryType({ description: 'What can be read.' })
builder.mutationType({ description: 'What can be done: one mutation per act.' })
