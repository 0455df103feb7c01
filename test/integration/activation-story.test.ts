import { afterEach, expect, test } from 'vitest'
import { completeActivation } from '../../src/commands/accounts/complete-activation.ts'
import { expireInvitation } from '../../src/commands/accounts/expire-invitation.ts'
import { lookAtActivation } from '../../src/commands/accounts/look-at-activation.ts'
import { remindInvitee } from '../../src/commands/accounts/remind-invitee.ts'
import { reportWrongNumber } from '../../src/commands/accounts/report-wrong-number.ts'
import { tellInvitation } from '../../src/commands/accounts/tell-invitation.ts'
import { viewActivation } from '../../src/commands/accounts/view-activation.ts'
import { activate, invite, lastToken } from '../support/invitee.ts'
import { openScene, type Stage, setStage } from '../support/scene.ts'

const scene = await openScene()
const today = '2026-03-02T10:00:00Z'
const look = ({ portalId }: Stage, journeyId: string) => lookAtActivation(scene, { portalId, journeyId })
const actOf = async (stage: Stage, journeyId: string, key: string) => {
  const { plan, seq } = await look(stage, journeyId)
  return { portalId: stage.portalId, journeyId, plan, seq, key }
}
const keys = async (journeyId: string) =>
  (await scene.owner<{ key: string }[]>`select key from messages where journey_id = ${journeyId} order by id`).map(
    (row) => row.key,
  )

afterEach(() => scene.travelTo(today))

test('sees ids, instants and integers of a journey, and what is done of its plan', async () => {
  const stage = await setStage(scene)
  const { journeyId } = await invite(scene, stage)
  expect(await look(stage, journeyId)).toEqual({
    seq: 1,
    plan: 1,
    generation: 1,
    open: true,
    outcome: null,
    now: Date.parse(today),
    done: ['invitation'],
    facts: { activated: false, contactProblem: false },
    calendar: {
      invitation: Date.parse(today),
      'reminder-1': Date.parse('2026-03-05T08:00:00Z'),
      'reminder-2': Date.parse('2026-03-08T08:00:00Z'),
      expiry: Date.parse('2026-03-09T23:00:00Z'),
    },
  })
})

test('fails for a journey that is not there', async () => {
  const { portalId, organisationId } = await setStage(scene)
  await expect(lookAtActivation(scene, { portalId, journeyId: organisationId })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  })
})

test('tells a postdated invitation on its day, once', async () => {
  const stage = await setStage(scene, { policy: { leadDays: 7 } })
  const { journeyId } = await invite(scene, stage, { startsOn: '2026-04-01' })
  const act = await actOf(stage, journeyId, 'invitation')
  expect(await tellInvitation(scene, act)).toBe('notYet')
  await scene.travelTo('2026-03-25T08:00:00Z')
  expect(await tellInvitation(scene, act)).toBe('done')
  expect(await tellInvitation(scene, act)).toBe('done')
  expect(await keys(journeyId)).toEqual(['p1/invitation'])
  expect(await viewActivation(scene, stage.anyone, { token: lastToken(scene) })).toMatchObject({ name: 'Jan Jansen' })
})

test('reminds on the local calendar day with another link that leaves the first one alive', async () => {
  const stage = await setStage(scene)
  const jan = await invite(scene, stage)
  const act = await actOf(stage, jan.journeyId, 'reminder-1')
  expect(await remindInvitee(scene, act)).toBe('notYet')
  await scene.travelTo('2026-03-05T08:00:00Z')
  expect(await remindInvitee(scene, act)).toBe('done')
  expect(await remindInvitee(scene, act)).toBe('done')
  expect(await keys(jan.journeyId)).toEqual(['p1/invitation', 'p1/reminder-1'])
  for (const token of [jan.token, lastToken(scene)]) {
    expect(await viewActivation(scene, stage.anyone, { token })).toMatchObject({ step: 'PIN' })
  }
})

test('leaves an overdue reminder out when a newer one is due', async () => {
  const stage = await setStage(scene)
  const { journeyId } = await invite(scene, stage)
  await scene.travelTo('2026-03-08T08:00:00Z')
  expect(await remindInvitee(scene, await actOf(stage, journeyId, 'reminder-1'))).toBe('changed')
  expect(await remindInvitee(scene, await actOf(stage, journeyId, 'reminder-2'))).toBe('done')
  expect(await keys(journeyId)).toEqual(['p1/invitation', 'p1/reminder-2'])
})

test('reminds nobody who waits for HR', async () => {
  const stage = await setStage(scene)
  const { journeyId, token } = await invite(scene, stage)
  await scene.travelTo('2026-03-05T08:00:00Z')
  await reportWrongNumber(scene, stage.anyone, { token })
  const seen = await look(stage, journeyId)
  expect(seen.facts).toEqual({ activated: false, contactProblem: true })
  expect(Object.keys(seen.calendar)).toEqual(['invitation', 'expiry'])
  expect(await remindInvitee(scene, await actOf(stage, journeyId, 'reminder-1'))).toBe('changed')
})

test('ends an invitation and its access when its last day is over', async () => {
  const stage = await setStage(scene)
  const { journeyId, token } = await invite(scene, stage)
  const act = await actOf(stage, journeyId, 'expired')
  expect(await expireInvitation(scene, act)).toBe('notYet')
  await scene.travelTo('2026-03-09T23:00:00Z')
  await expect(viewActivation(scene, stage.anyone, { token })).rejects.toMatchObject({ code: 'LINK_EXPIRED' })
  expect(await expireInvitation(scene, act)).toBe('done')
  expect(await expireInvitation(scene, act)).toBe('changed')
  expect(await look(stage, journeyId)).toMatchObject({ open: false, outcome: 'expired' })
  const [seen] = await scene.owner`
    select (select status from activations where journey_id = ${journeyId}) as status,
      (select valid_until = drempel.now() from grants where journey_id = ${journeyId}) as ended,
      (select status from messages where journey_id = ${journeyId}) as mail,
      (select array_agg(fact order by id) from timeline where journey_id = ${journeyId}) as facts`
  expect(seen).toEqual({
    status: 'expired',
    ended: true,
    mail: 'cancelled',
    facts: ['invited', 'invitationSent', 'expired'],
  })
})

test('ends nothing when something changed since the story looked, and commits nothing of it', async () => {
  const stage = await setStage(scene)
  const { journeyId, token } = await invite(scene, stage)
  const act = await actOf(stage, journeyId, 'expired')
  await reportWrongNumber(scene, stage.anyone, { token })
  await scene.travelTo('2026-03-10T00:00:00Z')
  const [before] = await scene.owner`select count(*)::int as n from audit where journey_id = ${journeyId}`
  expect(await expireInvitation(scene, act)).toBe('changed')
  expect(await expireInvitation(scene, { ...act, plan: 2 })).toBe('changed')
  const [after] = await scene.owner`select count(*)::int as n from audit where journey_id = ${journeyId}`
  expect(after).toEqual(before)
  expect(await look(stage, journeyId)).toMatchObject({ open: true })
})

test('tells the mailbox that its account is active, and ends', async () => {
  const stage = await setStage(scene)
  const jan = await invite(scene, stage)
  const early = await actOf(stage, jan.journeyId, 'activated')
  expect(await completeActivation(scene, early)).toBe('changed')
  await activate(scene, stage, jan)
  expect(await completeActivation(scene, early)).toBe('changed')
  const act = await actOf(stage, jan.journeyId, 'activated')
  expect(await completeActivation(scene, act)).toBe('done')
  expect(await completeActivation(scene, act)).toBe('changed')
  expect(await look(stage, jan.journeyId)).toMatchObject({
    open: false,
    outcome: 'activated',
    facts: { activated: true },
  })
  const [mail] =
    await scene.owner`select template, status, params->>'username' as username from messages where key = 'p1/activated'`
  expect(mail).toEqual({ template: 'activation-completed', status: 'queued', username: null })
  expect(await expireInvitation(scene, act)).toBe('changed')
})

test('raises no seq and wakes nobody by its own acts', async () => {
  const stage = await setStage(scene)
  const { journeyId } = await invite(scene, stage)
  await scene.owner`delete from wakeups where journey_id = ${journeyId}`
  await scene.travelTo('2026-03-05T08:00:00Z')
  await remindInvitee(scene, await actOf(stage, journeyId, 'reminder-1'))
  expect((await look(stage, journeyId)).seq).toBe(1)
  expect(await scene.owner`select 1 from wakeups where journey_id = ${journeyId}`).toHaveLength(0)
})
