import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { keepRetention } from '../../src/commands/portals/keep-retention.ts'
import { openScene, setStage } from '../support/scene.ts'
import { addAccount, insertInquiry } from '../support/sealed.ts'

const scene = await openScene()
const { owner } = scene
const { portalId } = await setStage(scene)
const accountId = await addAccount(owner, portalId)
const days = (count: number | null) =>
  count === null ? owner`null` : owner`drempel.now() - ${count}::float8 * interval '1 day'`

/** What was thrown away, without what was not touched. */
async function gone(): Promise<Readonly<Record<string, number>>> {
  return Object.fromEntries(Object.entries(await keepRetention(scene)).filter(([, count]) => count > 0))
}

const left = async (table: string) => (await owner`select from ${owner(table)}`).length

test('sign-ins under way and asked changes of contact go thirty days after whatever ended them first', async () => {
  const ends = [
    [31, -1],
    [null, 31],
    [29, 29],
    [null, -1],
  ] as const
  for (const [ended, expires] of ends) {
    await owner`insert into sign_in_flows (portal_id, digest, purpose, account_id, ended_at, expires_at)
      values (${portalId}, ${randomBytes(32)}, 'sign-in', ${accountId}, ${days(ended)}, ${days(expires)})`
    await owner`insert into contact_changes (portal_id, account_id, channel, value, ended_at, expires_at)
      values (${portalId}, ${accountId}, 'mail', 'anna@example.nl', ${days(ended)}, ${days(expires)})`
  }
  expect(await gone()).toEqual({ signInFlows: 2, contactChanges: 2 })
  expect([await left('sign_in_flows'), await left('contact_changes')]).toEqual([2, 2])
})

test('a factor nobody proved goes after a day, a removed one after a season, an active one never', async () => {
  const factor = (status: string, expires: number | null, removed: number | null) => owner`
    insert into factors (portal_id, account_id, kind, status, name, created_at, expires_at, removed_at)
    values (${portalId}, ${accountId}, 'app', ${status}, 'Telefoon', ${days(400)}, ${days(expires)}, ${days(removed)})`
  await factor('pending', 1.1, null)
  await factor('pending', 0.9, null)
  await factor('removed', null, 91)
  await factor('removed', null, 89)
  await factor('active', null, null)
  expect(await gone()).toEqual({ pendingFactors: 1, removedFactors: 1 })
  expect(await owner`select status from factors order by status`).toEqual([
    { status: 'active' },
    { status: 'pending' },
    { status: 'removed' },
  ])
})

test('backup codes go with their set, a season after it was replaced or ran out', async () => {
  const set = async (expires: number | null, superseded: number | null) => {
    const [made] = await owner<{ id: string }[]>`
      insert into backup_code_sets (portal_id, account_id, salt, expires_at, superseded_at)
      values (${portalId}, ${accountId}, ${randomBytes(16)}, ${days(expires)}, ${days(superseded)}) returning id`
    for (const hash of ['a', 'b'])
      await owner`insert into backup_codes (portal_id, set_id, hash) values (${portalId}, ${made?.id ?? ''}, ${hash})`
  }
  await set(null, 91)
  await set(91, null)
  await set(-1, 89)
  await set(null, null)
  expect(await gone()).toEqual({ backupCodeSets: 2 })
  expect([await left('backup_code_sets'), await left('backup_codes')]).toEqual([2, 4])
})

test('known devices go a season after they were forgotten or lay unused for too long', async () => {
  const device = (ended: number | null, expires: number) => owner`
    insert into devices (portal_id, account_id, digest, label, ended_at, expires_at, credential_version)
    values (${portalId}, ${accountId}, ${randomBytes(32)}, 'Firefox', ${days(ended)}, ${days(expires)}, 0)`
  await device(91, -1)
  await device(null, 91)
  await device(89, -1)
  await device(null, -1)
  expect(await gone()).toEqual({ devices: 2 })
  expect(await left('devices')).toBe(2)
})

test('an answered robot check is remembered until nobody can answer it again', async () => {
  for (const age of [1.1, 0.9, -0.1])
    await owner`insert into spent_challenges (portal_id, digest, expires_at)
      values (${portalId}, ${randomBytes(32)}, ${days(age)})`
  expect(await gone()).toEqual({ spentChallenges: 1 })
  expect(await left('spent_challenges')).toBe(2)
})

test('an inquiry no worker could deal with in a day goes, and is on record as such', async () => {
  for (const age of [1.1, 1.1, 0.9]) {
    const id = await insertInquiry(scene, portalId, 'anna@example.nl')
    await owner`update inquiries set created_at = ${days(age)} where id = ${id}`
  }
  expect(await gone()).toEqual({ inquiries: 2 })
  expect(await left('inquiries')).toBe(1)
  const notes = await owner`
    select note from audit join audit_details d on d.audit_id = audit.id where act = 'retentionKeep' and note is not null`
  expect(notes).toEqual([{ note: '2 inquiries that no worker could deal with' }])
  expect(await gone()).toEqual({})
})
