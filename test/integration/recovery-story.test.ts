import { expect, test } from 'vitest'
import { askForRecoveryAddress } from '../../src/commands/accounts/ask-for-recovery-address.ts'
import { completeRecovery } from '../../src/commands/accounts/complete-recovery.ts'
import { expireRecovery } from '../../src/commands/accounts/expire-recovery.ts'
import { issueRecoveryCode } from '../../src/commands/accounts/issue-recovery-code.ts'
import { lookAtRecovery } from '../../src/commands/accounts/look-at-recovery.ts'
import { remindRecovery } from '../../src/commands/accounts/remind-recovery.ts'
import { noteUndeliverable } from '../../src/commands/messages/note-undeliverable.ts'
import { sealingContext } from '../../src/messages/sealing-context.ts'
import { toldTo } from '../support/account-holder.ts'
import {
  type Asked,
  actOf,
  approve,
  approved,
  asked,
  chooseAnew,
  issued,
  look,
  noticeLeaves,
  traceOf,
  typeCode,
} from '../support/recovery.ts'
import { openScene } from '../support/scene.ts'
import { setPolicy } from '../support/second-steps.ts'

const scene = await openScene()
const { owner } = scene
const at = (text: string) => Date.parse(text)
const issue = async (of: Asked) => issueRecoveryCode(scene, await actOf(scene, of, 'recovery-code'))
const expire = async (of: Asked) => expireRecovery(scene, await actOf(scene, of, 'expired'))
const ask = async (of: Asked) => askForRecoveryAddress(scene, await actOf(scene, of, 'correct-email-1'))

test('sees ids, instants and integers of a journey, and what is done of its plan', async () => {
  const of = await asked(scene)
  expect(await look(scene, of)).toEqual({
    seq: 1,
    plan: 1,
    generation: 1,
    open: true,
    outcome: null,
    now: at('2026-03-02T10:00:00Z'),
    done: expect.arrayContaining(['notice-mail', 'notice-sms-1', 'approve-recovery-1']),
    facts: { approved: false, reachable: true, issuable: false, recovered: false },
    calendar: { approveBefore: at('2026-03-04T10:00:00Z') },
  })
  await noticeLeaves(scene, of)
  await approve(scene, of)
  expect(await look(scene, of)).toMatchObject({
    seq: 2,
    facts: { approved: true, issuable: false },
    calendar: { issue: at('2026-03-03T10:00:00Z'), issueBefore: at('2026-03-05T10:00:00Z') },
  })
  await scene.travelTo('2026-03-03T10:00:00Z')
  expect(await look(scene, of)).toMatchObject({ facts: { issuable: true } })
})

test('fails for a journey that is not there', async () => {
  const { stage } = await asked(scene)
  const { portalId, organisationId } = stage
  await expect(lookAtRecovery(scene, { portalId, journeyId: organisationId })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  })
})

test('sends the code when the waiting time is over, once, and keeps a hash of it', async () => {
  const of = await approved(scene)
  await scene.travelTo('2026-03-03T09:59:59.999Z')
  expect(await issue(of)).toBe('notYet')
  await scene.travelTo('2026-03-03T10:00:00Z')
  expect(await issue(of)).toBe('done')
  const code = scene.random.pins.at(-1) ?? ''
  const act = await actOf(scene, of, 'recovery-code')
  expect(await issueRecoveryCode(scene, act)).toBe('done')
  expect(scene.random.pins.at(-1)).toBe(code)

  const rows = await owner<
    { recipient: string; sealed: Buffer; secret_id: string; send_before: Date; params: unknown }[]
  >`
    select recipient, sealed, secret_id, send_before, params from messages where journey_id = ${of.journeyId} and key = 'p1/recovery-code'`
  expect(rows).toHaveLength(1)
  const [mail] = rows
  expect(mail).toMatchObject({ recipient: of.anna.email, send_before: new Date('2026-03-04T10:00:00Z') })
  const shown = scene.sealing.open(mail?.sealed ?? Buffer.alloc(0), sealingContext(mail?.secret_id ?? ''))
  expect(shown).toMatch(/^\d{4} \d{4}$/)
  expect(shown.replace(' ', '')).toBe(code)
  expect(JSON.stringify(mail?.params)).not.toContain(code.slice(0, 4))

  const sets =
    await owner`select s.expires_at, c.hash, c.used_at from backup_code_sets s join backup_codes c on c.set_id = s.id
    where s.journey_id = ${of.journeyId}`
  expect(sets).toMatchObject([{ expires_at: new Date('2026-03-04T10:00:00Z'), used_at: null }])
  expect(sets[0]?.hash).not.toContain(code)
  expect(await traceOf(scene, of)).toMatchObject({ status: 'issued', codes: 1, links: 2 })
  const [journey] = await owner`select seq from journeys where id = ${of.journeyId}`
  expect(journey).toEqual({ seq: 2 })
})

test('sends no code before it was approved', async () => {
  const of = await asked(scene)
  await noticeLeaves(scene, of)
  await scene.travelTo('2026-03-03T12:00:00Z')
  expect(await issue(of)).toBe('changed')
  expect(await traceOf(scene, of)).toMatchObject({ status: 'asked', codes: 0 })
})

test('waits from the notice on when that left late, and sends nothing while it has not left', async () => {
  const of = await asked(scene)
  await approve(scene, of)
  await scene.travelTo('2026-03-03T12:00:00Z')
  expect(await issue(of)).toBe('notYet')
  expect((await look(scene, of)).calendar.issue).toBe(at('2026-03-03T12:15:00Z'))
  await noticeLeaves(scene, of)
  expect((await look(scene, of)).calendar.issue).toBe(at('2026-03-04T12:00:00Z'))
  expect(await issue(of)).toBe('notYet')
  await scene.travelTo('2026-03-04T12:00:00Z')
  expect(await issue(of)).toBe('done')
})

test.each([
  ['bounced', "update people set email_status = 'bounced' where id = $1"],
  [
    'is another one now',
    "update people set email = 'thief-' || id || '@example.nl', email_status = 'proven' where id = $1",
  ],
  ['belongs to a closed account', "update accounts set status = 'closed' where person_id = $1"],
])('sends the code nowhere when the address %s, and asks HR once', async (_case, change) => {
  const of = await approved(scene)
  await owner.unsafe(change, [of.anna.personId])
  expect(await ask(of)).toBe('notYet')
  await scene.travelTo('2026-03-03T10:00:00Z')
  expect(await issue(of)).toBe('changed')
  expect((await look(scene, of)).facts).toMatchObject({ reachable: false, issuable: false })
  expect([await ask(of), await ask(of)]).toEqual(['done', 'done'])
  expect(await traceOf(scene, of)).toMatchObject({
    status: 'approved',
    codes: 0,
    tasks: ['APPROVE_RECOVERY done', 'CORRECT_EMAIL open'],
  })
  expect((await look(scene, of)).done).toContain('correct-email-1')
  expect((await toldTo(scene, of.anna)).filter(({ template }) => template === 'recovery-code')).toEqual([])
})

test('sends it after all when the address is what it was, and HR is asked for nothing', async () => {
  const of = await approved(scene)
  await owner`update people set email_status = 'bounced' where id = ${of.anna.personId}`
  await scene.travelTo('2026-03-03T11:00:00Z')
  expect(await issue(of)).toBe('changed')
  await owner`update people set email_status = 'proven' where id = ${of.anna.personId}`
  expect(await ask(of)).toBe('changed')
  expect(await issue(of)).toBe('done')
})

test('asks HR when the notice itself comes back, and sends no code there', async () => {
  const of = await approved(scene)
  const [mail] = await owner<
    { id: string }[]
  >`select id from messages where journey_id = ${of.journeyId} and key = 'p1/notice-mail'`
  await noteUndeliverable(scene, { portalId: of.stage.portalId, messageId: mail?.id ?? '', code: 'bounced' })
  await scene.travelTo('2026-03-03T10:00:00Z')
  expect(await issue(of)).toBe('changed')
  const { done, facts } = await look(scene, of)
  expect([facts.reachable, done.includes('correct-email-1')]).toEqual([false, true])
  expect(await traceOf(scene, of)).toMatchObject({ tasks: ['APPROVE_RECOVERY done', 'CORRECT_EMAIL open'] })
})

test('reminds once, half-way, without the code', async () => {
  const of = await issued(scene)
  const remind = async () => remindRecovery(scene, await actOf(scene, of, 'reminder-1'))
  await scene.travelTo('2026-03-03T21:59:59Z')
  expect(await remind()).toBe('notYet')
  await scene.travelTo('2026-03-03T22:00:00Z')
  expect([await remind(), await remind()]).toEqual(['done', 'done'])
  const [mail] =
    await owner`select template, sealed, send_before from messages where journey_id = ${of.journeyId} and key = 'p1/reminder-1'`
  expect(mail).toEqual({ template: 'recovery-reminder', sealed: null, send_before: new Date('2026-03-04T10:00:00Z') })
})

test('reminds nobody of a code that is dead', async () => {
  const of = await issued(scene)
  await scene.travelTo('2026-03-04T10:00:00Z')
  expect(await remindRecovery(scene, await actOf(scene, of, 'reminder-1'))).toBe('changed')
})

test('waits for the end once the code is dead, and asks itself for no reminder that nobody may be sent', async () => {
  const of = await issued(scene)
  await scene.travelTo('2026-03-04T09:59:59.999Z')
  expect((await look(scene, of)).calendar).toHaveProperty('reminder-1')
  await scene.travelTo('2026-03-04T10:00:00Z')
  const { calendar } = await look(scene, of)
  expect(calendar).not.toHaveProperty('reminder-1')
  expect(calendar.end).toBe(Date.parse('2026-03-04T11:00:00Z'))
})

test('reminds nobody of a code that was used already, whose sign-in was broken off', async () => {
  const of = await issued(scene)
  await scene.travelTo('2026-03-03T12:00:00Z')
  await typeCode(scene, of)
  await scene.travelTo('2026-03-03T22:00:00Z')
  expect((await look(scene, of)).calendar).not.toHaveProperty('reminder-1')
  expect(await remindRecovery(scene, await actOf(scene, of, 'reminder-1'))).toBe('changed')
})

test.each([
  ['nobody approved', asked, '2026-03-04T10:00:00Z'],
  ['the code could not leave', approved, '2026-03-05T10:00:00Z'],
  ['the code was not used', issued, '2026-03-04T11:00:00Z'],
] as const)('ends when %s in time, and says so', async (_case, phase, instant) => {
  const of = await phase(scene)
  await scene.travelTo(new Date(Date.parse(instant) - 1))
  expect(await expire(of)).toBe('notYet')
  expect(await traceOf(scene, of)).toMatchObject({ journey: 'open' })
  await scene.travelTo(instant)
  const act = await actOf(scene, of, 'expired')
  expect(await expireRecovery(scene, act)).toBe('done')
  expect(await expireRecovery(scene, act)).toBe('changed')
  const trace = await traceOf(scene, of)
  expect(trace).toMatchObject({ status: 'expired', journey: 'ended', outcome: 'expired', codes: 0, links: 0 })
  expect(trace.facts.at(-1)).toBe('expired')
  expect(trace.tasks.filter((task) => task.endsWith('open'))).toEqual([])
  expect(trace.messages.filter((one) => one.endsWith('queued'))).toEqual(['p1/expired queued'])
  expect((await toldTo(scene, of.anna)).at(-1)).toMatchObject({
    template: 'recovery-ended',
    params: { outcome: 'EXPIRED' },
  })
})

test('expires nothing when somebody changed something since the story looked', async () => {
  const of = await asked(scene)
  const act = await actOf(scene, of, 'expired')
  await approve(scene, of)
  await scene.travelTo('2026-03-05T10:00:00Z')
  expect(await expireRecovery(scene, act)).toBe('changed')
  expect(await traceOf(scene, of)).toMatchObject({ status: 'approved', journey: 'open' })
})

test('takes the code no longer at the instant in which it expires, whether anything runs or not', async () => {
  const of = await issued(scene)
  await scene.travelTo('2026-03-04T10:00:00Z')
  await expect(typeCode(scene, of)).rejects.toMatchObject({ code: 'BACKUP_CODE_WRONG' })
})

test('lets a sign-in that began in time be finished after the code is dead', async () => {
  const of = await issued(scene)
  await scene.travelTo('2026-03-04T09:59:00Z')
  const confirm = await chooseAnew(scene, await typeCode(scene, of))
  await scene.travelTo('2026-03-04T10:05:00Z')
  expect(await expire(of)).toBe('notYet')
  expect((await confirm()).entered?.session).not.toBeNull()
  expect(await traceOf(scene, of)).toMatchObject({ status: 'recovered', journey: 'open' })
})

test('breaks off a sign-in that is not finished within the hour after', async () => {
  const of = await issued(scene)
  await setPolicy(scene, of.stage, { signIn: { flowMinutes: 60 } })
  await scene.travelTo('2026-03-04T09:59:00Z')
  const signing = await typeCode(scene, of)
  await scene.travelTo('2026-03-04T10:30:00Z')
  const confirm = await chooseAnew(scene, signing)
  await scene.travelTo('2026-03-04T11:00:00Z')
  expect(await expire(of)).toBe('done')
  await expect(confirm()).rejects.toMatchObject({ code: 'FLOW_ENDED' })
  expect(await traceOf(scene, of)).toMatchObject({ status: 'expired', flows: 0 })
})

test('restores access by password and code, says so, and ends', async () => {
  const of = await issued(scene)
  const confirm = await chooseAnew(scene, await typeCode(scene, of))
  expect(await completeRecovery(scene, await actOf(scene, of, 'recovered'))).toBe('changed')
  const { entered } = await confirm()
  expect(entered?.session).not.toBeNull()
  expect(await traceOf(scene, of)).toMatchObject({ status: 'recovered', journey: 'open', links: 0 })
  const act = await actOf(scene, of, 'recovered')
  expect(await expireRecovery(scene, act)).toBe('changed')
  expect(await completeRecovery(scene, act)).toBe('done')
  const trace = await traceOf(scene, of)
  expect(trace).toMatchObject({ journey: 'ended', outcome: 'recovered' })
  expect(trace.facts).toEqual(['recoveryAsked', 'recoveryNoticed', 'recoveryApproved', 'recoveryCodeSent', 'recovered'])
  expect(trace.messages.at(-1)).toBe('p1/recovered queued')
  expect((await toldTo(scene, of.anna)).at(-1)).toMatchObject({
    template: 'recovery-completed',
    params: { completedAt: '2026-03-03T10:00:00.000Z' },
  })
  const factors = await owner`select kind, status from factors where account_id = ${of.anna.accountId} order by id`
  expect([...factors]).toEqual([
    { kind: 'app', status: 'removed' },
    { kind: 'app', status: 'active' },
  ])
})
