import { afterAll } from 'vitest'
import { serveApi } from '../../src/start-api.ts'
import { idOf } from './api.ts'
import { type Installation, type SeededPortal, testInstallation } from './installation.ts'
import { type Leaver, ownMailDomain, password, signInHr, standStill } from './leavers.ts'

export type HttpHouse = {
  readonly installation: Installation
  readonly portal: SeededPortal
  readonly port: number
}

/** An installation behind its own door, where time stands still. Its worker is the test's to start. */
export async function openHttpHouse(instant: string, env: NodeJS.ProcessEnv = {}): Promise<HttpHouse> {
  const installation = await testInstallation({ env })
  const portal = await installation.seedPortal()
  await standStill(installation, instant)
  await ownMailDomain(installation, portal, 'acme.example')
  const api = await serveApi(installation.drempel)
  afterAll(() => api.close())
  return { installation, portal, port: api.port }
}

type Asking = { readonly as?: string; readonly input?: Readonly<Record<string, unknown>> }

/** Asks as a client does; answers the data, or the code of what went wrong. */
async function ask<T>({ port, portal }: HttpHouse, query: string, { as, input }: Asking): Promise<T | string> {
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'drempel-portal': portal.slug,
      ...(as === undefined ? {} : { authorization: `Bearer ${as}` }),
    },
    body: JSON.stringify({ query, variables: { input } }),
  })
  const { data, errors } = (await response.json()) as { data: T; errors?: [{ extensions: { code: string } }] }
  return errors === undefined ? data : errors[0].extensions.code
}

const signInDocument = `mutation($input: SignInInput!) { signIn(input: $input) {
  ... on SignInPayload { session { token } } ... on UserError { code } ... on AccessEnded { endedAt } } }`

type SignedIn = { readonly session?: { readonly token: string }; readonly code?: string; readonly endedAt?: string }

export async function signIn(house: HttpHouse, { email }: Leaver): Promise<SignedIn> {
  const input = { identifier: email, password, session: 'BEARER' }
  const told = await ask<{ signIn: SignedIn }>(house, signInDocument, { input })
  return typeof told === 'string' ? { code: told } : told.signIn
}

export async function tokenOf(house: HttpHouse, leaver: Leaver): Promise<string> {
  const { session, code } = await signIn(house, leaver)
  if (session === undefined) throw new Error(`not let in: ${code}`)
  return session.token
}

const rolesDocument = '{ viewer { person { grants { nodes { role isInForce } } } } }'

type Viewed = {
  readonly viewer: {
    readonly person: { readonly grants: { readonly nodes: readonly { role: string; isInForce: boolean }[] } }
  }
}

/** What a request with this session may do, or why it is not served. */
export async function served(house: HttpHouse, token: string): Promise<readonly string[] | string> {
  const told = await ask<Viewed>(house, rolesDocument, { as: token })
  if (typeof told === 'string') return told
  return told.viewer.person.grants.nodes.filter(({ isInForce }) => isInForce).map(({ role }) => role)
}

const planDocument = `mutation($input: OffboardingPlanInput!) { offboardingPlan(input: $input) {
  ... on OffboardingPlanPayload { results { outcome journey { id } } } ... on UserError { code } } }`

type PlannedResults = {
  readonly offboardingPlan: { readonly results?: readonly { outcome: string; journey: { id: string } | null }[] }
}

/** HR records a last day as a portal does; answers the journey. */
export async function recordLastDay(house: HttpHouse, { personId }: Leaver, lastDay: string): Promise<string> {
  const { installation, portal } = house
  const organisation = idOf('Organisation', portal.organisationId)
  const input = { organisation, items: [{ person: idOf('Person', personId), lastDay }] }
  const told = await ask<PlannedResults>(house, planDocument, { as: await signInHr(installation, portal), input })
  const [result] = (typeof told === 'string' ? undefined : told.offboardingPlan.results) ?? []
  if (result?.outcome !== 'PLANNED') throw new Error(`not planned: ${JSON.stringify(told)}`)
  return Buffer.from(result.journey?.id ?? '', 'base64url')
    .toString()
    .replace('Journey:', '')
}
