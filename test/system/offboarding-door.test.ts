import { beforeAll, expect, it } from 'vitest'
import { moveClock } from '../../src/dev/clock.ts'
import { type HttpHouse, openHttpHouse, recordLastDay, served, signIn, tokenOf } from '../support/house-over-http.ts'
import { addLeaver } from '../support/leavers.ts'
import { journeyRow } from '../support/people.ts'

// No worker, and nobody where Temporal should be: from the mutation on, nothing but the api and Postgres runs.
let house: HttpHouse
beforeAll(async () => {
  house = await openHttpHouse('2026-11-04T09:00:00.000Z', { TEMPORAL_ADDRESS: '127.0.0.1:1' })
})

it('serves a request a millisecond before an end, and none at the instant itself', async () => {
  const { installation, portal } = house
  const anna = await addLeaver(installation, portal)
  const journeyId = await recordLastDay(house, anna, '2026-12-31')
  const travelTo = (instant: string) => moveClock(installation.owner, new Date(instant))

  await travelTo('2026-12-31T22:59:59.999Z')
  const atWork = await tokenOf(house, anna)
  expect(await served(house, atWork)).toEqual(['EMPLOYEE'])
  await travelTo('2026-12-31T23:00:00.000Z')
  expect(await served(house, atWork)).toEqual(['EX_EMPLOYEE'])

  await travelTo('2027-03-31T21:59:59.999Z')
  const afterwards = await tokenOf(house, anna)
  expect(await served(house, afterwards)).toEqual(['EX_EMPLOYEE'])
  await travelTo('2027-03-31T22:00:00.000Z')
  expect(await served(house, afterwards)).toBe('UNAUTHENTICATED')
  expect(await signIn(house, anna)).toEqual({ code: 'ACCESS_ENDED', endedAt: '2027-03-31T22:00:00.000Z' })
  expect(await journeyRow(installation, portal.portalId, journeyId)).toMatchObject({ status: 'open', restedSeq: 0 })
}, 60_000)
