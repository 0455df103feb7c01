import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { inPortal } from '../../src/db/client.ts'
import { lockJourney, raiseJourney } from '../../src/db/journeys.ts'
import { claimWakeUps, settleWakeUp } from '../../src/db/wake-ups.ts'
import { runState } from '../../src/relay/runs.ts'
import { deliverWakeUps } from '../../src/relay/wake-ups.ts'
import { eventually } from '../support/eventually.ts'
import { type Installation, type SeededPortal, testInstallation } from '../support/installation.ts'
import { invite, newPeople } from '../support/people.ts'
import { type StallingProxy, stallingProxy } from '../support/stalling-proxy.ts'

let installation: Installation
let portal: SeededPortal
let proxy: StallingProxy

beforeAll(async () => {
  proxy = await stallingProxy(inject('temporal').address)
  installation = await testInstallation({ env: { TEMPORAL_ADDRESS: proxy.address } })
  portal = await installation.seedPortal()
})

const deps = () => {
  const { engine, log, temporal, config } = installation.drempel
  return { engine, log, temporal: temporal.client, taskQueue: config.temporal.taskQueue }
}
const waiting = () =>
  installation.drempel.engine.drizzle.execute<{ journey_id: string; seq: number }>(
    sql`select journey_id, seq from drempel.wakeups order by journey_id`,
  )
const raise = (journeyId: string) =>
  inPortal(installation.drempel.app, portal.portalId, async (tx) => {
    const journey = await lockJourney(tx, journeyId)
    if (journey === undefined) throw new Error('no journey')
    return raiseJourney(tx, journey)
  })

describe('the queue of wake-ups', () => {
  it('keeps one row however often a journey changes', async () => {
    const [journeyId = ''] = await invite(installation, portal, newPeople(1))
    for (let change = 0; change < 20; change++) await raise(journeyId)
    expect([...(await waiting())]).toEqual([{ journey_id: journeyId, seq: 21 }])
  })

  it('gives each row to one of many workers', async () => {
    const { engine } = installation.drempel
    await invite(installation, portal, newPeople(40))
    const claims = await Promise.all(Array.from({ length: 8 }, () => claimWakeUps(engine, 10)))
    const ids = claims.flat().map(({ journeyId }) => journeyId)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toHaveLength(41)
  })

  it('keeps a change that came while an older one was delivered', async () => {
    const { engine } = installation.drempel
    const [journeyId = ''] = await invite(installation, portal, newPeople(1))
    const [claimed] = await claimWakeUps(engine, 1)
    expect(claimed).toMatchObject({ journeyId, seq: 1 })
    await raise(journeyId)
    if (claimed !== undefined) await settleWakeUp(engine, claimed)
    expect(await claimWakeUps(engine, 1)).toMatchObject([{ journeyId, seq: 2 }])
  })

  it('never makes a command wait for a slow Temporal', async () => {
    const client = await installation.drempel.temporal.ready()
    const [journeyId = ''] = await invite(installation, portal, newPeople(1))
    proxy.stall()
    const delivery = deliverWakeUps(deps())
    await eventually('it is claimed', async () => {
      const rows = await installation.drempel.engine.drizzle.execute(
        sql`select from drempel.wakeups where journey_id = ${journeyId} and claimed_until > clock_timestamp()`,
      )
      return rows.length === 1
    })
    const raised = await raise(journeyId)
    expect(raised.seq).toBe(2)
    proxy.resume()
    expect(await delivery).toBe(1)
    expect(await runState(client, `account-activation/${journeyId}/1`)).toBe('RUNNING')
    expect((await waiting()).some((row) => row.journey_id === journeyId && row.seq === 2)).toBe(true)
  })

  it('gives up on a Temporal that never answers, and delivers later', async () => {
    await installation.drempel.temporal.ready()
    const [journeyId = ''] = await invite(installation, portal, newPeople(1))
    proxy.stall()
    const began = Date.now()
    expect(await deliverWakeUps(deps())).toBe(0)
    expect(Date.now() - began).toBeLessThan(15_000)
    proxy.resume()
    await eventually('its lease ran out, and it is delivered', async () => {
      await deliverWakeUps(deps())
      return (await waiting()).every((row) => row.journey_id !== journeyId)
    })
  })

  it('leaves everything where it is while Temporal is away', async () => {
    const before = await waiting()
    expect(await deliverWakeUps({ ...deps(), temporal: () => undefined })).toBe(0)
    expect(await waiting()).toEqual(before)
  })
})
