import { expect, test } from 'vitest'
import { lockBeforeSignInChange, noteSignInChanged } from '../../src/commands/employments/note-sign-in-changed.ts'
import { inPortal } from '../../src/db/client.ts'
import { insertJourney } from '../../src/db/journeys.ts'
import type { JourneyKind } from '../../src/domain/journeys/journey.ts'
import { accountHolder } from '../support/account-holder.ts'
import { openScene, setStage } from '../support/scene.ts'

const scene = await openScene()
const kinds = ['account-recovery', 'factor-enrolment'] as const

const begin = (portalId: string, subjectId: string, kind: JourneyKind) =>
  inPortal(scene.app, portalId, async (tx) => {
    const { id } = await insertJourney(tx, { kind, subjectId, organisationId: null, policyVersion: 1 })
    return id
  })

const seqOf = async (id: string) => {
  const [row] = await scene.owner`select j.seq, w.seq as woken from journeys j join wakeups w on w.journey_id = j.id
    where j.id = ${id}`
  return { seq: row?.seq, woken: row?.woken }
}

test('every open journey that is about it is raised and woken, and no other one', async () => {
  const stage = await setStage(scene)
  const { portalId } = stage
  const [anna, berend] = [await accountHolder(scene, stage), await accountHolder(scene, stage)]
  const [first, second] = [
    await begin(portalId, anna.accountId, kinds[0]),
    await begin(portalId, anna.accountId, kinds[1]),
  ]
  const [ended, otherKind] = [
    await begin(portalId, anna.accountId, kinds[0]),
    await begin(portalId, anna.accountId, 'account-activation'),
  ]
  const ofBerend = await begin(portalId, berend.accountId, kinds[0])
  await scene.owner`update journeys set status = 'ended' where id = ${ended}`
  await inPortal(scene.app, portalId, (tx) => noteSignInChanged(tx, anna.accountId, kinds))
  for (const raised of [first, second]) expect(await seqOf(raised)).toEqual({ seq: 2, woken: 2 })
  for (const left of [ended, otherKind, ofBerend]) expect(await seqOf(left)).toEqual({ seq: 1, woken: 1 })
})

test('a story and a change that both hold the journey first wait for one another, and neither is lost', async () => {
  const stage = await setStage(scene)
  const anna = await accountHolder(scene, stage)
  const id = await begin(stage.portalId, anna.accountId, kinds[0])
  const change = () =>
    inPortal(scene.app, stage.portalId, async (tx) => {
      await lockBeforeSignInChange(tx, anna.accountId, kinds)
      await noteSignInChanged(tx, anna.accountId, kinds)
    })
  await Promise.all(Array.from({ length: 8 }, change))
  expect(await seqOf(id)).toEqual({ seq: 9, woken: 9 })
})
