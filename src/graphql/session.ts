import { isFresh } from '../commands/accounts/hold-own-account.ts'
import { revokeOtherSessions } from '../commands/accounts/revoke-other-sessions.ts'
import { revokeSession } from '../commands/accounts/revoke-session.ts'
import { signOut } from '../commands/accounts/sign-out.ts'
import type { Tx } from '../db/client.ts'
import { policyInEffect } from '../db/portals.ts'
import { findSessionById, listSessions, type SessionRow } from '../db/sessions.ts'
import { builder } from './builder.ts'
import { byId, type ConnectionArgs, connect } from './connection.ts'
import type { Context } from './context.ts'
import { answers, perform } from './errors.ts'
import { isOwnAccount, refuseStrangers } from './sight.ts'

type SessionView = SessionRow & { readonly isFresh: boolean }

const SignInProofRef = builder.enumType('SignInProof', {
  description: 'How somebody showed that it is them, beyond the password they signed in with.',
  values: {
    SMS: { value: 'sms', description: 'A code by SMS.' },
    APP: { value: 'app', description: 'A code from an authenticator app.' },
    KEY: { value: 'key', description: 'A security key or passkey.' },
    BACKUP_CODE: { value: 'backup-code', description: 'A backup code.' },
    REMEMBERED_DEVICE: { value: 'remembered-device', description: 'A browser that was remembered.' },
    PASSWORD: { value: 'password', description: 'The password, given once more.' },
  } as const,
})

export const SessionRef = builder.loadableNodeRef('Session', {
  id: { resolve: ({ id }: SessionView) => id },
  load: async (ids: string[], context: Context) => {
    refuseStrangers(context)
    return Promise.all(ids.map((id) => loadSession(id, context)))
  },
  loaderOptions: { cache: false },
})

SessionRef.implement({
  description: 'A device somebody is signed in on. Seen by its owner alone.',
  authScopes: (session, context) => isOwnAccount(context, session.accountId),
  fields: (t) => ({
    device: t.exposeString('device', { description: 'How the browser described itself.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When they signed in.' }),
    lastUsedAt: t.expose('lastUsedAt', { type: 'DateTime', description: 'When it was last used, to the minute.' }),
    networkAddress: t.exposeString('origin', {
      nullable: true,
      description: 'Where it was last used from, as far as known: a network address.',
    }),
    proof: t.field({
      type: SignInProofRef,
      nullable: true,
      description: 'How they proved it; null where nothing beyond the password was asked.',
      resolve: ({ proof }) => proof,
    }),
    isFresh: t.exposeBoolean('isFresh', {
      description: 'Whether that was recent enough to change passwords, methods and addresses with.',
    }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'When it ends at the latest.' }),
    isCurrent: t.boolean({
      description: 'Whether this very request came with it.',
      resolve: ({ id }, _args, { actor }) => actor.kind === 'account' && actor.sessionId === id,
    }),
  }),
})

export const SessionConnectionRef = builder.connectionObject(
  { type: SessionRef, name: 'SessionConnection', description: 'A page of sessions.' },
  { name: 'SessionEdge' },
)

export function connectSessions({ reader }: Context, accountId: string, args: ConnectionArgs) {
  return connect(args, byId, (page) => reader.read(async (tx) => see(tx, await listSessions(tx, accountId, page))))
}

export const SessionKindRef = builder.enumType('SessionKind', {
  description: 'How a client carries its session.',
  values: {
    COOKIE: { description: 'A browser: as a cookie that scripts cannot read.' },
    BEARER: { description: 'Anything else: as a token for the header `authorization: Bearer …`.' },
  },
})

export type Opened = { readonly token: string; readonly expiresAt: Date; readonly kind: 'COOKIE' | 'BEARER' }

/** Hands a new session to the client the way it asked for. */
export function handOver({ facts }: Context, kind: 'COOKIE' | 'BEARER', session: Omit<Opened, 'kind'>): Opened {
  if (kind === 'COOKIE') facts.setSessionCookie(session)
  return { kind, token: session.token, expiresAt: session.expiresAt }
}

export const OpenedSessionRef = builder.objectRef<Opened>('OpenedSession').implement({
  description: 'The session that now is.',
  fields: (t) => ({
    token: t.string({
      nullable: true,
      description: 'The bearer token, told this once; null where a cookie was set.',
      resolve: ({ kind, token }) => (kind === 'BEARER' ? token : null),
    }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      description: 'When it ends at the latest; without use it ends sooner.',
    }),
  }),
})

builder.relayMutationField(
  'signOut',
  null,
  {
    ...answers('Ends the present session. For whoever is signed in.'),
    authScopes: { signedIn: true },
    resolve: (_root, _args, context, info) =>
      perform(context, info, async (call) => {
        const { sessionId } = await signOut(context.deps, call)
        context.facts.setSessionCookie(null)
        return { sessionId }
      }),
  },
  {
    description: 'Somebody is signed out.',
    outputFields: (t) => ({
      sessionId: t.globalID({
        description: 'The session that ended.',
        resolve: ({ sessionId }) => ({ type: SessionRef, id: sessionId }),
      }),
    }),
  },
)

builder.relayMutationField(
  'sessionRevoke',
  {
    description: 'Which session ends.',
    inputFields: (t) => ({ id: t.globalID({ for: SessionRef, required: true, description: 'The session.' }) }),
  },
  {
    ...answers(
      'Ends one of one’s own sessions, on a device that was lost; another one than the present for a fresh proof. For whoever is signed in.',
      'NOT_FOUND',
      'STEP_UP_NEEDED',
    ),
    authScopes: { signedIn: true },
    resolve: (_root, { input }, context, info) =>
      perform(context, info, (call) => revokeSession(context.deps, call, { sessionId: input.id.id })),
  },
  {
    description: 'The session has ended.',
    outputFields: (t) => ({
      sessionId: t.globalID({
        description: 'The session that ended.',
        resolve: ({ sessionId }) => ({ type: SessionRef, id: sessionId }),
      }),
    }),
  },
)

builder.relayMutationField(
  'sessionRevokeOthers',
  null,
  {
    ...answers(
      'Ends all of one’s own sessions but the present one, for a fresh proof. For whoever is signed in.',
      'STEP_UP_NEEDED',
    ),
    authScopes: { signedIn: true },
    resolve: (_root, _args, context, info) => perform(context, info, (call) => revokeOtherSessions(context.deps, call)),
  },
  {
    description: 'The other sessions have ended.',
    outputFields: (t) => ({ ended: t.exposeInt('ended', { description: 'How many there were.' }) }),
  },
)

async function loadSession(id: string, context: Context): Promise<SessionView | null> {
  return context.reader.read(async (tx) => {
    const session = await findSessionById(tx, id)
    if (session === undefined || !isOwnAccount(context, session.accountId)) return null
    const [seen] = await see(tx, [session])
    return seen ?? null
  })
}

async function see(tx: Tx, sessions: readonly SessionRow[]): Promise<readonly SessionView[]> {
  const { policy } = await policyInEffect(tx)
  return sessions.map((session) => ({ ...session, isFresh: isFresh(session, policy, tx.now) }))
}
