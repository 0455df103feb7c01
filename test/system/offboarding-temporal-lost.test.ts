import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type EmbeddedTemporal, startTemporal } from '../../src/dev/stack/temporal.ts'
import { temporalProgram } from '../../src/dev/stack/temporal-program.ts'
import { publishedFor } from '../support/documents.ts'
import { type Installation, type SeededPortal, testInstallation } from '../support/installation.ts'
import { addLeaver, planLeaver, standStill } from '../support/leavers.ts'
import { journeyRow, mailboxOf, messagesOf } from '../support/people.ts'
import { reconcileNow } from '../support/reconcile.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const april = new Date('2027-03-31T22:00:00.000Z')
let temporal: EmbeddedTemporal
let installation: Installation
let portal: SeededPortal
let start: (port: number) => Promise<EmbeddedTemporal>

beforeAll(async () => {
  const folder = await temporaryFolder('drempel-leaving-lost-')
  const program = await temporalProgram({ env: process.env, log: () => {} })
  let count = 0
  start = (port) =>
    startTemporal({ program, dataFolder: join(folder.path, String(count++)), port, uiPort: 0, inMemory: true })
  temporal = await start(0)
  installation = await testInstallation({
    env: { TEMPORAL_ADDRESS: temporal.address, RECONCILE_SECONDS: '3600', RECONCILE_GRACE_SECONDS: '1' },
  })
  portal = await installation.seedPortal()
  await standStill(installation, '2026-11-04T09:00:00.000Z')
  afterAll(async () => {
    await temporal.stop()
    await folder.remove()
  })
})

it('closes on 1 April as planned although all of Temporal was lost in February, and repeats no mail', async () => {
  const { machine, drempel } = installation
  await installation.work()
  const leave = async (lastDay: string, hasPassword = true) => {
    const leaver = await addLeaver(installation, portal, { hasPassword })
    return { ...leaver, journeyId: await planLeaver(installation, portal, { personId: leaver.personId, lastDay }) }
  }
  const early = await leave('2026-11-30')
  const helped = await leave('2026-12-31', false)
  const informed = await leave('2026-12-31')
  await machine.travelTo(new Date('2027-01-20T09:00:00Z'))
  const period = { from: '2026-01-01', until: '2026-12-31' }
  await publishedFor(drempel, portal, informed.personId, { kind: 'ANNUAL_STATEMENT', title: 'Jaaropgave', period })
  await machine.travelTo(new Date('2027-02-10T09:00:00Z'))
  const late = await leave('2027-01-31')
  await machine.settle()

  const port = Number(temporal.address.split(':')[1])
  await temporal.stop()
  temporal = await start(port)
  expect(await reconcileNow(installation)).toMatchObject({ checked: 4, started: 4, unrepaired: [] })
  await machine.travelTo(april)

  const row = (journeyId: string) => journeyRow(installation, portal.portalId, journeyId)
  for (const { journeyId } of [early, helped, informed]) {
    expect(await row(journeyId)).toMatchObject({ outcome: 'closed', endedAt: april, generation: 1 })
  }
  expect(await row(late.journeyId)).toMatchObject({ status: 'open', waitingFor: 'PAYROLL' })
  const keysOf = async ({ journeyId }: { readonly journeyId: string }) =>
    (await messagesOf(installation, portal.portalId, journeyId)).map(({ key }) =>
      key.replace('p1/', '').replace(/^task-opened.*/, 'task-opened'),
    )
  const ending = ['closing-reminder-1', 'closing-reminder-2', 'closed']
  expect(await keysOf(early)).toEqual(['plan', 'narrowed', 'task-opened', ...ending])
  expect(await keysOf(informed)).toEqual(['plan', 'narrowed', 'statement', ...ending])
  expect(await keysOf(helped)).toEqual([
    'plan',
    'reminder-1',
    'reminder-2',
    'task-opened',
    'reminder-3',
    'narrowed',
    'task-opened',
    ...ending,
  ])
  expect(await keysOf(late)).toEqual(['plan'])
  // What arrived, beside the mail about a published statement.
  expect(await mailboxOf(installation, portal.portalId, informed.email)).toHaveLength(7)
  expect(await mailboxOf(installation, portal.portalId, helped.email)).toHaveLength(8)
}, 120_000)
