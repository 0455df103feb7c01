import { GraphQLError } from 'graphql'
import { isAway } from '../db/away.ts'
import { codes } from '../domain/codes.ts'
import { AccessError, DomainError } from '../domain/errors.ts'
import type { Language } from '../domain/portals/portal.ts'
import type { GraphqlLog } from './context.ts'

type Setting = { readonly correlationId: string; readonly language: Language; readonly log: GraphqlLog }

type Fault = { readonly code: string; readonly message: string; readonly http?: Readonly<Record<string, unknown>> }

const texts = {
  UNAUTHENTICATED: { nl: 'Log eerst in.', en: 'Sign in first.' },
  FORBIDDEN: { nl: 'Hiervoor hebt u geen toegang.', en: 'You have no access to this.' },
  OVERLOADED: { nl: 'Het is erg druk. Probeer het zo opnieuw.', en: 'It is very busy. Try again in a moment.' },
  UNAVAILABLE: {
    nl: 'Dit lukt nu even niet. Probeer het zo opnieuw.',
    en: 'This is not possible now. Try again soon.',
  },
  INTERNAL: { nl: 'Er ging iets mis aan onze kant.', en: 'Something went wrong on our side.' },
} as const

/**
 * Every top-level error as it leaves the house: a code and the correlation id, and nothing of what is inside. Only what the
 * caller did wrong is told in words of its own; a fault goes to the log under the same correlation id.
 */
export function tellFault(error: GraphQLError, setting: Setting): GraphQLError {
  const { code, message, http } = faultOf(error, setting)
  const extensions = { code, correlationId: setting.correlationId, ...(http === undefined ? {} : { http }) }
  const { nodes, source, positions, path } = error
  return new GraphQLError(message, { nodes, source, positions, path, extensions })
}

function faultOf(error: GraphQLError, { correlationId, language, log }: Setting): Fault {
  const cause = rootCause(error)
  if (cause instanceof AccessError) {
    const http = error.path === undefined ? { http: { status: 401 } } : {}
    return { code: cause.code, message: texts[cause.code][language], ...http }
  }
  if (cause instanceof DomainError) return { code: cause.code, message: codes[cause.code][language] }
  if (isOverloaded(cause)) return busy('OVERLOADED', language, cause.retryAfterSeconds)
  if (isAway(cause)) {
    log.error({ event: 'graphql.away', correlationId, error: cause })
    return busy('UNAVAILABLE', language, 2)
  }
  if (cause instanceof GraphQLError && isTheirs(cause, error)) return theirs(cause, error)
  // Before anything ran, only the request itself is read as JSON.
  if (cause instanceof SyntaxError && error.path === undefined) {
    return { code: 'BAD_REQUEST', message: 'The request holds invalid JSON.', http: { status: 400 } }
  }
  log.error({ event: 'graphql.fault', correlationId, path: error.path?.filter(isName).join('.'), error: cause })
  return { code: 'INTERNAL', message: texts.INTERNAL[language] }
}

/** What was thrown to be read: with a code, about the request itself, or by Pothos about its arguments. */
function isTheirs({ name, extensions }: GraphQLError, { path }: GraphQLError): boolean {
  const { code } = extensions
  if (name === 'PothosValidationError') return true
  return code === undefined ? path === undefined : code !== 'INTERNAL_SERVER_ERROR'
}

/** The protocol wants 200 for a document that is no good, where plain JSON is accepted; what is no request at all is 400. */
const byProtocol = ['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED']

function theirs(cause: GraphQLError, { path, message: whole }: GraphQLError): Fault {
  const { extensions } = cause
  const message = aboutValue.test(whole) ? withoutValue(whole, cause.message) : cause.message
  const code = typeof extensions.code === 'string' ? extensions.code : 'BAD_REQUEST'
  const given = isHttp(extensions.http) ? extensions.http : undefined
  if (byProtocol.includes(code)) return { code, message, ...(given ? { http: given } : {}) }
  if (given) return { code, message, http: { ...given, spec: false } }
  return { code, message, ...(path === undefined ? { http: { status: 400 } } : {}) }
}

const aboutValue = /^Variable "\$(\w+)" got invalid value /
const expectation =
  /^(?:Expected value of (?:non-null )?type "[^"]+"(?: to be an object| not to be null| to include required field "\w+"| not to include unknown field "\w+")?|\w+ cannot represent [\w -]*value|This is not [^".]*)/

/**
 * What is in a variable may be a password, and a frontend logs what it is told: so where it does not fit and what was
 * expected there, and never what was found, as graphql-js would have it.
 */
function withoutValue(whole: string, reason: string): string {
  const before = whole.slice(0, whole.lastIndexOf(`; ${reason}`))
  const at = / at "([\w.[\]]+)"$/.exec(before)?.[1] ?? aboutValue.exec(whole)?.[1]
  const expected = expectation.exec(reason)?.[0]
  return `The variables do not fit at ${at}${expected === undefined ? '' : `: ${expected}`}.`
}

function busy(code: 'OVERLOADED' | 'UNAVAILABLE', language: Language, seconds: number): Fault {
  return { code, message: texts[code][language], http: { status: 503, headers: { 'retry-after': String(seconds) } } }
}

function rootCause(error: Error): Error {
  const original = error instanceof GraphQLError ? error.originalError : undefined
  return original ? rootCause(original) : error
}

/** The hashing pool is full. Known by its shape: this layer sees ports as types only. */
function isOverloaded(error: Error): error is Error & { readonly retryAfterSeconds: number } {
  return error.name === 'Overloaded' && 'retryAfterSeconds' in error
}

function isHttp(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function isName(part: string | number): boolean {
  return typeof part === 'string'
}
