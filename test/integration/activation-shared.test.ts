import { afterEach, expect, test } from 'vitest'
import { completeActivation } from '../../src/commands/accounts/complete-activation.ts'
import { correctInvitation } from '../../src/commands/accounts/correct-invitation.ts'
import { expireInvitation } from '../../src/commands/accounts/expire-invitation.ts'
import { lookAtActivation } from '../../src/commands/accounts/look-at-activation.ts'
import { renewInvitation } from '../../src/commands/accounts/renew-invitation.ts'
import { reportWrongNumber } from '../../src/commands/accounts/report-wrong-number.ts'
import { sendInvitations } from '../../src/commands/accounts/send-invitations.ts'
import { withdrawInvitation } from '../../src/commands/accounts/withdraw-invitation.ts'
import { postponeJourney } from '../../src/commands/journeys/postpone-journey.ts'
import { activate, invite, somebody } from '../support/invitee.ts'
import { actorWith, addOrganisation, callAs, openScene, type Stage, setStage } from '../support/scene.ts'

const scene = await openScene()
const openTasks = (journeyId: string) =>
  scene.owner`select kind from tasks where journey_id = ${journeyId} and status = 'open'`
const grantOf = async (organisationId: string) => {
  const [grant] = await scene.owner`select valid_from as "from" from grants where organisation_id = ${organisationId}`
  return grant
}

/** Another organisation invites the same person, whose journey is under way. */
async function addBy(stage: Stage, email: string) {
  const organisationId = await addOrganisation(scene, stage.portalId)
  const hr = callAs(stage.portalId, actorWith('HR', organisationId))
  await sendInvitations(scene, hr, { organisationId, items: [somebody({ email })] })
  return { organisationId, hr }
}

afterEach(() => scene.travelTo('2026-03-02T10:00:00Z'))

// The task was cancelled with the journey that expired; its renewal waited for HR, whom nobody had asked.
test('asks HR again for the right number when an invitation is renewed that expired without it', async () => {
  const stage = await setStage(scene)
  const { journeyId, token } = await invite(scene, stage)
  await reportWrongNumber(scene, stage.anyone, { token })
  await scene.travelTo('2026-03-10T10:00:00Z')
  const { plan, seq } = await lookAtActivation(scene, { portalId: stage.portalId, journeyId })
  await expireInvitation(scene, { portalId: stage.portalId, journeyId, plan, seq, key: 'expired' })
  expect(await openTasks(journeyId)).toEqual([])

  await renewInvitation(scene, stage.hr, { journeyId })
  expect(await openTasks(journeyId)).toEqual([{ kind: 'CORRECT_MOBILE' }])
})

test('keeps one task while HR is asked already', async () => {
  const stage = await setStage(scene)
  const { journeyId, token } = await invite(scene, stage)
  await reportWrongNumber(scene, stage.anyone, { token })
  await renewInvitation(scene, stage.hr, { journeyId })
  expect(await openTasks(journeyId)).toEqual([{ kind: 'CORRECT_MOBILE' }])
})

// The person is refused a PIN because of the number, and cannot report it a second time.
test('asks the organisation whose invitation goes on for the number that was wrong', async () => {
  const stage = await setStage(scene)
  const { journeyId, token, email } = await invite(scene, stage)
  await addBy(stage, email)
  await reportWrongNumber(scene, stage.anyone, { token })
  await withdrawInvitation(scene, stage.hr, { journeyId, reason: 'came to nothing' })
  const [heir] = await scene.owner<{ id: string; problem: string }[]>`
    select j.id, a.contact_problem as problem from journeys j join activations a on a.journey_id = j.id
    where j.portal_id = ${stage.portalId} and j.status = 'open'`
  expect(heir?.problem).toBe('WRONG_NUMBER')
  expect(await openTasks(heir?.id ?? '')).toEqual([{ kind: 'CORRECT_MOBILE' }])
})

test('moves the first day of its own organisation, and of no other one', async () => {
  const stage = await setStage(scene)
  const { journeyId, email } = await invite(scene, stage)
  const other = await addBy(stage, email)
  await correctInvitation(scene, stage.hr, { journeyId, startsOn: '2026-09-01' })
  expect(await grantOf(stage.organisationId)).toEqual({ from: new Date('2026-08-31T22:00:00Z') })
  expect(await grantOf(other.organisationId)).toEqual({ from: new Date('2026-03-02T10:00:00Z') })
})

// Its link could never be used, and at its end it took away the access it had given back.
test('renews no expired invitation of an account that another invitation made active', async () => {
  const stage = await setStage(scene)
  const { journeyId, email } = await invite(scene, stage)
  await scene.travelTo('2026-03-10T10:00:00Z')
  const { plan, seq } = await lookAtActivation(scene, { portalId: stage.portalId, journeyId })
  await expireInvitation(scene, { portalId: stage.portalId, journeyId, plan, seq, key: 'expired' })
  const later = await invite(scene, stage, { email })
  await activate(scene, stage, later)
  const act = { portalId: stage.portalId, journeyId: later.journeyId, plan: 1, seq: 2, key: 'activated' }
  expect(await completeActivation(scene, act)).toBe('done')
  await expect(renewInvitation(scene, stage.hr, { journeyId })).rejects.toMatchObject({ code: 'ALREADY_ACTIVE' })
})

test('keeps a postponed invitation back when its address is corrected', async () => {
  const stage = await setStage(scene)
  const { journeyId } = await invite(scene, stage)
  const until = new Date('2026-04-01T07:00:00Z')
  await postponeJourney(scene, stage.hr, { journeyId, until, reason: 'starts later' })
  await correctInvitation(scene, stage.hr, { journeyId, email: somebody().email })
  const { calendar, done } = await lookAtActivation(scene, { portalId: stage.portalId, journeyId })
  expect({ calendar, done }).toMatchObject({ calendar: { invitation: until.getTime() }, done: [] })
})

// Otherwise HR of one organisation could lead another one's invitation, as its HR perhaps, to a mailbox of its own choice.
test('does not move an invitation to another mailbox that another organisation sent to this one', async () => {
  const stage = await setStage(scene)
  const { journeyId, email } = await invite(scene, stage)
  const other = await addBy(stage, email)
  const correct = (more: object) => correctInvitation(scene, stage.hr, { journeyId, ...more })
  await expect(correct({ email: 'mine@example.org' })).rejects.toMatchObject({ code: 'INVITED_ELSEWHERE' })
  await correct({ email, startsOn: '2026-04-01' })
  await withdrawInvitation(scene, stage.hr, { journeyId, reason: 'another address' })
  const anew = await invite(scene, stage, { email: `mine-${journeyId}@example.org` })
  const theirs = await scene.owner`
    select distinct a.identifier from grants g join accounts a on a.id = g.account_id where g.organisation_id = ${other.organisationId}`
  expect(theirs).toEqual([{ identifier: email }])
  expect(anew.journeyId).not.toBe(journeyId)
})
