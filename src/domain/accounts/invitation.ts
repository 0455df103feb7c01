import type { Code } from '../codes.ts'
import type { Problem } from '../errors.ts'
import { type Language, languageFor, type Portal } from '../portals/portal.ts'
import { parseLine } from '../text.ts'
import { isLocalDate } from '../time.ts'
import type { Role } from './account.ts'
import { parseEmail, parseMobile, parseUsername } from './contact.ts'

/** One person as HR or a payroll system names them. */
export type InvitationItem = {
  readonly name: string
  readonly email: string
  readonly mobile?: string | null | undefined
  readonly dateOfBirth?: string | null | undefined
  readonly startsOn?: string | null | undefined
  readonly role?: Role | null | undefined
  readonly language?: Language | null | undefined
  /** Where the portal signs in by user name. */
  readonly username?: string | null | undefined
  readonly externalReference?: string | null | undefined
}

export type Invitation = {
  readonly name: string
  readonly email: string
  readonly identifier: string
  readonly mobile: string | null
  readonly dateOfBirth: string | null
  readonly startsOn: string | null
  readonly role: Role
  readonly language: Language
  readonly externalReference: string | null
}

export type InvitationTerms = {
  readonly portal: Pick<Portal, 'identifier' | 'usernameSuffix' | 'languages'>
  readonly roles: readonly Role[]
  /** Today in Amsterdam: nobody is born tomorrow. */
  readonly today: string
}

/** Reads one item, or names everything that is wrong with it. */
export function parseInvitation(item: InvitationItem, terms: InvitationTerms): Invitation | readonly Problem[] {
  const email = parseEmail(item.email)
  const readings = {
    name: required('INVALID_NAME', parseLine(item.name, 200)),
    email: required('INVALID_EMAIL', email),
    username:
      terms.portal.identifier === 'email' ? good(email ?? '') : required('INVALID_USERNAME', usernameOf(item, terms)),
    role: required('ROLE_NOT_ALLOWED', terms.roles.find((role) => role === (item.role ?? 'EMPLOYEE')) ?? null),
    mobile: optional('INVALID_MOBILE', item.mobile, parseMobile),
    dateOfBirth: optional('INVALID_DATE', item.dateOfBirth, (typed) => parseBirthDate(typed, terms.today)),
    startsOn: optional('INVALID_DATE', item.startsOn, (typed) => (isLocalDate(typed) ? typed : null)),
    externalReference: optional('INVALID_INPUT', item.externalReference, (typed) => parseLine(typed, 100)),
  }
  const problems = Object.entries(readings).flatMap(([path, { code }]) => (code === undefined ? [] : [{ path, code }]))
  if (problems.length > 0) return problems
  return {
    name: read(readings.name),
    email: read(readings.email),
    identifier: read(readings.username),
    role: read(readings.role),
    language: languageFor(terms.portal, item.language),
    mobile: read(readings.mobile),
    dateOfBirth: read(readings.dateOfBirth),
    startsOn: read(readings.startsOn),
    externalReference: read(readings.externalReference),
  }
}

type Reading<T> = { readonly value: T; readonly code?: undefined } | { readonly code: Code }

function good<T>(value: T): Reading<T> {
  return { value }
}

function required<T>(code: Code, value: T | null): Reading<T> {
  return value === null ? { code } : good(value)
}

function optional<T>(
  code: Code,
  typed: string | null | undefined,
  parse: (typed: string) => T | null,
): Reading<T | null> {
  return typed === null || typed === undefined ? good(null) : required(code, parse(typed))
}

function read<T>(reading: Reading<T>): T {
  if (reading.code !== undefined) throw new Error(`read a value that was refused: ${reading.code}`)
  return reading.value
}

function usernameOf(item: InvitationItem, { portal }: InvitationTerms): string | null {
  return parseUsername(item.username ?? '', portal.usernameSuffix ?? '')
}

function parseBirthDate(typed: string, today: string): string | null {
  return isLocalDate(typed) && typed <= today && typed >= '1900-01-01' ? typed : null
}
