import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { inPortal, postgresCode } from '../../src/db/client.ts'
import { activate, invite, somebody } from '../support/invitee.ts'
import { openScene, setStage } from '../support/scene.ts'

const scene = await openScene()
const tables = (
  await scene.owner<{ name: string }[]>`
    select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'portal_id'
    where c.relnamespace = 'drempel'::regnamespace and c.relkind = 'r' order by 1`
).map(({ name }) => name)
const a = await setStage(scene)
const b = await setStage(scene)
for (const stage of [a, b]) await activate(scene, stage, await invite(scene, stage))
for (const stage of [a, b]) await invite(scene, stage)
const refusalOf = (work: Promise<unknown>) => work.then(() => 'none', postgresCode)

test('closes every table with a portal by forced row-level security', async () => {
  const open = await scene.owner`
    select relname from pg_class where relnamespace = 'drempel'::regnamespace and relname = any(${scene.owner.array(tables)})
      and not (relrowsecurity and relforcerowsecurity)`
  expect(open).toEqual([])
  expect(tables).toEqual(
    expect.arrayContaining([
      'accounts',
      'audit',
      'grants',
      'journeys',
      'messages',
      'people',
      'secrets',
      'tasks',
      'wakeups',
    ]),
  )
})

test.each(tables)('begins the primary key of %s with the portal', async (table) => {
  const [key] = await scene.owner`
    select a.attname as first from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
    where i.indrelid = ${`drempel.${table}`}::regclass and i.indisprimary`
  expect(key).toEqual({ first: 'portal_id' })
})

test.each(tables)('shows no row of %s to the application before it entered a portal', async (table) => {
  expect(await scene.app.postgres`select 1 from drempel.${scene.app.postgres(table)}`).toHaveLength(0)
})

test.each(tables)('shows the application no row of %s of another portal, and changes none', async (table) => {
  await inPortal(scene.app, a.portalId, async (tx) => {
    const of = sql`from drempel.${sql.identifier(table)} where portal_id <> ${a.portalId}`
    expect(await tx.execute(sql`select 1 ${of}`)).toHaveLength(0)
  })
  const update = sql`update drempel.${sql.identifier(table)} set portal_id = portal_id where portal_id = ${b.portalId}`
  const changed = await inPortal(scene.app, a.portalId, (tx) => tx.execute(update)).then(
    (rows) => rows.count,
    postgresCode,
  )
  expect([0, '42501']).toContain(changed)
})

test('writes no row into another portal', async () => {
  const organisation = sql`insert into drempel.organisations (portal_id, name, kind, service_desk) values (${b.portalId}, 'x', 'employer', '{}')`
  expect(await refusalOf(inPortal(scene.app, a.portalId, (tx) => tx.execute(organisation)))).toBe('42501')
})

test('lets no foreign key reach another portal', async () => {
  const [theirs] = await scene.owner<{ id: string }[]>`select id from accounts where portal_id = ${b.portalId} limit 1`
  const grant = sql`insert into drempel.grants (portal_id, account_id, role, valid_from, reason)
    values (${a.portalId}, ${theirs?.id}, 'HR', now(), 'invitation')`
  expect(await refusalOf(inPortal(scene.app, a.portalId, (tx) => tx.execute(grant)))).toBe('23503')
})

test('keeps what was done from being changed or erased by the application', async () => {
  for (const table of ['audit', 'timeline', 'portal_policies']) {
    const erase = sql`delete from drempel.${sql.identifier(table)}`
    const change = sql`update drempel.${sql.identifier(table)} set portal_id = portal_id`
    for (const statement of [erase, change]) {
      expect(await refusalOf(inPortal(scene.app, a.portalId, (tx) => tx.execute(statement)))).toBe('42501')
    }
  }
})

test('lets the application erase what somebody wrote, and never rewrite it', async () => {
  for (const table of ['audit_details', 'timeline_notes']) {
    const change = sql`update drempel.${sql.identifier(table)} set note = 'another'`
    expect(await refusalOf(inPortal(scene.app, a.portalId, (tx) => tx.execute(change)))).toBe('42501')
  }
})

test('shows the engine ids and states of all portals, and nothing about anybody', async () => {
  const engine = scene.engine.postgres
  expect(await engine`select distinct portal_id from drempel.journeys`).toHaveLength(2)
  const closed = [
    'people',
    'accounts',
    'grants',
    'secrets',
    'sessions',
    'activations',
    'timeline_notes',
    'audit_details',
    'service_keys',
    'throttles',
    'mailbox',
  ]
  for (const table of closed) {
    expect([table, await refusalOf(engine`select 1 from drempel.${engine(table)}`)]).toEqual([table, '42501'])
  }
  for (const column of ['recipient', 'params', 'sealed', 'person_id']) {
    expect(await refusalOf(engine`select ${engine(column)} from drempel.messages`)).toBe('42501')
  }
})

test('keeps no secret in plain text in any table', async () => {
  const stage = await setStage(scene, { policy: { pinsPerHour: 20 } })
  const jan = await invite(scene, stage, somebody())
  const { token } = await activate(scene, stage, jan)
  const dumps = await Promise.all(
    tables.map((table) => scene.owner<{ row: string }[]>`select t::text as row from ${scene.owner(table)} t`),
  )
  const dump = dumps
    .flat()
    .map(({ row }) => row)
    .join('\n')
  expect(dump).toContain(jan.email)
  for (const secret of [token, jan.token, ...scene.random.tokens, 'zeventien paarse fietsen'])
    expect(dump).not.toContain(secret)
  for (const pin of scene.random.pins) expect(dump).not.toMatch(new RegExp(`(?<![\\w-])${pin}(?![\\w-])`))
})
