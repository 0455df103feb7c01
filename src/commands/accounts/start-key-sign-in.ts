import type { Pool } from '../../db/client.ts'
import type { FactorRow } from '../../db/factors.ts'
import { getPortal, policyInEffect } from '../../db/portals.ts'
import { changeFlow, insertFlow } from '../../db/sign-in-flows.ts'
import { countTry } from '../../db/throttles.ts'
import { networkOf, passkeyBackOff } from '../../domain/accounts/throttle.ts'
import { plusMinutes } from '../../domain/time.ts'
import type { RandomPort } from '../../providers/random/port.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import type { OptionsJson, SecurityKeysPort } from '../../providers/security-keys/port.ts'
import { type Call, execute, refuse } from '../execute.ts'
import { holdFlowAt } from './flow-state.ts'
import { relyingParty } from './relying-party.ts'

export type KeyStartDeps = {
  readonly app: Pool
  readonly random: RandomPort
  readonly sealing: Pick<SealingPort, 'blind'>
  readonly securityKeys: SecurityKeysPort
}

/** What the browser is asked with. The token is the flow's own, or that of a sign-in which begins with the key. */
export type KeyAsked = { readonly flow: string; readonly options: OptionsJson; readonly expiresAt: Date }

const act = 'signInKeyStart'

/** Asks a security key of this account to sign, as the second step of a sign-in. A newer challenge replaces the older. */
export async function askKey(deps: KeyStartDeps, call: Call, { flow: token }: { flow: string }): Promise<KeyAsked> {
  return execute(deps, call, act, async (tx) => {
    const state = await holdFlowAt(tx, call, { token, step: 'CONFIRM_FACTOR' })
    if ('refused' in state) return state
    const subject = { subjectId: state.account.id }
    const keys = state.factors.filter(({ kind }) => kind === 'key')
    if (keys.length === 0) return refuse('METHOD_NOT_OFFERED', subject)
    const challenge = deps.securityKeys.newChallenge()
    if (!(await changeFlow(tx, state.flow.id, { challenge }))) throw new Error('a locked sign-in ended')
    const rp = relyingParty(await getPortal(tx))
    const allow = keys.flatMap(credentialOf)
    const options = await deps.securityKeys.assertionOptions({ rp, challenge, allow, userVerification: 'preferred' })
    return { value: { flow: token, options, expiresAt: state.flow.expiresAt }, ...subject }
  })
}

/** A passkey as the only step: nobody says who they are, the key does, and asks for a finger or a PIN itself. */
export async function askPasskey(deps: KeyStartDeps, call: Call): Promise<KeyAsked> {
  return execute(deps, call, act, async (tx) => {
    const bucket = deps.sealing.blind(JSON.stringify(['passkey', call.portalId, networkOf(call.origin ?? '')]))
    const { closedUntil } = await countTry(tx, bucket, passkeyBackOff)
    if (closedUntil !== null) return refuse('TOO_MANY_ATTEMPTS', { retryAt: closedUntil })
    const { policy } = await policyInEffect(tx)
    if (!policy.factors.methods.includes('key')) return refuse('METHOD_NOT_OFFERED')
    const challenge = deps.securityKeys.newChallenge()
    const token = deps.random.token()
    const expiresAt = plusMinutes(tx.now, policy.signIn.flowMinutes)
    await insertFlow(tx, { token, purpose: 'sign-in', accountId: null, challenge, expiresAt })
    const rp = relyingParty(await getPortal(tx))
    const options = await deps.securityKeys.assertionOptions({ rp, challenge, allow: [], userVerification: 'required' })
    return { value: { flow: token, options, expiresAt } }
  })
}

export function credentialOf({ credentialId, transports }: FactorRow) {
  return credentialId === null ? [] : [{ id: credentialId, transports: transports ?? [] }]
}
