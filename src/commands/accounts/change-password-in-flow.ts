import { setPassword } from '../../db/accounts.ts'
import { inPortal, type Pool, type Tx } from '../../db/client.ts'
import { changeFlow } from '../../db/sign-in-flows.ts'
import { passwordChanged } from '../../messages/password-changed.ts'
import type { CommonPasswordsPort } from '../../providers/common-passwords/port.ts'
import type { HashingPort } from '../../providers/hashing/port.ts'
import { noteSignInChanged } from '../employments/note-sign-in-changed.ts'
import { type Call, execute, type Refusal, refuse } from '../execute.ts'
import { signInUrl } from '../messages/links.ts'
import { tellAccount } from '../messages/tell-account.ts'
import { endTrust } from './end-trust.ts'
import { type EnterDeps, type Entered, goOn } from './enter.ts'
import { type FlowState, holdFlowAt, renewState } from './flow-state.ts'
import { judgePassword } from './judge-password.ts'

export type FlowPasswordDeps = EnterDeps & {
  readonly app: Pool
  readonly hashing: HashingPort
  readonly commonPasswords: CommonPasswordsPort
}

type Changing = { readonly flow: string; readonly password: string }

const act = 'signInPasswordChange'

/** The password that was typed no longer keeps the portal's rules: another one, before anybody is in. */
export async function changePasswordInFlow(deps: FlowPasswordDeps, call: Call, input: Changing): Promise<Entered> {
  const checked = await inPortal(deps.app, call.portalId, (tx) => check(tx, deps, { call, input }))
  if ('refused' in checked) return execute<never>(deps, call, act, async () => checked)
  const passwordHash = await deps.hashing.hash(input.password)
  return execute(deps, call, act, async (tx) => {
    const state = await check(tx, deps, { call, input })
    if ('refused' in state) return state
    const { account, flow } = state
    const { credentialVersion } = account
    const subject = { subjectId: account.id }
    if (!(await setPassword(tx, account.id, { passwordHash, credentialVersion })))
      return refuse('CHANGED_MEANWHILE', subject)
    await endTrust(tx, account.id, { reason: 'PASSWORD_CHANGED', keepFlowId: flow.id })
    await changeFlow(tx, flow.id, { mustChangePassword: false })
    await noteSignInChanged(tx, account.id)
    await tellAccount(tx, deps, state, ({ portal }) => ({
      template: passwordChanged,
      params: { signInUrl: signInUrl(portal), changedAt: tx.now, byReset: false },
      key: `password-changed/${flow.id}`,
    }))
    const value = await goOn(tx, deps, await renewState(tx, state), { call, token: input.flow })
    return { value, ...subject }
  })
}

async function check(
  tx: Tx,
  deps: FlowPasswordDeps,
  { call, input }: { call: Call; input: Changing },
): Promise<FlowState | Refusal> {
  const state = await holdFlowAt(tx, call, { token: input.flow, step: 'CHANGE_PASSWORD' })
  if ('refused' in state) return state
  const problems = await judgePassword(tx, deps, state, { password: input.password, policy: state.policy })
  return problems.length === 0 ? state : refuse('PASSWORD_REFUSED', { problems, subjectId: state.account.id })
}
