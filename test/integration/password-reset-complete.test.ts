import { afterEach, expect, test } from 'vitest'
import { completePasswordReset } from '../../src/commands/accounts/complete-password-reset.ts'
import { endTrust } from '../../src/commands/accounts/end-trust.ts'
import { requestPasswordReset } from '../../src/commands/accounts/request-password-reset.ts'
import { seePasswordReset } from '../../src/commands/accounts/view-password-reset.ts'
import { lockAccount } from '../../src/db/accounts.ts'
import { inPortal, reading } from '../../src/db/client.ts'
import { accountHolder, type Holder, toldTo } from '../support/account-holder.ts'
import { openScene, type Scene, type Stage, setStage } from '../support/scene.ts'
import { answerOnce, lastLink } from '../support/strangers.ts'

const scene = await openScene()
const { owner } = scene
const password = 'negen oranje fietsen'
const morning = Date.parse('2026-03-02T10:00:00Z')
const later = (minutes: number) => new Date(morning + minutes * 60_000)

afterEach(() => scene.travelTo(new Date(morning)))

async function linkFor(stage: Stage, { email }: Holder): Promise<string> {
  await requestPasswordReset(scene, stage.anyone, { identifier: email })
  await answerOnce(scene)
  return lastLink(scene)
}

async function prepared() {
  const stage = await setStage(scene)
  const anna = await accountHolder(scene, stage)
  const token = await linkFor(stage, anna)
  const complete = (more: { token?: string; password?: string; deps?: Scene } = {}) =>
    completePasswordReset(more.deps ?? scene, stage.anyone, { token, password, ...more })
  const see = (shown = token) => reading(scene.app, stage.portalId, (tx) => seePasswordReset(tx, { token: shown }))
  return { stage, anna, token, complete, see }
}

const accountOf = async ({ accountId }: Holder) => {
  const [row] =
    await owner`select password_hash as hash, credential_version as version from accounts where id = ${accountId}`
  return row
}

const endings = ({ accountId }: Holder) =>
  owner`select end_reason as why from sessions where account_id = ${accountId} order by id`

test('shows what a link leads to, and consumes nothing', async () => {
  const { anna, see } = await prepared()
  for (let times = 0; times < 3; times++) {
    expect(await see()).toEqual({
      identifier: anna.email,
      passwordRules: ['TOO_SHORT', 'TOO_LONG', 'TOO_COMMON', 'NAMES_YOU'],
      passwordMinLength: 12,
      expiresAt: later(45),
    })
  }
})

test('sets the password, ends every session and opens none, and tells the mailbox', async () => {
  const { anna, complete } = await prepared()
  await owner`update people set email_status = 'unproven' where id = ${anna.personId}`
  expect(await complete()).toEqual({ identifier: anna.email })
  expect(await accountOf(anna)).toEqual({ hash: await scene.hashing.hash(password), version: 1 })
  expect(await endings(anna)).toEqual([{ why: 'PASSWORD_CHANGED' }])
  const [person] = await owner`select email_status as status from people where id = ${anna.personId}`
  expect(person).toEqual({ status: 'proven' })
  expect(
    (await toldTo(scene, anna)).map(({ template, recipient, params }) => [template, recipient, params.byReset]),
  ).toEqual([
    ['password-reset', anna.email, undefined],
    ['password-changed', anna.email, true],
  ])
  const sealed = await owner`select from messages where person_id = ${anna.personId} and sealed is not null`
  expect(sealed).toHaveLength(0)
})

test('leaves the second step and what is obligatory as they are', async () => {
  const { stage, anna, complete } = await prepared()
  await owner`insert into factors (portal_id, account_id, kind, status, name, mobile, confirmed_at)
    values (${stage.portalId}, ${anna.accountId}, 'sms', 'active', 'telefoon', '+31612345678', drempel.now())`
  await owner`insert into journeys (portal_id, kind, subject_id, policy_version)
    values (${stage.portalId}, 'factor-enrolment', ${anna.accountId}, 1)`
  await complete()
  expect(await owner`select status, removed_at as at from factors where account_id = ${anna.accountId}`).toEqual([
    { status: 'active', at: null },
  ])
  expect(await owner`select status, seq from journeys where subject_id = ${anna.accountId}`).toEqual([
    { status: 'open', seq: 1 },
  ])
})

test('takes a link once', async () => {
  const { complete, see } = await prepared()
  await complete()
  await expect(complete({ password: 'tien bruine fietsen' })).rejects.toMatchObject({ code: 'LINK_USED' })
  await expect(see()).rejects.toMatchObject({ code: 'LINK_USED' })
})

test('takes no link after a newer one, none too late, and none of another portal', async () => {
  const { stage, anna, token, complete, see } = await prepared()
  const newer = await linkFor(stage, anna)
  await expect(complete()).rejects.toMatchObject({ code: 'LINK_SUPERSEDED' })
  await scene.travelTo(later(45))
  await expect(see(newer)).rejects.toMatchObject({ code: 'LINK_EXPIRED' })
  await expect(complete({ token: newer })).rejects.toMatchObject({ code: 'LINK_EXPIRED' })
  const elsewhere = await setStage(scene)
  for (const unknown of [token, newer, 'x', '']) {
    await expect(completePasswordReset(scene, elsewhere.anyone, { token: unknown, password })).rejects.toMatchObject({
      code: 'LINK_UNKNOWN',
    })
  }
  expect(await accountOf(anna)).toMatchObject({ version: 0 })
})

test('takes no link of an account that was closed meanwhile', async () => {
  const { anna, complete } = await prepared()
  await owner`update accounts set status = 'closed' where id = ${anna.accountId}`
  await expect(complete()).rejects.toMatchObject({ code: 'ACCOUNT_NOT_ACTIVE' })
})

test('names every rule a password breaks, and the link can be tried again', async () => {
  const { complete } = await prepared()
  await expect(complete({ password: 'annadewit' })).rejects.toMatchObject({
    code: 'PASSWORD_REFUSED',
    problems: [
      { path: 'password', code: 'TOO_SHORT' },
      { path: 'password', code: 'NAMES_YOU' },
    ],
  })
  await complete()
})

test('lets one of two win who complete at once', async () => {
  const { anna, complete } = await prepared()
  const chosen = ['elf witte fietsen rijden', 'twaalf zwarte fietsen']
  const both = Promise.withResolvers<void>()
  let hashing = 0
  const hash = async (secret: string) => {
    hashing++
    if (hashing === chosen.length) both.resolve()
    await both.promise
    return scene.hashing.hash(secret)
  }
  const deps = { ...scene, hashing: { ...scene.hashing, hash } }
  const outcomes = await Promise.allSettled(chosen.map((one) => complete({ password: one, deps })))
  const [won] = outcomes.filter(({ status }) => status === 'fulfilled')
  const [lost] = outcomes.filter(({ status }) => status === 'rejected')
  expect(won).toBeDefined()
  expect(lost).toMatchObject({ reason: { code: 'LINK_USED' } })
  const winner = chosen[outcomes.findIndex(({ status }) => status === 'fulfilled')] ?? ''
  expect(await accountOf(anna)).toEqual({ hash: await scene.hashing.hash(winner), version: 1 })
})

test('loses to a password that was changed while the new one was hashed', async () => {
  const { stage, anna, complete } = await prepared()
  const before = await accountOf(anna)
  const hash = async (secret: string) => {
    await inPortal(scene.app, stage.portalId, async (tx) => {
      await lockAccount(tx, anna.accountId)
      await endTrust(tx, anna.accountId, { reason: 'PASSWORD_CHANGED' })
    })
    return scene.hashing.hash(secret)
  }
  const deps = { ...scene, hashing: { ...scene.hashing, hash } }
  await expect(complete({ deps })).rejects.toMatchObject({ code: 'LINK_SUPERSEDED' })
  expect(await accountOf(anna)).toMatchObject({ hash: before?.hash })
})

test('loses to another credential that was changed meanwhile, whatever became of the link', async () => {
  const { anna, complete } = await prepared()
  const hash = async (secret: string) => {
    await owner`update accounts set credential_version = credential_version + 1 where id = ${anna.accountId}`
    return scene.hashing.hash(secret)
  }
  const deps = { ...scene, hashing: { ...scene.hashing, hash } }
  await expect(complete({ deps })).rejects.toMatchObject({ code: 'CHANGED_MEANWHILE' })
  expect(await complete()).toEqual({ identifier: anna.email })
})

test('proves no other mailbox than the one the link was sent to', async () => {
  const { anna, complete } = await prepared()
  await owner`update people set email = 'anders@example.nl', email_status = 'unproven' where id = ${anna.personId}`
  await complete()
  const [person] = await owner`select email_status as status from people where id = ${anna.personId}`
  expect(person).toEqual({ status: 'unproven' })
})
