import { randomBytes, randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { keepRetention } from '../../src/commands/portals/keep-retention.ts'
import { fateOf, queue } from '../support/outbox.ts'
import { openScene, setStage } from '../support/scene.ts'

const scene = await openScene()
const { owner } = scene
const stages = [await setStage(scene), await setStage(scene)] as const
const [{ portalId }, other] = stages
const nothing = {
  sealedWiped: 0,
  throttles: 0,
  idempotencyKeys: 0,
  sessions: 0,
  secrets: 0,
  signInFlows: 0,
  pendingFactors: 0,
  removedFactors: 0,
  backupCodeSets: 0,
  devices: 0,
  contactChanges: 0,
  spentChallenges: 0,
  inquiries: 0,
  documentTickets: 0,
  documents: 0,
  figures: 0,
  items: 0,
  files: 0,
}

async function accountOf(messageId: string): Promise<string> {
  const [row] = await owner<{ id: string }[]>`
    select a.id from accounts a join messages m on m.portal_id = a.portal_id and m.person_id = a.person_id where m.id = ${messageId}`
  return row?.id ?? ''
}

const days = (count: number) => owner`drempel.now() - ${count}::integer * interval '1 day'`

test('sealed copies are wiped when their secret or their time is over, in every portal, and others stay', async () => {
  const sms = { channel: 'sms' } as const
  const [used, superseded, expired] = [
    await queue(scene, other, sms),
    await queue(scene, other, sms),
    await queue(scene, other, sms),
  ]
  const late = await queue(scene, { portalId }, { ...sms, sendBefore: new Date('2026-03-02T09:59:00Z') })
  const alive = await queue(scene, { portalId }, { ...sms, sendBefore: new Date('2026-03-02T10:09:00Z') })
  const end = (id: string, column: string) =>
    owner`update secrets set ${owner(column)} = drempel.now() where id = (select secret_id from messages where id = ${id})`
  await end(used, 'used_at')
  await end(superseded, 'superseded_at')
  await end(expired, 'expires_at')

  expect(await keepRetention(scene)).toEqual({ ...nothing, sealedWiped: 4 })
  for (const id of [used, superseded, expired, late]) expect((await fateOf(scene, id)).sealed).toBeNull()
  expect((await fateOf(scene, alive)).sealed).not.toBeNull()
  expect(await keepRetention(scene)).toEqual(nothing)
})

test('throttles and answers go after thirty days', async () => {
  for (const age of [29, 31]) {
    await owner`insert into throttles (portal_id, bucket, failures, closed_until, updated_at)
      values (${portalId}, ${randomBytes(16)}, 1, ${days(age)}, ${days(age)})`
    await owner`insert into idempotency (portal_id, actor_id, mutation, key, request_hash, result, created_at)
      values (${portalId}, ${randomUUID()}, 'invitationSend', 'k', ${randomBytes(32)}, '{}', ${days(age)})`
  }
  expect(await keepRetention(scene)).toEqual({ ...nothing, throttles: 1, idempotencyKeys: 1 })
  expect(await owner`select from throttles`).toHaveLength(1)
  expect(await owner`select from idempotency`).toHaveLength(1)
})

test('sessions and secrets go ninety days after whatever ended them first', async () => {
  const accountId = await accountOf(await queue(scene, { portalId }, { channel: 'sms' }))
  const session = (endedAt: number | null, expiresAt: number) => owner`
    insert into sessions (portal_id, account_id, digest, device, ended_at, expires_at)
    values (${portalId}, ${accountId}, ${randomBytes(32)}, 'x', ${endedAt === null ? null : days(endedAt)}, ${days(expiresAt)})`
  const secret = (usedAt: number | null, supersededAt: number | null, expiresAt: number) => owner`
    insert into secrets (portal_id, account_id, purpose, digest, max_attempts, used_at, superseded_at, expires_at)
    values (${portalId}, ${accountId}, 'activation-link', ${randomBytes(32)}, 5, ${usedAt === null ? null : days(usedAt)},
      ${supersededAt === null ? null : days(supersededAt)}, ${days(expiresAt)})`
  await session(91, -1)
  await session(null, 91)
  await session(89, 88)
  await session(null, -1)
  await secret(91, null, -1)
  await secret(null, 91, -1)
  await secret(null, null, 91)
  await secret(null, 89, 89)
  expect(await keepRetention(scene)).toEqual({ ...nothing, sessions: 2, secrets: 3 })
  expect(await keepRetention(scene)).toEqual(nothing)
})

test('each portal hears of it in its audit', async () => {
  const rows = await owner`
    select distinct portal_id, actor_kind, act, code from audit where act = 'retentionKeep' order by portal_id`
  const row = { actor_kind: 'installation', act: 'retentionKeep', code: 'DONE' }
  expect(rows).toEqual(
    stages
      .map((stage) => ({ portal_id: stage.portalId, ...row }))
      .toSorted((a, b) => (a.portal_id < b.portal_id ? -1 : 1)),
  )
})
