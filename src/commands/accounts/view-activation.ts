import { type Pool, reading, type Tx } from '../../db/client.ts'
import { getPortal, policyInEffect } from '../../db/portals.ts'
import { latestSecret } from '../../db/secrets.ts'
import { judgePin } from '../../domain/accounts/activation-link.ts'
import { maskMobile } from '../../domain/accounts/contact.ts'
import { type PasswordRule, passwordRules } from '../../domain/accounts/password.ts'
import type { Language, Portal, ServiceDesk } from '../../domain/portals/portal.ts'
import { type Call, refusalError } from '../execute.ts'
import { pinNeeded } from './activation-links.ts'
import { type Opened, openInvitation } from './invitation-token.ts'

export type ActivationView = {
  readonly portal: Portal
  readonly organisation: { readonly id: string; readonly name: string; readonly serviceDesk: ServiceDesk } | null
  readonly name: string
  readonly language: Language
  /** With what the person will sign in. */
  readonly identifier: string
  /** Enough to recognise one's own number; null where none is on file. */
  readonly mobile: string | null
  /** The person, or the network, told that this number does not reach them: HR is asked. */
  readonly mobileRefused: boolean
  readonly pinNeeded: boolean
  /** Until when the PIN that was sent last can be used. */
  readonly pinExpiresAt: Date | null
  readonly step: 'PIN' | 'PASSWORD'
  readonly passwordRules: readonly PasswordRule[]
  readonly passwordMinLength: number
  readonly expiresAt: Date
}

/** Shows what a link leads to. It consumes nothing and writes nothing: mail scanners open links too. */
export async function viewActivation(
  deps: { readonly app: Pool },
  call: Call,
  asked: { readonly token: string },
): Promise<ActivationView> {
  return reading(deps.app, call.portalId, (tx) => seeActivation(tx, asked))
}

/** The same, for whoever has a transaction open to look in. */
export async function seeActivation(tx: Tx, { token }: { readonly token: string }): Promise<ActivationView> {
  const opened = await openInvitation(tx, token)
  if ('refused' in opened) throw refusalError(opened)
  return view(tx, opened)
}

async function view(tx: Tx, { link, invited }: Opened): Promise<ActivationView> {
  const { person, account, organisation } = invited
  const { policy } = await policyInEffect(tx)
  const needed = pinNeeded(invited)
  const pin = needed ? await latestSecret(tx, account.id, 'activation-pin') : undefined
  return {
    portal: await getPortal(tx),
    organisation: organisation && {
      id: organisation.id,
      name: organisation.name,
      serviceDesk: organisation.serviceDesk,
    },
    name: person.name,
    language: person.language,
    identifier: account.identifier,
    mobile: person.mobile && maskMobile(person.mobile),
    mobileRefused: person.mobileStatus === 'wrong',
    pinNeeded: needed,
    pinExpiresAt: pin && judgePin(pin, tx.now) === null ? pin.expiresAt : null,
    step: needed ? 'PIN' : 'PASSWORD',
    passwordRules: passwordRules(policy.password),
    passwordMinLength: policy.password.minLength,
    expiresAt: link.expiresAt,
  }
}
