import { backupCodesLeft, liveBackupCodeSets, useBackupCode } from '../../db/backup-codes.ts'
import { inPortal, type Pool, type Tx } from '../../db/client.ts'
import { lockJourney } from '../../db/journeys.ts'
import { findRecovery } from '../../db/recoveries.ts'
import { changeFlow } from '../../db/sign-in-flows.ts'
import { readBackupCode } from '../../domain/accounts/backup-code.ts'
import { later, plusMinutes } from '../../domain/time.ts'
import { backupCodeUsed } from '../../messages/backup-code-used.ts'
import type { HashingPort } from '../../providers/hashing/port.ts'
import { type Call, execute, type Refusal, refuse } from '../execute.ts'
import { signInUrl } from '../messages/links.ts'
import { tellAccount } from '../messages/tell-account.ts'
import { type EnterDeps, type Entered, goOn } from './enter.ts'
import { type FlowState, holdFlowAt } from './flow-state.ts'
import { isMailboxTheirs } from './recovery-facts.ts'
import { type Guess, reserveGuess } from './reserve-guess.ts'
import { spareOverloaded } from './spare-overloaded.ts'
import { forgetIn } from './tries.ts'

export type RecoveryCodeDeps = EnterDeps & { readonly app: Pool; readonly hashing: HashingPort }

type Using = { readonly flow: string; readonly code: string }

const act = 'recoveryCodeUse'
// A code of the service desk is not had again soon, and whoever used it still has to find a phone and an app.
const toFinish = 60

/**
 * A backup code in place of the second step (S000-062…064, S003-039). It is spent here; what becomes of the factor that is
 * out of reach is chosen next.
 */
export async function useRecoveryCode(deps: RecoveryCodeDeps, call: Call, input: Using): Promise<Entered> {
  const digits = readBackupCode(input.code)
  const reserved = await inPortal(deps.app, call.portalId, (tx) => reserve(tx, deps, { call, input, digits }))
  if ('refused' in reserved) return execute<never>(deps, call, act, async () => reserved)
  const hashes = await spareOverloaded(deps, call, reserved.guess.buckets, () => hashIn(deps, reserved))
  return execute(deps, call, act, async (tx) => {
    // The recovery that issued it is locked first: an objection in the same instant wins, or comes too late.
    for (const { journeyId } of hashes) if (journeyId !== null) await lockJourney(tx, journeyId)
    const state = await holdFlowAt(tx, call, { token: input.flow, step: 'CONFIRM_FACTOR' })
    if ('refused' in state) return state
    const subject = { subjectId: state.account.id }
    const used = await spend(tx, state, hashes)
    if (used === undefined) return refuse('BACKUP_CODE_WRONG', subject)
    await forgetIn(tx, reserved.guess.buckets)
    const { journeyId } = used
    const expiresAt =
      journeyId === null ? state.flow.expiresAt : later(state.flow.expiresAt, plusMinutes(tx.now, toFinish))
    const change = { proof: 'backup-code', journeyId, expiresAt } as const
    if (!(await changeFlow(tx, state.flow.id, change))) throw new Error('a locked sign-in ended')
    await tellUsed(tx, deps, state)
    const proven = { ...state, flow: { ...state.flow, ...change } }
    return {
      value: await goOn(tx, deps, proven, { call, token: input.flow }),
      ...subject,
      journeyId: journeyId ?? undefined,
    }
  })
}

type Hashed = { readonly setId: string; readonly journeyId: string | null; readonly hash: string }

type Reserved = {
  readonly guess: Guess
  readonly digits: string
  readonly sets: Awaited<ReturnType<typeof liveBackupCodeSets>>
}

type Reserving = { readonly call: Call; readonly input: Using; readonly digits: string | null }

/** What cannot be a code counts as a try too. */
async function reserve(tx: Tx, deps: EnterDeps, { call, input, digits }: Reserving): Promise<Reserved | Refusal> {
  const state = await holdFlowAt(tx, call, { token: input.flow, step: 'CONFIRM_FACTOR' })
  if ('refused' in state) return state
  const subject = { subjectId: state.account.id }
  if (state.flow.purpose !== 'sign-in') return refuse('STEP_DIFFERS', subject)
  const guess = await reserveGuess(tx, deps, { call, state })
  if ('refused' in guess) return guess
  if (digits === null) return refuse('BACKUP_CODE_WRONG', subject)
  return { guess, digits, sets: await liveBackupCodeSets(tx, state.account.id) }
}

/** One slow hash for each set that could hold it. */
async function hashIn({ hashing }: RecoveryCodeDeps, { digits, sets }: Reserved): Promise<readonly Hashed[]> {
  const hashes: Hashed[] = []
  for (const { id, salt, journeyId } of sets) {
    hashes.push({ setId: id, journeyId, hash: await hashing.hashWith(digits, salt) })
  }
  return hashes
}

async function spend(tx: Tx, { account }: FlowState, hashes: readonly Hashed[]): Promise<Hashed | undefined> {
  for (const hashed of hashes) {
    if ((await isTheirs(tx, hashed)) && (await useBackupCode(tx, account.id, hashed))) return hashed
  }
  return undefined
}

/** Their own codes, and those of a recovery while the mailbox it went to is theirs: addresses change because others read them. */
async function isTheirs(tx: Tx, { journeyId }: Hashed): Promise<boolean> {
  const recovery = journeyId === null ? undefined : await findRecovery(tx, journeyId)
  return recovery === undefined || (isMailboxTheirs(recovery) && !recovery.isOvertaken)
}

async function tellUsed(tx: Tx, deps: EnterDeps, { account, person, flow }: FlowState): Promise<void> {
  const left = await backupCodesLeft(tx, account.id)
  await tellAccount(tx, deps, { account, person }, ({ portal }) => ({
    template: backupCodeUsed,
    params: { usedAt: tx.now, left, signInUrl: signInUrl(portal) },
    key: `backup-code-used/${flow.id}`,
  }))
}
