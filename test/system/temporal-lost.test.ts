import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readClock } from '../../src/db/engine.ts'
import { type EmbeddedTemporal, startTemporal } from '../../src/dev/stack/temporal.ts'
import { temporalProgram } from '../../src/dev/stack/temporal-program.ts'
import { localDate, localInstant } from '../../src/domain/time.ts'
import { type Installation, type SeededPortal, testInstallation } from '../support/installation.ts'
import { invite, journeyRow, mailboxOf, messagesOf, newPeople } from '../support/people.ts'
import { reconcileNow } from '../support/reconcile.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

let temporal: EmbeddedTemporal
let installation: Installation
let portal: SeededPortal
let start: (port: number) => Promise<EmbeddedTemporal>

beforeAll(async () => {
  const folder = await temporaryFolder('drempel-lost-')
  const program = await temporalProgram({ env: process.env, log: () => {} })
  let count = 0
  start = (port) =>
    startTemporal({
      program,
      dataFolder: join(folder.path, String(count++)),
      port,
      uiPort: 0,
      inMemory: true,
    })
  temporal = await start(0)
  installation = await testInstallation({
    env: { TEMPORAL_ADDRESS: temporal.address, RECONCILE_SECONDS: '3600', RECONCILE_GRACE_SECONDS: '1' },
  })
  // Some are invited two weeks before they start, so that one phase waits for a date.
  portal = await installation.seedPortal()
  afterAll(async () => {
    await temporal.stop()
    await folder.remove()
  })
})

async function daysLater(days: number): Promise<Date> {
  return localInstant(localDate(await readClock(installation.drempel.engine)), { plusDays: days, hour: 12 })
}

const reconcile = () => reconcileNow(installation)

describe('losing all of Temporal', () => {
  it('finishes twenty journeys in different phases as they would have, and repeats no message', async () => {
    await installation.work()
    const first = await invite(installation, portal, newPeople(7))
    await installation.machine.travelTo(await daysLater(3))
    const second = await invite(installation, portal, newPeople(7))
    await installation.machine.travelTo(await daysLater(3))
    const third = await invite(installation, portal, newPeople(6))
    await installation.machine.settle()

    const port = Number(temporal.address.split(':')[1])
    await temporal.stop()
    temporal = await start(port)
    const report = await reconcile()
    expect(report).toMatchObject({ checked: 20, started: 20, unrepaired: [] })
    await installation.machine.travelTo(await daysLater(12))

    for (const journeyId of [...first, ...second, ...third]) {
      const keys = (await messagesOf(installation, portal.portalId, journeyId)).map(({ key }) => key)
      expect(keys).toEqual(['p1/invitation', 'p1/reminder-1', 'p1/reminder-2'])
      expect(await journeyRow(installation, portal.portalId, journeyId)).toMatchObject({
        outcome: 'expired',
        generation: 1,
      })
    }
    expect(await mailboxOf(installation, portal.portalId)).toHaveLength(60)
  }, 120_000)

  it('repairs nothing amid live traffic', async () => {
    await installation.machine.settle()
    const traffic = async () => {
      for (let round = 0; round < 10; round++) await invite(installation, portal, newPeople(5))
    }
    const [reports] = await Promise.all([Promise.all([reconcile(), reconcile(), reconcile()]), traffic()])
    for (const report of reports) expect(report).toMatchObject({ started: 0, woken: 0, ended: 0, unrepaired: [] })
    await installation.machine.settle()
    expect(await reconcile()).toMatchObject({ started: 0, woken: 0, ended: 0, unrepaired: [] })
  }, 60_000)
})
