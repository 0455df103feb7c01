import { describe, expect, it } from 'vitest'
import { limitedUntil } from './send-limit.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 12, minute))
const twoAnHour = { most: 2, minutes: 60 }

describe('the send limit', () => {
  it('lets whoever had fewer than the most send at once', () => {
    expect(limitedUntil(twoAnHour)).toBeNull()
    expect(limitedUntil(twoAnHour, [])).toBeNull()
    expect(limitedUntil(twoAnHour, [at(5)])).toBeNull()
  })

  it('waits for the oldest that still counts to leave the window', () => {
    expect(limitedUntil(twoAnHour, [at(5), at(2)])).toEqual(at(62))
    expect(limitedUntil(twoAnHour, [at(9), at(5), at(2)])).toEqual(at(65))
  })

  it('of several counts follows the longest wait, whichever comes first', () => {
    const [early, late] = [
      [at(3), at(1)],
      [at(9), at(7)],
    ]
    expect(limitedUntil(twoAnHour, early, late)).toEqual(at(67))
    expect(limitedUntil(twoAnHour, late, [], early)).toEqual(at(67))
  })

  it('never adds counts up', () => {
    expect(limitedUntil(twoAnHour, [at(1)], [at(2)])).toBeNull()
  })

  it('is as long as its window', () => {
    expect(limitedUntil({ most: 1, minutes: 24 * 60 }, [at(0)])).toEqual(at(24 * 60))
  })
})
