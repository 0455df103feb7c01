import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '../portals/policy.ts'
import type { Actor } from './access.ts'
import { type Grant, type Role, roles } from './account.ts'
import { elevatedRoles } from './factor.ts'
import {
  answersFor,
  isIssuable,
  isRecoveryOpen,
  latestEnd,
  recoveryCalendar,
  recoveryInstants,
  recoveryPlace,
  recoveryPlan,
} from './recovery.ts'

const policy = defaultPolicy.recovery
const at = (text: string) => new Date(text)
const now = at('2026-03-02T10:00:00Z')
const asked = { plannedAt: now, approvedAt: null, noticedAt: null, issuedAt: null, codeUsedAt: null }
const approved = { ...asked, approvedAt: at('2026-03-02T12:00:00Z'), noticedAt: at('2026-03-02T10:01:00Z') }
const issued = { ...approved, issuedAt: at('2026-03-03T12:00:30Z') }

describe('the calendar of a recovery', () => {
  it('knows until when it may be approved, and nothing more, when it was asked', () => {
    expect(recoveryPlan(asked, policy)).toEqual({
      approveBefore: at('2026-03-04T10:00:00Z'),
      issueAt: null,
      issueBefore: null,
      remindAt: null,
      expiresAt: null,
      endsAt: null,
    })
  })

  it('waits from the approval on, and gives up when the code cannot leave for as long as an approval may take', () => {
    expect(recoveryPlan(approved, policy)).toMatchObject({
      issueAt: at('2026-03-03T12:00:00Z'),
      issueBefore: at('2026-03-05T12:00:00Z'),
    })
  })

  it('waits from the notice on where that left later, and issues nothing before it has left', () => {
    const late = { ...approved, noticedAt: at('2026-03-02T20:00:00Z') }
    expect(recoveryPlan(late, policy).issueAt).toEqual(at('2026-03-03T20:00:00Z'))
    expect(recoveryPlan({ ...approved, noticedAt: null }, policy).issueAt).toBeNull()
  })

  it('does not go back to waiting when the notice comes back after the code has left', () => {
    expect(recoveryPlan({ ...issued, noticedAt: null }, policy).issueAt).toEqual(issued.issuedAt)
  })

  it('reminds half-way, and lets a sign-in that began in time be finished', () => {
    expect(recoveryPlan(issued, policy)).toMatchObject({
      remindAt: at('2026-03-04T00:00:30Z'),
      expiresAt: at('2026-03-04T12:00:30Z'),
      endsAt: at('2026-03-04T13:00:30Z'),
    })
  })

  it('reminds nobody of a code that was used', () => {
    const used = { ...issued, codeUsedAt: at('2026-03-03T13:00:00Z') }
    expect(recoveryPlan(used, policy)).toEqual({ ...recoveryPlan(issued, policy), remindAt: null })
  })

  it('counts hours, also in the night in which the clock changes', () => {
    const night = { ...asked, plannedAt: at('2026-03-28T10:00:00Z') }
    expect(recoveryCalendar(night, policy).approveBefore).toEqual(at('2026-03-30T10:00:00Z'))
  })

  it('keeps its order under any policy, and never outlasts its objection links', () => {
    const hours = (most: number) => fc.integer({ min: 0, max: most * 60 }).map((minutes) => minutes * 60_000)
    const anyPolicy = fc.record({
      approvalDays: fc.integer({ min: 1, max: 14 }),
      waitingHours: fc.integer({ min: 0, max: 168 }),
      codeHours: fc.integer({ min: 1, max: 168 }),
    })
    fc.assert(
      fc.property(anyPolicy, hours(400), hours(400), hours(400), (rules, toApproval, toNotice, toIssue) => {
        const given = { ...policy, ...rules }
        const { approveBefore } = recoveryCalendar(asked, given)
        const approvedAt = new Date(Math.min(now.getTime() + toApproval, approveBefore.getTime()))
        const noticedAt = new Date(now.getTime() + toNotice)
        const { issueAt, issueBefore } = recoveryPlan({ ...asked, approvedAt, noticedAt }, given)
        const issuedAt = new Date((issueAt?.getTime() ?? 0) + toIssue)
        fc.pre(issueBefore !== null && issuedAt < issueBefore)
        const { remindAt, expiresAt, endsAt } = recoveryPlan({ ...asked, approvedAt, noticedAt, issuedAt }, given)
        const order = [approvedAt, issueAt, issuedAt, remindAt, expiresAt, endsAt, latestEnd(now, given)].map(Number)
        expect(order).toEqual(order.toSorted((a, b) => a - b))
        expect(Number(issueAt)).toBeGreaterThanOrEqual(Number(noticedAt) + given.waitingHours * 3_600_000)
      }),
    )
  })
})

describe('the instants its story rests for', () => {
  it('are the deadline of the approval at first', () => {
    expect(recoveryInstants(recoveryPlan(asked, policy), now)).toEqual({
      approveBefore: Date.parse('2026-03-04T10:00:00Z'),
    })
  })

  it('name when the code leaves, and when HR is asked for an address', () => {
    expect(Object.keys(recoveryInstants(recoveryPlan(approved, policy), now))).toEqual([
      'approveBefore',
      'issue',
      'correct-email-1',
      'issueBefore',
    ])
  })

  it('look again in a quarter of an hour while the notice has not left, but not beyond the end', () => {
    const plan = recoveryPlan({ ...approved, noticedAt: null }, policy)
    expect(recoveryInstants(plan, now).issue).toBe(Date.parse('2026-03-02T10:15:00Z'))
    expect(recoveryInstants(plan, at('2026-03-05T11:50:00Z')).issue).toBe(Date.parse('2026-03-05T12:00:00Z'))
  })

  it('name the reminder and the end once the code has left', () => {
    expect(recoveryInstants(recoveryPlan(issued, policy), now)).toMatchObject({
      'reminder-1': Date.parse('2026-03-04T00:00:30Z'),
      end: Date.parse('2026-03-04T13:00:30Z'),
    })
  })

  it('are the end alone once the code is dead, whether somebody was reminded or not', () => {
    const instants = recoveryInstants(recoveryPlan(issued, policy), at('2026-03-04T12:00:30Z'))
    expect(instants).not.toHaveProperty('reminder-1')
    expect(instants.end).toBe(Date.parse('2026-03-04T13:00:30Z'))
  })
})

describe('the code', () => {
  const plan = recoveryPlan(approved, policy)

  it.each([
    ['a millisecond before the waiting time is over', '2026-03-03T11:59:59.999Z', true, false],
    ['when it is over', '2026-03-03T12:00:00Z', true, true],
    ['to nobody who cannot be reached', '2026-03-03T12:00:00Z', false, false],
    ['until its last millisecond', '2026-03-05T11:59:59.999Z', true, true],
    ['no longer when it is too late', '2026-03-05T12:00:00Z', true, false],
  ])('goes out %s or does not', (_when, instant, isReachable, goesOut) => {
    expect(isIssuable(plan, isReachable, at(instant))).toBe(goesOut)
  })

  it('is open until it was used or stopped', () => {
    expect((['asked', 'approved', 'issued'] as const).every(isRecoveryOpen)).toBe(true)
    expect((['recovered', 'objected', 'expired', 'withdrawn'] as const).some(isRecoveryOpen)).toBe(false)
  })
})

const past = at('2020-01-01T00:00:00Z')
const grant = (role: Role, organisationId: string | null, more: Partial<Grant> = {}): Grant => ({
  id: `${role}-${organisationId}`,
  role,
  organisationId,
  system: null,
  validFrom: past,
  validUntil: null,
  ...more,
})
const actorWith = (...grants: readonly Grant[]): Actor => ({
  kind: 'account',
  accountId: 'a',
  personId: 'p',
  sessionId: 's',
  grants,
})
const deskOfA = actorWith(grant('SERVICE_DESK', 'A'))
const deskOfAll = actorWith(grant('SERVICE_DESK', null))

describe('in whose name somebody is recovered', () => {
  it.each([
    ['where they work', deskOfA, [grant('EMPLOYEE', 'A')], 'A'],
    ['where the desk is, of several', deskOfA, [grant('EMPLOYEE', 'B'), grant('EMPLOYEE', 'A')], 'A'],
    ['where they begin tomorrow', deskOfA, [grant('EMPLOYEE', 'A', { validFrom: at('2026-03-03T00:00:00Z') })], 'A'],
    ['where they last had access, when they have none', deskOfA, [grant('EMPLOYEE', 'A', { validUntil: past })], 'A'],
    [
      'not where they left, while they work elsewhere',
      deskOfA,
      [grant('EMPLOYEE', 'A', { validUntil: now }), grant('EMPLOYEE', 'B')],
      undefined,
    ],
    ['not where the desk does not reach', deskOfA, [grant('EMPLOYEE', 'B')], undefined],
    ['nowhere without any access ever', deskOfA, [], undefined],
    ['in the name of the portal, for whoever has rights there alone', deskOfAll, [grant('OPERATOR', null)], null],
    ['not in the name of the portal by one organisation', deskOfA, [grant('OPERATOR', null)], undefined],
  ] as const)('is decided: %s', (_case, actor, grants, place) => {
    expect(recoveryPlace(actor, grants, now)).toBe(place)
  })

  it('prefers access in force to access to come', () => {
    const actor = actorWith(grant('SERVICE_DESK', 'A'), grant('SERVICE_DESK', 'B'))
    const grants = [grant('EMPLOYEE', 'B', { validFrom: at('2026-04-01T00:00:00Z') }), grant('EMPLOYEE', 'A')]
    expect(recoveryPlace(actor, grants, now)).toBe('A')
  })
})

describe('who answers for special rights', () => {
  it.each([
    ['of one’s own organisation', deskOfA, [grant('HR', 'A')], true],
    ['of another one', deskOfA, [grant('EMPLOYEE', 'A'), grant('HR', 'B')], false],
    ['of another one tomorrow', deskOfA, [grant('HR', 'B', { validFrom: at('2026-03-03T00:00:00Z') })], false],
    ['of another one, which ended', deskOfA, [grant('HR', 'B', { validUntil: now })], true],
    ['of another one, withdrawn before they began', deskOfA, [grant('HR', 'B', ended('2026-04-01'))], true],
    ['of the installation', deskOfA, [grant('OPERATOR', null)], false],
    ['of the installation, by a desk of the whole portal', deskOfAll, [grant('OPERATOR', null)], true],
  ] as const)('is decided: %s', (_case, actor, grants, isTheirs) => {
    expect(answersFor(actor, grants, now)).toBe(isTheirs)
  })

  it('holds for every role that reaches other people’s data, and for no other one', () => {
    for (const role of roles) expect(answersFor(deskOfA, [grant(role, 'B')], now)).toBe(!elevatedRoles.includes(role))
  })
})

function ended(day: string): Partial<Grant> {
  return { validFrom: at(`${day}T00:00:00Z`), validUntil: now }
}
