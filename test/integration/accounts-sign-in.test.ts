import { afterEach, expect, test } from 'vitest'
import { createServiceKey } from '../../src/commands/accounts/create-service-key.ts'
import { revokeServiceKey } from '../../src/commands/accounts/revoke-service-key.ts'
import { revokeSession } from '../../src/commands/accounts/revoke-session.ts'
import { signIn } from '../../src/commands/accounts/sign-in.ts'
import { signOut } from '../../src/commands/accounts/sign-out.ts'
import { requestReconciliation } from '../../src/commands/journeys/request-reconciliation.ts'
import { inPortal } from '../../src/db/client.ts'
import { findServiceKey } from '../../src/db/service-keys.ts'
import { findSession, findSessionById } from '../../src/db/sessions.ts'
import type { Actor } from '../../src/domain/accounts/access.ts'
import { activate, invite, password, signedInBy } from '../support/invitee.ts'
import { actorWith, callAs, openScene, setStage } from '../support/scene.ts'

const scene = await openScene()
const morning = Date.parse('2026-03-02T10:00:00Z')
const device = 'a browser'

const activated = async () => {
  const stage = await setStage(scene)
  const jan = await invite(scene, stage)
  const { sessionId } = await activate(scene, stage, jan)
  const attempt = (typed: string, from = '192.0.2.7', identifier = jan.email) =>
    signIn(
      scene,
      { ...callAs(stage.portalId, { kind: 'anonymous' }, from), userAgent: device },
      { identifier, password: typed },
    ).then(signedInBy)
  const actor: Actor = { kind: 'account', accountId: jan.accountId, personId: jan.personId, sessionId, grants: [] }
  return { stage, jan, sessionId, attempt, as: callAs(stage.portalId, actor) }
}

afterEach(() => scene.travelTo(new Date(morning)))

test('signs in with address and password, however the address is written', async () => {
  const { stage, jan, attempt } = await activated()
  const signedIn = await attempt(password, '192.0.2.7', ` ${jan.email.toUpperCase()} `)
  expect(signedIn).toMatchObject({
    accountId: jan.accountId,
    personId: jan.personId,
    expiresAt: new Date(morning + 12 * 3_600_000),
  })
  const seen = await inPortal(scene.app, stage.portalId, (tx) => findSession(tx, signedIn.token))
  expect(seen).toMatchObject({ sessionId: signedIn.sessionId, accountId: jan.accountId, idleMinutes: 30 })
  const kept = await inPortal(scene.app, stage.portalId, (tx) => findSessionById(tx, signedIn.sessionId))
  expect(kept?.device).toBe(device)
})

test('verifies a password exactly as typed', async () => {
  const { attempt } = await activated()
  for (const typed of [` ${password}`, password.toUpperCase(), '']) {
    await expect(attempt(typed)).rejects.toMatchObject({ code: 'SIGN_IN_FAILED' })
  }
})

test('answers known, unknown, invited and impossible identifiers alike, with as many rows and as much work', async () => {
  const { stage, attempt } = await activated()
  const invited = await invite(scene, stage)
  const rows = async () => {
    const [row] = await scene.owner`
      select (select count(*)::int from throttles where portal_id = ${stage.portalId}) as throttles,
        (select count(*)::int from audit where portal_id = ${stage.portalId}) as audit`
    return { throttles: row?.throttles, audit: row?.audit, hashing: scene.hashing.verified.length }
  }
  const costs: number[][] = []
  for (const [n, identifier] of [undefined, 'nobody@example.org', invited.email, 'no address\u0000'].entries()) {
    const before = await rows()
    const failed =
      identifier === undefined ? attempt('wrong', `192.0.2.${n}`) : attempt('wrong', `192.0.2.${n}`, identifier)
    await expect(failed).rejects.toMatchObject({ code: 'SIGN_IN_FAILED', message: 'SIGN_IN_FAILED' })
    const after = await rows()
    costs.push([after.throttles - before.throttles, after.audit - before.audit, after.hashing - before.hashing])
  }
  expect(costs).toEqual(Array(4).fill([2, 1, 1]))
})

test('slows guessing down per account and address, and never locks the person out', async () => {
  const { attempt } = await activated()
  for (let tries = 0; tries < 5; tries++)
    await expect(attempt('wrong')).rejects.toMatchObject({ code: 'SIGN_IN_FAILED' })
  await expect(attempt(password)).rejects.toMatchObject({
    code: 'TOO_MANY_ATTEMPTS',
    retryAt: new Date(morning + 1_000),
  })
  expect(await attempt(password, '203.0.113.9')).toHaveProperty('sessionId')
  await scene.travelTo(new Date(morning + 1_000))
  expect(await attempt(password)).toHaveProperty('sessionId')
  await expect(attempt('wrong')).rejects.toMatchObject({ code: 'SIGN_IN_FAILED' })
})

test('counts tries that come at once', async () => {
  const { attempt } = await activated()
  const settled = await Promise.allSettled(Array.from({ length: 50 }, () => attempt('wrong')))
  const codes = settled.map((one) => one.status === 'rejected' && one.reason.code)
  expect(codes.filter((code) => code === 'SIGN_IN_FAILED')).toHaveLength(5)
  expect(codes.filter((code) => code === 'TOO_MANY_ATTEMPTS')).toHaveLength(45)
})

test('slows one address down that tries many accounts', async () => {
  const { attempt } = await activated()
  for (let n = 0; n < 50; n++) {
    await expect(attempt('x', '198.51.100.1', `n${n}@example.org`)).rejects.toMatchObject({ code: 'SIGN_IN_FAILED' })
  }
  await expect(attempt(password, '198.51.100.1')).rejects.toMatchObject({ code: 'TOO_MANY_ATTEMPTS' })
})

test('lets no old password through that was verified before the credential changed', async () => {
  const { stage, jan } = await activated()
  const hashing = {
    ...scene.hashing,
    verify: async () => {
      await scene.owner`update accounts set credential_version = credential_version + 1 where id = ${jan.accountId}`
      return true
    },
  }
  const late = signIn({ ...scene, hashing }, stage.anyone, { identifier: jan.email, password })
  await expect(late).rejects.toMatchObject({ code: 'SIGN_IN_FAILED' })
})

test('ends one’s own sessions and nobody else’s', async () => {
  const { sessionId, as, stage, attempt } = await activated()
  const other = await attempt(password)
  const stranger = callAs(stage.portalId, actorWith('HR', stage.organisationId))
  await expect(revokeSession(scene, stranger, { sessionId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(revokeSession(scene, stage.anyone, { sessionId })).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
  await revokeSession(scene, as, { sessionId: other.sessionId })
  await expect(revokeSession(scene, as, { sessionId: other.sessionId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(await signOut(scene, as)).toEqual({ sessionId })
  await expect(signOut(scene, stage.anyone)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
  const ends = await scene.owner`select end_reason as why from sessions where portal_id = ${stage.portalId} order by id`
  expect(ends).toEqual([{ why: 'SIGNED_OUT' }, { why: 'REVOKED' }])
})

test('makes a service key that is told once, expires and can be revoked', async () => {
  const { portalId, organisationId, hr } = await setStage(scene)
  const admin = callAs(portalId, actorWith('ADMIN', organisationId))
  const input = {
    organisationId,
    name: 'Payroll',
    scopes: ['invitations:write' as const],
    expiresAt: new Date(morning + 86_400_000),
  }
  await expect(createServiceKey(scene, hr, input)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await expect(
    createServiceKey(scene, admin, { ...input, name: '', scopes: [], expiresAt: new Date(morning) }),
  ).rejects.toMatchObject({
    problems: [{ path: 'name' }, { path: 'scopes' }, { path: 'expiresAt', code: 'DATE_PASSED' }],
  })
  const { keyId, key } = await createServiceKey(scene, admin, input)
  const find = () => inPortal(scene.app, portalId, (tx) => findServiceKey(tx, key))
  expect(key).toMatch(/^drk_[\w-]{43}$/)
  expect(await find()).toMatchObject({ id: keyId, name: 'Payroll' })
  await scene.travelTo(input.expiresAt)
  expect(await find()).toBeUndefined()
  await scene.travelTo(new Date(morning))
  const elsewhere = callAs((await setStage(scene)).portalId, actorWith('ADMIN', organisationId))
  await expect(revokeServiceKey(scene, elsewhere, { keyId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await revokeServiceKey(scene, admin, { keyId })
  expect(await find()).toBeUndefined()
})

test('takes a request to reconcile from operators alone', async () => {
  const { portalId, hr } = await setStage(scene)
  await expect(requestReconciliation(scene, hr)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  const { reconciliationId } = await requestReconciliation(scene, callAs(portalId, actorWith('OPERATOR', null)))
  const [row] = await scene.owner`select cause, finished_at from reconciliations where id = ${reconciliationId}`
  expect(row).toEqual({ cause: 'operator', finished_at: null })
})
