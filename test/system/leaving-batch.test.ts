import { setTimeout as pause } from 'node:timers/promises'
import { type SQL, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { addToLeavingBatch } from '../../src/commands/employments/add-to-leaving-batch.ts'
import { resumeLeavingBatch } from '../../src/commands/employments/resume-leaving-batch.ts'
import { startLeavingBatch } from '../../src/commands/employments/start-leaving-batch.ts'
import { inPortal } from '../../src/db/client.ts'
import { eventually } from '../support/eventually.ts'
import { type Installation, type SeededPortal, testInstallation } from '../support/installation.ts'
import { employMany } from '../support/leavers.ts'
import { workerProcess } from '../support/worker-process.ts'

const many = 150
const lastDay = '2026-12-31'
let installation: Installation
let portal: SeededPortal

beforeAll(async () => {
  // Nobody leaves a worker that is killed alone for as long as the lease of a whole minute's reconciliation.
  installation = await testInstallation({ env: { RECONCILE_SECONDS: '5', RECONCILE_GRACE_SECONDS: '5' } })
  portal = await installation.seedPortal()
})

function said<T extends Record<string, unknown>>(query: SQL): Promise<readonly T[]> {
  return inPortal(installation.drempel.app, portal.portalId, async (tx) => (await tx.execute(query)) as readonly T[])
}

/** Two at work; every other moment one of them is killed and another one takes its place. */
async function killAgainAndAgain(hunt: { kills: number; isOver: boolean }): Promise<void> {
  await workerProcess(installation.env)
  while (!hunt.isOver) {
    const worker = await workerProcess(installation.env)
    await pause(500 + 700 * (hunt.kills % 4))
    worker.child.kill('SIGKILL')
    await worker.ended
    hunt.kills++
  }
}

const standing = async () => {
  const [row] = await said<{ status: string; outcome: string | null }>(sql`
    select b.status, j.outcome from drempel.leaving_batches b join drempel.journeys j on j.id = b.journey_id`)
  return row
}

const reached = (status: string) =>
  eventually(`the list is ${status}`, async () => (await standing())?.status === status, { withinMs: 90_000 })

describe('a list of leavers, while one of two workers is killed again and again', () => {
  it('halts at its threshold, goes on when it is resumed, and leaves everybody one plan and one mail', async () => {
    const { drempel, machine } = installation
    const { organisationId, hr } = portal
    const people = (await employMany(installation, portal, many)).map((personId) => ({ personId, lastDay }))
    const nobody = Array.from({ length: 15 }, (_, n) => ({ externalReference: `nobody-${n}`, lastDay }))
    const list = { organisationId, externalReference: 'site closes', items: [...nobody, ...people] }
    const { journeyId } = await addToLeavingBatch(drempel, hr, list)

    const hunt = { kills: 0, isOver: false }
    const hunting = killAgainAndAgain(hunt)
    await startLeavingBatch(drempel, hr, { journeyId, expectedCount: list.items.length })
    await reached('halted')
    expect(await said(sql`select count(*)::int as count from drempel.offboardings`)).toEqual([{ count: 85 }])
    await eventually('one was killed', () => hunt.kills > 0, { withinMs: 60_000 })
    await resumeLeavingBatch(drempel, hr, { journeyId, reason: 'Nagekeken: de rest klopt.' })
    await reached('done')
    hunt.isOver = true
    await hunting
    expect(hunt.kills).toBeGreaterThan(1)
    // What the killed ones were sending comes back when their leases run out.
    await machine.settle()

    expect(await standing()).toEqual({ status: 'done', outcome: 'done' })
    const results = await said(sql`select outcome, count(*)::int as count,
      count(distinct leaving_id)::int as leavings from drempel.leaving_batch_items group by 1 order by 1`)
    expect(results).toEqual([
      { outcome: 'PLANNED', count: many, leavings: many },
      { outcome: 'REFUSED', count: 15, leavings: 0 },
    ])
    expect(
      await said(sql`select count(*)::int as leavings, count(distinct account_id)::int as people
        from drempel.offboardings`),
    ).toEqual([{ leavings: many, people: many }])
    expect(
      await said(sql`select count(*)::int as mails, count(distinct recipient)::int as people
        from drempel.mailbox where recipient like 'leaver-%'`),
    ).toEqual([{ mails: many, people: many }])
  }, 300_000)
})
