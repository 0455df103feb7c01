import { randomUUID } from 'node:crypto'
import { Worker } from '@temporalio/worker'
import { eq } from 'drizzle-orm'
import { beforeAll, expect, it } from 'vitest'
import { bundleWorkflows } from '../../src/activities/serve.ts'
import { approveRecovery } from '../../src/commands/accounts/approve-recovery.ts'
import { chooseRecovery } from '../../src/commands/accounts/choose-recovery.ts'
import { confirmFactorEnrolment } from '../../src/commands/accounts/confirm-factor-enrolment.ts'
import { objectToRecovery } from '../../src/commands/accounts/object-to-recovery.ts'
import { signIn } from '../../src/commands/accounts/sign-in.ts'
import { startFactorEnrolment } from '../../src/commands/accounts/start-factor-enrolment.ts'
import { startRecovery } from '../../src/commands/accounts/start-recovery.ts'
import { useRecoveryCode } from '../../src/commands/accounts/use-recovery-code.ts'
import type { Call } from '../../src/commands/execute.ts'
import { withdrawJourney } from '../../src/commands/journeys/withdraw-journey.ts'
import { reading } from '../../src/db/client.ts'
import { readClock } from '../../src/db/engine.ts'
import { accounts, sessions } from '../../src/db/schema/all.ts'
import { activate } from '../support/activate.ts'
import { codeAt } from '../support/app-code.ts'
import { type Installation, type SeededPortal, testInstallation } from '../support/installation.ts'
import { invite, journeyRow, mailboxOf, messagesOf, newPeople, tokenIn } from '../support/people.ts'
import { proveAfresh } from '../support/prove-afresh.ts'
import { recordHistory } from '../support/record-history.ts'

let installation: Installation
let portal: SeededPortal
const hour = 3_600_000

beforeAll(async () => {
  installation = await testInstallation()
  portal = await installation.seedPortal()
  await installation.work()
})

const anyone = (): Call => ({
  actor: { kind: 'anonymous' },
  portalId: portal.portalId,
  correlationId: 'test',
  origin: '127.0.0.1',
  userAgent: 'a browser',
})
/** Another one of HR. */
const colleague = (): Call => ({
  ...portal.hr,
  actor: portal.hr.actor.kind === 'account' ? { ...portal.hr.actor, accountId: randomUUID() } : portal.hr.actor,
})
const later = async (hours: number) =>
  installation.machine.travelTo(new Date((await readClock(installation.drempel.engine)).getTime() + hours * hour))
const appCode = async (secret: string) =>
  codeAt(secret, Math.floor((await readClock(installation.drempel.engine)).getTime() / 30_000))

type Person = { readonly email: string; readonly mobile: string; readonly password: string; readonly personId: string }

/** Somebody who was invited, activated an account, and set up an app. */
async function somebody(): Promise<Person> {
  const { drempel } = installation
  const [person] = newPeople(1)
  if (person?.mobile === null || person?.mobile === undefined) throw new Error('nobody was made')
  await invite(installation, portal, [person])
  const { password } = await activate(installation, portal, person)
  const [row] = await reading(drempel.app, portal.portalId, (tx) =>
    tx
      .select({ accountId: accounts.id, personId: accounts.personId, sessionId: sessions.id })
      .from(accounts)
      .innerJoin(sessions, eq(sessions.accountId, accounts.id))
      .where(eq(accounts.identifier, person.email)),
  )
  if (row === undefined) throw new Error('nobody is signed in')
  const own: Call = { ...anyone(), actor: { kind: 'account', ...row, grants: [] } }
  const { id, app } = await startFactorEnrolment(drempel, own, { kind: 'app' })
  await confirmFactorEnrolment(drempel, own, { factorId: id, code: await appCode(app?.secret ?? '') })
  await installation.machine.settle()
  return { email: person.email, mobile: person.mobile, password, personId: row.personId }
}

async function begin({ personId }: Person): Promise<string> {
  const checks = ['CALLED_BACK', 'EMPLOYMENT_DETAILS'] as const
  const { journeyId } = await startRecovery(installation.drempel, portal.hr, { personId, checks, note: 'Kwijt' })
  await installation.machine.settle()
  return journeyId
}

async function approve(journeyId: string): Promise<void> {
  const { seq: expectedVersion } = await journeyRow(installation, portal.portalId, journeyId)
  const call = colleague()
  await proveAfresh(installation.drempel, call)
  await approveRecovery(installation.drempel, call, { journeyId, expectedVersion })
}

/** The code from the newest mail that has one. */
async function codeFor({ email }: Person): Promise<string> {
  const mails = await mailboxOf(installation, portal.portalId, email)
  const code = mails.at(-1)?.text.match(/\b\d{4} \d{4}\b/)?.[0]
  if (code === undefined) throw new Error('this mail has no code')
  return code
}

async function recover(worker: Person, code: string): Promise<void> {
  const { drempel } = installation
  const call = anyone()
  const { flow } = await signIn(drempel, call, { identifier: worker.email, password: worker.password })
  const token = flow?.token ?? ''
  await useRecoveryCode(drempel, call, { flow: token, code })
  await chooseRecovery(drempel, call, { flow: token, choice: 'PERMANENT' })
  const { id, app } = await startFactorEnrolment(drempel, call, { flow: token, kind: 'app' })
  const proof = await appCode(app?.secret ?? '')
  const { entered } = await confirmFactorEnrolment(drempel, call, { flow: token, factorId: id, code: proof })
  expect(entered?.session).not.toBeNull()
}

const keysOf = async (journeyId: string) =>
  (await messagesOf(installation, portal.portalId, journeyId))
    .filter(({ key }) => !key.includes('task-opened'))
    .map(({ key, status }) => `${key} ${status}`)

/** Ended as it should, with a history that replays and holds nothing about anybody. */
async function ended(journeyId: string, outcome: string, secrets: readonly string[]): Promise<void> {
  expect(await journeyRow(installation, portal.portalId, journeyId)).toMatchObject({ status: 'ended', outcome })
  const client = await installation.drempel.temporal.ready()
  const history = await client.workflow.getHandle(`account-recovery/${journeyId}/1`).fetchHistory()
  await Worker.runReplayHistory({ workflowBundle: await bundleWorkflows() }, history)
  const told = JSON.stringify(history)
  for (const secret of secrets) expect(told).not.toContain(secret)
  await recordHistory(`account-recovery-1-${outcome}`, history)
}

it('restores access from the call to the desk to the last mail', async () => {
  const anna = await somebody()
  const journeyId = await begin(anna)
  expect((await mailboxOf(installation, portal.portalId, anna.mobile)).at(-1)?.text).toMatch(/recovery\/object#token=/)
  await approve(journeyId)
  await later(23)
  expect(await keysOf(journeyId)).toEqual(['p1/notice-mail sent', 'p1/notice-sms-1 sent'])
  await later(2)
  const code = await codeFor(anna)
  await recover(anna, code)
  await installation.machine.settle()
  expect(await keysOf(journeyId)).toEqual([
    'p1/notice-mail sent',
    'p1/notice-sms-1 sent',
    'p1/recovery-code sent',
    'p1/recovered sent',
  ])
  const last = (await mailboxOf(installation, portal.portalId, anna.email)).at(-1)
  expect(last?.text).toContain('hersteld')
  await ended(journeyId, 'recovered', [code, code.replace(' ', ''), anna.email, anna.mobile])
}, 60_000)

it('stops at the objection of the phone, although the code lies in the mailbox', async () => {
  const bob = await somebody()
  const journeyId = await begin(bob)
  await approve(journeyId)
  await later(25)
  const code = await codeFor(bob)
  const token = tokenIn((await mailboxOf(installation, portal.portalId, bob.mobile)).at(-1))
  await objectToRecovery(installation.drempel, anyone(), { token })
  await installation.machine.settle()
  await expect(recover(bob, code)).rejects.toMatchObject({ code: 'BACKUP_CODE_WRONG' })
  expect((await keysOf(journeyId)).at(-1)).toBe('p1/objected sent')
  await ended(journeyId, 'objected', [code, token, bob.email])
}, 60_000)

it('plays to its end when nobody uses the code, and when nobody approves', async () => {
  const [carla, dirk] = [await somebody(), await somebody()]
  const [used, alone] = [await begin(carla), await begin(dirk)]
  await approve(used)
  await later(24 * 4)
  expect(await keysOf(used)).toEqual([
    'p1/notice-mail sent',
    'p1/notice-sms-1 sent',
    'p1/recovery-code sent',
    'p1/reminder-1 sent',
    'p1/expired sent',
  ])
  expect((await keysOf(alone)).at(-1)).toBe('p1/expired sent')
  expect(await journeyRow(installation, portal.portalId, alone)).toMatchObject({ outcome: 'expired' })
  await ended(used, 'expired', [carla.email])
}, 60_000)

it('ends where the desk withdraws it', async () => {
  const eva = await somebody()
  const journeyId = await begin(eva)
  await withdrawJourney(installation.drempel, colleague(), { journeyId, reason: 'Gevonden' })
  await installation.machine.settle()
  expect((await keysOf(journeyId)).at(-1)).toBe('p1/withdrawn sent')
  await ended(journeyId, 'withdrawn', [eva.email, 'Gevonden'])
}, 60_000)
