import { beforeAll, describe, expect, it } from 'vitest'
import { postponeJourney } from '../../src/commands/journeys/postpone-journey.ts'
import { readClock } from '../../src/db/engine.ts'
import { defaultPolicy } from '../../src/domain/portals/policy.ts'
import { localDate, localInstant } from '../../src/domain/time.ts'
import { addMember, begin, enrol } from '../support/enrolment.ts'
import { type Installation, type SeededPortal, testInstallation } from '../support/installation.ts'
import { journeyRow, mailboxOf, messagesOf } from '../support/people.ts'

let installation: Installation
let portal: SeededPortal

beforeAll(async () => {
  installation = await testInstallation()
  portal = await installation.seedPortal({
    policy: { factors: { ...defaultPolicy.factors, obligatoryFor: 'everyone' } },
  })
  await installation.work()
})

const daysFromNow = async (plusDays: number, hour = 12) =>
  localInstant(localDate(await readClock(installation.drempel.engine)), { plusDays, hour })

const askSomebody = async () => {
  const petra = await addMember(installation.drempel, portal, 'EMPLOYEE')
  return { petra, ...(await begin(installation.drempel, portal, petra)) }
}
const messages = (journeyId: string) => messagesOf(installation, portal.portalId, journeyId)
const subjects = async (email: string) =>
  (await mailboxOf(installation, portal.portalId, email)).map(({ subject }) => subject)

describe('an enrolment through the time machine', () => {
  it('asks, reminds twice and lapses at the deadline, each by one mail', async () => {
    const { petra, journeyId, deadlineAt } = await askSomebody()
    await installation.machine.travelTo(new Date(deadlineAt.getTime() - 1))
    expect(await journeyRow(installation, portal.portalId, journeyId)).toMatchObject({
      status: 'open',
      waitingFor: 'PERSON',
      nextDueAt: deadlineAt,
    })
    await installation.machine.travelTo(deadlineAt)
    expect(await messages(journeyId)).toMatchObject([
      { key: 'p1/asked', status: 'sent' },
      { key: 'p1/reminder-1', status: 'sent' },
      { key: 'p1/reminder-2', status: 'sent' },
      { key: 'p1/lapsed', status: 'sent' },
    ])
    expect(await subjects(petra.email)).toEqual([
      expect.stringMatching(/^Stel tweestapsverificatie in/),
      expect.stringMatching(/^Herinnering/),
      expect.stringMatching(/^Herinnering/),
      expect.stringMatching(/stel eerst tweestapsverificatie in$/),
    ])
    expect(await journeyRow(installation, portal.portalId, journeyId)).toMatchObject({
      status: 'ended',
      outcome: 'lapsed',
    })
  }, 60_000)

  it('ends as enrolled as soon as the person is done', async () => {
    const { petra, journeyId } = await askSomebody()
    await installation.machine.travelTo(await daysFromNow(4))
    expect(await enrol(installation.drempel, portal, petra)).toBe(true)
    await installation.machine.settle()
    expect(await journeyRow(installation, portal.portalId, journeyId)).toMatchObject({
      status: 'ended',
      outcome: 'enrolled',
    })
    await installation.machine.travelTo(await daysFromNow(20))
    expect((await messages(journeyId)).map(({ key }) => key)).toEqual(['p1/asked', 'p1/reminder-1'])
  }, 60_000)

  it('is silent while it is postponed, and then asks anew', async () => {
    const { journeyId } = await askSomebody()
    await installation.machine.settle()
    const until = await daysFromNow(30, 9)
    await postponeJourney(installation.drempel, portal.hr, { journeyId, until, reason: 'met verlof' })
    await installation.machine.travelTo(await daysFromNow(29))
    expect((await messages(journeyId)).map(({ key }) => key)).toEqual(['p1/asked'])
    expect(await journeyRow(installation, portal.portalId, journeyId)).toMatchObject({ waitingFor: 'START_DATE' })
    await installation.machine.travelTo(await daysFromNow(30))
    expect((await messages(journeyId)).map(({ key }) => key)).toEqual([
      'p1/asked',
      'p2/asked',
      'p2/reminder-1',
      'p2/reminder-2',
      'p2/lapsed',
    ])
    expect(await journeyRow(installation, portal.portalId, journeyId)).toMatchObject({ plan: 2, outcome: 'lapsed' })
  }, 60_000)
})
