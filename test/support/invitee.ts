import { confirmActivationPin } from '../../src/commands/accounts/confirm-activation-pin.ts'
import type { Entered } from '../../src/commands/accounts/enter.ts'
import type { SignedIn } from '../../src/commands/accounts/open-session.ts'
import { sendActivationPin } from '../../src/commands/accounts/send-activation-pin.ts'
import { sendInvitations } from '../../src/commands/accounts/send-invitations.ts'
import { setActivationPassword } from '../../src/commands/accounts/set-activation-password.ts'
import type { InvitationItem } from '../../src/domain/accounts/invitation.ts'
import type { Scene, Stage } from './scene.ts'

export const password = 'zeventien paarse fietsen'

let number = 0

/** Somebody nobody invited before. */
export function somebody(more: Partial<InvitationItem> = {}): InvitationItem {
  number++
  return {
    name: 'Jan Jansen',
    email: `jan${number}@example.org`,
    mobile: '0612345678',
    dateOfBirth: '1990-02-01',
    ...more,
  }
}

export type Invitee = {
  readonly journeyId: string
  readonly accountId: string
  readonly personId: string
  readonly email: string
  /** Of the link in the mail. */
  readonly token: string
}

export async function invite(scene: Scene, stage: Stage, more: Partial<InvitationItem> = {}): Promise<Invitee> {
  const item = somebody(more)
  const [result] = await sendInvitations(scene, stage.hr, { organisationId: stage.organisationId, items: [item] })
  if (result?.outcome !== 'INVITED' || result.journeyId === null) throw new Error(JSON.stringify(result))
  const { journeyId, accountId, personId } = result
  return { journeyId, accountId, personId, email: item.email, token: lastToken(scene) }
}

export function lastToken({ random }: Scene): string {
  return random.tokens.at(-1) ?? ''
}

export function lastPin({ random }: Scene): string {
  return random.pins.at(-1) ?? ''
}

/** A PIN that is certainly not the last one drawn. */
export function wrongPin(scene: Scene): string {
  return String((Number(lastPin(scene)) + 1) % 1_000_000).padStart(6, '0')
}

export async function proveNumber(scene: Scene, stage: Stage, { token }: Pick<Invitee, 'token'>): Promise<string> {
  await sendActivationPin(scene, stage.anyone, { token })
  const { continuation } = await confirmActivationPin(scene, stage.anyone, { token, pin: lastPin(scene) })
  return continuation
}

export async function activate(scene: Scene, stage: Stage, invitee: Pick<Invitee, 'token'>) {
  const continuation = await proveNumber(scene, stage, invitee)
  const activated = await setActivationPassword(scene, stage.anyone, { token: invitee.token, continuation, password })
  return { ...signedInBy(activated), journeyId: activated.journeyId }
}

/** The session that was opened: nothing more was asked. */
export function signedInBy({ session, flow }: Entered): SignedIn {
  if (session === null) throw new Error(`not in: asked for ${flow?.step}`)
  return session
}
