import { type Logger, pino } from 'pino'

export type Log = Logger

/**
 * An event's name and ids, never names, addresses, numbers or tokens. Errors are told by name and code alone: a database
 * error's message may quote the row, a provider's the address.
 */
export function openLog(level: string, destination?: { write(line: string): void }): Log {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { error: describeError, err: describeError },
    redact: { paths: forbidden.flatMap((name) => [name, `*.${name}`]), censor: '[redacted]' },
  }
  return destination === undefined ? pino(options) : pino(options, destination)
}

// The last net: nothing should carry these, and what does is not printed.
const forbidden = [
  'name',
  'email',
  'mobile',
  'recipient',
  'to',
  'token',
  'pin',
  'password',
  'secret',
  'authorization',
  'cookie',
  'params',
]

// A stack begins with the message, which may quote a row: nothing of it may pass for a place in the code.
const ownFrame = /^ {4}at .*\/src\/\S+:\d+:\d+\)?$/

type Described = { readonly type: string; readonly code?: string; readonly at?: string; readonly cause?: Described }

function describeError(error: unknown): Described {
  if (!(error instanceof Error)) return { type: typeof error }
  const code =
    'code' in error && (typeof error.code === 'string' || typeof error.code === 'number') ? `${error.code}` : undefined
  const at = error.stack
    ?.replace(error.message, '')
    .split('\n')
    .find((line) => ownFrame.test(line))
    ?.trim()
  return {
    type: error.name,
    ...(code === undefined ? {} : { code }),
    ...(at === undefined ? {} : { at }),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  }
}
