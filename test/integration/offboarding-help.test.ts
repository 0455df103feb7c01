import { expect, test } from 'vitest'
import { confirmEmailChange } from '../../src/commands/accounts/confirm-email-change.ts'
import { setPrivateEmail } from '../../src/commands/accounts/set-private-email.ts'
import { askHelpForLeaver } from '../../src/commands/employments/ask-help-for-leaver.ts'
import { callOfHolder, openSessionOf } from '../support/account-holder.ts'
import { lastPin } from '../support/invitee.ts'
import { actOf, leaving, look, traceOf } from '../support/leaving.ts'
import { openScene } from '../support/scene.ts'

const scene = await openScene()

/** Somebody whose only address is the employer's, three days before the last one. */
async function atRisk() {
  const of = await leaving(scene)
  await scene.owner`update organisations set mail_domains = '{example.nl}' where id = ${of.stage.organisationId}`
  await scene.travelTo('2026-12-28T08:00:00Z')
  return of
}

const ask = async (of: Awaited<ReturnType<typeof atRisk>>) =>
  askHelpForLeaver(scene, await actOf(scene, of, 'help-leaver'))

test('puts whoever would be locked out on the list of HR before the last day, once', async () => {
  const of = await atRisk()
  expect((await look(scene, of)).facts.isHelpAsked).toBe(false)
  expect([await ask(of), await ask(of)]).toEqual(['done', 'changed'])
  expect((await look(scene, of)).facts.isHelpAsked).toBe(true)
  const { tasks, facts } = await traceOf(scene, of)
  expect([tasks, facts]).toEqual([['HELP_LEAVER open'], ['leavingPlanned', 'leaverAtRisk']])
})

test('asks a millisecond too early for nothing, and for nobody who has done what there was to do', async () => {
  const of = await leaving(scene)
  expect(await ask(of)).toBe('notYet')
  await scene.travelTo('2026-12-28T08:00:00Z')
  expect(await ask(of)).toBe('changed')
  expect((await traceOf(scene, of)).tasks).toEqual([])
})

test('takes it off the list when the leaver gives a private address, and the story looks again', async () => {
  const of = await atRisk()
  await ask(of)
  const { seq } = await look(scene, of)
  const fresh = await openSessionOf(scene, of.stage.portalId, of.anna)
  const call = callOfHolder(of.stage, { ...of.anna, ...fresh })
  await setPrivateEmail(scene, call, { email: `${of.anna.accountId}@prive.example` })
  await confirmEmailChange(scene, call, { code: lastPin(scene) })
  expect((await traceOf(scene, of)).tasks).toEqual(['HELP_LEAVER cancelled'])
  expect(await look(scene, of)).toMatchObject({ seq: seq + 1, facts: { isReady: true, isHelpAsked: false } })

  // The private address turns out to be one of the employer's too.
  await scene.owner`update organisations set mail_domains = '{example.nl,prive.example}' where id = ${of.stage.organisationId}`
  expect(await ask(of)).toBe('done')
  expect((await traceOf(scene, of)).tasks).toEqual(['HELP_LEAVER cancelled', 'HELP_LEAVER open'])
})

test('asks again where HR has helped, it was in order, and went wrong after that', async () => {
  const of = await atRisk()
  await ask(of)
  await scene.owner`update tasks set status = 'done', closed_at = drempel.now() where journey_id = ${of.journeyId}`
  expect((await look(scene, of)).facts.isHelpAsked).toBe(true)
  await scene.travelTo('2026-12-28T09:00:00Z')
  const fresh = await openSessionOf(scene, of.stage.portalId, of.anna)
  const call = callOfHolder(of.stage, { ...of.anna, ...fresh })
  await setPrivateEmail(scene, call, { email: `${of.anna.accountId}@prive.example` })
  await confirmEmailChange(scene, call, { code: lastPin(scene) })
  expect((await look(scene, of)).facts).toMatchObject({ isReady: true, isHelpAsked: false })
})
