import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Actor, may, type Right } from './access.ts'
import { accessStory } from './access-story.ts'
import { type Grant, isInForce, roles } from './account.ts'

// Few instants, a millisecond apart, so that ends and beginnings meet.
const origin = Date.parse('2027-03-31T22:00:00.000Z')
const tick = fc.integer({ min: 0, max: 8 })
const instant = (n: number) => new Date(origin + n)
const grants = fc.uniqueArray(
  fc.record({
    id: fc.uuid(),
    role: fc.constantFrom(...roles),
    organisationId: fc.constantFrom('ommen', 'zwolle', null),
    system: fc.constant(null),
    validFrom: tick.map(instant),
    validUntil: fc.option(tick.map(instant)),
  }),
  { maxLength: 6, selector: ({ id }) => id },
)
const rights: readonly Right[] = ['invitations.write', 'people.read', 'keys.write', 'signIn.read', 'installation.read']

const actorOf = (held: readonly Grant[]): Actor => ({
  kind: 'account',
  accountId: 'a',
  personId: 'p',
  sessionId: 's',
  grants: held,
})
const mayDo = (held: readonly Grant[], at: Date) =>
  rights.flatMap((right) => ['ommen', 'zwolle', null].map((place) => may(actorOf(held), right, place, at)))
const idsAt = (given: readonly Grant[], at: Date) => accessStory(given, at).rights.map(({ id }) => id)

describe('the story of somebody’s access', () => {
  it('agrees at every instant with what counts and with what is allowed', () => {
    fc.assert(
      fc.property(grants, tick, (given, n) => {
        const at = instant(n)
        const told = accessStory(given, at).rights
        expect(told).toEqual(given.filter((grant) => isInForce(grant, at)))
        expect(mayDo(told, at)).toEqual(mayDo(given, at))
      }),
    )
  })

  it('names as next the first instant at which anything changes, to the millisecond', () => {
    fc.assert(
      fc.property(grants, tick, (given, n) => {
        const { next } = accessStory(given, instant(n))
        const rest = Array.from({ length: 10 - n }, (_, k) => instant(n + 1 + k))
        const changes = rest.find((at) => {
          const [before, then] = [idsAt(given, new Date(at.getTime() - 1)), idsAt(given, at)]
          return before.join() !== then.join()
        })
        expect(next?.at).toEqual(changes)
      }),
    )
  })

  it('says of a change what ends, what begins and whether anything is left', () => {
    fc.assert(
      fc.property(grants, tick, (given, n) => {
        const { next, rights: before } = accessStory(given, instant(n))
        if (next === null) return
        const after = accessStory(given, next.at)
        const expected = [...before.filter((one) => !next.ends.includes(one)), ...next.begins]
        expect(new Set(after.rights)).toEqual(new Set(expected))
        expect(next.isLast).toBe(after.rights.length === 0 && after.next === null)
      }),
    )
  })

  it('names as ended what ended last, and never what was taken back before its first day', () => {
    fc.assert(
      fc.property(grants, tick, (given, n) => {
        const at = instant(n)
        const { ended, neverBegun } = accessStory(given, at)
        const real = given.filter((one) => !neverBegun.includes(one))
        expect(neverBegun.every(({ validFrom, validUntil }) => validUntil !== null && validUntil <= validFrom)).toBe(
          true,
        )
        const last = Math.max(
          ...real.map(({ validUntil }) => Number(validUntil ?? Infinity)).filter((end) => end <= Number(at)),
        )
        expect(ended).toEqual(real.filter(({ validUntil }) => Number(validUntil ?? Infinity) === last))
      }),
    )
  })
})
