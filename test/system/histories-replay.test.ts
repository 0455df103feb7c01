import { Worker } from '@temporalio/worker'
import { beforeAll, describe, expect, it } from 'vitest'
import { bundleWorkflows } from '../../src/activities/serve.ts'
import { renewInvitation } from '../../src/commands/accounts/renew-invitation.ts'
import { withdrawJourney } from '../../src/commands/journeys/withdraw-journey.ts'
import { readClock } from '../../src/db/engine.ts'
import type { JourneyKind } from '../../src/domain/journeys/journey.ts'
import { localDate, localInstant } from '../../src/domain/time.ts'
import { activate } from '../support/activate.ts'
import { addMember, begin, enrol } from '../support/enrolment.ts'
import { type Installation, type SeededPortal, testInstallation } from '../support/installation.ts'
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
