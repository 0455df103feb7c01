import { afterEach, expect, test } from 'vitest'
import { correctInvitation } from '../../src/commands/accounts/correct-invitation.ts'
import { expireInvitation } from '../../src/commands/accounts/expire-invitation.ts'
import { lookAtActivation } from '../../src/commands/accounts/look-at-activation.ts'
import { renewInvitation } from '../../src/commands/accounts/renew-invitation.ts'
import { reportWrongNumber } from '../../src/commands/accounts/report-wrong-number.ts'
import { sendInvitations } from '../../src/commands/accounts/send-invitations.ts'
import { viewActivation } from '../../src/commands/accounts/view-activation.ts'
import { withdrawInvitation } from '../../src/commands/accounts/withdraw-invitation.ts'
import { completeTask } from '../../src/commands/journeys/complete-task.ts'
import { postponeJourney } from '../../src/commands/journeys/postpone-journey.ts'
import { withdrawJourney } from '../../src/commands/journeys/withdraw-journey.ts'
import { actorId } from '../../src/domain/accounts/access.ts'
import { activate, invite, lastToken, proveNumber, somebody } from '../support/invitee.ts'
import { actorWith, addOrganisation, callAs, openScene, type Stage, setStage } from '../support/scene.ts'

const scene = await openScene()
const reason = 'came to nothing'
const view = (stage: Stage, token: string) => viewActivation(scene, stage.anyone, { token })
const look = ({ portalId }: Stage, journeyId: string) => lookAtActivation(scene, { portalId, journeyId })
const expire = async (stage: Stage, journeyId: string) => {
  await scene.travelTo('2026-03-10T10:00:00Z')
  const { plan, seq } = await look(stage, journeyId)
  return expireInvitation(scene, { portalId: stage.portalId, journeyId, plan, seq, key: 'expired' })
}
const mails = (journeyId: string) =>
  scene.owner<{ key: string; template: string; recipient: string; status: string }[]>`
    select key, template, recipient, status from messages where journey_id = ${journeyId} and channel = 'mail' order by id`
const grantsOf = (journeyId: string) =>
  scene.owner`select reason, valid_from as "validFrom", valid_until as "validUntil", given_by_kind as "givenByKind",
    given_by as "givenBy", end_reason as "endReason", ended_by_kind as "endedByKind", ended_by as "endedBy"
    from grants where journey_id = ${journeyId} order by id`

afterEach(() => scene.travelTo('2026-03-02T10:00:00Z'))

test('renews: the old link dies, the new one works, nothing of the old plan is handed over', async () => {
  const stage = await setStage(scene)
  const { journeyId, token } = await invite(scene, stage)
  await scene.owner`update messages set status = 'sent', sealed = null where journey_id = ${journeyId}`
  await renewInvitation(scene, stage.hr, { journeyId })
  await expect(view(stage, token)).rejects.toMatchObject({ code: 'LINK_SUPERSEDED' })
  expect(await view(stage, lastToken(scene))).toMatchObject({ step: 'PIN' })
  expect(await look(stage, journeyId)).toMatchObject({ seq: 2, plan: 2, generation: 1, done: ['invitation'] })
  expect(await mails(journeyId)).toMatchObject([
    { key: 'p1/invitation', status: 'sent' },
    { key: 'p2/invitation', template: 'activation-renewed', status: 'queued' },
  ])
})

test('renews an invitation that never left as a first one', async () => {
  const stage = await setStage(scene)
  const { journeyId } = await invite(scene, stage)
  await renewInvitation(scene, stage.hr, { journeyId })
  expect(await mails(journeyId)).toMatchObject([
    { status: 'cancelled' },
    { key: 'p2/invitation', template: 'activation-invitation', status: 'queued' },
  ])
})

test('hands over no mail of the old plan to HR either', async () => {
  const stage = await setStage(scene)
  await activate(scene, stage, await invite(scene, stage, { role: 'HR' }))
  const { journeyId, token } = await invite(scene, stage)
  await reportWrongNumber(scene, stage.anyone, { token })
  await renewInvitation(scene, stage.hr, { journeyId })
  expect(await mails(journeyId)).toMatchObject([
    { status: 'cancelled' },
    { template: 'task-opened', status: 'cancelled' },
    { key: 'p2/invitation', status: 'queued' },
  ])
})

test('renews an expired invitation under the next generation, with its access', async () => {
  const stage = await setStage(scene)
  const { journeyId } = await invite(scene, stage)
  expect(await expire(stage, journeyId)).toBe('done')
  const expiredAt = new Date('2026-03-10T10:00:00Z')
  await renewInvitation(scene, stage.hr, { journeyId })
  const seen = await look(stage, journeyId)
  expect(seen).toMatchObject({ open: true, outcome: null, generation: 2, plan: 2 })
  expect(seen.calendar.expiry).toBe(Date.parse('2026-03-17T23:00:00Z'))
  const given = { reason: 'invitation', givenByKind: 'account', givenBy: actorId(stage.hr.actor) }
  const ended = { endReason: 'EXPIRED', endedByKind: 'journey', endedBy: journeyId }
  expect(await grantsOf(journeyId)).toMatchObject([
    { ...given, ...ended, validUntil: expiredAt },
    { ...given, validFrom: expiredAt, validUntil: null, endReason: null, endedByKind: null, endedBy: null },
  ])
  await activate(scene, stage, { token: lastToken(scene) })
})

test('renews neither what was activated nor what was withdrawn nor what was invited anew since', async () => {
  const stage = await setStage(scene)
  const active = await invite(scene, stage)
  await activate(scene, stage, active)
  const withdrawn = await invite(scene, stage)
  await withdrawInvitation(scene, stage.hr, { journeyId: withdrawn.journeyId, reason })
  const expired = await invite(scene, stage)
  await expire(stage, expired.journeyId)
  const anew = await invite(scene, stage, { email: expired.email })
  expect(anew).toMatchObject({ accountId: expired.accountId })
  const renew = (journeyId: string) => renewInvitation(scene, stage.hr, { journeyId })
  await expect(renew(active.journeyId)).rejects.toMatchObject({ code: 'ALREADY_ACTIVE' })
  await expect(renew(withdrawn.journeyId)).rejects.toMatchObject({ code: 'JOURNEY_ENDED' })
  await expect(renew(expired.journeyId)).rejects.toMatchObject({ code: 'JOURNEY_ENDED' })
})

test('withdraws with a reason that is kept apart, and leaves nothing usable', async () => {
  const stage = await setStage(scene)
  const jan = await invite(scene, stage)
  await reportWrongNumber(scene, stage.anyone, { token: jan.token })
  await withdrawInvitation(scene, stage.hr, { journeyId: jan.journeyId, reason: ` ${reason}\n` })
  await expect(view(stage, jan.token)).rejects.toMatchObject({ code: 'INVITATION_WITHDRAWN' })
  expect(await look(stage, jan.journeyId)).toMatchObject({ open: false, outcome: 'withdrawn', seq: 3 })
  const [seen] = await scene.owner`
    select (select status from activations where journey_id = ${jan.journeyId}) as activation,
      (select count(*)::int from grants where journey_id = ${jan.journeyId} and valid_until is null) as grants,
      (select end_reason from grants where journey_id = ${jan.journeyId} and ended_by = ${actorId(stage.hr.actor)}) as why,
      (select count(*)::int from messages where journey_id = ${jan.journeyId} and status = 'queued') as queued,
      (select status from tasks where journey_id = ${jan.journeyId}) as task,
      (select array_agg(note) from timeline_notes where portal_id = ${stage.portalId}) as notes,
      (select array_agg(note) from audit_details where portal_id = ${stage.portalId} and note is not null) as audit`
  expect(seen).toEqual({
    activation: 'withdrawn',
    grants: 0,
    why: 'WITHDRAWN',
    queued: 0,
    task: 'cancelled',
    notes: [reason],
    audit: [reason],
  })
})

test('leaves the invitation of another organisation standing, as a journey of its own', async () => {
  const stage = await setStage(scene)
  const jan = await invite(scene, stage)
  const other = await addOrganisation(scene, stage.portalId)
  const hr = callAs(stage.portalId, actorWith('HR', other))
  await sendInvitations(scene, hr, { organisationId: other, items: [somebody({ email: jan.email })] })
  await withdrawInvitation(scene, stage.hr, { journeyId: jan.journeyId, reason })
  await expect(view(stage, jan.token)).rejects.toMatchObject({ code: 'INVITATION_WITHDRAWN' })
  expect(await view(stage, lastToken(scene))).toMatchObject({ organisation: { id: other } })
  const rows = await scene.owner`
    select g.organisation_id = ${other} as theirs, g.valid_until is null as open, j.status, j.organisation_id = ${other} as journey
    from grants g join journeys j on j.id = g.journey_id where g.portal_id = ${stage.portalId} order by g.id`
  expect(rows).toEqual([
    { theirs: false, open: false, status: 'ended', journey: false },
    { theirs: true, open: true, status: 'open', journey: true },
  ])
})

test('refuses to withdraw what is over, without a reason, or on an outdated view', async () => {
  const stage = await setStage(scene)
  const jan = await invite(scene, stage)
  const withdraw = (more: object) => withdrawInvitation(scene, stage.hr, { journeyId: jan.journeyId, reason, ...more })
  await expect(withdraw({ reason: ' ' })).rejects.toMatchObject({ problems: [{ path: 'reason', code: 'REQUIRED' }] })
  await expect(withdraw({ expectedVersion: 7 })).rejects.toMatchObject({ code: 'CHANGED_MEANWHILE' })
  await activate(scene, stage, jan)
  await expect(withdraw({})).rejects.toMatchObject({ code: 'ALREADY_ACTIVE' })
  const other = await invite(scene, stage)
  await withdraw({ journeyId: other.journeyId, expectedVersion: 1 })
  await expect(withdraw({ journeyId: other.journeyId })).rejects.toMatchObject({ code: 'JOURNEY_ENDED' })
})

test('goes on with a corrected number under the same plan, with a fresh link', async () => {
  const stage = await setStage(scene)
  const jan = await invite(scene, stage)
  await reportWrongNumber(scene, stage.anyone, { token: jan.token })
  await scene.travelTo('2026-03-05T09:00:00Z')
  await correctInvitation(scene, stage.hr, { journeyId: jan.journeyId, expectedVersion: 2, mobile: '06 87654321' })
  expect(await mails(jan.journeyId)).toMatchObject([
    { key: 'p1/invitation' },
    { key: 'p1/contact-corrected-1', template: 'contact-corrected', status: 'queued' },
  ])
  const seen = await look(stage, jan.journeyId)
  expect(seen).toMatchObject({ plan: 1, facts: { contactProblem: false } })
  expect(Object.keys(seen.calendar)).toEqual(['invitation', 'reminder-2', 'expiry'])
  const tasks =
    await scene.owner`select status, closed_by is not null as by from tasks where journey_id = ${jan.journeyId}`
  expect(tasks).toEqual([{ status: 'done', by: true }])
  expect(await view(stage, jan.token)).toMatchObject({ mobile: '•• •••• 21', mobileRefused: false })
  await activate(scene, stage, { token: lastToken(scene) })
})

test('lets no proof of the old number count for the new one', async () => {
  const stage = await setStage(scene)
  const jan = await invite(scene, stage)
  const continuation = await proveNumber(scene, stage, jan)
  await correctInvitation(scene, stage.hr, { journeyId: jan.journeyId, mobile: '0687654321' })
  const [secret] = await scene.owner`
    select superseded_at is not null as dead from secrets where account_id = ${jan.accountId} and purpose = 'activation-continuation'`
  expect({ continuation: continuation.length, secret }).toEqual({ continuation: 43, secret: { dead: true } })
})

test('invites a corrected address anew, which is the new identifier', async () => {
  const stage = await setStage(scene)
  const jan = await invite(scene, stage)
  await correctInvitation(scene, stage.hr, { journeyId: jan.journeyId, email: `new-${jan.email}` })
  await expect(view(stage, jan.token)).rejects.toMatchObject({ code: 'LINK_SUPERSEDED' })
  expect(await view(stage, lastToken(scene))).toMatchObject({ identifier: `new-${jan.email}` })
  expect(await mails(jan.journeyId)).toMatchObject([
    { status: 'cancelled' },
    { key: 'p2/invitation', recipient: `new-${jan.email}` },
  ])
})

test('refuses a correction that cannot be meant or takes somebody’s address', async () => {
  const stage = await setStage(scene)
  const { journeyId } = await invite(scene, stage)
  const taken = await invite(scene, stage)
  const correct = (more: object) => correctInvitation(scene, stage.hr, { journeyId, ...more })
  await expect(correct({ email: taken.email })).rejects.toMatchObject({ code: 'ADDRESS_TAKEN' })
  await expect(correct({})).rejects.toMatchObject({ problems: [{ path: 'email', code: 'REQUIRED' }] })
  await expect(correct({ email: 'x', mobile: '1', startsOn: '1' })).rejects.toMatchObject({
    problems: [{ code: 'INVALID_EMAIL' }, { code: 'INVALID_MOBILE' }, { code: 'INVALID_DATE' }],
  })
  expect(await look(stage, journeyId)).toMatchObject({ plan: 1, seq: 1 })
})

test('moves invitation and access with the first working day', async () => {
  const stage = await setStage(scene, { policy: { leadDays: 7 } })
  const { journeyId, token } = await invite(scene, stage)
  await correctInvitation(scene, stage.hr, { journeyId, startsOn: '2026-04-01' })
  await expect(view(stage, token)).rejects.toMatchObject({ code: 'LINK_SUPERSEDED' })
  const { calendar, done, plan } = await look(stage, journeyId)
  expect({ done, plan, at: calendar.invitation }).toEqual({ done: [], plan: 2, at: Date.parse('2026-03-25T08:00:00Z') })
  const [grant] = await scene.owner`select valid_from as from from grants where journey_id = ${journeyId}`
  expect(grant).toEqual({ from: new Date('2026-03-31T22:00:00Z') })
})

test('postpones: nothing is sent before that instant, and the days are counted from it', async () => {
  const stage = await setStage(scene)
  const { journeyId, token } = await invite(scene, stage)
  const until = new Date('2026-05-01T07:00:00Z')
  await postponeJourney(scene, stage.hr, { journeyId, until, reason })
  await expect(view(stage, token)).rejects.toMatchObject({ code: 'LINK_SUPERSEDED' })
  const { calendar, done, plan } = await look(stage, journeyId)
  expect({ done, plan }).toEqual({ done: [], plan: 2 })
  expect(calendar).toMatchObject({ invitation: until.getTime(), expiry: Date.parse('2026-05-08T22:00:00Z') })
  const again = (more: object) => postponeJourney(scene, stage.hr, { journeyId, until, reason, ...more })
  await expect(again({ until: new Date('2026-03-01T00:00:00Z') })).rejects.toMatchObject({
    problems: [{ code: 'DATE_PASSED' }],
  })
  await expect(again({ until: new Date('2027-06-01T00:00:00Z') })).rejects.toMatchObject({
    problems: [{ code: 'INVALID_DATE' }],
  })
})

test('trusts the number again when HR closes the task by hand', async () => {
  const stage = await setStage(scene)
  const jan = await invite(scene, stage)
  await reportWrongNumber(scene, stage.anyone, { token: jan.token })
  const [task] = await scene.owner<{ id: string }[]>`select id from tasks where journey_id = ${jan.journeyId}`
  const taskId = task?.id ?? ''
  expect(await completeTask(scene, stage.hr, { taskId })).toEqual({ taskId, journeyId: jan.journeyId })
  await expect(completeTask(scene, stage.hr, { taskId })).rejects.toMatchObject({ code: 'TASK_CLOSED' })
  expect(await look(stage, jan.journeyId)).toMatchObject({ facts: { contactProblem: false }, seq: 3 })
  await activate(scene, stage, jan)
})

test('hides journeys and tasks of other organisations and portals, and turns away who has no such right', async () => {
  const stage = await setStage(scene)
  const { journeyId } = await invite(scene, stage)
  const strange = callAs(stage.portalId, actorWith('HR', await addOrganisation(scene, stage.portalId)))
  const elsewhere = (await setStage(scene)).hr
  const acts = [
    (call: typeof strange) => renewInvitation(scene, call, { journeyId }),
    (call: typeof strange) => withdrawInvitation(scene, call, { journeyId, reason }),
    (call: typeof strange) => correctInvitation(scene, call, { journeyId, mobile: '0687654321' }),
    (call: typeof strange) => withdrawJourney(scene, call, { journeyId, reason }),
    (call: typeof strange) => postponeJourney(scene, call, { journeyId, until: new Date('2026-05-01'), reason }),
    (call: typeof strange) => completeTask(scene, call, { taskId: journeyId }),
  ]
  for (const act of acts) {
    await expect(act(strange)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(act(elsewhere)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(act(callAs(stage.portalId, actorWith('EMPLOYEE', stage.organisationId)))).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
    await expect(act(stage.anyone)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
  }
  expect(await look(stage, journeyId)).toMatchObject({ seq: 1 })
})

test('lets operators withdraw and postpone, but not invite or correct', async () => {
  const stage = await setStage(scene)
  const { journeyId } = await invite(scene, stage)
  const operator = callAs(stage.portalId, actorWith('OPERATOR', null))
  await postponeJourney(scene, operator, { journeyId, until: new Date('2026-05-01'), reason })
  await expect(correctInvitation(scene, operator, { journeyId, mobile: '0687654321' })).rejects.toMatchObject({
    code: 'FORBIDDEN',
  })
  await withdrawJourney(scene, operator, { journeyId, reason })
  expect(await look(stage, journeyId)).toMatchObject({ outcome: 'withdrawn' })
})
