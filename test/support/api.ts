import { randomUUID } from 'node:crypto'
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { afterAll } from 'vitest'
import { inPortal } from '../../src/db/client.ts'
import { insertServiceKey } from '../../src/db/service-keys.ts'
import { insertSession } from '../../src/db/sessions.ts'
import type { Role, Scope } from '../../src/domain/accounts/account.ts'
import type { Policy } from '../../src/domain/portals/policy.ts'
import type { Portal } from '../../src/domain/portals/portal.ts'
import { type ApiDeps, startApi } from '../../src/http/start.ts'
import { openLog } from '../../src/log.ts'
import { systemRandom } from '../../src/providers/random/system.ts'
import type { WorkflowHistoryPort } from '../../src/providers/workflow-history/port.ts'
import { type Scene, type Stage, setStage } from './scene.ts'

export type Answer<T = Record<string, unknown>> = {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  readonly data: T
  readonly errors: readonly {
    readonly message: string
    readonly path?: readonly (string | number)[]
    readonly extensions: { readonly code: string; readonly correlationId: string }
  }[]
}

export type Sending = {
  readonly method?: string
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export type Api = {
  readonly port: number
  /** Every line of the log. */
  readonly lines: string[]
  send(sending: Sending): Promise<Answer>
  close(): Promise<void>
}

const settings = {
  host: '127.0.0.1',
  port: 0,
  isProduction: false,
  introspection: true,
  trustedProxies: [],
  metricsToken: undefined,
}

/** Temporal is away: no test here needs it. */
export const noWorkflows: WorkflowHistoryPort = {
  runs: async () => ({ unavailable: 'AWAY' }),
  history: async () => ({ unavailable: 'AWAY' }),
}

type Options = Partial<Omit<ApiDeps, 'settings'>> & { readonly settings?: Partial<ApiDeps['settings']> }

/** The api as it is served, on a port of its own. */
export async function openApi(scene: Scene, options: Options = {}): Promise<Api> {
  const lines: string[] = []
  const log = openLog('debug', { write: (line) => lines.push(line) })
  const api = await startApi({
    ...scene,
    workflows: noWorkflows,
    hooks: [],
    log,
    ...options,
    settings: { ...settings, ...options.settings },
  })
  let closing: Promise<void> | undefined
  const close = () => {
    closing ??= api.close()
    return closing
  }
  afterAll(close)
  return { port: api.port, lines, send: (sending) => send(api.port, sending), close }
}

/** node:http rather than fetch: it sends any header, host and origin included. */
function send(port: number, { method = 'POST', path = '/graphql', headers = {}, body }: Sending): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const request = httpRequest({ host: '127.0.0.1', port, method, path, headers, agent: false }, (response) => {
    const chunks: Buffer[] = []
    response.on('data', (chunk) => chunks.push(chunk))
    response.on('error', reject)
    response.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8')
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        text,
        data: {},
        errors: [],
        ...parsed(text),
      })
    })
  })
  request.on('error', reject)
  request.end(body)
  return promise
}

function parsed(text: string): Partial<Pick<Answer, 'data' | 'errors'>> {
  try {
    const { data, errors } = JSON.parse(text)
    return { ...(data === undefined ? {} : { data }), ...(errors === undefined ? {} : { errors }) }
  } catch (error) {
    if (error instanceof SyntaxError) return {}
    throw error
  }
}

export type House = Stage & { readonly slug: string; readonly host: string }

export async function openHouse(
  scene: Scene,
  { policy = {}, portal = {} }: { policy?: Partial<Policy['activation']>; portal?: Partial<Portal> } = {},
): Promise<House> {
  const slug = `p${randomUUID().slice(0, 8)}`
  const host = `${slug}.example`
  const stage = await setStage(scene, { policy, portal: { slug, host, frontendUrl: `https://${host}`, ...portal } })
  return { ...stage, slug, host }
}

export type Asking = {
  readonly variables?: Readonly<Record<string, unknown>>
  /** A session's token or a service key. */
  readonly as?: string | undefined
  readonly headers?: Readonly<Record<string, string>>
}

/** Asks as a client does that carries its session as a bearer token. */
export function ask<T = Record<string, unknown>>(
  api: Api,
  { slug }: Pick<House, 'slug'>,
  document: string,
  { variables, as, headers = {} }: Asking = {},
): Promise<Answer<T>> {
  return api.send({
    headers: {
      'content-type': 'application/json',
      'drempel-portal': slug,
      'accept-language': 'en',
      ...(as === undefined ? {} : { authorization: `Bearer ${as}` }),
      ...headers,
    },
    body: JSON.stringify({ query: document, variables }),
  }) as Promise<Answer<T>>
}

export type Somebody = {
  readonly token: string
  readonly accountId: string
  readonly personId: string
  readonly email: string
}

type Being = { readonly role: Role; readonly organisationId?: string | null; readonly name?: string }

/** Somebody active, with one right, signed in. */
export async function signedInAs(scene: Scene, { portalId, organisationId }: Stage, being: Being): Promise<Somebody> {
  const { role, name = `Somebody ${role}` } = being
  const organisation = being.organisationId === undefined ? organisationId : being.organisationId
  const email = `${role.toLowerCase()}-${randomUUID()}@example.nl`
  const [person] = await scene.owner<{ id: string }[]>`
    insert into people (portal_id, name, language, email) values (${portalId}, ${name}, 'nl', ${email}) returning id`
  const [account] = await scene.owner<{ id: string }[]>`
    insert into accounts (portal_id, person_id, identifier, status) values (${portalId}, ${person?.id ?? ''}, ${email}, 'active') returning id`
  const accountId = account?.id ?? ''
  await scene.owner`insert into grants (portal_id, account_id, role, organisation_id, valid_from, reason)
    values (${portalId}, ${accountId}, ${role}, ${organisation}, '2020-01-01', 'invitation')`
  return { token: await sessionOf(scene, portalId, accountId), accountId, personId: person?.id ?? '', email }
}

export async function sessionOf({ app }: Scene, portalId: string, accountId: string, hours = 12): Promise<string> {
  const token = systemRandom.token()
  await inPortal(app, portalId, (tx) => {
    const expiresAt = new Date(tx.now.getTime() + hours * 3_600_000)
    return insertSession(tx, { accountId, token, device: 'a browser', expiresAt })
  })
  return token
}

export async function keyFor(
  { app }: Scene,
  { portalId, organisationId }: Stage,
  scopes: readonly Scope[],
): Promise<string> {
  const token = `drk_${systemRandom.token()}`
  await inPortal(app, portalId, (tx) =>
    insertServiceKey(tx, {
      name: 'HR system',
      organisationId,
      token,
      scopes,
      createdBy: randomUUID(),
      expiresAt: new Date(tx.now.getTime() + 86_400_000),
    }),
  )
  return token
}

/** As the API names things. */
export function idOf(type: string, id: string): string {
  return Buffer.from(`${type}:${id}`).toString('base64url')
}
