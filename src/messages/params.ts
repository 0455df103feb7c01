/**
 * Reads the parameters of a message. They come from a row that a command wrote, perhaps an earlier release, so they
 * are checked again; an error names the parameter and never its value.
 */
export type Params = {
  text(name: string): string
  optionalText(name: string): string | null
  /** A ready-made address of a page. */
  link(name: string): string
  optionalHost(name: string): string | null
  /** 2025-12-01 */
  day(name: string): string
  optionalDay(name: string): string | null
  instant(name: string): Date
  code(name: string): string
  /** Groups of four digits: 0756 6539 */
  backupCode(name: string): string
  minutes(name: string): number
  /** How many there are, perhaps none. */
  count(name: string): number
  flag(name: string): boolean
  /** False where an earlier release did not say. */
  optionalFlag(name: string): boolean
  oneOf<const T extends string>(name: string, values: readonly T[]): T
  within(name: string): Params
}

class MessageParamError extends Error {
  override readonly name = 'MessageParamError'

  constructor(param: string) {
    super(`the message's parameter ${param} is missing or wrong`)
  }
}

export function readParams(source: unknown, path = ''): Params {
  const fields = typeof source === 'object' && source !== null ? (source as Record<string, unknown>) : {}

  const read = <T>(name: string, accept: (value: unknown) => T | undefined): T => {
    const value = Object.hasOwn(fields, name) ? accept(fields[name]) : undefined
    if (value === undefined) throw new MessageParamError(path + name)
    return value
  }
  const optional = (name: string, accept: (value: unknown) => string | undefined): string | null =>
    (fields[name] ?? null) === null ? null : read(name, accept)

  return {
    text: (name) => read(name, line),
    optionalText: (name) => optional(name, line),
    optionalHost: (name) => optional(name, (value) => matching(value, /^[a-z0-9][a-z0-9.-]{0,251}$/)),
    link: (name) => read(name, webAddress),
    day: (name) => read(name, day),
    optionalDay: (name) => optional(name, day),
    instant: (name) => read(name, instant),
    code: (name) => read(name, (value) => matching(value, /^\d{4,10}$/)),
    backupCode: (name) => read(name, (value) => matching(value, /^\d{4}(?: \d{4}){1,3}$/)),
    minutes: (name) => read(name, (value) => whole(value, 1)),
    count: (name) => read(name, (value) => whole(value, 0)),
    flag: (name) => read(name, (value) => (typeof value === 'boolean' ? value : undefined)),
    optionalFlag: (name) =>
      (fields[name] ?? null) !== null && read(name, (value) => (typeof value === 'boolean' ? value : undefined)),
    oneOf: (name, values) => read(name, (value) => values.find((one) => one === value)),
    within: (name) => readParams(fields[name], `${path}${name}.`),
  }
}

/** Names are typed by people: line breaks would break a subject, direction marks would turn a sentence around. */
function line(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const clean = value
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    .replace(/ {2,}/g, ' ')
    .trim()
  return clean === '' || clean.length > 300 ? undefined : clean
}

function webAddress(value: unknown): string | undefined {
  return typeof value === 'string' && /^https?:\/\/[^\s"'<>\\]+$/.test(value) && URL.canParse(value) ? value : undefined
}

function day(value: unknown): string | undefined {
  const text = matching(value, /^\d{4}-\d{2}-\d{2}$/)
  return text !== undefined && !Number.isNaN(Date.parse(text)) ? text : undefined
}

function instant(value: unknown): Date | undefined {
  const at = typeof value === 'string' || value instanceof Date ? new Date(value) : undefined
  return at === undefined || Number.isNaN(at.getTime()) ? undefined : at
}

function whole(value: unknown, least: number): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= least ? value : undefined
}

function matching(value: unknown, shape: RegExp): string | undefined {
  return typeof value === 'string' && shape.test(value) ? value : undefined
}
