import { sql } from 'drizzle-orm'
import postgres from 'postgres'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { inPortal, openPool } from '../../src/db/client.ts'
import { migrate } from '../../src/db/migrate.ts'
import { freezeClock, installClock, moveClock, readClock, resetClock, thawClock } from '../../src/dev/clock.ts'
import { testDatabase } from '../support/database.ts'

const database = await testDatabase()
await installClock(database.ownerUrl)
const owner = postgres(database.ownerUrl, { max: 2, onnotice: () => undefined })
const app = openPool(database.url, 'drempel_app', { max: 2 })
const engine = openPool(database.url, 'drempel_engine', { max: 1 })
const portalId = '0197a000-0000-7000-8000-000000000001'
const nextApril = new Date('2027-03-31T22:00:00.000Z')

const apart = async (instant: Date) => Math.abs((await readClock(owner)).now.getTime() - instant.getTime())

beforeEach(() => resetClock(owner))
afterAll(() => Promise.all([owner.end(), app.close(), engine.close()]))

test('shows the machine’s time until somebody moves it', async () => {
  expect(await apart(new Date())).toBeLessThan(5_000)
  expect(await readClock(owner)).toMatchObject({ frozen: false, shiftMs: 0 })
})

test('goes on from the instant it was moved to', async () => {
  await moveClock(owner, nextApril)
  const first = (await readClock(owner)).now
  const second = (await readClock(owner)).now
  expect(first.getTime() - nextApril.getTime()).toBeLessThan(5_000)
  expect(second.getTime()).toBeGreaterThanOrEqual(first.getTime())
})

test('moves by exact seconds over a night of 25 hours', async () => {
  await owner`set timezone to 'Europe/Amsterdam'`
  await moveClock(owner, new Date('2026-10-25T12:00:00Z'))
  expect(await apart(new Date('2026-10-25T12:00:00Z'))).toBeLessThan(5_000)
})

test('stands still while frozen, can be moved then, and goes on from there', async () => {
  await moveClock(owner, nextApril)
  await freezeClock(owner)
  const stopped = (await readClock(owner)).now
  expect((await readClock(owner)).now).toEqual(stopped)
  const later = new Date(nextApril.getTime() + 86_400_000)
  await moveClock(owner, later)
  expect(await readClock(owner)).toMatchObject({ now: later, frozen: true })
  await thawClock(owner)
  expect((await readClock(owner)).frozen).toBe(false)
  expect(await apart(later)).toBeLessThan(5_000)
})

test('is one instant of whole milliseconds throughout a transaction, for the application and the engine alike', async () => {
  await moveClock(owner, nextApril)
  await inPortal(app, portalId, async (tx) => {
    const [row] = await tx.execute<{ same: boolean; whole: boolean }>(
      sql`select drempel.now() = ${tx.now.toISOString()}::timestamptz as same,
        drempel.now() = date_trunc('milliseconds', drempel.now()) as whole from pg_sleep(0.02)`,
    )
    expect(row).toEqual({ same: true, whole: true })
  })
  const [row] = await engine.postgres<{ ahead: boolean }[]>`select drempel.now() >= ${nextApril.toISOString()} as ahead`
  expect(row?.ahead).toBe(true)
})

test('cannot be moved by api or worker', async () => {
  await expect(moveClock(app.postgres, nextApril)).rejects.toThrow('permission denied')
  await expect(moveClock(engine.postgres, nextApril)).rejects.toThrow('permission denied')
})

test('keeps its time over a migration and a second installation', async () => {
  await moveClock(owner, nextApril)
  await migrate(database.ownerUrl)
  await installClock(database.ownerUrl)
  expect(await apart(nextApril)).toBeLessThan(10_000)
  const [row] = await app.postgres<{ ahead: boolean }[]>`select drempel.now() >= ${nextApril.toISOString()} as ahead`
  expect(row?.ahead).toBe(true)
})
