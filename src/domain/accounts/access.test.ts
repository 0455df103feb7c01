import { describe, expect, it } from 'vitest'
import { type Actor, actorId, invitableRoles, may, type Right, reach, rolesInForce } from './access.ts'
import { isInForce, type Role, roles, type Scope } from './account.ts'

const now = new Date('2026-03-02T10:00:00Z')
const [past, future] = [new Date('2026-03-02T09:59:59.999Z'), new Date('2026-03-02T10:00:00.001Z')]
const grant = (role: Role, organisationId: string | null, more = {}) => ({
  id: 'g',
  role,
  organisationId,
  system: null,
  validFrom: past,
  validUntil: null,
  ...more,
})
const account = (...grants: ReturnType<typeof grant>[]): Actor => ({
  kind: 'account',
  accountId: 'a',
  personId: 'p',
  sessionId: 's',
  grants,
})
const service = (...scopes: Scope[]): Actor => ({
  kind: 'service',
  keyId: 'k',
  organisationId: 'zwolle',
  scopes,
})
const rights: readonly Right[] = [
  'own.read',
  'invitations.write',
  'people.read',
  'journeys.read',
  'journeys.write',
  'notes.read',
  'tasks.read',
  'tasks.write',
  'keys.write',
  'documents.read',
  'documents.write',
  'figures.read',
  'figures.write',
  'ownFigures.read',
  'installation.read',
  'installation.write',
]
const held = (actor: Actor, organisationId: string | null = 'zwolle') =>
  rights.filter((right) => may(actor, right, organisationId, now))

describe('a grant', () => {
  it('counts from its first instant and no longer at its last', () => {
    expect(isInForce({ validFrom: now, validUntil: null }, now)).toBe(true)
    expect(isInForce({ validFrom: future, validUntil: null }, now)).toBe(false)
    expect(isInForce({ validFrom: past, validUntil: now }, now)).toBe(false)
    expect(isInForce({ validFrom: past, validUntil: future }, now)).toBe(true)
  })
})

describe('rights', () => {
  it.each([
    ['EMPLOYEE', ['own.read', 'ownFigures.read']],
    ['EX_EMPLOYEE', ['own.read']],
    ['APPROVER', ['own.read']],
    [
      'HR',
      [
        'own.read',
        'invitations.write',
        'people.read',
        'journeys.read',
        'journeys.write',
        'notes.read',
        'tasks.read',
        'tasks.write',
        'documents.read',
        'documents.write',
        'figures.read',
      ],
    ],
    ['SERVICE_DESK', ['own.read', 'people.read', 'journeys.read', 'notes.read', 'tasks.read', 'tasks.write']],
    ['ADMIN', ['own.read', 'people.read', 'journeys.read', 'keys.write']],
    ['OPERATOR', ['own.read', 'installation.read', 'installation.write']],
  ] as const)('of %s in its organisation are %j', (role, expected) => {
    expect(held(account(grant(role, 'zwolle')))).toEqual(expected)
  })

  it('count in the organisation of the grant, or everywhere for a grant over the portal', () => {
    expect(held(account(grant('HR', 'zwolle')), 'almelo')).toEqual(['own.read'])
    expect(held(account(grant('HR', 'zwolle')), null)).toEqual(['own.read'])
    expect(held(account(grant('HR', null)), 'almelo')).toContain('invitations.write')
    expect(held(account(grant('OPERATOR', null)), null)).toEqual([
      'own.read',
      'installation.read',
      'installation.write',
    ])
  })

  it('end with the grant', () => {
    expect(held(account(grant('HR', 'zwolle', { validUntil: now })))).toEqual(['own.read'])
    expect(held(account(grant('HR', 'zwolle', { validFrom: future })))).toEqual(['own.read'])
  })

  it('of a key are those of its scopes, in its own organisation', () => {
    expect(held(service('invitations:write'))).toEqual(['invitations.write'])
    expect(held(service('people:read', 'journeys:read'))).toEqual(['people.read', 'journeys.read'])
    expect(held(service('documents:write'))).toEqual(['documents.write'])
    expect(held(service('invitations:write'), 'almelo')).toEqual([])
  })

  it('are all the installation’s, and none of nobody and of a story', () => {
    expect(held({ kind: 'installation' })).toEqual(rights)
    expect(held({ kind: 'anonymous' })).toEqual([])
    expect(held({ kind: 'journey', journeyId: 'j' })).toEqual([])
  })
})

describe('reach', () => {
  it('names the organisations in which a right is held', () => {
    expect(reach(account(grant('HR', 'zwolle'), grant('EMPLOYEE', 'almelo')), 'people.read', now)).toEqual(['zwolle'])
    expect(reach(account(grant('HR', null), grant('HR', 'zwolle')), 'people.read', now)).toBe('all')
    expect(reach(service('people:read'), 'people.read', now)).toEqual(['zwolle'])
    expect(reach(service('people:read'), 'invitations.write', now)).toEqual([])
    expect(reach({ kind: 'installation' }, 'people.read', now)).toBe('all')
    expect(reach({ kind: 'anonymous' }, 'people.read', now)).toEqual([])
  })
})

it('hands out no role above the one who asks', () => {
  expect(invitableRoles(account())).toEqual(['EMPLOYEE', 'APPROVER', 'HR', 'SERVICE_DESK'])
  expect(invitableRoles(service())).toEqual(['EMPLOYEE', 'APPROVER'])
  expect(invitableRoles({ kind: 'installation' })).toEqual(roles)
  expect(invitableRoles({ kind: 'anonymous' })).toEqual([])
})

it('tells the roles that count now', () => {
  expect(rolesInForce(account(grant('HR', 'zwolle'), grant('ADMIN', 'zwolle', { validUntil: past })), now)).toEqual([
    'HR',
  ])
  expect(rolesInForce({ kind: 'installation' }, now)).toEqual([])
})

it('names who acted', () => {
  const actors: Actor[] = [
    account(),
    service(),
    { kind: 'journey', journeyId: 'j' },
    { kind: 'installation' },
    { kind: 'anonymous' },
  ]
  expect(actors.map(actorId)).toEqual(['a', 'k', 'j', null, null])
})
