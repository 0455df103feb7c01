import { GraphQLError, type GraphQLSchema, NoSchemaIntrospectionCustomRule, parse, validate } from 'graphql'
import { createYoga, type Plugin } from 'graphql-yoga'
import { noteSeen } from '../commands/documents/note-seen.ts'
import { authenticate, callOf } from './authenticate.ts'
import type { Context, GraphqlDeps, RequestFacts } from './context.ts'
import { tellFault } from './faults.ts'
import { checkParams, limitRules, limits } from './limits.ts'
import { openReader, type Reader } from './reader.ts'

export type GraphqlRequest = {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
}

export type GraphqlAnswer = { readonly status: number; readonly headers: Headers; readonly body: string }

export type GraphqlServer = (request: GraphqlRequest, facts: RequestFacts) => Promise<GraphqlAnswer>

type Ending = () => Promise<void>
type ServerContext = { readonly facts: RequestFacts; readonly reader: Reader; readonly endings: Ending[] }

/** The schema behind a door that is not its own: HTTP hands in whole requests and takes whole answers out. */
export function graphqlServer(deps: GraphqlDeps, schema: GraphQLSchema): GraphqlServer {
  const yoga = createYoga<ServerContext, Context>({
    schema,
    context: (opened) => contextOf(deps, opened),
    plugins: [limiting(deps), telling(deps)],
    graphqlEndpoint: '/graphql',
    // All of these are the door's: it has counted the body, and answers for origins, pages and health.
    maxRequestBodySize: false,
    multipart: false,
    batching: false,
    cors: false,
    graphiql: false,
    landingPage: false,
    // Errors are told by `telling`, which knows the request's language and correlation id.
    maskedErrors: false,
    logging: false,
    disposeOnProcessTerminate: false,
  })

  return async ({ url, ...request }, facts) => {
    const reader = openReader(deps.app, facts.portal.id)
    const endings: Ending[] = []
    try {
      const response = await yoga.fetch(url, request, { facts, reader, endings })
      return { status: response.status, headers: response.headers, body: await response.text() }
    } finally {
      await reader.close()
      for (const end of endings) await end()
    }
  }
}

async function contextOf(deps: GraphqlDeps, { facts, reader, endings }: ServerContext): Promise<Context> {
  const { actor, now, touch } = await authenticate(deps.app, facts, reader)
  if (touch) endings.push(touch)
  const { portal, language } = facts
  const call = callOf(facts, actor)
  const seen = new Set<string>()
  endings.push(() => noteSeen(deps, call, [...seen]))
  return { deps, facts, portal, language, call, actor, now, reader, seen }
}

function limiting({ introspection }: GraphqlDeps): Plugin {
  return {
    onParams: ({ params }) => checkParams(params),
    onParse: ({ setParseFn }) => {
      setParseFn((source, options) => parse(source, { ...options, maxTokens: limits.tokens }))
    },
    onValidate: ({ addValidationRule, setValidationFn }) => {
      for (const rule of limitRules) addValidationRule(rule)
      if (introspection) return
      addValidationRule(NoSchemaIntrospectionCustomRule)
      // A hint at a name is introspection by the letter.
      setValidationFn((schema, document, rules) => validate(schema, document, rules, { hideSuggestions: true }))
    },
  }
}

function telling({ log }: GraphqlDeps): Plugin<object, ServerContext> {
  return {
    onResultProcess: ({ result, setResult, serverContext: { facts } }) => {
      if (Array.isArray(result) || !('errors' in result) || result.errors === undefined) return
      const { correlationId, language } = facts
      const errors = result.errors.map((error) => tellFault(asGraphqlError(error), { correlationId, language, log }))
      setResult({ ...result, errors })
    },
  }
}

function asGraphqlError(error: Error): GraphQLError {
  return error instanceof GraphQLError ? error : new GraphQLError(error.message, { originalError: error })
}
