import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Actor } from '../accounts/access.ts'
import { type Grant, type Role, roles } from '../accounts/account.ts'
import { type DocumentKind, documentKinds } from './document.ts'
import { mayWithdraw, ownSights, type Shown, type Sight, sightOf } from './visibility.ts'

const now = new Date('2027-01-15T09:00:00Z')
const acme = 'acme'
const other = 'other'
const owner = 'owner'
const key = 'key'

const grant = (role: Role, more: Partial<Grant> = {}): Grant => ({
  id: 'grant',
  role,
  organisationId: acme,
  system: null,
  validFrom: new Date(0),
  validUntil: null,
  ...more,
})
const person = (personId: string, ...grants: readonly Grant[]): Actor => ({
  kind: 'account',
  accountId: `account of ${personId}`,
  personId,
  sessionId: 'session',
  grants,
})
const publisher: Actor = { kind: 'service', keyId: key, organisationId: acme, scopes: ['documents:write'] }
const document = (kind: DocumentKind, more: Partial<Shown> = {}): Shown => ({
  organisationId: acme,
  personId: owner,
  kind,
  isShared: false,
  isWithdrawn: false,
  publishedBy: { kind: 'service', id: key },
  ...more,
})
const sights = (actor: Actor, more: Partial<Shown> = {}) =>
  documentKinds.filter((kind) => sightOf(actor, document(kind, more), now) === 'contents')

const personnel = ['PAYSLIP', 'ANNUAL_STATEMENT', 'CONTRACT']

describe('who reads a document', () => {
  it.each([
    ['the owner who works there', person(owner, grant('EMPLOYEE')), [...documentKinds]],
    ['the owner who left', person(owner, grant('EX_EMPLOYEE')), ['PAYSLIP', 'ANNUAL_STATEMENT']],
    ['the owner who approves there and nothing else', person(owner, grant('APPROVER')), []],
    ['the owner who works elsewhere now', person(owner, grant('EMPLOYEE', { organisationId: other })), []],
    ['a colleague', person('colleague', grant('EMPLOYEE')), []],
    ['HR', person('hr', grant('HR')), personnel],
    ['HR of another organisation', person('hr', grant('HR', { organisationId: other })), []],
    ['the service desk', person('desk', grant('SERVICE_DESK')), []],
    ['an administrator', person('admin', grant('ADMIN')), []],
    ['an operator', person('operator', grant('OPERATOR', { organisationId: null })), []],
    ['the key that published it', publisher, []],
    ['nobody in particular', { kind: 'anonymous' } as const, []],
    ['the installation', { kind: 'installation' } as const, []],
  ])('%s', (_name, actor, kinds) => {
    expect(sights(actor)).toEqual(kinds)
  })

  it('shows HR an upload that its owner shared, and nobody else', () => {
    expect(sights(person('hr', grant('HR')), { isShared: true })).toEqual([...personnel, 'UPLOAD'])
    expect(sights(person('desk', grant('SERVICE_DESK')), { isShared: true })).toEqual([])
  })

  it('hides what was withdrawn from its owner, and not from HR', () => {
    expect(sights(person(owner, grant('EMPLOYEE')), { isWithdrawn: true })).toEqual([])
    expect(sights(person('hr', grant('HR')), { isWithdrawn: true })).toEqual(personnel)
  })

  it('shows HR no upload that its owner shared and took back', () => {
    expect(sights(person('hr', grant('HR')), { isShared: true, isWithdrawn: true })).toEqual(personnel)
  })

  it('shows a key what it published, and of that no contents', () => {
    const sight = (actor: Actor, more: Partial<Shown> = {}) => sightOf(actor, document('ABSENCE', more), now)
    expect(sight(publisher)).toBe('metadata')
    expect(sight({ ...publisher, keyId: 'another' })).toBe('none')
    expect(sight({ ...publisher, scopes: ['people:read'] })).toBe('none')
    expect(sight({ ...publisher, organisationId: other })).toBe('none')
    expect(sight(publisher, { publishedBy: { kind: 'account', id: key } })).toBe('none')
  })

  it('closes at the very instant at which the right ends', () => {
    const leaver = person(owner, grant('EX_EMPLOYEE', { validUntil: new Date('2027-03-31T22:00:00.000Z') }))
    const at = (instant: string): Sight => sightOf(leaver, document('PAYSLIP'), new Date(instant))
    expect([at('2027-03-31T21:59:59.999Z'), at('2027-03-31T22:00:00.000Z')]).toEqual(['contents', 'none'])
  })
})

describe('who takes a document back', () => {
  const who = (actor: Actor, more: Partial<Shown> = {}) =>
    documentKinds.filter((kind) => mayWithdraw(actor, document(kind, more), now))

  it('is HR for what it reads, a key for what it published, people for what they uploaded', () => {
    expect(who(person('hr', grant('HR')))).toEqual(personnel)
    expect(who(publisher)).toEqual([...documentKinds])
    expect(who({ ...publisher, keyId: 'another' })).toEqual([])
    expect(who(person(owner, grant('EMPLOYEE')))).toEqual(['UPLOAD'])
    expect(who(person(owner, grant('EX_EMPLOYEE')))).toEqual([])
    expect(who(person('hr', grant('HR')), { isShared: true })).toEqual(personnel)
    expect(who(person('desk', grant('SERVICE_DESK')))).toEqual([])
  })
})

const instant = fc.date({ min: new Date('2026-01-01'), max: new Date('2028-01-01'), noInvalidDate: true })
const grants = fc.array(
  fc.record({
    id: fc.constant('grant'),
    role: fc.constantFrom(...roles),
    organisationId: fc.constantFrom(acme, other, null),
    system: fc.constant(null),
    validFrom: instant,
    validUntil: fc.option(instant),
  }),
  { maxLength: 4 },
)
const shown = fc.record({
  organisationId: fc.constantFrom(acme, other),
  personId: fc.constantFrom(owner, 'colleague'),
  kind: fc.constantFrom(...documentKinds),
  isShared: fc.boolean(),
  isWithdrawn: fc.boolean(),
  publishedBy: fc.constant({ kind: 'service' as const, id: key }),
})

describe('whatever the grants', () => {
  it('nobody but its owner reads what is about somebody’s health', () => {
    fc.assert(
      fc.property(grants, shown, (given, one) => {
        const sight = sightOf(person('somebody else', ...given), { ...one, kind: 'ABSENCE' }, now)
        expect(sight).toBe('none')
      }),
    )
  })

  it('nobody reads anything without a right in force at that organisation', () => {
    fc.assert(
      fc.property(grants, shown, (given, one) => {
        const inForce = given.some(
          ({ organisationId, validFrom, validUntil }) =>
            (organisationId === null || organisationId === one.organisationId) &&
            validFrom <= now &&
            (validUntil === null || now < validUntil),
        )
        if (!inForce) expect(sightOf(person(owner, ...given), one, now)).toBe('none')
      }),
    )
  })

  it('a list of the own documents shows what the owner of a single one is shown, and no other', () => {
    fc.assert(
      fc.property(grants, shown, (given, one) => {
        // Without HR’s rights, which look past the owner.
        const actor = person(owner, ...given.filter(({ role }) => role !== 'HR'))
        const own = { ...one, personId: owner, isWithdrawn: false }
        const isListed = ownSights(actor, now).some(
          ({ organisationId, kinds }) =>
            (organisationId === null || organisationId === own.organisationId) && kinds.includes(own.kind),
        )
        expect(sightOf(actor, own, now) === 'contents').toBe(isListed)
      }),
    )
  })
})
