import type { Call } from '../commands/execute.ts'
import { inPortal, type Pool } from '../db/client.ts'
import { findServiceKey, touchServiceKey } from '../db/service-keys.ts'
import { findSession, isSessionAlive, isSessionToken, touchSession } from '../db/sessions.ts'
import type { Actor } from '../domain/accounts/access.ts'
import { isShut } from '../domain/accounts/shut.ts'
import { AccessError } from '../domain/errors.ts'
import type { RequestFacts } from './context.ts'
import { openReader, type Reader } from './reader.ts'

export type Recognised = {
  readonly actor: Actor
  readonly now: Date
  /** Notes that the session or key was used, at most once a minute. */
  readonly touch: (() => Promise<void>) | undefined
}

type Shown = Pick<RequestFacts, 'portal' | 'credentials' | 'correlationId' | 'address' | 'userAgent' | 'deviceToken'>

const anonymous: Recognised = { actor: { kind: 'anonymous' }, now: new Date(0), touch: undefined }

/**
 * Who asks. A cookie that no longer counts makes the caller a stranger, who may want to sign in; whoever shows a key or a
 * bearer token that does not count is told so.
 */
export async function authenticate(
  app: Pool,
  facts: Pick<RequestFacts, 'credentials' | 'portal' | 'address' | 'setSessionCookie'>,
  reader: Reader,
): Promise<Recognised> {
  const { credentials, portal } = facts
  if (credentials.kind === 'none') return anonymous
  const recognised =
    credentials.kind === 'key'
      ? await serviceKey(app, portal.id, { token: credentials.token, reader })
      : await session(app, facts, { token: credentials.token, reader })
  if (recognised) return recognised
  if (credentials.kind === 'key' || credentials.by === 'bearer') throw new AccessError('UNAUTHENTICATED')
  // A token that was replaced a moment ago is none any more, and its successor is in the browser already: nothing to take away.
  if (await reader.read((tx) => isSessionToken(tx, credentials.token))) facts.setSessionCookie(null)
  return anonymous
}

/** For doors that are not GraphQL's: who asks, recognised in a transaction of its own. */
export async function recognise(app: Pool, facts: Shown): Promise<Call> {
  const reader = openReader(app, facts.portal.id)
  try {
    const { actor, touch } = await authenticate(app, { ...facts, setSessionCookie: () => undefined }, reader)
    await reader.renew()
    await touch?.()
    return callOf(facts, actor)
  } finally {
    await reader.close()
  }
}

export function callOf(facts: Shown, actor: Actor): Call {
  return {
    actor,
    portalId: facts.portal.id,
    correlationId: facts.correlationId,
    origin: facts.address,
    device: facts.deviceToken,
    userAgent: facts.userAgent,
  }
}

type Token = { readonly token: string; readonly reader: Reader }

async function session(
  app: Pool,
  { portal, address }: Pick<RequestFacts, 'portal' | 'address'>,
  { token, reader }: Token,
): Promise<Recognised | undefined> {
  const { sight, now } = await reader.read(async (tx) => ({ sight: await findSession(tx, token), now: tx.now }))
  if (sight === undefined || !isSessionAlive(sight, now) || isShut(sight.grants, now)) return undefined
  const { sessionId, accountId, personId, grants, lastUsedAt } = sight
  const actor: Actor = { kind: 'account', accountId, personId, sessionId, grants }
  const touch = () => inPortal(app, portal.id, (tx) => touchSession(tx, sessionId, address))
  return { actor, now, touch: isStale(lastUsedAt, now) ? touch : undefined }
}

async function serviceKey(app: Pool, portalId: string, { token, reader }: Token): Promise<Recognised | undefined> {
  const { key, now } = await reader.read(async (tx) => ({ key: await findServiceKey(tx, token), now: tx.now }))
  if (key === undefined) return undefined
  const actor: Actor = { kind: 'service', keyId: key.id, organisationId: key.organisationId, scopes: key.scopes }
  const touch = () => inPortal(app, portalId, (tx) => touchServiceKey(tx, key.id))
  return { actor, now, touch: isStale(key.lastUsedAt, now) ? touch : undefined }
}

function isStale(lastUsedAt: Date | null, now: Date): boolean {
  return lastUsedAt === null || now.getTime() - lastUsedAt.getTime() >= 60_000
}
