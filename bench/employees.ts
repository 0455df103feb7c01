import { randomUUID } from 'node:crypto'
import type postgres from 'postgres'
import { digestOf } from '../src/db/secrets.ts'
import { systemRandom } from '../src/providers/random/system.ts'
import type { BenchPortal } from './portals.ts'

export const password = 'Drie-Bomen-In-Zwolle'

/** People with an account and one right, no more than a password, and addresses of one length. Answers what they type. */
export async function seedEmployees(
  admin: postgres.Sql,
  { portalId, organisationId }: BenchPortal,
  { count, passwordHash }: { readonly count: number; readonly passwordHash: string },
): Promise<readonly string[]> {
  const identifiers = Array.from({ length: count }, (_, n) => employeeAddress(n))
  await admin`
    with person as (
      insert into drempel.people (portal_id, name, language, email, email_status)
      select ${portalId}, 'Anna de Vries', 'nl', email, 'proven' from unnest(${identifiers}::text[]) email returning id, email),
    account as (
      insert into drempel.accounts (portal_id, person_id, identifier, status, password_hash, activated_at)
      select ${portalId}, id, email, 'active', ${passwordHash}, now() from person returning id)
    insert into drempel.grants (portal_id, account_id, role, organisation_id, valid_from, reason)
    select ${portalId}, id, 'EMPLOYEE', ${organisationId}, '2020-01-01', 'invitation' from account`
  await admin`analyze`
  return identifiers
}

export function employeeAddress(n: number): string {
  return `medewerker-${String(n).padStart(5, '0')}@bench.test`
}

const open = { tasks: 20, sessions: 5 }

/** One of them with a full page of tasks, signed in on a few devices. Answers the token of one. */
export async function furnish(
  admin: postgres.Sql,
  { portalId, organisationId }: BenchPortal,
  identifier: string,
): Promise<string> {
  const [who] = await admin<{ accountId: string; personId: string }[]>`
    select id as "accountId", person_id as "personId" from drempel.accounts
    where portal_id = ${portalId} and identifier = ${identifier}`
  if (who === undefined) throw new Error(`nobody signs in as ${identifier}`)
  const { accountId, personId } = who
  const journeyId = randomUUID()
  await admin`insert into drempel.journeys (portal_id, id, kind, subject_id, organisation_id, status, policy_version)
    values (${portalId}, ${journeyId}, 'account-activation', ${accountId}, ${organisationId}, 'ended', 1)`
  await admin`
    insert into drempel.tasks (portal_id, journey_id, key, kind, account_id, organisation_id, about_person_id, due_at)
    select ${portalId}, ${journeyId}, 'p1/task-' || n, 'CORRECT_MOBILE', ${accountId}, ${organisationId}, ${personId}, now()
    from generate_series(1, ${open.tasks}::integer) n`
  const tokens = Array.from({ length: open.sessions }, () => systemRandom.token())
  for (const token of tokens)
    await admin`insert into drempel.sessions (portal_id, account_id, digest, device, expires_at)
      values (${portalId}, ${accountId}, ${digestOf(token)}, 'Firefox on Linux', now() + interval '1 hour')`
  await admin`analyze`
  return tokens[0] ?? ''
}

/** What a start page asks: who am I, what waits for me, where am I signed in. */
export const readDocument = `{
  viewer {
    person { id name email mobile language }
    tasks { nodes { id kind title status createdAt dueAt url } pageInfo { hasNextPage endCursor } }
    sessions { nodes { id device createdAt lastUsedAt expiresAt isCurrent } }
  }
}`

const signInDocument = `mutation($input: SignInInput!) {
  signIn(input: $input) {
    __typename
    ... on SignInPayload { session { token expiresAt } }
    ... on UserError { code }
  }
}`

export function signInBody(identifier: string, typed = password): string {
  return JSON.stringify({
    query: signInDocument,
    variables: { input: { identifier, password: typed, session: 'BEARER' } },
  })
}
