import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '../portals/policy.ts'
import { type FactorKind, factorKinds, isRemembered, mayRemember } from './factor.ts'
import { accessEnds, type FlowFacts, maySkip, nextStep, openMethods } from './sign-in.ts'

const flow = (more: Partial<FlowFacts> = {}): FlowFacts => ({
  purpose: 'sign-in',
  proof: null,
  enrolling: false,
  skipped: [],
  lost: [],
  mustChangePassword: false,
  factors: [],
  ...more,
})
const one = { ...defaultPolicy.factors, offer: 'one' as const }
const each = { ...defaultPolicy.factors, methods: ['sms', 'key', 'app'] as FactorKind[], offer: 'each' as const }
const app = { id: 'a', kind: 'app' as const }
const sms = { id: 's', kind: 'sms' as const }

describe('the next step', () => {
  it.each([
    ['none without a second step', flow(), null],
    ['the second step where one is set up', flow({ factors: [app] }), 'CONFIRM_FACTOR'],
    ['none once it is shown', flow({ factors: [app], proof: 'app' }), null],
    ['the choice after a backup code', flow({ factors: [app], proof: 'backup-code' }), 'CHOOSE_RECOVERY'],
    [
      'another factor once one is lost for good',
      flow({ factors: [app], proof: 'backup-code', enrolling: true, lost: ['a'] }),
      'ENROL_FACTOR',
    ],
    ['a factor where one is due', flow({ enrolling: true }), 'ENROL_FACTOR'],
    ['none once it is set up', flow({ enrolling: true, factors: [app], proof: 'app' }), null],
    [
      'another password at the end',
      flow({ factors: [app], proof: 'app', mustChangePassword: true }),
      'CHANGE_PASSWORD',
    ],
    ['a factor before another password', flow({ enrolling: true, mustChangePassword: true }), 'ENROL_FACTOR'],
    ['the password of a step-up without a second step', flow({ purpose: 'step-up' }), 'CONFIRM_PASSWORD'],
    ['the second step of a step-up', flow({ purpose: 'step-up', factors: [sms] }), 'CONFIRM_FACTOR'],
    ['no more once a step-up is shown', flow({ purpose: 'step-up', factors: [sms], proof: 'sms' }), null],
  ] as const)('is %s', (_name, facts, step) => {
    expect(nextStep(facts, one)).toBe(step)
  })

  it('offers each method in the portal’s order until it is set up or left out', () => {
    const begun = flow({ enrolling: true })
    expect(openMethods(begun, each)).toEqual(['sms', 'key', 'app'])
    const withSms = flow({ enrolling: true, factors: [sms], proof: 'sms' })
    expect(openMethods(withSms, each)).toEqual(['key', 'app'])
    expect(nextStep(withSms, each)).toBe('ENROL_FACTOR')
    expect(nextStep({ ...withSms, skipped: ['key', 'app'] }, each)).toBeNull()
  })

  it('never lets anybody in without a second step who was asked for one', () => {
    const kinds = fc.subarray([...factorKinds])
    fc.assert(
      fc.property(kinds, fc.subarray(['sms', 'key', 'app'] as FactorKind[], { minLength: 1 }), (skips, methods) => {
        const policy = { ...each, methods }
        let left = flow({ enrolling: true })
        for (const kind of skips)
          if (maySkip(left, policy, kind)) left = { ...left, skipped: left.skipped.concat(kind) }
        expect(maySkip(left, policy, null)).toBe(false)
        expect(nextStep(left, policy)).toBe('ENROL_FACTOR')
      }),
    )
  })
})

describe('a remembered device', () => {
  const now = new Date('2026-03-02T10:00:00Z')
  const later = new Date('2026-03-20T10:00:00Z')
  const device = {
    expiresAt: later,
    rememberedUntil: later,
    credentialVersion: 3,
    roles: ['EMPLOYEE@a'],
    endedAt: null,
  }
  const employee = { role: 'EMPLOYEE', organisationId: 'a' } as const
  const owner = { credentialVersion: 3, grants: [employee] }

  it('counts while credentials and roles are what they were', () => {
    expect(isRemembered(device, owner, now)).toBe(true)
  })

  it.each([
    ['another credential', { ...owner, credentialVersion: 4 }, device, now],
    ['another role', { ...owner, grants: [employee, { ...employee, role: 'APPROVER' }] }, device, now],
    ['the same role once more', { ...owner, grants: [employee, employee] }, device, now],
    ['a role that went', { ...owner, grants: [] }, device, now],
    ['the same role elsewhere', { ...owner, grants: [{ ...employee, organisationId: 'b' }] }, device, now],
    ['its end', owner, device, later],
    ['its owner forgetting it', owner, { ...device, endedAt: now }, now],
    ['never having been asked for', owner, { ...device, rememberedUntil: null }, now],
  ] as const)('dies with %s', (_name, held, shown, at) => {
    expect(isRemembered(shown, held, at)).toBe(false)
  })

  it('is not kept for whoever reaches other people’s data, nor for a leaver', () => {
    expect(mayRemember(30, ['EMPLOYEE'])).toBe(true)
    expect(mayRemember(0, ['EMPLOYEE'])).toBe(false)
    for (const role of ['ADMIN', 'HR', 'SERVICE_DESK', 'OPERATOR', 'APPROVER', 'EX_EMPLOYEE'] as const) {
      expect(mayRemember(30, ['EMPLOYEE', role])).toBe(false)
    }
  })
})

describe('the end of all access', () => {
  const now = new Date('2026-03-02T10:00:00Z')
  const soon = new Date('2026-03-31T22:00:00Z')

  const far = new Date('2027-03-31T22:00:00Z')
  const begun = new Date('2020-01-01T00:00:00Z')
  const right = (validUntil: Date | null, validFrom = begun) => ({ validFrom, validUntil })

  it('is told when it is near and nothing lasts', () => {
    expect(accessEnds([right(now), right(soon)], now)).toEqual(soon)
  })

  it('is not told where a right lasts, where it is far, or where there is none', () => {
    expect(accessEnds([right(soon), right(null)], now)).toBeNull()
    expect(accessEnds([right(far)], now)).toBeNull()
    expect(accessEnds([], now)).toBeNull()
  })

  it('is told to a leaver in the last month before the closing, and not before the last day', () => {
    const lastDayIsOver = new Date('2026-12-31T23:00:00Z')
    const leaver = [right(lastDayIsOver), right(far, lastDayIsOver)]
    expect(accessEnds(leaver, new Date('2026-12-15T12:00:00Z'))).toBeNull()
    expect(accessEnds(leaver, lastDayIsOver)).toBeNull()
    expect(accessEnds(leaver, new Date('2027-03-01T12:00:00Z'))).toEqual(far)
  })

  it('counts no right that was taken back before it began', () => {
    expect(accessEnds([right(soon), right(far, new Date('2027-05-01T00:00:00Z'))], now)).toEqual(soon)
  })
})
