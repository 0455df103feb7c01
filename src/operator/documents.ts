import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { NewOrganisation, NewPortal } from '../db/portal-writes.ts'
import { parseMailDomain } from '../domain/accounts/contact.ts'
import { type Policy, parsePolicy } from '../domain/portals/policy.ts'
import { FileError } from './usage.ts'

const line = z.string().trim().min(1).max(200)
const languages = z.array(z.enum(['nl', 'en'])).min(1)

const portal = z
  .strictObject({
    slug: z.string().regex(/^[a-z0-9][a-z0-9-]{0,61}$/, 'expected lower-case letters, digits and hyphens'),
    name: line,
    host: z.string().regex(/^[a-z0-9.-]{1,253}$/, 'expected a host name in lower case'),
    languages: languages.default(['nl', 'en']),
    form: z.enum(['je', 'u']),
    identifier: z.enum(['email', 'username']).default('email'),
    usernameSuffix: line.nullable().default(null),
    /** Links in mails lead here, with the token in the fragment. */
    frontendUrl: z.url({ protocol: /^https?$/ }),
    mailFrom: z.email(),
    smsFrom: z
      .string()
      .regex(/^[A-Za-z0-9]{1,11}$|^\+?\d{5,16}$/, 'expected at most 11 letters and digits, or a number'),
    policy: z.unknown().optional(),
  })
  .refine((given) => given.identifier === 'email' || given.usernameSuffix !== null, {
    path: ['usernameSuffix'],
    message: 'is required where people sign in by user name',
  })

const mailDomain = z
  .string()
  .trim()
  .toLowerCase()
  .refine((typed) => parseMailDomain(typed) !== null, 'expected a domain such as gemeente.example')
const told = z.strictObject({ nl: line, en: line })
const organisation = z.strictObject({
  name: line,
  kind: z.enum(['employer', 'client', 'agency']),
  kvkNumber: z
    .string()
    .regex(/^\d{8}$/, 'expected 8 digits')
    .nullable()
    .default(null),
  rsin: z
    .string()
    .regex(/^\d{9}$/, 'expected 9 digits')
    .nullable()
    .default(null),
  /** Addresses there are the organisation's own: whoever leaves it loses them. */
  mailDomains: z.array(mailDomain).default([]),
  serviceDesk: z.strictObject({ name: line, mail: z.email(), phone: line, hours: told, menuHint: told.optional() }),
})

export async function readPortalFile(file: string): Promise<{ readonly portal: NewPortal; readonly policy: Policy }> {
  const { policy = {}, ...rest } = parse(portal, await readJson(file), file)
  return { portal: rest, policy: readPolicy(policy, `${file}: policy`) }
}

export async function readOrganisationFile(file: string): Promise<NewOrganisation> {
  const { serviceDesk, ...rest } = parse(organisation, await readJson(file), file)
  const { menuHint, ...desk } = serviceDesk
  return { ...rest, serviceDesk: menuHint === undefined ? desk : { ...desk, menuHint } }
}

export async function readPolicyFile(file: string): Promise<Policy> {
  return readPolicy(await readJson(file), file)
}

function readPolicy(document: unknown, file: string): Policy {
  const policy = parsePolicy(document)
  if (!('length' in policy)) return policy
  throw problemsIn(file, policy)
}

function parse<T>(schema: z.ZodType<T>, document: unknown, file: string): T {
  const parsed = schema.safeParse(document)
  if (parsed.success) return parsed.data
  throw problemsIn(
    file,
    parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
  )
}

/** Every problem at once: nobody edits a file five times to find five mistakes. */
function problemsIn(file: string, problems: readonly { readonly path: string; readonly message: string }[]): FileError {
  return new FileError([`${file}:`, ...problems.map(({ path, message }) => `  ${path}: ${message}`)].join('\n'))
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (cause) {
    throw new FileError(`${file} cannot be read as JSON: ${cause instanceof Error ? cause.message : ''}`, { cause })
  }
}
