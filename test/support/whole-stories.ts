import { randomUUID } from 'node:crypto'
import { approveRecovery } from '../../src/commands/accounts/approve-recovery.ts'
import { startRecovery } from '../../src/commands/accounts/start-recovery.ts'
import { findAccountByIdentifier } from '../../src/db/accounts.ts'
import { reading } from '../../src/db/client.ts'
import { readClock } from '../../src/db/engine.ts'
import { activate } from './activate.ts'
import { codeAt } from './app-code.ts'
import type { Installation, SeededPortal } from './installation.ts'
import { invite, journeyRow, mailboxOf, newPeople } from './people.ts'
import { proveAfresh } from './prove-afresh.ts'
import type { RememberingClient } from './remembering-client.ts'
import { softwareKey } from './software-key.ts'

type House = {
  readonly installation: Installation
  readonly portal: SeededPortal
  readonly client: RememberingClient
}

type Stand = {
  readonly session: { readonly token: string } | null
  readonly deviceToken: string | null
  readonly flow: { readonly token: string; readonly factors: readonly { id: string; kind: string }[] } | null
}

export const surname = 'Plantenburg'
const note = 'Telefoon in de Vecht gevallen, teruggebeld over haar kat Mimoen.'

/**
 * Everything a person goes through, over HTTP and with a worker that delivers: from the invitation to a recovery by the desk.
 * Answers what of it is personal; what is secret the client remembers, and the mailbox holds.
 */
export async function playEverything(house: House): Promise<readonly string[]> {
  const [person] = newPeople(1, { name: `Xanthippe van ${surname}`, dateOfBirth: '1987-11-23' })
  if (!person?.mobile) throw new Error('nobody was made')
  const at = stage(house, person.mobile)
  await invite(house.installation, house.portal, [person])
  const { password, session } = await activate(house.installation, house.portal, person)
  const { secrets } = house.client
  secrets.set(password, 'the first password').set(session, 'the first session')

  const own = await setUp(at, session)
  await signInEveryWay(at, { ...own, email: person.email, password })
  const email = `nieuw-${randomUUID()}@example.nl`
  const changed = await changeEverything(at, { ...own, email: person.email, password, next: email })
  await recover(at, { ...own, email, password: changed })
  return [
    surname,
    'Xanthippe',
    person.email,
    email,
    person.mobile,
    person.mobile.slice(3),
    '1987-11-23',
    'Mimoen',
    note,
  ]
}

type At = ReturnType<typeof stage>

/** What all of it is done with. */
function stage({ installation, portal, client }: House, mobile: string) {
  const { machine, drempel } = installation
  const later = async (seconds: number) =>
    machine.travelTo(new Date((await readClock(drempel.engine)).getTime() + seconds * 1_000))
  const newest = async (recipient: string, form: RegExp) => {
    await machine.settle()
    const text = (await mailboxOf(installation, portal.portalId, recipient)).at(-1)?.text ?? ''
    const found = form.exec(text)
    if (found === null) throw new Error(`nothing like ${form} arrived`)
    return found[1] ?? found[0]
  }
  return {
    ...client,
    installation,
    portal,
    mobile,
    later,
    newest,
    smsCode: () => newest(mobile, /\b\d{6}\b/),
    origin: `https://${portal.slug}.localhost`,
    /** Each code counts once, so each is a step later. */
    appCode: async (secret: string) => {
      await later(31)
      return codeAt(secret, Math.floor((await readClock(drempel.engine)).getTime() / 30_000))
    },
  }
}

type Factors = {
  readonly appSecret: string
  readonly codes: readonly string[]
  readonly key: ReturnType<typeof softwareKey>
}
type Known = Factors & { readonly email: string; readonly password: string }

/** An app, a number, a key, a security question and other backup codes. */
async function setUp({ act, appCode, smsCode, origin }: At, session: string): Promise<Factors> {
  const as = { as: session }
  const start = async (kind: string) =>
    (await act('factorEnrolmentStart', { kind }, as)) as {
      enrolment: string
      app: { secret: string } | null
      keyOptions: string | null
    }
  const app = await start('APP')
  const appSecret = app.app?.secret ?? ''
  await act('factorEnrolmentConfirm', { enrolment: app.enrolment, code: await appCode(appSecret) }, as)
  const sms = await start('SMS')
  await act('factorEnrolmentConfirm', { enrolment: sms.enrolment, code: await smsCode() }, as)
  const key = softwareKey({ origin })
  const started = await start('KEY')
  const keyResponse = JSON.stringify(key.register(JSON.parse(started.keyOptions ?? '{}')))
  await act('factorEnrolmentConfirm', { enrolment: started.enrolment, keyResponse }, as)
  await act('securityQuestionSet', { question: 'FIRST_PET', answer: 'Snorrebaard de Derde' }, as)
  const { backupCodes } = (await act('backupCodesRenew', null, as)) as { backupCodes: { codes: readonly string[] } }
  return { appSecret, key, codes: backupCodes.codes }
}

type Begun = { readonly flow: string; readonly factor: (kind: string) => string }

async function begin({ act, robotCheck }: At, { email, password }: Known, asksRobot = false): Promise<Begun> {
  const input = { identifier: email, password, session: 'BEARER' }
  const { flow } = (await act('signIn', asksRobot ? { ...input, robotCheck: await robotCheck() } : input)) as Stand
  if (flow === null) throw new Error('no second step is asked')
  return { flow: flow.token, factor: (kind) => flow.factors.find((one) => one.kind === kind)?.id ?? '' }
}

async function withApp(at: At, known: Known, asksRobot = false): Promise<Stand> {
  const { flow, factor } = await begin(at, known, asksRobot)
  const code = await at.appCode(known.appSecret)
  const input = { flow, factor: factor('APP'), code, rememberDevice: true, session: 'BEARER' }
  return (await at.act('signInFactorConfirm', input)) as Stand
}

async function signInEveryWay(at: At, known: Known): Promise<void> {
  const { act, refused } = at
  const wrong = { identifier: known.email, password: 'Een verschreven wachtwoord' }
  if ((await refused('signIn', wrong)) !== 'SIGN_IN_FAILED') throw new Error('a wrong password was right')
  if ((await refused('signIn', wrong)) !== 'ROBOT_CHECK_NEEDED') throw new Error('no robot check was asked')
  const { deviceToken } = await withApp(at, known, true)
  const again = { identifier: known.email, password: known.password, session: 'BEARER' }
  const remembered = (await act('signIn', again, { device: deviceToken ?? '' })) as Stand
  if (remembered.session === null) throw new Error('the device was not remembered')

  const sms = await begin(at, known)
  const factor = sms.factor('SMS')
  await act('signInFactorSend', { flow: sms.flow, factor })
  const code = await at.smsCode()
  await refused('signInFactorConfirm', { flow: sms.flow, factor, code: code === '271828' ? '314159' : '271828' })
  await act('signInFactorConfirm', { flow: sms.flow, factor, code, session: 'BEARER' })

  const { flow } = await begin(at, known)
  const asked = (await act('signInKeyStart', { flow })) as { flow: string; options: string }
  const keyResponse = JSON.stringify(known.key.assert(JSON.parse(asked.options)))
  await act('signInFactorConfirm', { flow: asked.flow, keyResponse, session: 'BEARER' })

  const backup = await begin(at, known)
  await act('recoveryCodeUse', { flow: backup.flow, code: known.codes[0] })
  await act('recoveryCodeChoose', { flow: backup.flow, choice: 'TEMPORARY', session: 'BEARER' })
}

/** Address and password; then the password again, by the mail for whoever forgot it. Answers the last one. */
async function changeEverything(at: At, known: Known & { readonly next: string }): Promise<string> {
  const { act, newest } = at
  const { session } = await withApp(at, known)
  const as = { as: session?.token }
  await act('backupCodeSend', null, as)
  await act('emailChangeStart', { email: known.next }, as)
  await act('emailChangeConfirm', { code: await newest(known.next, /\b\d{6}\b/) }, as)
  const other = 'Acht gouden fietsen rijden'
  await act('passwordChange', { current: known.password, password: other }, as)
  const question = { question: 'FIRST_PET', answer: 'snorrebaard de derde' }
  await act('passwordResetRequest', { identifier: known.next, ...question, robotCheck: await at.robotCheck() })
  const last = 'Elf zilveren fietsen rijden'
  await act('passwordResetComplete', { token: await newest(known.next, /#token=([\w-]+)/), password: last })
  return last
}

/** The desk is called twice: the first time its owner objects, the second time it is their own wish. */
async function recover(at: At, known: Known): Promise<void> {
  const { act, installation, portal } = at
  const { drempel, machine } = installation
  const account = await reading(drempel.app, portal.portalId, (tx) => findAccountByIdentifier(tx, known.email))
  const { actor } = portal.hr
  const colleague = { ...portal.hr, actor: actor.kind === 'account' ? { ...actor, accountId: randomUUID() } : actor }
  const ask = async () => {
    const checks = ['CALLED_BACK', 'EMPLOYMENT_DETAILS'] as const
    const asked = await startRecovery(drempel, portal.hr, { personId: account?.personId ?? '', checks, note })
    await machine.settle()
    const { seq: expectedVersion } = await journeyRow(installation, portal.portalId, asked.journeyId)
    await proveAfresh(drempel, colleague)
    await approveRecovery(drempel, colleague, { journeyId: asked.journeyId, expectedVersion })
  }
  await ask()
  await act('recoveryObject', { token: await at.newest(at.mobile, /#token=([\w-]+)/) })
  await machine.settle()

  await ask()
  await at.later(25 * 3_600)
  const code = await at.newest(known.email, /\b\d{4} \d{4}\b/)
  const { flow } = await begin(at, known)
  await act('recoveryCodeUse', { flow, code })
  await act('recoveryCodeChoose', { flow, choice: 'PERMANENT' })
  const started = (await act('factorEnrolmentStart', { flow, kind: 'APP' })) as {
    enrolment: string
    app: { secret: string }
  }
  const proof = await at.appCode(started.app.secret)
  await act('factorEnrolmentConfirm', { flow, enrolment: started.enrolment, code: proof, session: 'BEARER' })
  await machine.settle()
}
