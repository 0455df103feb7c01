import { Worker } from '@temporalio/worker'
import { beforeAll, describe, expect, it } from 'vitest'
import { bundleWorkflows } from '../../src/activities/serve.ts'
import { renewInvitation } from '../../src/commands/accounts/renew-invitation.ts'
import { rehireLeaver } from '../../src/commands/employments/rehire-leaver.ts'
import { withdrawJourney } from '../../src/commands/journeys/withdraw-journey.ts'
import { readClock } from '../../src/db/engine.ts'
import type { JourneyKind } from '../../src/domain/journeys/journey.ts'
import { addDays, localDate, localInstant, yearOf } from '../../src/domain/time.ts'
import { activate } from '../support/activate.ts'
import { addMember, begin, enrol } from '../support/enrolment.ts'
import { type Installation, type SeededPortal, testInstallation } from '../support/installation.ts'
import { addLeaver, planLeaver } from '../support/leavers.ts'
import { invite, newPeople } from '../support/people.ts'
import { recordHistory } from '../support/record-history.ts'

let installation: Installation
let portal: SeededPortal

beforeAll(async () => {
  installation = await testInstallation()
  portal = await installation.seedPortal()
  await installation.work()
})

describe('histories of whole journeys', () => {
  it('replay against the code that wrote them', async () => {
    const items = newPeople(3)
    const [activatedId = '', expiredId = '', renewedId = ''] = await invite(installation, portal, items)
    await installation.machine.settle()
    if (items[0] !== undefined) await activate(installation, portal, items[0])
    const today = localDate(await readClock(installation.drempel.engine))
    await installation.machine.travelTo(localInstant(today, { plusDays: 4 }))
    await renewInvitation(installation.drempel, portal.hr, { journeyId: renewedId })
    await installation.machine.travelTo(localInstant(today, { plusDays: 15 }))

    await replayAll('account-activation', { activated: activatedId, expired: expiredId, renewed: renewedId })
  }, 60_000)

  it('replay where somebody sets up a second step, lets the time lapse, or is let off', async () => {
    const { drempel, machine } = installation
    const [enrolled, lapsed, withdrawn] = await Promise.all(
      Array.from({ length: 3 }, async () => {
        const member = await addMember(drempel, portal)
        return { member, ...(await begin(drempel, portal, member)) }
      }),
    )
    if (enrolled === undefined || lapsed === undefined || withdrawn === undefined) throw new Error('nobody was asked')
    const today = localDate(await readClock(drempel.engine))
    await machine.travelTo(localInstant(today, { plusDays: 4 }))
    await enrol(drempel, portal, enrolled.member)
    await withdrawJourney(drempel, portal.hr, { journeyId: withdrawn.journeyId, reason: 'met verlof' })
    await machine.travelTo(lapsed.deadlineAt)
    await replayAll('factor-enrolment', {
      enrolled: enrolled.journeyId,
      lapsed: lapsed.journeyId,
      withdrawn: withdrawn.journeyId,
    })
  }, 60_000)
})

describe('histories of leavings', () => {
  it('replay where somebody is reminded and helped until access ends, comes back, or does not leave after all', async () => {
    const { drempel, machine } = installation
    const { organisationId, hr } = portal
    const today = localDate(await readClock(drempel.engine))
    const leaving = async (hasPassword: boolean) => {
      const { personId } = await addLeaver(installation, portal, { hasPassword })
      return { personId, journeyId: await planLeaver(installation, portal, { personId, lastDay: addDays(today, 20) }) }
    }
    const [closed, rehired, withdrawn] = [await leaving(false), await leaving(true), await leaving(true)]
    await machine.travelTo(localInstant(today, { plusDays: 5 }))
    await withdrawJourney(drempel, hr, { journeyId: withdrawn.journeyId, reason: 'Blijft toch' })
    await machine.travelTo(localInstant(today, { plusDays: 25 }))
    const back = { organisationId, personId: rehired.personId, startsOn: null, reason: 'Begint opnieuw' }
    await rehireLeaver(drempel, hr, back)
    await machine.travelTo(localInstant(`${yearOf(addDays(today, 20)) + 1}-04-01`))
    await replayAll('offboarding', {
      closed: closed.journeyId,
      rehired: rehired.journeyId,
      withdrawn: withdrawn.journeyId,
    })
  }, 120_000)
})

async function replayAll(kind: JourneyKind, journeys: Readonly<Record<string, string>>): Promise<void> {
  const client = await installation.drempel.temporal.ready()
  const workflowBundle = await bundleWorkflows()
  for (const [name, journeyId] of Object.entries(journeys)) {
    const history = await client.workflow.getHandle(`${kind}/${journeyId}/1`).fetchHistory()
    expect(history.events?.length, name).toBeGreaterThan(10)
    await Worker.runReplayHistory({ workflowBundle }, history)
    await recordHistory(`${kind}-1-${name}`, history)
  }
}
