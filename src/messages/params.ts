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
  optionalDay(name: string): string | null
  instant(name: string): Date
  code(name: string): string
  minutes(name: string): number
  flag(name: string): boolean
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
    optionalDay: (name) => optional(name, day),
    instant: (name) => read(name, instant),
    code: (name) => read(name, (value) => matching(value, /^\d{4,10}$/)),
    minutes: (name) =>
      read(name, (value) => (Number.isInteger(value) && Number(value) > 0 ? Number(value) : undefined)),
    flag: (name) => read(name, (value) => (typeof value === 'boolean' ? value : undefined)),
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

function matching(value: unknown, shape: RegExp): string | undefined {
  return typeof value === 'string' && shape.test(value) ? value : undefined
}
