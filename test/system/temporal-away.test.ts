import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type EmbeddedTemporal, startTemporal } from '../../src/dev/stack/temporal.ts'
import { temporalProgram } from '../../src/dev/stack/temporal-program.ts'
import { activate } from '../support/activate.ts'
import { eventually } from '../support/eventually.ts'
import { type Installation, type SeededPortal, testInstallation } from '../support/installation.ts'
import { invite, journeyRow, messagesOf, newPeople } from '../support/people.ts'
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts'

let folder: TemporaryFolder
let temporal: EmbeddedTemporal | undefined
let installation: Installation
let portal: SeededPortal

const startHere = async (port: number, name: string) =>
  startTemporal({
    program: await temporalProgram({ env: process.env, log: () => {} }),
    dataFolder: `${folder.path}/${name}`,
    port,
    uiPort: 0,
    inMemory: true,
  })

beforeAll(async () => {
  folder = await temporaryFolder('drempel-away-')
  // Only to learn a free port: nothing listens there when the installation begins.
  const first = await startHere(0, 'first')
  await first.stop()
  installation = await testInstallation({ env: { TEMPORAL_ADDRESS: first.address } })
  portal = await installation.seedPortal()
  await installation.work()
})

afterAll(async () => {
  await temporal?.stop()
  await folder.remove()
})

describe('while Temporal is away', () => {
  it('people are invited, get their PIN and activate; the journeys catch up when it returns', async () => {
    const items = newPeople(2)
    const [activated, waiting] = items
    const [activatedId = '', waitingId = ''] = await invite(installation, portal, items)
    if (activated === undefined || waiting === undefined) throw new Error('nobody was made')

    await activate(installation, portal, activated)
    const before = await journeyRow(installation, portal.portalId, activatedId)
    expect(before).toMatchObject({ status: 'open', restedSeq: 0 })

    temporal = await startHere(Number(installation.drempel.config.temporal.address.split(':')[1]), 'second')
    await eventually(
      'the journey ends',
      async () => (await journeyRow(installation, portal.portalId, activatedId)).outcome === 'activated',
      { withinMs: 60_000 },
    )
    await installation.machine.settle()
    expect(await journeyRow(installation, portal.portalId, waitingId)).toMatchObject({
      status: 'open',
      waitingFor: 'PERSON',
    })
    const keys = (await messagesOf(installation, portal.portalId, activatedId)).map(({ key }) => key)
    expect(keys).toEqual(['p1/invitation', 'p1/pin-1', 'p1/activated'])
  }, 120_000)
})
