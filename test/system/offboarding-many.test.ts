import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { planOffboardings } from '../../src/commands/employments/plan-offboardings.ts'
import { inPortal } from '../../src/db/client.ts'
import { moveClock } from '../../src/dev/clock.ts'
import { localInstant } from '../../src/domain/time.ts'
import { type Installation, type SeededPortal, testInstallation } from '../support/installation.ts'
import { employMany } from '../support/leavers.ts'
import { workerProcess } from '../support/worker-process.ts'

const many = 500
const mostKills = 3
let installation: Installation
let portal: SeededPortal

beforeAll(async () => {
  // Nobody leaves a worker that is killed alone for as long as the lease of a whole minute's reconciliation.
  installation = await testInstallation({
    env: { RECONCILE_SECONDS: '5', RECONCILE_GRACE_SECONDS: '5' },
    patienceMs: 400_000,
  })
  portal = await installation.seedPortal()
  await moveClock(installation.owner, new Date('2026-11-04T09:00:00Z'))
})

function said<T extends Record<string, unknown>>(query: ReturnType<typeof sql>): Promise<readonly T[]> {
  return inPortal(installation.drempel.app, portal.portalId, async (tx) => (await tx.execute(query)) as readonly T[])
}

/** Two at work; every other moment one of them is killed and another one takes its place, and the last one stays. */
async function killAgainAndAgain(until: { done: boolean }): Promise<number> {
  await workerProcess(installation.env)
  for (let kills = 0; ; kills++) {
    const worker = await workerProcess(installation.env)
    await pause(8_000)
    if (until.done || kills === mostKills) return kills
    worker.child.kill('SIGKILL')
    await worker.ended
  }
}

const counts = async () => {
  const rows = await said<{ key: string; status: string; count: number }>(sql`
    select key, status, count(*)::int as count from drempel.messages
    where template like 'leaving-%' group by key, status order by key, status`)
  return rows.map(({ key, status, count }) => `${key} ${status} ${count}`)
}

describe('many who leave on the same day', () => {
  it('narrow at the same second while workers are killed, each with one plan and each mail once', async () => {
    const personIds = await employMany(installation, portal, many)
    const until = { done: false }
    const killing = killAgainAndAgain(until)
    const items = personIds.map((personId) => ({ personId, lastDay: '2026-12-31' }))
    const { organisationId, hr } = portal
    const results = await planOffboardings(installation.drempel, hr, { organisationId, items })
    expect(results.filter(({ outcome }) => outcome === 'PLANNED')).toHaveLength(many)

    await installation.machine.travelTo(localInstant('2027-01-01', { hour: 1 }))
    expect(await counts()).toEqual([`p1/narrowed sent ${many}`, `p1/plan sent ${many}`])
    until.done = true
    expect(await killing).toBeGreaterThan(0)

    const [mails] = await said<{ count: number }>(sql`
      select count(*)::int as count from drempel.mailbox where recipient like 'leaver-%'`)
    expect(mails?.count).toBe(2 * many)
    const left = await said(sql`select j.outcome, o.status, count(*)::int as count from drempel.offboardings o
      join drempel.journeys j on j.id = o.journey_id group by 1, 2`)
    expect(left).toEqual([{ outcome: null, status: 'narrowed', count: many }])
  }, 900_000)
})
