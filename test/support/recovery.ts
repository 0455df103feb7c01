import { approveRecovery } from '../../src/commands/accounts/approve-recovery.ts'
import { chooseRecovery } from '../../src/commands/accounts/choose-recovery.ts'
import { confirmFactorEnrolment } from '../../src/commands/accounts/confirm-factor-enrolment.ts'
import { issueRecoveryCode } from '../../src/commands/accounts/issue-recovery-code.ts'
import { lookAtRecovery } from '../../src/commands/accounts/look-at-recovery.ts'
import { startFactorEnrolment } from '../../src/commands/accounts/start-factor-enrolment.ts'
import { type StartRecovery, startRecovery } from '../../src/commands/accounts/start-recovery.ts'
import { useRecoveryCode } from '../../src/commands/accounts/use-recovery-code.ts'
import type { Call } from '../../src/commands/execute.ts'
import type { Act } from '../../src/commands/journeys/story.ts'
import { DomainError } from '../../src/domain/errors.ts'
import { accountHolder, type Holder } from './account-holder.ts'
import { appCode } from './app-code.ts'
import { proveAfresh } from './prove-afresh.ts'
import { actorWith, callAs, type Scene, type Stage, setStage } from './scene.ts'
import { enrolApp, flowOf, stranger, typePassword } from './second-steps.ts'

export const checks = ['CALLED_BACK', 'EMPLOYMENT_DETAILS'] as const
export const note = 'Telefoon in het water gevallen, teruggebeld op het bekende nummer.'
const start = '2026-03-02T10:00:00Z'

export type Loss = {
  readonly stage: Stage
  /** Whose app is lost. */
  readonly anna: Holder
  /** Two of the desk. */
  readonly desk: Call
  readonly colleague: Call
}

export function deskOf(
  { portalId }: Stage,
  organisationId: string | null,
  role: 'SERVICE_DESK' | 'HR' = 'SERVICE_DESK',
) {
  return callAs(portalId, actorWith(role, organisationId))
}

/** Somebody with an app, and two of the desk of their organisation. */
export async function openLoss(scene: Scene, being: Parameters<typeof accountHolder>[2] = {}): Promise<Loss> {
  await scene.travelTo(start)
  const stage = await setStage(scene)
  const anna = await accountHolder(scene, stage, being)
  await enrolApp(scene, stage, anna)
  const { organisationId } = stage
  const [desk, colleague] = [deskOf(stage, organisationId), deskOf(stage, organisationId)]
  await proveAfresh(scene, colleague)
  return { stage, anna, desk, colleague }
}

export function begin(scene: Scene, { anna, desk }: Loss, more: Partial<StartRecovery> = {}, call = desk) {
  return startRecovery(scene, call, { personId: anna.personId, checks, note, ...more })
}

export type Asked = Loss & {
  readonly journeyId: string
  /** Of the objection link in the mail; those of the SMS follow. */
  readonly token: string
  readonly tokens: readonly string[]
}

export async function asked(scene: Scene, being: Parameters<typeof accountHolder>[2] = {}): Promise<Asked> {
  const loss = await openLoss(scene, being)
  const drawn = scene.random.tokens.length
  const { journeyId } = await begin(scene, loss)
  const tokens = scene.random.tokens.slice(drawn)
  return { ...loss, journeyId, token: tokens[0] ?? '', tokens }
}

type Named = { readonly stage: Pick<Stage, 'portalId'>; readonly journeyId: string }

export async function look(scene: Scene, { stage, journeyId }: Named) {
  return lookAtRecovery(scene, { portalId: stage.portalId, journeyId })
}

/** As the story decides an act, from what it sees now. */
export async function actOf(scene: Scene, of: Named, key: string): Promise<Act> {
  const { plan, seq } = await look(scene, of)
  return { portalId: of.stage.portalId, journeyId: of.journeyId, plan, seq, key }
}

export async function approve(scene: Scene, of: Asked, call = of.colleague) {
  await proveAfresh(scene, call)
  const { seq } = await look(scene, of)
  return approveRecovery(scene, call, { journeyId: of.journeyId, expectedVersion: seq })
}

/** As the delivery loop does: the notice is handed over. */
export async function noticeLeaves({ owner }: Scene, { journeyId }: Pick<Asked, 'journeyId'>): Promise<void> {
  await owner`update messages set status = 'sent', handed_over_at = drempel.now(), sealed = null
    where journey_id = ${journeyId} and key = 'p1/notice-mail'`
}

export async function approved(scene: Scene): Promise<Asked> {
  const of = await asked(scene)
  await noticeLeaves(scene, of)
  await approve(scene, of)
  return of
}

export type Issued = Asked & { readonly code: string }

/** The waiting time is over and the code has gone out. */
export async function issued(scene: Scene): Promise<Issued> {
  const of = await approved(scene)
  await scene.travelTo('2026-03-03T10:00:00Z')
  const answer = await issueRecoveryCode(scene, await actOf(scene, of, 'recovery-code'))
  if (answer !== 'done') throw new Error(`the code was not sent: ${answer}`)
  return { ...of, code: scene.random.pins.at(-1) ?? '' }
}

export type Signing = { readonly call: Call; readonly token: string }

/** Password and code: the sign-in is under way, and the code is spent. */
export async function typeCode(scene: Scene, { stage, anna, code }: Issued): Promise<Signing> {
  const call = stranger(stage)
  const { token } = flowOf(await typePassword(scene, stage, anna, { call }))
  await useRecoveryCode(scene, call, { flow: token, code })
  return { call, token }
}

/** The rest of it, up to the last act: another app, ready to be confirmed. */
export async function chooseAnew(scene: Scene, { call, token }: Signing) {
  await chooseRecovery(scene, call, { flow: token, choice: 'PERMANENT' })
  const { id, app } = await startFactorEnrolment(scene, call, { flow: token, kind: 'app' })
  return async () => {
    const code = await appCode(scene, app?.secret ?? '')
    return confirmFactorEnrolment(scene, call, { flow: token, factorId: id, code })
  }
}

/** What came of acts that ran at the same moment: codes of refusals, and DONE. */
export async function outcomes(acts: readonly Promise<unknown>[]): Promise<readonly string[]> {
  const settled = await Promise.allSettled(acts)
  return settled.map((one) => {
    if (one.status === 'fulfilled') return typeof one.value === 'string' ? one.value : 'DONE'
    if (one.reason instanceof DomainError) return one.reason.code
    throw one.reason
  })
}

/** Everything that is left of a recovery in the database, as one row. */
export async function traceOf({ owner }: Scene, { journeyId, anna }: Pick<Asked, 'journeyId' | 'anna'>) {
  const [row] = await owner<Trace[]>`
    select r.status, j.status as journey, j.outcome,
      (select count(*)::int from backup_code_sets s where s.journey_id = j.id and s.superseded_at is null
        and s.expires_at > drempel.now()) as codes,
      (select count(*)::int from secrets s where s.journey_id = j.id and s.purpose = 'recovery-objection'
        and s.superseded_at is null) as links,
      (select count(*)::int from sign_in_flows f where f.account_id = ${anna.accountId} and f.ended_at is null
        and f.expires_at > drempel.now()) as flows,
      array(select t.kind || ' ' || t.status from tasks t where t.journey_id = j.id order by t.id) as tasks,
      array(select t.fact from timeline t where t.journey_id = j.id order by t.id) as facts,
      array(select m.key || ' ' || m.status from messages m where m.journey_id = j.id
        and m.template <> 'task-opened' order by m.id) as messages
    from recoveries r join journeys j on j.id = r.journey_id where j.id = ${journeyId}`
  if (row === undefined) throw new Error(`no recovery ${journeyId}`)
  return row
}

export type Trace = {
  readonly status: string
  readonly journey: string
  readonly outcome: string | null
  readonly codes: number
  readonly links: number
  readonly flows: number
  readonly tasks: readonly string[]
  readonly facts: readonly string[]
  readonly messages: readonly string[]
}
