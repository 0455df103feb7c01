import { type SQL, sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { completePasswordReset } from '../../src/commands/accounts/complete-password-reset.ts'
import { requestPasswordReset } from '../../src/commands/accounts/request-password-reset.ts'
import { signIn } from '../../src/commands/accounts/sign-in.ts'
import type { Call } from '../../src/commands/execute.ts'
import { inPortal } from '../../src/db/client.ts'
import { queueState } from '../../src/db/installation.ts'
import { activate } from '../support/activate.ts'
import { testInstallation } from '../support/installation.ts'
import { invite, mailboxOf, newPeople, tokenIn } from '../support/people.ts'

it('leads from a forgotten password to a new one, through worker and mailbox, and past no second step', async () => {
  const installation = await testInstallation()
  const { drempel, machine } = installation
  const portal = await installation.seedPortal()
  const { portalId } = portal
  await installation.work()
  const [anna] = newPeople(1)
  if (anna === undefined) throw new Error('nobody')
  await invite(installation, portal, [anna])
  const { password: old } = await activate(installation, portal, anna)
  const inside = <T extends Record<string, unknown>>(statement: SQL) =>
    inPortal(drempel.app, portalId, (tx) => tx.execute<T>(statement))
  await inside(sql`
    insert into factors (portal_id, account_id, kind, status, name, mobile, confirmed_at)
    select portal_id, id, 'sms', 'active', 'telefoon', ${anna.mobile}, drempel.now() from accounts
    where identifier = ${anna.email}`)

  const call: Call = { actor: { kind: 'anonymous' }, portalId, correlationId: 'test', origin: '127.0.0.1' }
  await requestPasswordReset(drempel, call, { identifier: anna.email })
  await requestPasswordReset(drempel, call, { identifier: 'nobody@example.nl' })
  await machine.settle()
  expect((await queueState(drempel.engine)).inquiries.length).toBe(0)
  expect(await mailboxOf(installation, portalId, 'nobody@example.nl')).toEqual([])
  const mailAbout = async (subject: string) =>
    (await mailboxOf(installation, portalId, anna.email)).find((mail) => mail.subject === subject)
  const mail = await mailAbout(`Kies een nieuw wachtwoord voor Portaal ${portal.slug}`)

  const password = 'negen oranje fietsen rijden'
  await completePasswordReset(drempel, call, { token: tokenIn(mail), password })
  await machine.settle()
  const notice = await mailAbout(`Je wachtwoord voor Portaal ${portal.slug} is gewijzigd`)
  expect(notice?.text).toBeDefined()
  expect(notice?.text).not.toContain(password)

  const attempt = (typed: string) => signIn(drempel, call, { identifier: anna.email, password: typed })
  await expect(attempt(old)).rejects.toMatchObject({ code: 'SIGN_IN_FAILED' })
  expect(await attempt(password)).toMatchObject({ session: null, flow: { step: 'CONFIRM_FACTOR' } })
  const sessions = await inside<{ why: string }>(sql`select distinct end_reason as why from sessions`)
  expect([...sessions]).toEqual([{ why: 'PASSWORD_CHANGED' }])
})
