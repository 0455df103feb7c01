import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '../portals/policy.ts'
import { activationCalendar, contactProblemOf, needsPin, storyInstants } from './activation.ts'

const policy = defaultPolicy.activation
const at = (text: string) => new Date(text)
const facts = { plannedAt: at('2026-03-02T10:00:00Z'), startsOn: null, postponedUntil: null }
const good = { emailStatus: 'unproven', mobile: '+31612345678', mobileStatus: 'unproven' } as const

describe('the calendar of an activation', () => {
  it('invites at once, reminds in the morning of local days and ends after the whole last day', () => {
    expect(activationCalendar(facts, policy)).toEqual({
      inviteAt: at('2026-03-02T10:00:00Z'),
      reminders: [at('2026-03-05T08:00:00Z'), at('2026-03-08T08:00:00Z')],
      expiresAt: at('2026-03-09T23:00:00Z'),
    })
  })

  it('keeps its hours on the wall while the clock changes', () => {
    const { reminders, expiresAt } = activationCalendar({ ...facts, plannedAt: at('2026-03-26T10:00:00Z') }, policy)
    expect(reminders).toEqual([at('2026-03-29T07:00:00Z'), at('2026-04-01T07:00:00Z')])
    expect(expiresAt).toEqual(at('2026-04-02T22:00:00Z'))
  })

  it('waits until the first working day is near, and not at all when it is', () => {
    const lead = { ...policy, leadDays: 7 }
    const inviteAt = (startsOn: string) => activationCalendar({ ...facts, startsOn }, lead).inviteAt
    expect(inviteAt('2026-04-01')).toEqual(at('2026-03-25T08:00:00Z'))
    expect(inviteAt('2026-03-09')).toEqual(facts.plannedAt)
    expect(inviteAt('2026-01-01')).toEqual(facts.plannedAt)
    expect(activationCalendar({ ...facts, startsOn: '2026-04-01' }, policy).inviteAt).toEqual(facts.plannedAt)
  })

  it('does nothing before the instant it was postponed to, and counts from there', () => {
    const postponedUntil = at('2026-05-01T07:00:00Z')
    const { inviteAt, expiresAt } = activationCalendar({ ...facts, postponedUntil }, policy)
    expect([inviteAt, expiresAt]).toEqual([postponedUntil, at('2026-05-08T22:00:00Z')])
  })

  it('agrees with a second computation that walks the wall clock of the platform', () => {
    fc.assert(
      fc.property(anyFacts, anyPolicy, (some, rules) => {
        expect(activationCalendar(some, rules)).toEqual(walked(some, rules))
      }),
      { numRuns: 300 },
    )
  })

  it('never reminds before it invites or after it ends', () => {
    fc.assert(
      fc.property(anyFacts, anyPolicy, (some, rules) => {
        const { inviteAt, reminders, expiresAt } = activationCalendar(some, rules)
        const order = [inviteAt, ...reminders, expiresAt].map((instant) => instant.getTime())
        expect(order).toEqual(order.toSorted((a, b) => a - b))
        expect(inviteAt >= some.plannedAt).toBe(true)
      }),
    )
  })
})

describe('the instants a story rests for', () => {
  const calendar = activationCalendar(facts, policy)
  const none = { contactProblem: null, contactCorrectedAt: null }

  it('names them', () => {
    expect(Object.keys(storyInstants(calendar, none))).toEqual(['invitation', 'reminder-1', 'reminder-2', 'expiry'])
  })

  it('reminds nobody whom no message helps', () => {
    const waiting = { ...none, contactProblem: 'MAIL_BOUNCED' } as const
    expect(Object.keys(storyInstants(calendar, waiting))).toEqual(['invitation', 'expiry'])
  })

  it('leaves out what the mail about a corrected number has just said', () => {
    const corrected = { ...none, contactCorrectedAt: at('2026-03-05T08:00:00Z') }
    expect(Object.keys(storyInstants(calendar, corrected))).toEqual(['invitation', 'reminder-2', 'expiry'])
  })
})

describe('what keeps messages from a person', () => {
  it.each([
    [{}, null],
    [{ emailStatus: 'bounced', mobileStatus: 'wrong' }, 'MAIL_BOUNCED'],
    [{ mobileStatus: 'wrong' }, 'WRONG_NUMBER'],
    [{ mobileStatus: 'unreachable' }, 'SMS_UNREACHABLE'],
    [{ mobileStatus: 'wrong', mobile: null }, null],
  ] as const)('judges %j as %s', (more, problem) => expect(contactProblemOf({ ...good, ...more })).toBe(problem))
})

describe('the PIN', () => {
  it('is needed unless the portal does without, or the installation handed the link over and knows no number', () => {
    const handed = { mobile: null, byInstallation: true }
    expect(needsPin(policy, handed)).toBe(false)
    expect(needsPin(policy, { ...handed, byInstallation: false })).toBe(true)
    expect(needsPin(policy, { ...handed, mobile: '+31612345678' })).toBe(true)
    expect(needsPin({ ...policy, pin: 'none' }, { mobile: '+31612345678', byInstallation: false })).toBe(false)
  })
})

const instants = fc.date({ min: at('2020-01-01T00:00:00Z'), max: at('2040-01-01T00:00:00Z'), noInvalidDate: true })
const anyFacts = fc.record({
  plannedAt: instants,
  startsOn: fc.option(instants.map((instant) => instant.toISOString().slice(0, 10))),
  postponedUntil: fc.option(instants),
})
const anyPolicy = fc
  .record({
    validDays: fc.integer({ min: 1, max: 60 }),
    hour: fc.integer({ min: 3, max: 23 }),
    lead: fc.option(fc.integer({ min: 0, max: 60 })),
  })
  .chain(({ validDays, hour, lead }) =>
    fc.uniqueArray(fc.integer({ min: 1, max: validDays }), { maxLength: 4 }).map((reminderDays) => ({
      ...policy,
      validDays,
      reminderHour: hour,
      leadDays: lead,
      reminderDays,
    })),
  )

const wall = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam', dateStyle: 'short', timeStyle: 'short' })

/** The first minute at which Amsterdam's clock shows this day and hour, found by trying: no time zone rules of our own. */
function firstAt(day: string, plusDays: number, hour: number): Date {
  const noon = Date.parse(`${day}T00:00:00Z`) + plusDays * 86_400_000 + hour * 3_600_000
  const candidates = [-2, -1, 0].map((shift) => new Date(noon + shift * 3_600_000))
  const wanted = `${new Date(noon).toISOString().slice(0, 10)} ${String(hour).padStart(2, '0')}:00`
  const found = candidates.find((candidate) => wall.format(candidate) === wanted)
  if (found === undefined) throw new Error(`Amsterdam never shows ${wanted}`)
  return found
}

function walked(
  { plannedAt, startsOn, postponedUntil }: { plannedAt: Date; startsOn: string | null; postponedUntil: Date | null },
  rules: typeof policy,
) {
  const lead =
    startsOn !== null && rules.leadDays !== null ? [firstAt(startsOn, -rules.leadDays, rules.reminderHour)] : []
  const inviteAt = new Date(Math.max(...[plannedAt, ...lead, ...(postponedUntil ? [postponedUntil] : [])].map(Number)))
  const day = wall.format(inviteAt).slice(0, 10)
  const reminders = [...rules.reminderDays].sort((a, b) => a - b).map((days) => firstAt(day, days, rules.reminderHour))
  return { inviteAt, reminders, expiresAt: firstAt(day, rules.validDays + 1, 0) }
}
