import { expect, test } from 'vitest'
import { correctInvitation } from '../../src/commands/accounts/correct-invitation.ts'
import { lookAtActivation } from '../../src/commands/accounts/look-at-activation.ts'
import { sendActivationPin } from '../../src/commands/accounts/send-activation-pin.ts'
import { markJourneyStuck } from '../../src/commands/journeys/mark-journey-stuck.ts'
import { retryJourney } from '../../src/commands/journeys/retry-journey.ts'
import { noteUndeliverable } from '../../src/commands/messages/note-undeliverable.ts'
import { type Delivery, recordDelivery } from '../../src/commands/messages/record-delivery.ts'
import { activate, type Invitee, invite } from '../support/invitee.ts'
import { actorWith, callAs, openScene, type Stage, setStage } from '../support/scene.ts'

const scene = await openScene()
const webhook = { correlationId: 'webhook', origin: '198.51.100.4' }
const messageOf = async ({ journeyId }: Invitee, key: string) => {
  const [row] = await scene.owner<
    { id: string }[]
  >`select id from messages where journey_id = ${journeyId} and key = ${key}`
  return row?.id ?? ''
}
const report = async (invitee: Invitee, state: Delivery['state'], key = 'p1/invitation') =>
  recordDelivery(scene, webhook, {
    provider: 'resend',
    reference: `r-${await messageOf(invitee, key)}`,
    id: await messageOf(invitee, key),
    state,
    code: `smtp_${state}`,
  })
const tasksOf = ({ journeyId }: Invitee) =>
  scene.owner`select kind, status from tasks where journey_id = ${journeyId} order by id`
const look = ({ portalId }: Stage, { journeyId }: Invitee) => lookAtActivation(scene, { portalId, journeyId })

const emailOf = async ({ personId }: Invitee) => {
  const [person] = await scene.owner`select email_status as status from people where id = ${personId}`
  return person?.status
}

/** Somebody of HR who is told of new tasks. */
const hireHr = async (stage: Stage) => {
  const hanna = await invite(scene, stage, { role: 'HR', name: 'Hanna de Vries' })
  await activate(scene, stage, hanna)
  return hanna
}

test('asks HR for another address when a mail comes back, and mails those who may do it', async () => {
  const stage = await setStage(scene)
  const hanna = await hireHr(stage)
  const jan = await invite(scene, stage, { externalReference: 'E7' })
  expect(await report(jan, 'bounced')).toBe(true)
  expect(await tasksOf(jan)).toEqual([{ kind: 'CORRECT_EMAIL', status: 'open' }])
  expect(await look(stage, jan)).toMatchObject({ seq: 2, facts: { contactProblem: true } })
  const mails = await scene.owner`
    select recipient, params->>'title' as title, params->>'concerns' as concerns, params->>'dueOn' as due
    from messages where journey_id = ${jan.journeyId} and template = 'task-opened'`
  expect(mails).toEqual([
    { recipient: hanna.email, title: 'E-mailadres verbeteren', concerns: 'E7', due: '2026-03-09' },
  ])
  const [message] =
    await scene.owner`select status, code, sealed from messages where id = ${await messageOf(jan, 'p1/invitation')}`
  expect(message).toEqual({ status: 'bounced', code: 'smtp_bounced', sealed: null })
})

test('hears the same report twice as once, and "delivered" after "bounced" not at all', async () => {
  const stage = await setStage(scene)
  const jan = await invite(scene, stage)
  expect(await report(jan, 'delivered')).toBe(true)
  expect(await report(jan, 'bounced')).toBe(true)
  expect(await report(jan, 'bounced')).toBe(false)
  expect(await report(jan, 'delivered')).toBe(false)
  expect(await look(stage, jan)).toMatchObject({ seq: 2 })
  expect(await tasksOf(jan)).toHaveLength(1)
})

test('knows nothing of a message that is not ours', async () => {
  const delivery = { provider: 'resend', reference: 'unknown', state: 'bounced', code: 'x' } as const
  expect(await recordDelivery(scene, webhook, { ...delivery, id: null })).toBe(false)
  expect(await recordDelivery(scene, webhook, { ...delivery, id: 'not an id' })).toBe(false)
})

test('asks HR nothing about an address that was corrected since', async () => {
  const stage = await setStage(scene)
  const jan = await invite(scene, stage)
  await scene.owner`update messages set status = 'sent', sealed = null where journey_id = ${jan.journeyId}`
  await correctInvitation(scene, stage.hr, { journeyId: jan.journeyId, email: `new-${jan.email}` })
  expect(await report(jan, 'bounced')).toBe(true)
  expect(await tasksOf(jan)).toEqual([])
  expect(await look(stage, jan)).toMatchObject({ facts: { contactProblem: false } })
})

test('asks HR nothing about the mailbox of whoever was told of a task, but knows of it', async () => {
  const stage = await setStage(scene)
  const hanna = await hireHr(stage)
  const jan = await invite(scene, stage)
  await report(jan, 'bounced')
  const [mail] = await scene.owner<{ key: string }[]>`
    select key from messages where journey_id = ${jan.journeyId} and template = 'task-opened'`
  await report(jan, 'bounced', mail?.key)
  expect(await tasksOf(jan)).toHaveLength(1)
  expect(await emailOf(hanna)).toBe('bounced')
})

test('knows of a mailbox that gives mail back once its owner is in, and asks HR nothing about it', async () => {
  const stage = await setStage(scene)
  const jan = await invite(scene, stage)
  await scene.owner`update messages set status = 'sent', sealed = null where journey_id = ${jan.journeyId}`
  await activate(scene, stage, jan)
  await report(jan, 'bounced')
  expect(await tasksOf(jan)).toEqual([])
  expect(await emailOf(jan)).toBe('bounced')
})

test('asks HR for another number when the network cannot reach it, also when the provider refuses it at once', async () => {
  const stage = await setStage(scene)
  const jan = await invite(scene, stage)
  await sendActivationPin(scene, stage.anyone, { token: jan.token })
  const refused = { portalId: stage.portalId, messageId: await messageOf(jan, 'p1/pin-1'), code: 'cm_invalid' }
  await noteUndeliverable(scene, refused)
  await noteUndeliverable(scene, refused)
  await report(jan, 'failed', 'p1/pin-1')
  expect(await tasksOf(jan)).toEqual([{ kind: 'CORRECT_MOBILE', status: 'open' }])
  const [person] = await scene.owner`select mobile_status as status from people where id = ${jan.personId}`
  expect(person).toEqual({ status: 'unreachable' })
})

test('opens a second task in one plan when a corrected address bounces too', async () => {
  const stage = await setStage(scene)
  const jan = await invite(scene, stage)
  await report(jan, 'bounced')
  await correctInvitation(scene, stage.hr, { journeyId: jan.journeyId, email: `new-${jan.email}` })
  await report(jan, 'bounced', 'p2/invitation')
  expect(await tasksOf(jan)).toEqual([
    { kind: 'CORRECT_EMAIL', status: 'done' },
    { kind: 'CORRECT_EMAIL', status: 'open' },
  ])
})

test('shows a stuck journey once, and tells it on when somebody retries', async () => {
  const stage = await setStage(scene)
  const jan = await invite(scene, stage)
  const { portalId } = stage
  const stuck = { portalId, journeyId: jan.journeyId, seq: 1, code: 'sendActivationReminder' }
  await markJourneyStuck(scene, { ...stuck, seq: 0 })
  await expect(retryJourney(scene, stage.hr, jan)).rejects.toMatchObject({ code: 'NOT_STUCK' })
  await markJourneyStuck(scene, stuck)
  await markJourneyStuck(scene, stuck)
  const [seen] = await scene.owner`
    select stuck_code as code, waiting_for as waits, rested_seq as rested from journeys where id = ${jan.journeyId}`
  expect(seen).toEqual({ code: 'sendActivationReminder', waits: 'OPERATOR', rested: 1 })
  expect(await tasksOf(jan)).toEqual([{ kind: 'REPAIR_JOURNEY', status: 'open' }])
  await retryJourney(scene, callAs(portalId, actorWith('OPERATOR', null)), jan)
  expect(await tasksOf(jan)).toEqual([{ kind: 'REPAIR_JOURNEY', status: 'done' }])
  expect(await look(stage, jan)).toMatchObject({ seq: 2, open: true })
})
