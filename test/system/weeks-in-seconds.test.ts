import { beforeAll, describe, expect, it } from 'vitest'
import { readClock } from '../../src/db/engine.ts'
import { localDate, localInstant } from '../../src/domain/time.ts'
import { type Installation, type SeededPortal, testInstallation } from '../support/installation.ts'
import { invite, journeyRow, mailboxOf, messagesOf, newPeople } from '../support/people.ts'

let installation: Installation
let portal: SeededPortal

beforeAll(async () => {
  installation = await testInstallation()
  portal = await installation.seedPortal()
  await installation.work()
})

const daysFromNow = async (days: number) =>
  localInstant(localDate(await readClock(installation.drempel.engine)), { plusDays: days, hour: 12 })

describe('an activation through the time machine', () => {
  it('plays to its expiry with every message once', async () => {
    const [person] = newPeople(1)
    const [journeyId = ''] = await invite(installation, portal, [person ?? never()])
    await installation.machine.travelTo(await daysFromNow(10))

    const { portalId } = portal
    expect(await messagesOf(installation, portalId, journeyId)).toMatchObject([
      { key: 'p1/invitation', status: 'sent' },
      { key: 'p1/reminder-1', status: 'sent' },
      { key: 'p1/reminder-2', status: 'sent' },
    ])
    expect(await mailboxOf(installation, portalId, person?.email)).toHaveLength(3)
    expect(await journeyRow(installation, portalId, journeyId)).toMatchObject({ status: 'ended', outcome: 'expired' })
  })

  it('sends one reminder when two are overdue', async () => {
    const [journeyId = ''] = await invite(installation, portal, newPeople(1))
    await installation.machine.settle()
    // The clock jumps over both reminders at once, as after an outage.
    const sql = installation.owner
    const at = await daysFromNow(7)
    await sql`update drempel.clock set shift = make_interval(secs => extract(epoch from ${at.toISOString()}::timestamptz - now())::float8)`
    await installation.machine.travelTo(at)
    const keys = (await messagesOf(installation, portal.portalId, journeyId)).map(({ key }) => key)
    expect(keys).toEqual(['p1/invitation', 'p1/reminder-2'])
  })
})

function never(): never {
  throw new Error('nobody was made')
}
