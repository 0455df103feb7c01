import type { Pool, Tx } from '../../db/client.ts'
import { findOrganisation } from '../../db/portals.ts'
import { insertServiceKey } from '../../db/service-keys.ts'
import { actorId } from '../../domain/accounts/access.ts'
import type { Scope } from '../../domain/accounts/account.ts'
import type { Problem } from '../../domain/errors.ts'
import { parseLine } from '../../domain/text.ts'
import type { RandomPort } from '../../providers/random/port.ts'
import { authorise, type Call, execute, refuse } from '../execute.ts'

export type CreateServiceKey = {
  readonly organisationId: string
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly expiresAt: Date
}

/** The key is told once. Its prefix lets scanners of repositories and logs recognise one that leaked. */
export type ServiceKeyCreated = { readonly keyId: string; readonly key: string }

const prefix = 'drk_'
const longestDays = 366
// Who made it, where it was the installation's command line and nobody in particular.
const nobody = '00000000-0000-0000-0000-000000000000'

export async function createServiceKey(
  deps: { readonly app: Pool; readonly random: RandomPort },
  call: Call,
  input: CreateServiceKey,
): Promise<ServiceKeyCreated> {
  return execute(deps, call, 'serviceKeyCreate', async (tx) => {
    authorise(call, 'keys.write', input.organisationId, tx.now)
    if ((await findOrganisation(tx, input.organisationId)) === undefined) return refuse('NOT_FOUND')
    const name = parseLine(input.name, 100)
    const problems = problemsOf(input, name, tx)
    if (problems.length > 0 || name === null) return refuse('INVALID_INPUT', { problems })
    const key = `${prefix}${deps.random.token()}`
    const { organisationId, expiresAt } = input
    const scopes = [...new Set(input.scopes)]
    const createdBy = actorId(call.actor) ?? nobody
    const keyId = await insertServiceKey(tx, { name, organisationId, token: key, scopes, createdBy, expiresAt })
    return { value: { keyId, key }, subjectId: keyId }
  })
}

function problemsOf({ scopes, expiresAt }: CreateServiceKey, name: string | null, { now }: Tx): readonly Problem[] {
  const isFar = expiresAt.getTime() - now.getTime() > longestDays * 86_400_000
  return [
    ...(name === null ? [{ path: 'name', code: 'INVALID_NAME' as const }] : []),
    ...(scopes.length === 0 ? [{ path: 'scopes', code: 'REQUIRED' as const }] : []),
    ...(expiresAt <= now ? [{ path: 'expiresAt', code: 'DATE_PASSED' as const }] : []),
    ...(isFar ? [{ path: 'expiresAt', code: 'INVALID_DATE' as const }] : []),
  ]
}
