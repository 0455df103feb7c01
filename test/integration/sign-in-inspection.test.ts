import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { inspectSignIn } from '../../src/commands/accounts/inspect-sign-in.ts'
import type { Call } from '../../src/commands/execute.ts'
import type { Role } from '../../src/domain/accounts/account.ts'
import { signedInAs } from '../support/api.ts'
import { invite } from '../support/invitee.ts'
import { actorWith, addOrganisation, callAs, openScene, setStage } from '../support/scene.ts'

const scene = await openScene()
const { owner } = scene
const stage = await setStage(scene)
const { portalId, organisationId } = stage
const elsewhere = await addOrganisation(scene, portalId)
const worker = await signedInAs(scene, stage, { role: 'EMPLOYEE' })

const callOf = (role: Role, organisation: string | null) => callAs(portalId, actorWith(role, organisation))
const look = (call: Call, personId = worker.personId, reason?: string) =>
  inspectSignIn(scene, call, { personId, reason })

/** The answer, or the code of the refusal, and what the audit says of it. */
async function lookedAs(call: Call, personId?: string) {
  const told = await look(call, personId).then(
    () => 'DONE',
    (error: { code: string }) => error.code,
  )
  const rows = await owner<{ code: string; actor: string | null; subject: string | null }[]>`
    select code, actor_id as actor, subject_id as subject from audit
    where correlation_id = ${call.correlationId} and act = 'personSignInInspect'`
  expect(rows.map(({ code }) => code)).toEqual([told])
  return { told, subject: rows[0]?.subject ?? null }
}

test.each([
  ['HR', 'DONE'],
  ['SERVICE_DESK', 'DONE'],
  ['ADMIN', 'FORBIDDEN'],
  ['EMPLOYEE', 'FORBIDDEN'],
  ['EX_EMPLOYEE', 'FORBIDDEN'],
  ['APPROVER', 'FORBIDDEN'],
  ['OPERATOR', 'FORBIDDEN'],
] as const)('lets %s of the own organisation look: %s, and each look is on record', async (role, told) => {
  expect((await lookedAs(callOf(role, organisationId))).told).toBe(told)
  expect((await lookedAs(callOf(role, null))).told).toBe(told)
})

test.each([
  ['HR', 'NOT_FOUND'],
  ['SERVICE_DESK', 'NOT_FOUND'],
  ['ADMIN', 'FORBIDDEN'],
  ['EMPLOYEE', 'FORBIDDEN'],
  ['EX_EMPLOYEE', 'FORBIDDEN'],
  ['APPROVER', 'FORBIDDEN'],
  ['OPERATOR', 'FORBIDDEN'],
] as const)('tells %s of another organisation %s', async (role, told) => {
  expect((await lookedAs(callOf(role, elsewhere))).told).toBe(told)
})

test('puts on record whom somebody looked at, refused or not, and why', async () => {
  expect(await lookedAs(callOf('HR', organisationId))).toEqual({ told: 'DONE', subject: worker.accountId })
  expect(await lookedAs(callOf('HR', elsewhere))).toEqual({ told: 'NOT_FOUND', subject: worker.accountId })
  expect(await lookedAs(callOf('HR', organisationId), randomUUID())).toEqual({ told: 'NOT_FOUND', subject: null })
  const call = callOf('SERVICE_DESK', organisationId)
  await look(call, worker.personId, ' belt over ticket 12 ')
  const [row] = await owner`select d.note from audit a join audit_details d on d.audit_id = a.id
    where a.correlation_id = ${call.correlationId}`
  expect(row?.note).toBe('belt over ticket 12')
})

test.each([[''], ['x'.repeat(1_001)]])('takes no reason that says nothing or too much', async (reason) => {
  await expect(look(callOf('HR', organisationId), worker.personId, reason)).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    problems: [{ path: 'reason', code: 'INVALID_INPUT' }],
  })
})

test('turns strangers and keys away, with a key on record', async () => {
  await expect(look(stage.anyone)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
  const scopes = ['invitations:write', 'people:read', 'journeys:read'] as const
  const key = callAs(portalId, { kind: 'service', keyId: randomUUID(), organisationId, scopes })
  expect((await lookedAs(key)).told).toBe('FORBIDDEN')
})

test('shows HR those who had access once, and nobody of another portal', async () => {
  const gone = await signedInAs(scene, stage, { role: 'EMPLOYEE' })
  await owner`update grants set valid_until = '2026-03-01' where account_id = ${gone.accountId}`
  const { blocks } = await look(callOf('HR', organisationId), gone.personId)
  expect(blocks.map(({ text, since }) => [text, since?.toISOString()])).toEqual([
    ['ACCESS_ENDED', '2026-03-01T00:00:00.000Z'],
    ['NO_PASSWORD', undefined],
  ])
  const other = await setStage(scene)
  await expect(inspectSignIn(scene, other.hr, { personId: gone.personId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('tells of an invitation that is open, and of one that has expired', async () => {
  const invited = await invite(scene, stage)
  const codes = async () => {
    const { accountStatus, blocks } = await look(stage.hr, invited.personId)
    return [accountStatus, ...blocks.map(({ code, until }) => [code, until?.toISOString() ?? null])]
  }
  // Seven days after the second of March, and through the whole of the last.
  expect(await codes()).toEqual(['invited', ['NOT_ACTIVATED', '2026-03-09T23:00:00.000Z']])
  await scene.travelTo('2026-03-09T23:00:00Z')
  expect(await codes()).toEqual(['invited', ['INVITATION_EXPIRED', null]])
  await scene.travelTo('2026-03-02T10:00:00Z')
})
