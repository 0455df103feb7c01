import { type Grant, isInForce, type Role, roles, type Scope } from './account.ts'

export type ActorKind = 'anonymous' | 'account' | 'service' | 'journey' | 'installation'

/** Who asks. A journey is its own story; the installation is its command line and the provider's webhooks. */
export type Actor =
  | { readonly kind: 'anonymous' }
  | {
      readonly kind: 'account'
      readonly accountId: string
      readonly personId: string
      readonly sessionId: string
      readonly grants: readonly Grant[]
    }
  | {
      readonly kind: 'service'
      readonly keyId: string
      readonly organisationId: string
      readonly scopes: readonly Scope[]
    }
  | { readonly kind: 'journey'; readonly journeyId: string }
  | { readonly kind: 'installation' }

export type Right =
  | 'own.read'
  | 'invitations.write'
  | 'people.read'
  | 'journeys.read'
  | 'journeys.write'
  | 'notes.read'
  | 'tasks.read'
  | 'tasks.write'
  | 'keys.write'
  | 'signIn.read'
  | 'recovery.write'
  | 'offboarding.write'
  | 'documents.read'
  | 'documents.write'
  | 'figures.read'
  | 'figures.write'
  | 'ownFigures.read'
  | 'installation.read'
  | 'installation.write'

const everybody: readonly Right[] = ['own.read']

const rightsOfRole: Readonly<Record<Role, readonly Right[]>> = {
  EMPLOYEE: ['ownFigures.read'],
  EX_EMPLOYEE: [],
  APPROVER: [],
  HR: [
    'invitations.write',
    'people.read',
    'journeys.read',
    'journeys.write',
    'notes.read',
    'tasks.read',
    'tasks.write',
    'signIn.read',
    'recovery.write',
    'offboarding.write',
    'documents.read',
    'documents.write',
    'figures.read',
  ],
  SERVICE_DESK: [
    'people.read',
    'journeys.read',
    'notes.read',
    'tasks.read',
    'tasks.write',
    'signIn.read',
    'recovery.write',
  ],
  ADMIN: ['people.read', 'journeys.read', 'keys.write'],
  OPERATOR: ['installation.read', 'installation.write'],
}

const rightsOfScope: Readonly<Record<Scope, readonly Right[]>> = {
  'invitations:write': ['invitations.write'],
  'people:read': ['people.read'],
  'journeys:read': ['journeys.read'],
  'offboarding:write': ['offboarding.write'],
  'documents:write': ['documents.write'],
  'payroll:write': ['figures.write'],
}

/** Whose grant brings a right with it. */
export function rolesWith(right: Right): readonly Role[] {
  return roles.filter((role) => rightsOfRole[role].includes(right))
}

/**
 * The one place that decides. Rights of a role count in the organisation of its grant; a right asked without an
 * organisation is held by whoever holds it in the whole portal. Every command and every type asks here.
 */
export function may(actor: Actor, right: Right, organisationId: string | null, now: Date): boolean {
  if (actor.kind === 'anonymous' || actor.kind === 'journey') return false
  if (actor.kind === 'installation') return true
  if (actor.kind === 'service') {
    return actor.organisationId === organisationId && actor.scopes.some((scope) => rightsOfScope[scope].includes(right))
  }
  if (everybody.includes(right)) return true
  return inForce(actor, now).some((grant) => covers(grant, organisationId) && rightsOfRole[grant.role].includes(right))
}

/** The organisations in which somebody holds a right: what a list may show. 'all' for a grant over the whole portal. */
export function reach(actor: Actor, right: Right, now: Date): readonly string[] | 'all' {
  if (actor.kind === 'installation') return 'all'
  if (actor.kind === 'service') return may(actor, right, actor.organisationId, now) ? [actor.organisationId] : []
  if (actor.kind !== 'account') return []
  const holding = inForce(actor, now).filter((grant) => rightsOfRole[grant.role].includes(right))
  if (holding.some((grant) => grant.organisationId === null)) return 'all'
  return holding.flatMap((grant) => grant.organisationId ?? [])
}

const givenBy = {
  HR: ['EMPLOYEE', 'APPROVER', 'HR', 'SERVICE_DESK'],
  service: ['EMPLOYEE', 'APPROVER'],
  installation: roles,
} as const satisfies Readonly<Record<string, readonly Role[]>>

/** Which roles an invitation may carry: nobody hands out more than the one who asks may answer for. */
export function invitableRoles(actor: Actor): readonly Role[] {
  if (actor.kind === 'account') return givenBy.HR
  if (actor.kind === 'service') return givenBy.service
  return actor.kind === 'installation' ? givenBy.installation : []
}

/** Roles that reach other people's data may not be kept signed in, and are told so. */
export function rolesInForce(actor: Actor, now: Date): readonly Role[] {
  return actor.kind === 'account' ? inForce(actor, now).map((grant) => grant.role) : []
}

/** Under whose name something is written, where nothing is asked about rights any more. */
export type Author = { readonly kind: ActorKind; readonly id: string | null }

export function authorOf(actor: Actor): Author {
  return { kind: actor.kind, id: actorId(actor) }
}

export function actorId(actor: Actor): string | null {
  if (actor.kind === 'account') return actor.accountId
  if (actor.kind === 'service') return actor.keyId
  return actor.kind === 'journey' ? actor.journeyId : null
}

function inForce(actor: Extract<Actor, { kind: 'account' }>, now: Date): readonly Grant[] {
  return actor.grants.filter((grant) => isInForce(grant, now))
}

function covers(grant: Grant, organisationId: string | null): boolean {
  return grant.organisationId === null || grant.organisationId === organisationId
}
