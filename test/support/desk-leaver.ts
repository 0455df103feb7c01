import { randomUUID } from 'node:crypto'
import { issueRecoveryCode } from '../../src/commands/accounts/issue-recovery-code.ts'
import type { Role } from '../../src/domain/accounts/account.ts'
import type { Portal } from '../../src/domain/portals/portal.ts'
import { accountHolder, type Holder } from './account-holder.ts'
import { type Api, ask, type House, idOf, openHouse, signedInAs } from './api.ts'
import { appCode } from './app-code.ts'
import { actOf, checks, note, noticeLeaves } from './recovery.ts'
import type { Scene } from './scene.ts'
import { enrolApp } from './second-steps.ts'

const errors = '... on UserError { code }'
const stand = 'session { token } flow { token step isRecovery }'

/** Documents as a frontend sends them. The answer is whatever the mutation says, under one name. */
const documents = {
  recoveryStart: `journey { id version recovery { status privateEmail setsPassword } } } ... on InvalidInput { problems { path code }`,
  recoveryApprove: 'journey { id recovery { status issueAt } }',
  recoveryObject: 'isStopped',
  signIn: stand,
  recoveryCodeUse: stand,
  recoveryCodeChoose: stand,
  factorEnrolmentStart: 'enrolment app { secret }',
  factorEnrolmentConfirm: `${stand} factor { id }`,
  recoveryPinSend: 'mobile expiresAt',
  recoveryPasswordSet: stand,
  passwordResetRequest: 'isAccepted',
  privateEmailSet: 'email',
  privateEmailConfirm: 'person { email }',
} as const

export type Told = {
  readonly code?: string
  readonly problems?: readonly { readonly path: string; readonly code: string }[]
  readonly journey?: { readonly id: string; readonly version: number; readonly recovery: Record<string, unknown> }
  readonly session?: { readonly token: string } | null
  readonly flow?: { readonly token: string; readonly step: string; readonly isRecovery: boolean } | null
  readonly enrolment?: string
  readonly app?: { readonly secret: string }
  readonly person?: { readonly email: string }
}

/** Somebody who left, and two of the desk of where they worked. */
export type Leaver = {
  readonly house: House
  readonly anna: Holder
  readonly identifier: string
  readonly desk: { readonly token: string; readonly accountId: string; readonly email: string }
  readonly colleague: { readonly token: string; readonly accountId: string; readonly email: string }
  /** Where she reads her mail now. */
  readonly privateEmail: string
  readonly say: (act: keyof typeof documents, input: object, as?: string) => Promise<Told>
}

type Being = {
  readonly portal?: Partial<Portal>
  readonly role?: Role
  readonly mobile?: string | null
  readonly hasApp?: boolean
  readonly hasPassword?: boolean
}

export async function openLeaver(scene: Scene, api: Api, being: Being = {}): Promise<Leaver> {
  const { portal = {}, role = 'EX_EMPLOYEE', mobile = '+31612345678', hasApp = true, hasPassword = true } = being
  await scene.travelTo('2026-03-02T10:00:00Z')
  const house = await openHouse(scene, { portal })
  await scene.owner`update organisations set mail_domains = '{acme.example}' where id = ${house.organisationId}`
  const anna = await accountHolder(scene, house, { role, mobile, email: `${randomUUID()}@acme.example` })
  if (hasApp) await enrolApp(scene, house, anna)
  if (!hasPassword) await scene.owner`update accounts set password_hash = null where id = ${anna.accountId}`
  const [account] = await scene.owner`select identifier from accounts where id = ${anna.accountId}`
  const desk = await signedInAs(scene, house, { role: 'SERVICE_DESK', name: 'Dirk Desk' })
  const colleague = await signedInAs(scene, house, { role: 'SERVICE_DESK', name: 'Carla Collega' })
  const say: Leaver['say'] = async (act, input, as) => {
    const type = `${act.charAt(0).toUpperCase()}${act.slice(1)}`
    const document = `mutation ($input: ${type}Input!) { answer: ${act}(input: $input) {
      ... on ${type}Payload { ${documents[act]} } ${errors} } }`
    const { data, errors: failed } = await ask<{ answer: Told }>(api, house, document, { as, variables: { input } })
    if (failed.length > 0) throw new Error(`${act}: ${JSON.stringify(failed)}`)
    return data.answer
  }
  const privateEmail = `${randomUUID()}@prive.example`
  return { house, anna, identifier: account?.identifier ?? '', desk, colleague, privateEmail, say }
}

/** The desk begins, with the private address unless something else is said. */
export function beginFor({ anna, desk, privateEmail, say }: Leaver, more: object = {}, as = desk.token) {
  return say('recoveryStart', { person: idOf('Person', anna.personId), checks, note, privateEmail, ...more }, as)
}

export type Recovering = Leaver & { readonly journeyId: string; readonly id: string; readonly objection: string }

export async function begun(scene: Scene, leaver: Leaver, more: object = {}): Promise<Recovering> {
  const drawn = scene.random.tokens.length
  const { journey, ...told } = await beginFor(leaver, more)
  if (journey === undefined) throw new Error(`not begun: ${JSON.stringify(told)}`)
  const journeyId = Buffer.from(journey.id, 'base64url').toString().split(':')[1] ?? ''
  return { ...leaver, journeyId, id: journey.id, objection: scene.random.tokens[drawn] ?? '' }
}

export async function approveFor(scene: Scene, of: Recovering, by = of.colleague) {
  await scene.owner`update sessions set stepped_up_at = drempel.now(), last_used_at = drempel.now(),
    expires_at = drempel.now() + interval '1 day' where account_id = ${by.accountId}`
  const [journey] = await scene.owner`select seq from journeys where id = ${of.journeyId}`
  return of.say('recoveryApprove', { id: of.id, expectedVersion: journey?.seq }, by.token)
}

export async function approvedFor(scene: Scene, leaver: Leaver, more: object = {}): Promise<Recovering> {
  const of = await begun(scene, leaver, more)
  await noticeLeaves(scene, of)
  await approveFor(scene, of)
  return of
}

export const issueAct = (scene: Scene, { house, journeyId }: Recovering) =>
  actOf(scene, { stage: house, journeyId }, 'recovery-code')

/** The waiting time is over. Answers what was drawn: the backup code, or the token of the link to a password. */
export async function issuedFor(scene: Scene, leaver: Leaver, more: object = {}) {
  const of = await approvedFor(scene, leaver, more)
  await scene.travelTo('2026-03-03T10:00:00Z')
  const drawn = scene.random.tokens.length
  const answer = await issueRecoveryCode(scene, await issueAct(scene, of))
  if (answer !== 'done') throw new Error(`nothing was sent: ${answer}`)
  const code = scene.random.pins.at(-1) ?? ''
  return { ...of, code, laterObjection: scene.random.tokens[drawn] ?? '', link: scene.random.tokens.at(-1) ?? '' }
}

/** Sets up an app in a sign-in under way. */
export async function enrolIn(scene: Scene, { say }: Leaver, flow: string): Promise<Told> {
  const { enrolment, app } = await say('factorEnrolmentStart', { flow, kind: 'APP' })
  const code = await appCode(scene, app?.secret ?? '')
  return say('factorEnrolmentConfirm', { flow, enrolment, code, session: 'BEARER' })
}

/** All that counts of how somebody signs in, and what the recovery still holds. */
export async function standsNow(scene: Scene, { anna, journeyId }: Pick<Recovering, 'anna' | 'journeyId'>) {
  const [row] = await scene.owner`
    select p.email, p.email_status, a.identifier, r.status, r.private_email, r.pin_mobile, r.password_hash as pending,
      (select count(*)::int from sessions s where s.account_id = a.id and s.ended_at is null
        and s.expires_at > drempel.now()) as sessions,
      (select count(*)::int from backup_code_sets b where b.journey_id = r.journey_id and b.superseded_at is null) as codes,
      (select count(*)::int from secrets x where x.journey_id = r.journey_id and x.superseded_at is null
        and x.used_at is null and x.purpose <> 'backup-code-copy') as links
    from recoveries r join accounts a on a.id = r.account_id join people p on p.id = a.person_id
    where r.journey_id = ${journeyId} and a.id = ${anna.accountId}`
  return { ...row }
}

/** What was written since the recovery began, in order: the template and to whom. */
export async function writtenTo(scene: Scene, { anna }: Pick<Leaver, 'anna'>): Promise<readonly string[]> {
  const rows = await scene.owner<{ line: string }[]>`
    select template || ' ' || recipient as line from messages where person_id = ${anna.personId} order by id`
  return rows.map(({ line }) => line)
}
