import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { postponeJourney } from '../../src/commands/journeys/postpone-journey.ts'
import { withdrawJourney } from '../../src/commands/journeys/withdraw-journey.ts'
import { addMember, type Member } from '../support/enrolment.ts'
import { invite } from '../support/invitee.ts'
import { actorWith, addOrganisation, callAs, openScene, type Stage, setStage } from '../support/scene.ts'

const scene = await openScene()
const reason = 'Toch niet nodig'
const until = new Date('2026-05-01T07:00:00Z')
const deskOf = ({ portalId, organisationId }: Stage) => callAs(portalId, actorWith('SERVICE_DESK', organisationId))

const addRecovery = async ({ portalId, organisationId }: Stage, { accountId }: Member): Promise<string> => {
  const [journey] = await scene.owner<{ id: string }[]>`
    insert into journeys (portal_id, kind, subject_id, organisation_id, policy_version)
    values (${portalId}, 'account-recovery', ${accountId}, ${organisationId}, 1) returning id`
  const journeyId = journey?.id ?? ''
  await scene.owner`insert into recoveries (portal_id, journey_id, account_id, planned_at, started_by, checks)
    values (${portalId}, ${journeyId}, ${accountId}, drempel.now(), ${randomUUID()}, '{CALLED_BACK}')`
  return journeyId
}

test('postpones no recovery: nobody moves the time in which its person can object', async () => {
  const stage = await setStage(scene)
  const journeyId = await addRecovery(stage, await addMember(scene, stage))
  await expect(postponeJourney(scene, stage.hr, { journeyId, until, reason })).rejects.toMatchObject({
    code: 'JOURNEY_NOT_POSTPONABLE',
  })
  await expect(postponeJourney(scene, deskOf(stage), { journeyId, until, reason })).rejects.toMatchObject({
    code: 'FORBIDDEN',
  })
  const [seen] = await scene.owner`select seq, plan, postponed_until as until from journeys where id = ${journeyId}`
  expect(seen).toEqual({ seq: 1, plan: 1, until: null })
})

test('lets the service desk withdraw a recovery of its organisation, and nothing else', async () => {
  const stage = await setStage(scene)
  const petra = await addMember(scene, stage)
  const journeyId = await addRecovery(stage, petra)
  const { journeyId: invitation } = await invite(scene, stage)
  const desk = deskOf(stage)
  await expect(withdrawJourney(scene, desk, { journeyId: invitation, reason })).rejects.toMatchObject({
    code: 'FORBIDDEN',
  })
  const stranger = callAs(stage.portalId, actorWith('SERVICE_DESK', await addOrganisation(scene, stage.portalId)))
  for (const id of [journeyId, invitation, randomUUID()]) {
    await expect(withdrawJourney(scene, stranger, { journeyId: id, reason })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  }
  expect(await withdrawJourney(scene, desk, { journeyId, reason })).toEqual({ journeyId })
  const [seen] = await scene.owner`
    select r.status, j.status as journey, j.outcome from recoveries r join journeys j on j.id = r.journey_id
    where r.journey_id = ${journeyId}`
  expect(seen).toEqual({ status: 'withdrawn', journey: 'ended', outcome: 'withdrawn' })
  const [told] = await scene.owner`
    select recipient, template, params->>'outcome' as outcome from messages
    where journey_id = ${journeyId} and template = 'recovery-ended'`
  expect(told).toEqual({ recipient: petra.email, template: 'recovery-ended', outcome: 'WITHDRAWN' })
  await expect(withdrawJourney(scene, desk, { journeyId, reason })).rejects.toThrow(/_ENDED/)
})
