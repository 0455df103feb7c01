import { Worker } from '@temporalio/worker'
import { beforeAll, describe, expect, it } from 'vitest'
import { bundleWorkflows } from '../../src/activities/serve.ts'
import { renewInvitation } from '../../src/commands/accounts/renew-invitation.ts'
import { readClock } from '../../src/db/engine.ts'
import { localDate, localInstant } from '../../src/domain/time.ts'
import { activate } from '../support/activate.ts'
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

    const client = await installation.drempel.temporal.ready()
    const workflowBundle = await bundleWorkflows()
    for (const [name, journeyId] of Object.entries({
      activated: activatedId,
      expired: expiredId,
      renewed: renewedId,
    })) {
      const history = await client.workflow.getHandle(`account-activation/${journeyId}/1`).fetchHistory()
      expect(history.events?.length, name).toBeGreaterThan(10)
      await Worker.runReplayHistory({ workflowBundle }, history)
      await recordHistory(`account-activation-1-${name}`, history)
    }
  }, 60_000)
})
