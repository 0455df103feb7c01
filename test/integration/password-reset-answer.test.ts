import { afterEach, expect, test } from 'vitest'
import { requestPasswordReset } from '../../src/commands/accounts/request-password-reset.ts'
import { setSecurityQuestion } from '../../src/commands/accounts/set-security-question.ts'
import type { PasswordAsked } from '../../src/domain/accounts/password-inquiry.ts'
import { accountHolder, callOfHolder, toldTo } from '../support/account-holder.ts'
import { invite } from '../support/invitee.ts'
import { openScene, type Stage, setStage } from '../support/scene.ts'
import { answerOnce, decide, lastLink } from '../support/strangers.ts'

const scene = await openScene()
const { owner } = scene
const morning = Date.parse('2026-03-02T10:00:00Z')
const later = (minutes: number) => new Date(morning + minutes * 60_000)

afterEach(() => scene.travelTo(new Date(morning)))

/** Asks as a stranger, and lets a worker answer. */
async function request(stage: Stage, asked: PasswordAsked): Promise<void> {
  expect(await requestPasswordReset(scene, stage.anyone, asked)).toEqual({ isAccepted: true })
  expect(await answerOnce(scene)).toBe(1)
}

const templates = async (somebody: { personId: string }) =>
  (await toldTo(scene, somebody)).map(({ template }) => template)

const mailsIn = ({ portalId }: Stage) =>
  owner<{ template: string; recipient: string }[]>`
    select template, recipient from messages where portal_id = ${portalId} order by id`

test('mails a link for one use to the mailbox on file, however the address is spelled', async () => {
  const stage = await setStage(scene)
  const anna = await accountHolder(scene, stage)
  await request(stage, { identifier: ` ${anna.email.toUpperCase()} ` })
  const [mail] = await owner`
    select m.template, m.recipient, m.send_before as "sendBefore", m.sealed is not null as sealed, m.params, s.purpose,
      s.expires_at as "expiresAt", s.max_attempts as most, s.digest is not null as digested
    from messages m join secrets s on s.id = m.secret_id where m.person_id = ${anna.personId}`
  expect(mail).toMatchObject({
    template: 'password-reset',
    recipient: anna.email,
    sendBefore: later(45),
    sealed: true,
    purpose: 'password-reset',
    expiresAt: later(45),
    most: 1,
    digested: true,
  })
  expect(mail?.params).toMatchObject({ validMinutes: 45, username: null })
  expect(JSON.stringify(mail)).not.toContain(lastLink(scene))
})

test('says in the mail with which user name, where people do not sign in by mail', async () => {
  const stage = await setStage(scene, { portal: { identifier: 'username', usernameSuffix: '@werk.nl' } })
  const anna = await accountHolder(scene, stage)
  await owner`update accounts set identifier = 'adewit@werk.nl' where id = ${anna.accountId}`
  await request(stage, { identifier: 'ADeWit' })
  expect(await toldTo(scene, anna)).toMatchObject([
    { template: 'password-reset', recipient: anna.email, params: { username: 'adewit@werk.nl' } },
  ])
})

test('takes the date of birth together with the address, and sends nothing where either differs', async () => {
  const stage = await setStage(scene)
  await decide(scene, stage, { password: 'birthDate' })
  const anna = await accountHolder(scene, stage)
  await owner`update people set date_of_birth = '1990-02-01' where id = ${anna.personId}`
  await request(stage, { email: anna.email, dateOfBirth: '1990-01-02' })
  await request(stage, { email: 'nobody@example.nl', dateOfBirth: '1990-02-01' })
  expect(await mailsIn(stage)).toEqual([])
  await request(stage, { email: anna.email, dateOfBirth: '1990-02-01' })
  expect(await templates(anna)).toEqual(['password-reset'])
})

test('knows nobody by a date of birth that is not on file', async () => {
  const stage = await setStage(scene)
  await decide(scene, stage, { password: 'birthDate' })
  const anna = await accountHolder(scene, stage)
  await request(stage, { email: anna.email, dateOfBirth: '1990-02-01' })
  expect(await mailsIn(stage)).toEqual([])
})

test('mails each account that shares a mailbox and a date of birth, three at most', async () => {
  const stage = await setStage(scene, { portal: { identifier: 'username', usernameSuffix: '@werk.nl' } })
  await decide(scene, stage, { password: 'birthDate' })
  const email = 'samen@example.nl'
  const people = await Promise.all(Array.from({ length: 4 }, () => accountHolder(scene, stage, { email })))
  await owner`update people set date_of_birth = '1990-02-01' where email = ${email}`
  await request(stage, { email, dateOfBirth: '1990-02-01' })
  const ids = people.map(({ accountId }) => accountId).sort()
  const told = await owner<{ id: string; username: string }[]>`
    select s.account_id as id, m.params->>'username' as username from messages m join secrets s on s.id = m.secret_id
    where m.portal_id = ${stage.portalId} and m.template = 'password-reset' order by 1`
  expect(told.map(({ id }) => id)).toEqual(ids.slice(0, 3))
  expect(new Set(told.map(({ username }) => username)).size).toBe(3)
  const audited = await owner<{ id: string }[]>`
    select subject_id as id from audit where portal_id = ${stage.portalId} and act = 'inquiryAnswer' order by 1`
  expect(audited.map(({ id }) => id)).toEqual(ids.slice(0, 3))
})

test('gives a first password to whoever never had one', async () => {
  const stage = await setStage(scene)
  const anna = await accountHolder(scene, stage)
  await owner`update accounts set password_hash = null where id = ${anna.accountId}`
  await request(stage, { identifier: anna.email })
  expect(await templates(anna)).toEqual(['password-reset'])
})

test('tells whoever is still invited to use the invitation, but not before that has gone out', async () => {
  const stage = await setStage(scene)
  const jan = await invite(scene, stage)
  await request(stage, { identifier: jan.email })
  expect(await templates(jan)).toEqual(['activation-invitation', 'account-not-active'])
  const planned = await setStage(scene, { policy: { leadDays: 3 } })
  const piet = await invite(scene, planned, { startsOn: '2026-05-01' })
  await request(planned, { identifier: piet.email })
  expect(await templates(piet)).toEqual([])
})

test('sends nothing to a mailbox that gave our mail back, nor for an account that is closed', async () => {
  const stage = await setStage(scene)
  const [bounced, closed] = [await accountHolder(scene, stage), await accountHolder(scene, stage)]
  await owner`update people set email_status = 'bounced' where id = ${bounced.personId}`
  await owner`update accounts set status = 'closed' where id = ${closed.accountId}`
  for (const { email } of [bounced, closed]) await request(stage, { identifier: email })
  expect(await mailsIn(stage)).toEqual([])
})

test('sends three links in an hour and no more, and the last one goes on working', async () => {
  const stage = await setStage(scene)
  const anna = await accountHolder(scene, stage)
  for (let times = 0; times < 4; times++) await request(stage, { identifier: anna.email })
  const states = () => owner`
    select superseded_at is null as open from secrets where account_id = ${anna.accountId} order by id`
  expect(await states()).toEqual([{ open: false }, { open: false }, { open: true }])
  const statuses = await owner`select status from messages where person_id = ${anna.personId} order by id`
  expect(statuses).toEqual([{ status: 'cancelled' }, { status: 'cancelled' }, { status: 'queued' }])
  await scene.travelTo(later(61))
  await request(stage, { identifier: anna.email })
  expect(await states()).toHaveLength(4)
})

test('tells whoever is still invited no more often than that', async () => {
  const stage = await setStage(scene)
  const jan = await invite(scene, stage)
  for (let times = 0; times < 4; times++) await request(stage, { identifier: jan.email })
  expect(await templates(jan)).toEqual(['activation-invitation', ...Array(3).fill('account-not-active')])
})

test('asks for the answer where somebody set a question, and mails nobody for a wrong one', async () => {
  const stage = await setStage(scene)
  await decide(scene, stage, { securityQuestion: true })
  const [anna, bert] = [await accountHolder(scene, stage), await accountHolder(scene, stage)]
  await setSecurityQuestion(scene, callOfHolder(stage, anna), { question: 'FIRST_PET', answer: 'Bèllo de 2e' })
  const identifier = anna.email
  const set = 'security-question-changed'
  await request(stage, { identifier })
  await request(stage, { identifier, question: 'FIRST_PET', answer: 'minoes' })
  await request(stage, { identifier, question: 'FIRST_STREET', answer: 'Bello de 2e' })
  expect(await templates(anna)).toEqual([set])
  await request(stage, { identifier, question: 'FIRST_PET', answer: 'bello de 2E' })
  expect(await templates(anna)).toEqual([set, 'password-reset'])
  await request(stage, { identifier: bert.email, question: 'FIRST_PET', answer: 'minoes' })
  expect(await templates(bert)).toEqual(['password-reset'])
  await decide(scene, stage, { securityQuestion: false })
  await request(stage, { identifier, question: 'FIRST_PET', answer: 'minoes' })
  expect(await templates(anna)).toEqual([set, 'password-reset', 'password-reset'])
})
