import { expect, test } from 'vitest'
import { journeyActivities } from '../../src/activities/journeys.ts'
import { lookAtActivation } from '../../src/commands/accounts/look-at-activation.ts'
import { renewInvitation } from '../../src/commands/accounts/renew-invitation.ts'
import { invite } from '../support/invitee.ts'
import { openScene, setStage } from '../support/scene.ts'

const scene = await openScene()

// Nobody could retry any more, because nothing was stuck, and a journey stuck again would have mailed nobody.
test('asks nobody any more to repair a journey that goes on by itself', async () => {
  const { markJourneyStuck, restJourney } = journeyActivities(scene)
  const stage = await setStage(scene)
  const { portalId } = stage
  const { journeyId } = await invite(scene, stage)
  const tasks = () => scene.owner`select kind, status from tasks where journey_id = ${journeyId}`
  await markJourneyStuck({ portalId, journeyId, seq: 1, code: 'sendInvitation' })
  expect(await tasks()).toEqual([{ kind: 'REPAIR_JOURNEY', status: 'open' }])

  await renewInvitation(scene, stage.hr, { journeyId })
  const { seq } = await lookAtActivation(scene, { portalId, journeyId })
  expect(await restJourney({ portalId, journeyId, seq, waitingFor: 'PERSON', nextDueAt: null })).toMatchObject({
    changed: false,
  })
  expect(await tasks()).toEqual([{ kind: 'REPAIR_JOURNEY', status: 'cancelled' }])
  const [journey] =
    await scene.owner`select stuck_at, stuck_code, rested_seq, seq from journeys where id = ${journeyId}`
  expect(journey).toEqual({ stuck_at: null, stuck_code: null, rested_seq: 2, seq: 2 })
})
