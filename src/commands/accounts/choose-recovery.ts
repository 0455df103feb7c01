import { inPortal, type Pool, type Tx } from '../../db/client.ts'
import { changeFlow } from '../../db/sign-in-flows.ts'
import { later, plusMinutes } from '../../domain/time.ts'
import type { HashingPort } from '../../providers/hashing/port.ts'
import { type Call, execute, type Refusal, refuse } from '../execute.ts'
import { drawBackupCodes, keepOneMore, saltOfOwnSet } from './draw-backup-codes.ts'
import { type EnterDeps, type Entered, goOn } from './enter.ts'
import { type FlowState, holdFlowAt, stepOf } from './flow-state.ts'
import { leaveLost } from './leave-lost.ts'

export type ChooseDeps = EnterDeps & { readonly app: Pool; readonly hashing: HashingPort }

export type ChooseRecovery = {
  readonly flow: string
  /** PERMANENT: set up anew at once. TEMPORARY: in this once, with a fresh code; the factor stays (S000-065…070). */
  readonly choice: 'PERMANENT' | 'TEMPORARY'
  /** Which factors are lost for good; all of them where none is named. */
  readonly lost?: readonly string[] | null | undefined
}

export type RecoveryChosen = { readonly entered: Entered; readonly backupCodes: readonly string[] | null }

const act = 'recoveryCodeChoose'

export async function chooseRecovery(deps: ChooseDeps, call: Call, input: ChooseRecovery): Promise<RecoveryChosen> {
  return input.choice === 'PERMANENT' ? lostForGood(deps, call, input) : outOfReach(deps, call, input)
}

/** The lost factors go in the moment in which another one is set up: whoever breaks off here is not left without. */
function lostForGood(deps: ChooseDeps, call: Call, input: ChooseRecovery): Promise<RecoveryChosen> {
  return execute(deps, call, act, async (tx) => {
    const state = await holdFlowAt(tx, call, { token: input.flow, step: 'CHOOSE_RECOVERY' })
    if ('refused' in state) return state
    const subject = { subjectId: state.account.id }
    const own = state.factors.map(({ id }) => id)
    const lost = input.lost?.length ? [...input.lost] : own
    if (lost.some((id) => !own.includes(id))) return refuse('NOT_FOUND', subject)
    const expiresAt = later(state.flow.expiresAt, plusMinutes(tx.now, state.policy.signIn.flowMinutes))
    const change = { lost, enrolling: true, expiresAt }
    if (!(await changeFlow(tx, state.flow.id, change))) throw new Error('a locked sign-in ended')
    const chosen = { ...state, flow: { ...state.flow, ...change } }
    const going = stepOf(chosen) === 'ENROL_FACTOR' ? chosen : await leaveLost(tx, deps, chosen)
    const entered = await goOn(tx, deps, going, { call, token: input.flow })
    return { value: { entered, backupCodes: null }, ...subject }
  })
}

async function outOfReach(deps: ChooseDeps, call: Call, input: ChooseRecovery): Promise<RecoveryChosen> {
  const asked = await inPortal(deps.app, call.portalId, (tx) => check(tx, call, input))
  if ('refused' in asked) return execute<never>(deps, call, act, async () => asked)
  const drawn = await drawBackupCodes(deps, { count: 1, salt: asked.salt })
  return execute(deps, call, act, async (tx) => {
    const checked = await check(tx, call, input)
    if ('refused' in checked) return checked
    const { state } = checked
    await keepOneMore(tx, state.account.id, drawn)
    // The factor stays and nothing is set up: that step is passed, and what comes after it is not.
    const change = { enrolling: true, skipped: [...state.policy.factors.methods] }
    if (!(await changeFlow(tx, state.flow.id, change))) throw new Error('a locked sign-in ended')
    const passed = { ...state, flow: { ...state.flow, ...change } }
    const entered = await goOn(tx, deps, passed, { call, token: input.flow })
    return { value: { entered, backupCodes: drawn.codes }, subjectId: state.account.id }
  })
}

type Checked = { readonly state: FlowState; readonly salt: Buffer | undefined }

/** A code from the service desk was for a factor that is gone: it cannot stay (S000-071). */
async function check(tx: Tx, call: Call, { flow }: ChooseRecovery): Promise<Checked | Refusal> {
  const state = await holdFlowAt(tx, call, { token: flow, step: 'CHOOSE_RECOVERY' })
  if ('refused' in state) return state
  if (state.flow.journeyId !== null) return refuse('STEP_DIFFERS', { subjectId: state.account.id })
  return { state, salt: await saltOfOwnSet(tx, state.account.id) }
}
