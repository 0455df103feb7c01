import { expect, test } from 'vitest'
import { confirmPrivateEmail } from '../../src/commands/accounts/confirm-private-email.ts'
import { issueRecoveryCode } from '../../src/commands/accounts/issue-recovery-code.ts'
import { objectToRecovery } from '../../src/commands/accounts/object-to-recovery.ts'
import { setPrivateEmail } from '../../src/commands/accounts/set-private-email.ts'
import { AccessError } from '../../src/domain/errors.ts'
import { callOfHolder, holdersPassword } from '../support/account-holder.ts'
import { openApi } from '../support/api.ts'
import { appCode } from '../support/app-code.ts'
import {
  approvedFor,
  beginFor,
  issueAct,
  issuedFor,
  openLeaver,
  type Recovering,
  standsNow,
  writtenTo,
} from '../support/desk-leaver.ts'
import { outcomes } from '../support/recovery.ts'
import { openScene } from '../support/scene.ts'
import { lastDrawn } from '../support/second-steps.ts'

const scene = await openScene()
const api = await openApi(scene)
const rounds = Array.from({ length: 6 }, (_, n) => n)

/** Both orders in turn; the outcomes come back in the order in which the acts are named. */
async function race(n: number, [first, second]: readonly [() => Promise<unknown>, () => Promise<unknown>]) {
  if (n % 2 === 0) return outcomes([first(), second()])
  return (await outcomes([second(), first()])).toReversed()
}

const object = ({ house, objection }: Recovering) => objectToRecovery(scene, house.anyone, { token: objection })

type Issued = Awaited<ReturnType<typeof issuedFor>>

/** The code is used and an app stands ready: what is left is the last act of that sign-in. */
async function almostIn({ say, identifier, code }: Issued) {
  const { flow } = await say('signIn', { identifier, password: holdersPassword })
  await say('recoveryCodeUse', { flow: flow?.token, code })
  await say('recoveryCodeChoose', { flow: flow?.token, choice: 'PERMANENT' })
  const { enrolment, app } = await say('factorEnrolmentStart', { flow: flow?.token, kind: 'APP' })
  const appsCode = await appCode(scene, app?.secret ?? '')
  return async () => {
    const input = { flow: flow?.token, enrolment, code: appsCode, session: 'BEARER' }
    return (await say('factorEnrolmentConfirm', input)).code ?? 'DONE'
  }
}

/** The owner is still signed in somewhere, and a code went to an address of their own choice. */
async function ownChange(of: Issued) {
  await scene.owner`update sessions set stepped_up_at = drempel.now(), last_used_at = drempel.now(),
    expires_at = drempel.now() + interval '1 day' where id = ${of.anna.sessionId}`
  const call = callOfHolder(of.house, of.anna)
  const own = `eigen-${of.privateEmail}`
  await setPrivateEmail(scene, call, { email: own })
  const code = lastDrawn(scene)
  return { own, confirm: () => confirmPrivateEmail(scene, call, { code }).catch(endedAs) }
}

/** A session that ended in that moment. */
function endedAs(error: unknown): string {
  if (error instanceof AccessError) return error.code
  throw error
}

test.each(rounds)('sends nothing that counts where the objection meets the code on its way (%i)', async (n) => {
  const of = await approvedFor(scene, await openLeaver(scene, api))
  await scene.travelTo('2026-03-03T10:00:00Z')
  const act = await issueAct(scene, of)
  const told = await race(n, [() => object(of), () => issueRecoveryCode(scene, act)])
  expect(['DONE done', 'DONE changed']).toContain(told.join(' '))
  expect(await standsNow(scene, of)).toMatchObject({ status: 'objected', codes: 0, links: 0, private_email: null })
  const [waiting] = await scene.owner`select count(*)::int as n from messages where journey_id = ${of.journeyId}
    and status = 'queued' and template in ('recovery-code', 'recovery-address-told')`
  expect(waiting).toEqual({ n: 0 })
})

test.each(rounds)('begins once where two of the desk begin with different addresses (%i)', async () => {
  const leaver = await openLeaver(scene, api)
  const both = await Promise.all([
    beginFor(leaver),
    beginFor(leaver, { privateEmail: `ander-${leaver.privateEmail}` }, leaver.colleague.token),
  ])
  expect(both.map(({ code }) => code ?? 'BEGUN').sort()).toEqual(['BEGUN', 'RECOVERY_UNDER_WAY'])
  const [row] = await scene.owner`select count(*)::int as n from recoveries where account_id = ${leaver.anna.accountId}`
  expect(row).toEqual({ n: 1 })
})

test.each(rounds)('leaves one address, where the owner’s own meets the end of the desk’s (%i)', async (n) => {
  const of = await issuedFor(scene, await openLeaver(scene, api, { role: 'EMPLOYEE' }))
  const { own, confirm } = await ownChange(of)
  const told = (await race(n, [confirm, await almostIn(of)])).join(' ')
  expect(['DONE FLOW_ENDED', 'UNAUTHENTICATED DONE']).toContain(told)
  const email = told.startsWith('DONE') ? own : of.privateEmail
  expect(await standsNow(scene, of)).toMatchObject({ email, identifier: email, email_status: 'proven' })
  const changes = (await writtenTo(scene, of)).filter((line) => line.startsWith('email-changed'))
  expect(changes).toEqual([`email-changed ${of.anna.email}`])
})

test('nothing of the desk counts where the owner’s own address came before the code was typed', async () => {
  const of = await issuedFor(scene, await openLeaver(scene, api, { role: 'EMPLOYEE' }))
  const { own, confirm } = await ownChange(of)
  await confirm()
  const { flow } = await of.say('signIn', { identifier: own, password: holdersPassword })
  expect(await of.say('recoveryCodeUse', { flow: flow?.token, code: of.code })).toEqual({ code: 'BACKUP_CODE_WRONG' })
  expect(await standsNow(scene, of)).toMatchObject({ email: own, identifier: own, status: 'issued' })
})
