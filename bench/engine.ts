import type postgres from 'postgres'
import { bundleWorkflows } from '../src/activities/serve.ts'
import { compose, type Drempel } from '../src/compose.ts'
import { startWorker } from '../src/start-worker.ts'
import { eventually } from '../test/support/eventually.ts'
import type { FreshTemporal, Installation } from './installation.ts'
import { invitedPortal } from './invited-portal.ts'
import type { BenchPortal } from './portals.ts'

export type Engine = { readonly drempel: Drempel; stop(): Promise<void> }

const patience = { withinMs: 120_000, everyMs: 10 }
let bundle: ReturnType<typeof bundleWorkflows> | undefined

/** The worker process as production runs it, warm: it has told the stories of a portal of its own to their rest. */
export async function startEngine(installation: Installation, temporal: FreshTemporal): Promise<Engine> {
  const { admin, config } = installation
  await settle(admin)

  const drempel = compose(config(temporal), 'worker')
  bundle ??= bundleWorkflows()
  const worker = await startWorker(drempel, { bundle: await bundle })
  const warmUp = await invitedPortal(installation, 30)
  await release(admin, warmUp)
  await untilRested(admin, warmUp)
  return {
    drempel,
    stop: async () => {
      await worker.stop()
      await drempel.close()
    },
  }
}

export async function release(admin: postgres.Sql, { portalId }: BenchPortal): Promise<void> {
  await admin`update drempel.wakeups set claimed_until = null where portal_id = ${portalId}`
  await admin`select pg_notify('drempel_wakeups', '')`
}

export async function untilRested(admin: postgres.Sql, { portalId }: BenchPortal): Promise<void> {
  await eventually(
    'every journey rests at its present seq',
    async () => {
      const restless = await admin`
        select from drempel.journeys where portal_id = ${portalId} and status = 'open' and rested_seq <> seq limit 1`
      return restless.length === 0
    },
    patience,
  )
}

/** What earlier measurements left open belongs to a Temporal that is gone: no reconciliation may bring it back. */
export async function settle(admin: postgres.Sql): Promise<void> {
  await admin`delete from drempel.wakeups where claimed_until is distinct from 'infinity'`
  await admin`update drempel.journeys set status = 'ended', outcome = 'withdrawn' where not exists (
    select from drempel.wakeups w where w.portal_id = journeys.portal_id and w.journey_id = journeys.id)`
  await admin`update drempel.messages set status = 'cancelled' where status = 'queued'`
}
