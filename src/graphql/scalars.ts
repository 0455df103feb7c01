import { GraphQLError, Kind } from 'graphql'
import { isLocalDate } from '../domain/time.ts'
import { builder } from './builder.ts'

// Offsets are taken and milliseconds kept: what the database keeps too.
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/

builder.scalarType('DateTime', {
  description: 'An instant in ISO 8601 with an offset, such as `2027-04-01T00:00:00.000+02:00`. Answers are in UTC.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time',
  serialize: (value) => {
    if (value instanceof Date) return value.toISOString()
    throw new Error('an instant was expected')
  },
  parseValue: parseInstant,
  parseLiteral: (node) => parseInstant(node.kind === Kind.STRING ? node.value : undefined),
})

builder.scalarType('Date', {
  description: 'A day on the calendar of Amsterdam, such as `2027-04-01`.',
  serialize: String,
  parseValue: parseDay,
  parseLiteral: (node) => parseDay(node.kind === Kind.STRING ? node.value : undefined),
})

function parseInstant(value: unknown): Date {
  const parsed = typeof value === 'string' && instant.test(value) ? new Date(value) : undefined
  if (parsed && !Number.isNaN(parsed.getTime()) && isRepresentable(parsed)) return parsed
  throw new GraphQLError('This is not an instant in ISO 8601 with an offset.')
}

function parseDay(value: unknown): string {
  if (typeof value === 'string' && isLocalDate(value)) return value
  throw new GraphQLError('This is not a day, such as 2027-04-01.')
}

/** Within what the database and a calendar can work with. */
function isRepresentable(parsed: Date): boolean {
  return parsed.getUTCFullYear() >= 1900 && parsed.getUTCFullYear() <= 9998
}
