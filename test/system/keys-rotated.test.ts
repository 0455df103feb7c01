import { randomBytes } from 'node:crypto'
import postgres from 'postgres'
import { afterAll, expect, test } from 'vitest'
import { factorContext } from '../../src/domain/accounts/factor.ts'
import { testDatabase } from '../support/database.ts'
import { eventually } from '../support/eventually.ts'
import { addAccount, appsUnder, insertApps, insertPortal, ringOf, sealedOf, secretOf } from '../support/sealed.ts'
import { runCommand, startCommand } from '../support/worker-process.ts'

const database = await testDatabase()
const owner = postgres(database.adminUrl, { max: 2, onnotice: () => undefined })
afterAll(() => owner.end())

const keys = ['2026a', '2025b'].map((name) => ({ name, key: randomBytes(32) })) as [Key, Key]
type Key = { readonly name: string; readonly key: Buffer }
const [newer, older] = keys
const env = {
  DREMPEL_ENV: 'test',
  DATABASE_URL: database.url,
  MAIL_PROVIDER: 'mailbox',
  SMS_PROVIDER: 'mailbox',
  SEALING_KEYS: keys.map(({ name, key }) => `${name}=${key.toString('base64')}`).join(','),
}
const count = 5_000

test('a rotation that is killed in the middle of a batch loses nothing, and goes on when it is run again', async () => {
  const portalId = await insertPortal(owner)
  const accountId = await addAccount(owner, portalId)
  const ids = await insertApps({ owner, ...ringOf(older) }, { portalId, accountId, count })

  const { child, ended } = startCommand('keys', ['rotate'], env)
  const [atKill, unfinished] = await owner.begin(async (tx) => {
    await eventually('some are sealed anew', async () => ((await appsUnder(tx))['2026a'] ?? 0) > 0, { everyMs: 1 })
    // Its next batch cannot be put on record: it stops there, written and not committed.
    await tx`lock table drempel.audit in share row exclusive mode`
    await eventually('the next batch waits', async () => (await waiting(tx)) === 1)
    child.kill('SIGKILL')
    expect(await ended).toBe('SIGKILL')
    return [await appsUnder(tx), (await appsUnder(tx))['2025b'] ?? 0] as const
  })
  expect(unfinished).toBeGreaterThan(0)
  await eventually('its connection is gone', async () => (await connections(owner)) === 0)
  expect(await appsUnder(owner)).toEqual(atKill)

  const half = await runCommand('keys', ['list'], env)
  expect(half).toEqual({
    code: 0,
    output: `2026a: ${count - unfinished} app secrets (seals)\n2025b: ${unfinished} app secrets\n`,
  })
  const { code, output } = await runCommand('keys', ['rotate'], env)
  // Whatever it told of its progress before, once a second.
  expect([code, output.split('\n').at(-2)]).toEqual([0, `Sealed anew under 2026a: ${unfinished} app secrets.`])
  expect(await appsUnder(owner)).toEqual({ '2026a': count })
  const { sealing } = ringOf(newer)
  for (const id of [ids[0], ids[count / 2], ids[count - 1]].map(String))
    expect(sealing.open(await sealedOf(owner, 'factors', id), factorContext(id))).toBe(secretOf(id))
}, 60_000)

test('says what it needs where something is missing', async () => {
  expect(await runCommand('keys', ['turn'], env)).toEqual({
    code: 2,
    output: expect.stringContaining('Usage: npm run keys -- <command>'),
  })
  expect(await runCommand('keys', ['list'], { ...env, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' })).toEqual({
    code: 1,
    output: 'The database does not answer. Look at DATABASE_URL. What was done stays done; run it again.\n',
  })
})

async function waiting(sql: postgres.Sql | postgres.TransactionSql): Promise<number> {
  const rows = await sql`
    select from pg_stat_activity
    where application_name = 'drempel-keys' and datname = current_database() and wait_event_type = 'Lock'`
  return rows.length
}

async function connections(sql: postgres.Sql | postgres.TransactionSql): Promise<number> {
  const rows = await sql`
    select from pg_stat_activity where application_name = 'drempel-keys' and datname = current_database()`
  return rows.length
}
