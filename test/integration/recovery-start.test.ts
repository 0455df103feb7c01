import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { inPortal } from '../../src/db/client.ts'
import { removeFactor } from '../../src/db/factors.ts'
import { AccessError } from '../../src/domain/errors.ts'
import { accountHolder, toldTo } from '../support/account-holder.ts'
import { asked, begin, checks, deskOf, openLoss, outcomes, traceOf } from '../support/recovery.ts'
import { actorWith, addOrganisation, callAs, openScene, type Stage, setStage } from '../support/scene.ts'
import { enrolSms, setPolicy } from '../support/second-steps.ts'

const scene = await openScene()
const { owner } = scene

async function give(
  { portalId }: Stage,
  accountId: string,
  grant: { role: string; organisationId: string | null; from?: string; until?: string },
) {
  const { role, organisationId, from = '2020-01-01', until = null } = grant
  await owner`insert into grants (portal_id, account_id, role, organisation_id, valid_from, valid_until, reason)
    values (${portalId}, ${accountId}, ${role}, ${organisationId}, ${from}, ${until}, 'invitation')`
}

test('tells the person at once, with links of their own, and asks a colleague', async () => {
  const of = await asked(scene)
  expect(await traceOf(scene, of)).toEqual({
    status: 'asked',
    journey: 'open',
    outcome: null,
    codes: 0,
    links: 2,
    flows: 0,
    tasks: ['APPROVE_RECOVERY open'],
    facts: ['recoveryAsked', 'recoveryNoticed'],
    messages: ['p1/notice-mail queued', 'p1/notice-sms-1 queued'],
  })
  expect(of.tokens).toHaveLength(2)
  const told = await toldTo(scene, of.anna)
  expect(told.slice(-2)).toMatchObject([
    {
      template: 'recovery-notice',
      recipient: of.anna.email,
      params: { startedAt: '2026-03-02T10:00:00.000Z', earliestAt: '2026-03-03T10:00:00.000Z' },
    },
    { template: 'recovery-notice-sms', recipient: '+31612345678' },
  ])
  const [task] =
    await owner`select role, due_at, organisation_id, about_person_id from tasks where journey_id = ${of.journeyId}`
  expect(task).toEqual({
    role: 'SERVICE_DESK',
    due_at: new Date('2026-03-04T10:00:00Z'),
    organisation_id: of.stage.organisationId,
    about_person_id: of.anna.personId,
  })
  const [woken] = await owner`select seq from wakeups where journey_id = ${of.journeyId}`
  expect(woken).toEqual({ seq: 1 })
  const [fact] =
    await owner`select data, actor_kind, (select note from timeline_notes n where n.timeline_id = t.id) as note
    from timeline t where journey_id = ${of.journeyId} and fact = 'recoveryAsked'`
  expect(fact).toEqual({
    data: { checks: 'CALLED_BACK EMPLOYMENT_DETAILS' },
    actor_kind: 'account',
    note: expect.stringContaining('Telefoon in het water'),
  })
})

test('mails the colleagues who may approve it', async () => {
  const loss = await openLoss(scene)
  const { personId } = await accountHolder(scene, loss.stage, { role: 'SERVICE_DESK' })
  await begin(scene, loss)
  expect(await toldTo(scene, { personId })).toMatchObject([
    { template: 'task-opened', params: { title: 'Accountherstel beoordelen', dueOn: '2026-03-04' } },
  ])
})

test('texts every number that is known, and none that reaches nobody', async () => {
  const loss = await openLoss(scene)
  await enrolSms(scene, loss.stage, loss.anna)
  await owner`insert into factors (portal_id, account_id, kind, status, name, mobile)
    values (${loss.stage.portalId}, ${loss.anna.accountId}, 'sms', 'active', 'Oud', '+31687654321')`
  await begin(scene, loss)
  const numbers = async (personId: string) =>
    (await toldTo(scene, { personId }))
      .filter(({ template }) => template === 'recovery-notice-sms')
      .map((m) => m.recipient)
  expect(await numbers(loss.anna.personId)).toEqual(['+31612345678', '+31687654321'])

  const unreached = await openLoss(scene, { mobileStatus: 'unreachable' })
  await begin(scene, unreached)
  expect(await numbers(unreached.anna.personId)).toEqual([])
})

test.each([
  ['nobody has', [], 'note', 'CHECKS_MISSING'],
  ['one was left out', ['CALLED_BACK'], 'note', 'CHECKS_MISSING'],
  ['others were made', ['VIDEO_CALL', 'IDENTITY_DOCUMENT'], 'note', 'CHECKS_MISSING'],
  ['nothing was written', [...checks], ' ', 'REQUIRED'],
] as const)('refuses checks where %s', async (_case, made, note, code) => {
  const loss = await openLoss(scene)
  await expect(begin(scene, loss, { checks: made, note })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    problems: [{ path: code === 'REQUIRED' ? 'note' : 'checks', code }],
  })
})

test('asks what the portal’s policy asks', async () => {
  const loss = await openLoss(scene)
  await setPolicy(scene, loss.stage, { recovery: { checks: ['VIDEO_CALL'] } })
  await expect(begin(scene, loss)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  await begin(scene, loss, { checks: ['VIDEO_CALL', 'VIDEO_CALL', 'CALLED_BACK'] })
  const [row] = await owner`select checks from recoveries where account_id = ${loss.anna.accountId}`
  expect(row).toEqual({ checks: ['VIDEO_CALL', 'CALLED_BACK'] })
})

test.each([
  ['invited', 'proven', 'ACCOUNT_NOT_ACTIVE'],
  ['closed', 'proven', 'ACCOUNT_NOT_ACTIVE'],
  ['active', 'unproven', 'NO_CHANNEL'],
  ['active', 'bounced', 'NO_CHANNEL'],
  ['active', 'wrong', 'NO_CHANNEL'],
])('refuses an %s account with an address that is %s', async (status, emailStatus, code) => {
  const loss = await openLoss(scene)
  await owner`update accounts set status = ${status} where id = ${loss.anna.accountId}`
  await owner`update people set email_status = ${emailStatus} where id = ${loss.anna.personId}`
  await expect(begin(scene, loss)).rejects.toMatchObject({ code })
  expect(await owner`select 1 from recoveries where account_id = ${loss.anna.accountId}`).toHaveLength(0)
})

test('refuses whoever has no second step to lose', async () => {
  const loss = await openLoss(scene)
  const [factor] = await owner<{ id: string }[]>`select id from factors where account_id = ${loss.anna.accountId}`
  await inPortal(scene.app, loss.stage.portalId, (tx) => removeFactor(tx, factor?.id ?? '', 'REMOVED'))
  await expect(begin(scene, loss)).rejects.toMatchObject({ code: 'NOTHING_TO_RECOVER' })
})

test('starts one recovery at a time', async () => {
  const of = await asked(scene)
  await expect(begin(scene, of)).rejects.toMatchObject({ code: 'RECOVERY_UNDER_WAY' })
  await expect(begin(scene, of, {}, of.colleague)).rejects.toMatchObject({ code: 'RECOVERY_UNDER_WAY' })
})

test('lets one of ten of the desk start it in the same moment', async () => {
  const loss = await openLoss(scene)
  const calls = Array.from({ length: 10 }, () => deskOf(loss.stage, loss.stage.organisationId))
  const told = await outcomes(calls.map((call) => begin(scene, loss, {}, call)))
  expect(told.filter((code) => code === 'DONE')).toHaveLength(1)
  expect(told.filter((code) => code === 'RECOVERY_UNDER_WAY')).toHaveLength(9)
  const [seen] =
    await owner`select (select count(*)::int from journeys where subject_id = ${loss.anna.accountId}) as journeys,
    (select count(*)::int from messages where person_id = ${loss.anna.personId} and template = 'recovery-notice') as notices,
    (select count(*)::int from audit where portal_id = ${loss.stage.portalId} and act = 'recoveryStart') as audit`
  expect(seen).toEqual({ journeys: 1, notices: 1, audit: 10 })
})

test('recovers nobody who is oneself', async () => {
  const loss = await openLoss(scene, { role: 'SERVICE_DESK' })
  const { anna, stage } = loss
  const actor = actorWith('SERVICE_DESK', stage.organisationId)
  const own = callAs(stage.portalId, { ...actor, accountId: anna.accountId, personId: anna.personId } as typeof actor)
  await expect(begin(scene, loss, {}, own)).rejects.toMatchObject({ code: 'SECOND_PERSON_NEEDED' })
})

test('lets HR start it as well, and nobody without the right', async () => {
  const loss = await openLoss(scene)
  const { portalId, organisationId } = loss.stage
  for (const role of ['EMPLOYEE', 'EX_EMPLOYEE', 'APPROVER', 'ADMIN', 'OPERATOR'] as const) {
    const call = callAs(portalId, actorWith(role, role === 'OPERATOR' ? null : organisationId))
    await expect(begin(scene, loss, {}, call), role).rejects.toBeInstanceOf(AccessError)
  }
  const key = {
    kind: 'service',
    keyId: randomUUID(),
    organisationId,
    scopes: ['invitations:write', 'people:read'],
  } as const
  await expect(begin(scene, loss, {}, callAs(portalId, key))).rejects.toBeInstanceOf(AccessError)
  await expect(begin(scene, loss, {}, callAs(portalId, { kind: 'anonymous' }))).rejects.toMatchObject({
    code: 'UNAUTHENTICATED',
  })
  await expect(begin(scene, loss, {}, callAs(portalId, { kind: 'installation' }))).rejects.toMatchObject({
    code: 'FORBIDDEN',
  })
  await begin(scene, loss, {}, deskOf(loss.stage, organisationId, 'HR'))
})

test('finds nobody of another organisation or portal, and nobody who left for another one', async () => {
  const loss = await openLoss(scene)
  const { stage, anna } = loss
  const otherId = await addOrganisation(scene, stage.portalId)
  await expect(begin(scene, loss, {}, deskOf(stage, otherId))).rejects.toMatchObject({ code: 'NOT_FOUND' })
  const elsewhere = await setStage(scene)
  await expect(begin(scene, loss, {}, deskOf(elsewhere, elsewhere.organisationId))).rejects.toMatchObject({
    code: 'NOT_FOUND',
  })
  await expect(begin(scene, loss, { personId: randomUUID() })).rejects.toMatchObject({ code: 'NOT_FOUND' })

  await give(stage, anna.accountId, { role: 'EMPLOYEE', organisationId: otherId, until: '2026-01-01' })
  await expect(begin(scene, loss, {}, deskOf(stage, otherId))).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('recovers nobody whose access has all ended: there is nothing behind the door', async () => {
  const loss = await openLoss(scene)
  await owner`update grants set valid_until = '2026-02-01' where account_id = ${loss.anna.accountId}`
  await expect(begin(scene, loss)).rejects.toMatchObject({ code: 'ACCOUNT_NOT_ACTIVE' })
})

test.each([
  ['HR of another organisation', 'HR', 'other', undefined],
  ['service desk of another organisation', 'SERVICE_DESK', 'other', undefined],
  ['ADMIN of another organisation', 'ADMIN', 'other', undefined],
  ['APPROVER of another organisation', 'APPROVER', 'other', undefined],
  ['HR of another organisation tomorrow', 'HR', 'other', '2026-03-03'],
  ['HR of the whole portal', 'HR', null, undefined],
  ['OPERATOR', 'OPERATOR', null, undefined],
])('leaves %s to whoever answers for them', async (_case, role, where, from) => {
  const loss = await openLoss(scene)
  const { stage, anna } = loss
  const organisationId = where === null ? null : await addOrganisation(scene, stage.portalId)
  await give(stage, anna.accountId, { role, organisationId, ...(from === undefined ? {} : { from }) })
  await expect(begin(scene, loss)).rejects.toMatchObject({ code: 'RECOVERY_NOT_YOURS' })
  await begin(scene, loss, {}, deskOf(stage, null))
})

test('recovers an employee who works elsewhere too, and HR of the same organisation', async () => {
  const loss = await openLoss(scene, { role: 'HR' })
  const otherId = await addOrganisation(scene, loss.stage.portalId)
  await give(loss.stage, loss.anna.accountId, { role: 'EMPLOYEE', organisationId: otherId })
  const { journeyId } = await begin(scene, loss)
  const [row] = await owner`select organisation_id from journeys where id = ${journeyId}`
  expect(row).toEqual({ organisation_id: loss.stage.organisationId })
})

test('writes every refusal down', async () => {
  const loss = await openLoss(scene)
  await begin(scene, loss, { checks: [] }).catch(() => undefined)
  const rows =
    await owner`select code, subject_id from audit where portal_id = ${loss.stage.portalId} and act = 'recoveryStart'`
  expect([...rows]).toEqual([{ code: 'INVALID_INPUT', subject_id: loss.anna.accountId }])
})
