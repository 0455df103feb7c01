import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundleWorkflows } from '../../src/activities/serve.ts'
import { raiseGeneration } from '../../src/db/reconciliation.ts'
import { gate } from '../../src/relay/gate.ts'
import { runState } from '../../src/relay/runs.ts'
import { startWorker } from '../../src/start-worker.ts'
import { eventually } from '../support/eventually.ts'
import { type Installation, type SeededPortal, testInstallation } from '../support/installation.ts'
import { invite, journeyRow, messagesOf, newPeople } from '../support/people.ts'
import { reconcileNow } from '../support/reconcile.ts'

// Inside the checkout, where the copied workflows find the SDK, and where git does not look.
const folder = new URL(`../../.drempel/test-gate-${process.pid}/`, import.meta.url)

let installation: Installation
let portal: SeededPortal

beforeAll(async () => {
  installation = await testInstallation({ env: { RECONCILE_GRACE_SECONDS: '1' } })
  portal = await installation.seedPortal()
})

afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

/** The story, told differently from its first step: no open history fits it. */
async function brokenWorkflows(): Promise<URL> {
  await mkdir(folder, { recursive: true })
  await cp(new URL('../../src/workflows/', import.meta.url), new URL('workflows/', folder), { recursive: true })
  const path = new URL('workflows/account-activation.ts', folder)
  const story = await readFile(path, 'utf8')
  const changed = story
    .replace("from '@temporalio/workflow'", "from '@temporalio/workflow'\nimport { sleep } from '@temporalio/workflow'")
    .replace('return tell(', 'await sleep(1)\n  return tell(')
  expect(changed).not.toBe(story)
  await writeFile(path, changed)
  return new URL('workflows/all.ts', folder)
}

const depsOf = async (bundle: Awaited<ReturnType<typeof bundleWorkflows>>) => ({
  engine: installation.drempel.engine,
  log: installation.drempel.log,
  client: await installation.drempel.temporal.ready(),
  bundle,
})

describe('the gate of a release', () => {
  it('names the journeys that changed code would tell differently, and restarts them when told to', async () => {
    const { drempel, machine } = installation
    const oldWorker = await installation.work()
    const journeyIds = await invite(installation, portal, newPeople(3))
    await machine.settle()
    expect(await gate(await depsOf(await bundleWorkflows()), { restart: false })).toMatchObject({
      replayed: 3,
      unfit: [],
    })

    const bundle = await bundleWorkflows(await brokenWorkflows())
    const told = await gate(await depsOf(bundle), { restart: false })
    expect(told.unfit.map(({ journeyId }) => journeyId).toSorted()).toEqual(journeyIds.toSorted())
    expect(told.restarted).toBe(0)

    await oldWorker.stop()
    expect(await gate(await depsOf(bundle), { restart: true })).toMatchObject({ restarted: 3 })
    const newWorker = await startWorker(drempel, { bundle })
    await machine.settle()
    await newWorker.stop()
    for (const journeyId of journeyIds) {
      expect(await journeyRow(installation, portal.portalId, journeyId)).toMatchObject({
        generation: 2,
        status: 'open',
      })
      expect(await messagesOf(installation, portal.portalId, journeyId)).toHaveLength(1)
    }
    expect(await gate(await depsOf(bundle), { restart: false })).toMatchObject({ replayed: 3, unfit: [] })
  })

  it('heals a crash between raising a generation and ending the old run', async () => {
    const worker = await installation.work()
    const [journeyId = ''] = await invite(installation, portal, newPeople(1))
    await installation.machine.settle()
    const client = await installation.drempel.temporal.ready()
    const old = `account-activation/${journeyId}/1`
    await worker.stop()

    const { portalId } = portal
    const journey = { portalId, journeyId, kind: 'account-activation', generation: 1, seq: 1 }
    expect(await raiseGeneration(installation.drempel.engine, journey)).toBe(true)
    expect(await raiseGeneration(installation.drempel.engine, journey)).toBe(false)
    expect(await runState(client, old)).toBe('RUNNING')

    await installation.work()
    await installation.machine.settle()
    await eventually('the old run is ended', async () => {
      await reconcileNow(installation)
      return (await runState(client, old)) !== 'RUNNING'
    })
    expect(await runState(client, `account-activation/${journeyId}/2`)).toBe('RUNNING')
    expect(await messagesOf(installation, portalId, journeyId)).toHaveLength(1)
  })
})
