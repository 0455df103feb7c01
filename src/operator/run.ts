import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import type { Call } from '../commands/execute.ts'
import { createOrganisation } from '../commands/portals/create-organisation.ts'
import { createPortal } from '../commands/portals/create-portal.ts'
import { inviteFirst } from '../commands/portals/invite-first.ts'
import { putPolicy } from '../commands/portals/put-policy.ts'
import { type Pool, reading } from '../db/client.ts'
import { findOrganisationByName, findPortalBySlug } from '../db/portals.ts'
import type { RandomPort } from '../providers/random/port.ts'
import type { SealingPort } from '../providers/sealing/port.ts'
import { readOrganisationFile, readPolicyFile, readPortalFile } from './documents.ts'
import { UsageError } from './usage.ts'

export type OperatorDeps = {
  readonly owner: Pool
  readonly app: Pool
  readonly random: RandomPort
  readonly sealing: SealingPort
}

const names = [
  'file',
  'portal',
  'from',
  'role',
  'organisation',
  'email',
  'name',
  'mobile',
  'username',
  'language',
] as const
type Options = Partial<Record<(typeof names)[number], string>>

const commands: Readonly<Record<string, (deps: OperatorDeps, options: Options) => Promise<string>>> = {
  'portal create': async (deps, options) => {
    const { portalId } = await createPortal(deps, await readPortalFile(need(options, 'file')), randomUUID())
    return `portal ${portalId}`
  },
  'organisation create': async (deps, options) => {
    const organisation = await readOrganisationFile(need(options, 'file'))
    const { organisationId } = await createOrganisation(deps, await callIn(deps, options), organisation)
    return `organisation ${organisationId}`
  },
  'policy put': async (deps, options) => {
    const document = await readPolicyFile(need(options, 'file'))
    const effectiveFrom = options.from === undefined ? undefined : readInstant(options.from)
    const { version } = await putPolicy(deps, await callIn(deps, options), { document, effectiveFrom })
    return `policy version ${version}`
  },
  invite,
}

/** Carries out one command and answers the line to print. */
export async function runOperator(deps: OperatorDeps, args: readonly string[]): Promise<string> {
  const { positionals, values } = readArgs(args)
  const command = commands[positionals.join(' ')]
  if (command === undefined) throw new UsageError(`There is no command "${positionals.join(' ')}".`)
  return command(deps, values)
}

function readArgs(args: readonly string[]) {
  try {
    const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]))
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : 'The options cannot be read.', { cause })
  }
}

async function invite(deps: OperatorDeps, options: Options): Promise<string> {
  const role = need(options, 'role')
  if (role !== 'OPERATOR' && role !== 'HR') throw new UsageError('--role is OPERATOR or HR.')
  if (role === 'OPERATOR' && options.organisation !== undefined)
    throw new UsageError('An operator has no organisation.')
  const { email, name } = { email: need(options, 'email'), name: need(options, 'name') }
  const language = options.language === 'en' ? ('en' as const) : ('nl' as const)
  const call = await callIn(deps, options)
  const organisationId = await findOrganisationId(deps, call, options.organisation)
  const { mobile, username } = options
  const { link } = await inviteFirst(deps, call, {
    organisationId,
    item: { role, email, name, mobile, username, language },
  })
  return link ?? 'This account is active already. It has the role now; there is nothing to activate.'
}

function need(options: Options, name: keyof Options): string {
  const value = options[name]
  if (value === undefined || value.trim() === '') throw new UsageError(`--${name} is missing.`)
  return value
}

async function callIn({ app }: OperatorDeps, options: Options): Promise<Call> {
  const slug = need(options, 'portal')
  const portal = await findPortalBySlug(app, slug)
  if (portal === undefined) throw new UsageError(`There is no portal "${slug}".`)
  return { actor: { kind: 'installation' }, portalId: portal.id, correlationId: randomUUID() }
}

async function findOrganisationId({ app }: OperatorDeps, call: Call, name: string | undefined): Promise<string | null> {
  if (name === undefined) return null
  const organisation = await reading(app, call.portalId, (tx) => findOrganisationByName(tx, name))
  if (organisation === undefined) throw new UsageError(`This portal has no organisation "${name}".`)
  return organisation.id
}

function readInstant(typed: string): Date {
  const instant = new Date(typed)
  if (Number.isNaN(instant.getTime()))
    throw new UsageError(`--from ${typed} is no instant, such as 2026-04-01T00:00:00+02:00.`)
  return instant
}
