import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isLocalDate, later, localDate, localInstant, plusMinutes } from './time.ts'

const at = (text: string) => new Date(text)
/** Amsterdam's clock as the platform's own formatter tells it: a second opinion. */
const shown = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Amsterdam',
  dateStyle: 'short',
  timeStyle: 'medium',
})
const instants = fc.date({ min: at('1990-01-01T00:00:00Z'), max: at('2090-01-01T00:00:00Z'), noInvalidDate: true })

describe('the calendar of Amsterdam', () => {
  it('names the day by its own midnight, in winter and in summer', () => {
    expect(localDate(at('2026-01-31T22:59:59.999Z'))).toBe('2026-01-31')
    expect(localDate(at('2026-01-31T23:00:00.000Z'))).toBe('2026-02-01')
    expect(localDate(at('2026-06-30T22:00:00.000Z'))).toBe('2026-07-01')
  })

  it('counts days and not hours over both changes of the clock', () => {
    expect(localInstant('2026-03-28', { plusDays: 1, hour: 9 })).toEqual(at('2026-03-29T07:00:00Z'))
    expect(localInstant('2026-10-24', { plusDays: 1, hour: 9 })).toEqual(at('2026-10-25T08:00:00Z'))
    expect(localInstant('2026-03-29')).toEqual(at('2026-03-28T23:00:00Z'))
  })

  it('moves an hour that is left out to the one after it', () => {
    expect(localInstant('2026-03-29', { hour: 2 })).toEqual(at('2026-03-29T01:00:00Z'))
  })

  it('agrees with the platform about the day of every instant', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        expect(localDate(instant)).toBe(shown.format(instant).slice(0, 10))
      }),
    )
  })

  it('finds the midnight at which a day begins', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        const midnight = localInstant(localDate(instant))
        expect(shown.format(midnight)).toBe(`${localDate(instant)} 00:00:00`)
        expect(localDate(plusMinutes(midnight, -1)) < localDate(instant)).toBe(true)
      }),
    )
  })
})

describe('a date as it is typed', () => {
  it.each(['2026-02-28', '2024-02-29'])('takes %s', (typed) => expect(isLocalDate(typed)).toBe(true))
  it.each(['2026-02-29', '2026-13-01', '2026-00-10', '26-01-01', '2026-1-1', '2026-01-01T00:00', '', '２０２６-01-01'])(
    'takes no %s',
    (typed) => expect(isLocalDate(typed)).toBe(false),
  )
})

it('takes the later of two instants', () => {
  const [early, late] = [at('2026-01-01T00:00:00Z'), at('2026-01-02T00:00:00Z')]
  expect([later(early, late), later(late, early), later(late, late)]).toEqual([late, late, late])
})
