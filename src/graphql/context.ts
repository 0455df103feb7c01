import type { Call } from '../commands/execute.ts'
import type { Pool } from '../db/client.ts'
import { type Actor, may, type Right, reach } from '../domain/accounts/access.ts'
import type { Language, Portal } from '../domain/portals/portal.ts'
import type { AuthenticatorAppPort } from '../providers/authenticator-app/port.ts'
import type { CommonPasswordsPort } from '../providers/common-passwords/port.ts'
import type { HashingPort } from '../providers/hashing/port.ts'
import type { RandomPort } from '../providers/random/port.ts'
import type { RobotCheckPort } from '../providers/robot-check/port.ts'
import type { SealingPort } from '../providers/sealing/port.ts'
import type { SecurityKeysPort } from '../providers/security-keys/port.ts'
import type { WorkflowHistoryPort } from '../providers/workflow-history/port.ts'
import type { Reader } from './reader.ts'

/** What resolvers hand on to commands and queries. */
export type GraphqlDeps = {
  readonly app: Pool
  readonly engine: Pool
  readonly random: RandomPort
  readonly sealing: SealingPort
  readonly hashing: HashingPort
  readonly commonPasswords: CommonPasswordsPort
  readonly robotCheck: RobotCheckPort
  readonly authenticatorApp: AuthenticatorAppPort
  readonly securityKeys: SecurityKeysPort
  readonly workflows: WorkflowHistoryPort
  readonly introspection: boolean
  readonly log: GraphqlLog
  /** Told of every act and its outcome: DONE, or the code of its refusal. */
  readonly onCommand: (act: string, outcome: string) => void
}

export type GraphqlLog = { error(entry: { event: string; [key: string]: unknown }): void }

export type Credentials =
  | { readonly kind: 'none' }
  | { readonly kind: 'session'; readonly token: string; readonly by: 'cookie' | 'bearer' }
  | { readonly kind: 'key'; readonly token: string }

/** What the door knows of a request before anybody looks into it. */
export type RequestFacts = {
  readonly portal: Portal
  readonly credentials: Credentials
  readonly correlationId: string
  readonly address: string | undefined
  readonly language: Language
  readonly method: string
  /** The browser's own description of itself. */
  readonly userAgent: string
  /** What a browser shows that somebody signed in with before. */
  readonly deviceToken: string | undefined
  /** Null takes the cookie away. */
  readonly setSessionCookie: (session: { readonly token: string; readonly expiresAt: Date } | null) => void
  readonly setDeviceCookie: (device: { readonly token: string; readonly expiresAt: Date }) => void
}

export type Context = {
  readonly deps: GraphqlDeps
  readonly facts: RequestFacts
  readonly portal: Portal
  readonly language: Language
  readonly call: Call
  readonly actor: Actor
  /** The database's clock when the request was recognised. */
  readonly now: Date
  readonly reader: Reader
  /** Documents about somebody's health that this answer shows: on record before it leaves. */
  readonly seen: Set<string>
}

export function allowed({ actor, now }: Context, right: Right, organisationId: string | null): boolean {
  return may(actor, right, organisationId, now)
}

/** The organisations a list may show. */
export function reached({ actor, now }: Context, right: Right): readonly string[] | 'all' {
  return reach(actor, right, now)
}

export function holds(context: Context, right: Right): boolean {
  const organisations = reached(context, right)
  return organisations === 'all' || organisations.length > 0
}
