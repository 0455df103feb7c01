import { confirmFactorEnrolment } from '../../src/commands/accounts/confirm-factor-enrolment.ts'
import type { Entered } from '../../src/commands/accounts/enter.ts'
import type { FlowView } from '../../src/commands/accounts/flow-view.ts'
import { type SignIn, signIn } from '../../src/commands/accounts/sign-in.ts'
import { startFactorEnrolment } from '../../src/commands/accounts/start-factor-enrolment.ts'
import type { Call } from '../../src/commands/execute.ts'
import { defaultPolicy, type Policy } from '../../src/domain/portals/policy.ts'
import { callOfHolder, type Holder, holdersPassword } from './account-holder.ts'
import { appCode } from './app-code.ts'
import { callAs, type Scene, type Stage } from './scene.ts'

/** From a fresh place each time, so that no test slows another one down. */
let places = 0
export function stranger({ portalId }: Pick<Stage, 'portalId'>, more: Partial<Call> = {}): Call {
  places++
  const origin = `198.51.${100 + Math.floor(places / 250)}.${(places % 250) + 1}`
  return { ...callAs(portalId, { kind: 'anonymous' }, origin), userAgent: 'a browser', ...more }
}

/** A version more of the portal's policy, in effect at once. */
export async function setPolicy(
  { owner }: Pick<Scene, 'owner'>,
  { portalId }: Pick<Stage, 'portalId'>,
  change: { [K in keyof Policy]?: Partial<Policy[K]> },
): Promise<void> {
  const [{ document }] = await owner<[{ document: Policy }]>`
    select document from portal_policies where portal_id = ${portalId} order by version desc limit 1`
  const parts = Object.keys({ ...defaultPolicy, ...document }) as (keyof Policy)[]
  const merged = Object.fromEntries(
    parts.map((part) => [part, { ...defaultPolicy[part], ...document[part], ...change[part] }]),
  )
  await owner`insert into portal_policies (portal_id, version, effective_from, document)
    select ${portalId}, max(version) + 1, '2020-01-02', ${owner.json(JSON.parse(JSON.stringify(merged)))}
    from portal_policies where portal_id = ${portalId}`
}

export function lastDrawn(scene: Scene): string {
  return scene.random.pins.at(-1) ?? ''
}

/** A code that is certainly not this one. */
export function otherThan(code: string): string {
  return String((Number(code) + 1) % 10 ** code.length).padStart(code.length, '0')
}

export type AppFactor = { readonly factorId: string; readonly secret: string; readonly codes: readonly string[] }

/** Sets up an authenticator app in a session of one's own. */
export async function enrolApp(scene: Scene, stage: Stage, holder: Holder): Promise<AppFactor> {
  const call = callOfHolder(stage, holder)
  const { id, app } = await startFactorEnrolment(scene, call, { kind: 'app' })
  const secret = app?.secret ?? ''
  const { backupCodes } = await confirmFactorEnrolment(scene, call, {
    factorId: id,
    code: await appCode(scene, secret),
  })
  return { factorId: id, secret, codes: backupCodes ?? [] }
}

/** Sets up SMS codes to the number on file, or to another one. */
export async function enrolSms(scene: Scene, stage: Stage, holder: Holder, mobile?: string): Promise<string> {
  const call = callOfHolder(stage, holder)
  const { id } = await startFactorEnrolment(scene, call, { kind: 'sms', mobile })
  await confirmFactorEnrolment(scene, call, { factorId: id, code: lastDrawn(scene) })
  return id
}

/** The password of an account holder, from somewhere. */
export function typePassword(
  scene: Scene,
  stage: Stage,
  holder: Pick<Holder, 'email'>,
  { call = stranger(stage), ...more }: Partial<SignIn> & { readonly call?: Call } = {},
): Promise<Entered> {
  return signIn(scene, call, { identifier: holder.email, password: holdersPassword, ...more })
}

/** What the sign-in asks next. */
export function flowOf({ flow, session }: Entered): FlowView {
  if (flow === null) throw new Error(session ? 'in already' : 'nothing is asked')
  return flow
}
