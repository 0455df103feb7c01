import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type HeldRight, type LeavingEnds, rightsToChange } from './leaver-rights.ts'

const at = (text: string) => new Date(text)
const now = at('2026-11-04T09:00:00Z')
const ends = { narrowAt: at('2026-12-31T23:00:00Z'), closeAt: at('2027-03-31T22:00:00Z') }

let made = 0

function right(more: Partial<HeldRight> = {}): HeldRight {
  const validFrom = at('2020-01-01T00:00:00Z')
  made++
  return {
    id: `${made}`,
    role: 'EMPLOYEE',
    system: null,
    validFrom,
    validUntil: null,
    cut: undefined,
    isLeavers: false,
    ...more,
  }
}

/** As the database does. */
function apply(held: readonly HeldRight[], plan: LeavingEnds, when: Date): readonly HeldRight[] {
  const rights = new Map(held.map((one) => [one.id, one]))
  const changed = (id: string, more: Partial<HeldRight>) => rights.set(id, right({ ...rights.get(id), ...more, id }))
  for (const change of rightsToChange(held, plan, when)) {
    if (change.kind === 'move') changed(change.id, { validFrom: change.validFrom, validUntil: change.validUntil })
    else if (change.kind === 'cut') changed(change.id, { cut: { until: change.until } })
    else if (change.kind === 'uncut') changed(change.id, { cut: undefined })
    else {
      const { kind: _, ...given } = change
      const one = right({ ...given, isLeavers: change.role === 'EX_EMPLOYEE' })
      rights.set(one.id, one)
    }
  }
  return [...rights.values()]
}

function rolesAt(held: readonly HeldRight[], instant: Date): readonly string[] {
  const inForce = held.filter(
    (one) => one.validFrom <= instant && (one.validUntil === null || instant < one.validUntil),
  )
  return inForce.map(({ role }) => role).toSorted()
}

describe('the rights of somebody who leaves', () => {
  it('end at the narrowing, and those of a leaver begin there and end at the close', () => {
    const held = apply([right(), right({ role: 'APPROVER' })], ends, now)
    expect(rolesAt(held, at('2026-12-31T22:59:59.999Z'))).toEqual(['APPROVER', 'EMPLOYEE'])
    expect(rolesAt(held, at('2026-12-31T23:00:00.000Z'))).toEqual(['EX_EMPLOYEE'])
    expect(rolesAt(held, at('2027-03-31T21:59:59.999Z'))).toEqual(['EX_EMPLOYEE'])
    expect(rolesAt(held, at('2027-03-31T22:00:00.000Z'))).toEqual([])
  })

  it('come back when the date moves after they had gone, and the time in between stays what it was', () => {
    const gone = at('2027-01-10T12:00:00Z')
    const later = { narrowAt: at('2027-01-31T23:00:00Z'), closeAt: at('2028-03-31T22:00:00Z') }
    const held = apply(apply([right()], ends, now), later, gone)
    expect(rolesAt(held, at('2027-01-05T00:00:00Z'))).toEqual(['EX_EMPLOYEE'])
    expect(rolesAt(held, gone)).toEqual(['EMPLOYEE'])
    expect(rolesAt(held, later.narrowAt)).toEqual(['EX_EMPLOYEE'])
    expect(rolesAt(held, later.closeAt)).toEqual([])
  })

  it('are what they were when nobody leaves any more, with the ends they had', () => {
    const temporary = right({ role: 'APPROVER', validUntil: at('2027-06-30T22:00:00Z') })
    const held = apply(apply([right(), temporary], ends, now), null, at('2026-12-01T00:00:00Z'))
    expect(held.map(({ validUntil, cut }) => [validUntil, cut])).toEqual([
      [null, undefined],
      [at('2027-06-30T22:00:00Z'), undefined],
      [ends.narrowAt, undefined],
    ])
    expect(rolesAt(held, at('2026-12-31T23:00:00Z'))).toEqual(['APPROVER', 'EMPLOYEE'])
  })

  it('never outlive an end that they had before', () => {
    const held = apply([right({ validUntil: at('2026-11-30T23:00:00Z') })], ends, now)
    expect(rolesAt(held, at('2026-11-30T23:00:00Z'))).toEqual([])
    expect(rolesAt(held, ends.narrowAt)).toEqual(['EX_EMPLOYEE'])
  })

  it('leave nothing to whoever goes before the first day', () => {
    const held = apply([right({ validFrom: at('2027-02-01T00:00:00Z') })], ends, now)
    for (const instant of [now, ends.narrowAt, at('2027-02-02T00:00:00Z')]) expect(rolesAt(held, instant)).toEqual([])
  })

  it('end at once where the date has passed, and access with them where the close has', () => {
    const past = { narrowAt: at('2025-06-30T22:00:00Z'), closeAt: at('2026-03-31T22:00:00Z') }
    expect(rolesAt(apply([right()], past, now), now)).toEqual([])
    expect(rolesAt(apply([right()], { ...past, closeAt: ends.closeAt }, now), now)).toEqual(['EX_EMPLOYEE'])
  })

  it('take in what was given after the plan was made', () => {
    const held = apply([...apply([right()], ends, now), right({ role: 'HR' })], ends, at('2026-12-01T00:00:00Z'))
    expect(rolesAt(held, ends.narrowAt)).toEqual(['EX_EMPLOYEE'])
  })
})

const month = 30 * 86_400_000
const instants = fc.integer({ min: 0, max: 40 }).map((months) => new Date(now.getTime() + months * month))
const plans = fc
  .record({ narrowAt: instants, months: fc.integer({ min: 1, max: 15 }) })
  .map(({ narrowAt, months }) => ({ narrowAt, closeAt: new Date(narrowAt.getTime() + months * month) }))
const rights = fc
  .record({
    from: fc.integer({ min: -5, max: 10 }),
    until: fc.option(fc.integer({ min: 1, max: 20 })),
    role: fc.constantFrom('EMPLOYEE', 'HR'),
  })
  .map(({ from, until, role }) => {
    const validFrom = new Date(now.getTime() + from * month)
    return right({ role, validFrom, validUntil: until === null ? null : new Date(validFrom.getTime() + until * month) })
  })

describe('whatever is planned, and planned anew', () => {
  const steps = fc.array(fc.record({ plan: fc.option(plans), wait: fc.integer({ min: 0, max: 6 }) }), {
    minLength: 1,
    maxLength: 6,
  })

  it('gives what the last plan says from now on, leaves the past alone, and asked again asks for nothing', () => {
    fc.assert(
      fc.property(fc.array(rights, { minLength: 1, maxLength: 3 }), steps, (original, plansInOrder) => {
        let held: readonly HeldRight[] = original
        let when = now
        for (const { plan, wait } of plansInOrder) {
          when = new Date(when.getTime() + wait * month)
          const before = held
          held = apply(held, plan, when)
          expect(rightsToChange(held, plan, when)).toEqual([])
          for (let months = -6; months < 70; months++) {
            const instant = new Date(now.getTime() + months * month + 1)
            if (instant < when) expect(rolesAt(held, instant)).toEqual(rolesAt(before, instant))
            else expect(rolesAt(held, instant)).toEqual(expected(original, plan, when, instant))
          }
        }
      }),
      { numRuns: 300 },
    )
  })

  /** The plan as it is told to people, worked out from the rights somebody had before anybody spoke of leaving. */
  function expected(original: readonly HeldRight[], plan: LeavingEnds, when: Date, instant: Date): readonly string[] {
    if (plan === null) return rolesAt(original, instant)
    const narrowAt = plan.narrowAt > when ? plan.narrowAt : when
    if (instant < narrowAt) return rolesAt(original, instant)
    const hasWorked = original.some(({ validFrom }) => validFrom < narrowAt)
    return hasWorked && instant < plan.closeAt ? ['EX_EMPLOYEE'] : []
  }
})
