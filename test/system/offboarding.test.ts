import { beforeAll, expect, it } from 'vitest'
import { moveClock } from '../../src/dev/clock.ts'
import { publishedFor } from '../support/documents.ts'
import { type HttpHouse, openHttpHouse, recordLastDay, served, signIn, tokenOf } from '../support/house-over-http.ts'
import { addLeaver, planLeaver, subjectsOf } from '../support/leavers.ts'
import { journeyRow, messagesOf } from '../support/people.ts'

const april = new Date('2027-03-31T22:00:00.000Z')
let house: HttpHouse

beforeAll(async () => {
  house = await openHttpHouse('2026-11-04T09:00:00.000Z')
  await house.installation.work()
})

it('goes from a mutation to the last mail, and both doors close on the way', async () => {
  const { installation, portal } = house
  const { machine } = installation
  const anna = await addLeaver(installation, portal, { email: 'anna@acme.example' })
  const journeyId = await recordLastDay(house, anna, '2026-12-31')
  await machine.travelTo(new Date('2026-12-31T22:59:59.999Z'))
  const atWork = await tokenOf(house, anna)
  expect(await served(house, atWork)).toEqual(['EMPLOYEE'])

  await machine.travelTo(new Date('2026-12-31T23:00:00.000Z'))
  expect(await served(house, atWork)).toBe('UNAUTHENTICATED')
  expect(await served(house, await tokenOf(house, anna))).toEqual(['EX_EMPLOYEE'])

  await machine.travelTo(april)
  const name = `Portaal ${portal.slug}`
  expect(await subjectsOf(installation, portal, anna)).toEqual([
    `Je toegang tot ${name} na je vertrek`,
    ...Array.from({ length: 3 }, () => `Herinnering: regel je toegang tot ${name} vóór je vertrek`),
    `Je loonstroken en jaaropgaven blijven te zien in ${name}`,
    `Ingelogd met een nieuwe browser bij ${name}`,
    `Je toegang tot ${name} stopt binnenkort`,
    `Je toegang tot ${name} stopt binnenkort`,
    `Je toegang tot ${name} is gestopt`,
  ])
  const messages = await messagesOf(installation, portal.portalId, journeyId)
  expect(messages.filter(({ status }) => status !== 'sent')).toEqual([])
  expect(await journeyRow(installation, portal.portalId, journeyId)).toMatchObject({
    status: 'ended',
    outcome: 'closed',
    endedAt: april,
    generation: 1,
  })
  expect(await signIn(house, anna)).toEqual({ code: 'ACCESS_ENDED', endedAt: april.toISOString() })
}, 120_000)

it('announces the annual statement when payroll publishes it in January, and asks HR nothing', async () => {
  const { installation, portal } = house
  const { machine, drempel, owner } = installation
  await moveClock(owner, new Date('2027-11-04T09:00:00Z'))
  const bert = await addLeaver(installation, portal)
  const journeyId = await planLeaver(installation, portal, { personId: bert.personId, lastDay: '2027-12-31' })
  const keys = async () => (await messagesOf(installation, portal.portalId, journeyId)).map(({ key }) => key)
  await machine.travelTo(new Date('2028-01-20T09:00:00Z'))
  expect(await keys()).toEqual(['p1/plan', 'p1/narrowed'])

  const period = { from: '2027-01-01', until: '2027-12-31' }
  const statement = { kind: 'ANNUAL_STATEMENT', title: 'Jaaropgave 2027', period } as const
  await publishedFor(drempel, portal, bert.personId, statement)
  await machine.settle()
  expect(await keys()).toEqual(['p1/plan', 'p1/narrowed', 'p1/statement'])
  await machine.travelTo(new Date('2028-03-31T22:00:00Z'))
  // No mail to HR among them: nobody is asked for a statement that is there.
  expect(await keys()).toEqual([
    'p1/plan',
    'p1/narrowed',
    'p1/statement',
    'p1/closing-reminder-1',
    'p1/closing-reminder-2',
    'p1/closed',
  ])
}, 120_000)
