import { expect, test } from 'vitest'
import { endPersonSessions } from '../../src/commands/accounts/end-person-sessions.ts'
import type { Call } from '../../src/commands/execute.ts'
import type { Role } from '../../src/domain/accounts/account.ts'
import { accountHolder, openSessionOf } from '../support/account-holder.ts'
import { ask, openApi, openHouse } from '../support/api.ts'
import { actorWith, addOrganisation, callAs, openScene } from '../support/scene.ts'
import { enrolApp, typePassword } from '../support/second-steps.ts'

const scene = await openScene()
const api = await openApi(scene)
const house = await openHouse(scene)
const { portalId, organisationId } = house
const elsewhere = await addOrganisation(scene, portalId)

const callOf = (role: Role, organisation: string | null) => callAs(portalId, actorWith(role, organisation))
const statusOf = async (token: string) => (await ask(api, house, '{ viewer { __typename } }', { as: token })).status

async function endedBy(call: Call, { personId }: { readonly personId: string }, reason = 'telefoon gestolen') {
  const told = await endPersonSessions(scene, call, { personId, reason }).then(
    () => 'DONE',
    (error: { code: string }) => error.code,
  )
  const rows = await scene.owner`select code from audit
    where correlation_id = ${call.correlationId} and act = 'personSessionsEnd'`
  expect(rows.map(({ code }) => code)).toEqual([told])
  return told
}

test('ends every session and sign-in under way of somebody, and nobody else’s', async () => {
  const anna = await accountHolder(scene, house)
  const piet = await accountHolder(scene, house)
  const other = await openSessionOf(scene, portalId, anna)
  await enrolApp(scene, house, anna)
  await typePassword(scene, house, anna)
  expect(await endedBy(callOf('SERVICE_DESK', organisationId), anna)).toBe('DONE')
  expect(await Promise.all([anna, other, piet].map(({ token }) => statusOf(token)))).toEqual([401, 401, 200])
  const flows =
    await scene.owner`select id from sign_in_flows where account_id = ${anna.accountId} and ended_at is null`
  expect(flows).toHaveLength(0)
})

test.each([
  ['HR', organisationId, 'DONE'],
  ['HR', null, 'DONE'],
  ['HR', elsewhere, 'NOT_FOUND'],
  ['SERVICE_DESK', elsewhere, 'NOT_FOUND'],
  ['ADMIN', organisationId, 'FORBIDDEN'],
  ['OPERATOR', null, 'FORBIDDEN'],
  ['EMPLOYEE', organisationId, 'FORBIDDEN'],
] as const)('tells %s of %s what it may, and puts it on record', async (role, organisation, told) => {
  const anna = await accountHolder(scene, house)
  expect(await endedBy(callOf(role, organisation), anna)).toBe(told)
  expect(await statusOf(anna.token)).toBe(told === 'DONE' ? 401 : 200)
})

test('takes a reason, and nobody’s session whose rights reach further than one answers for', async () => {
  const anna = await accountHolder(scene, house)
  expect(await endedBy(callOf('HR', organisationId), anna, ' ')).toBe('INVALID_INPUT')
  await scene.owner`insert into grants (portal_id, account_id, role, organisation_id, valid_from, reason)
    values (${portalId}, ${anna.accountId}, 'HR', ${elsewhere}, '2020-01-01', 'invitation')`
  expect(await endedBy(callOf('HR', organisationId), anna)).toBe('RECOVERY_NOT_YOURS')
  expect(await statusOf(anna.token)).toBe(200)
})
