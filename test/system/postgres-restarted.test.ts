import { setTimeout as pause } from 'node:timers/promises'
import { isNotNull } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isAway } from '../../src/db/away.ts'
import { reading } from '../../src/db/client.ts'
import { migrate } from '../../src/db/migrate.ts'
import { accounts, activations, audit, grants, journeys, messages, people, secrets } from '../../src/db/schema/all.ts'
import { admitLogin, type EmbeddedPostgres, startPostgres } from '../../src/dev/stack/postgres.ts'
import { serveApi } from '../../src/start-api.ts'
import { eventually } from '../support/eventually.ts'
import { type Installation, type SeededPortal, testInstallation } from '../support/installation.ts'
import { invite, mailboxOf, newPeople } from '../support/people.ts'
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts'

let folder: TemporaryFolder
let server: EmbeddedPostgres
let installation: Installation
let portal: SeededPortal

const start = (port: number) => startPostgres({ dataFolder: `${folder.path}/postgres`, port, durable: true })

beforeAll(async () => {
  folder = await temporaryFolder('drempel-restart-')
  server = await start(0)
  await migrate(server.ownerUrl)
  await admitLogin(server.ownerUrl, server.url)
  installation = await testInstallation({ database: server })
  portal = await installation.seedPortal()
})

afterAll(async () => {
  await server.stop()
  await folder.remove()
})

const readiness = async (port: number) => (await fetch(`http://127.0.0.1:${port}/health/ready`)).status

describe('Postgres restarted under load', () => {
  it('fails requests clearly, goes on afterwards, and leaves nothing half-written', async () => {
    const api = await serveApi(installation.drempel)
    await installation.work()
    const outcome = { done: 0, away: 0, other: [] as unknown[] }
    let loading = true
    const load = Array.from({ length: 6 }, async () => {
      while (loading) {
        try {
          await invite(installation, portal, newPeople(1))
          outcome.done++
        } catch (error) {
          if (isAway(error)) outcome.away++
          else outcome.other.push(error)
          await pause(20)
        }
      }
    })

    await eventually('invitations are accepted', () => outcome.done > 20)
    expect(await readiness(api.port)).toBe(200)
    await server.stop()
    await eventually('readiness says so', async () => (await readiness(api.port)) === 503)
    await eventually('requests fail', () => outcome.away > 0)
    const before = outcome.done
    server = await start(server.port)
    await eventually('invitations are accepted again', () => outcome.done > before + 20, { withinMs: 60_000 })
    loading = false
    await Promise.all(load)
    expect(await readiness(api.port)).toBe(200)
    expect(outcome.other).toEqual([])

    await installation.machine.settle()
    const rows = await countRows()
    // An answer may be lost on its way after the commit, so there may be more than were answered, and never fewer.
    expect(rows.journeys).toBeGreaterThanOrEqual(outcome.done)
    const { journeys: invited } = rows
    expect(rows).toEqual({
      journeys: invited,
      activations: invited,
      messages: invited,
      secrets: invited,
      audit: invited,
      people: invited + 1,
      accounts: invited + 1,
      grants: invited + 1,
    })
    expect(await mailboxOf(installation, portal.portalId)).toHaveLength(invited)
    await api.close()
  }, 180_000)
})

async function countRows() {
  return reading(installation.drempel.app, portal.portalId, async (tx) => ({
    journeys: await tx.$count(journeys),
    activations: await tx.$count(activations),
    messages: await tx.$count(messages),
    secrets: await tx.$count(secrets),
    audit: await tx.$count(audit, isNotNull(audit.journeyId)),
    people: await tx.$count(people),
    accounts: await tx.$count(accounts),
    grants: await tx.$count(grants),
  }))
}
