import { findAccountByIdentifier, lockAccount } from '../../db/accounts.ts'
import { inPortal, type Pool, type Tx } from '../../db/client.ts'
import { getPortal, policyInEffect } from '../../db/portals.ts'
import { parseEmail, parseUsername } from '../../domain/accounts/contact.ts'
import { isRemembered } from '../../domain/accounts/factor.ts'
import { longestPassword } from '../../domain/accounts/password.ts'
import type { Portal } from '../../domain/portals/portal.ts'
import type { CommonPasswordsPort } from '../../providers/common-passwords/port.ts'
import type { HashingPort } from '../../providers/hashing/port.ts'
import type { RobotCheckPort } from '../../providers/robot-check/port.ts'
import { type Call, execute, type Refusal, refuse } from '../execute.ts'
import { checkRobot } from './check-robot.ts'
import { type EnterDeps, type Entered, enter } from './enter.ts'
import { type Entering, findEntering } from './flow-state.ts'
import { judgePassword } from './judge-password.ts'
import { refuseShut } from './shut-account.ts'
import { spareOverloaded } from './spare-overloaded.ts'
import { type Buckets, countIn, forgetIn, knownDevice, passwordBuckets } from './tries.ts'

export type SignInDeps = EnterDeps & {
  readonly app: Pool
  readonly hashing: HashingPort
  readonly robotCheck: RobotCheckPort
  readonly commonPasswords: CommonPasswordsPort
}

export type SignIn = {
  readonly identifier: string
  readonly password: string
  readonly robotCheck?: string | null | undefined
}

const act = 'signIn'
// Looked for where nobody was found, so that both ways ask the database the same.
const nobody = '00000000-0000-0000-0000-000000000000'

/** Identifier and password: the first step. Nothing is asked of the database for whom the pool has no place. */
export async function signIn(deps: SignInDeps, call: Call, input: SignIn): Promise<Entered> {
  return deps.hashing.admit(() => tryPassword(deps, call, input))
}

/**
 * A try is counted before it is checked, the slow check runs with no transaction
 * open, and what it was checked against must still be there afterwards. A known and an unknown identifier write the same
 * rows and take the same time.
 */
async function tryPassword(deps: SignInDeps, call: Call, input: SignIn): Promise<Entered> {
  const tried = await inPortal(deps.app, call.portalId, (tx) => begin(tx, deps, { call, input }))
  if ('refused' in tried) return execute<never>(deps, call, act, async () => tried)
  const isRight = await spareOverloaded(deps, call, tried.buckets, () => check(deps, tried, input.password))
  return execute(deps, call, act, async (tx) => {
    const account = await lockAccount(tx, tried.account?.id ?? nobody)
    const isSame = account?.credentialVersion === tried.account?.credentialVersion
    if (!isRight || account?.status !== 'active' || !isSame) return refuse('SIGN_IN_FAILED', { subjectId: account?.id })
    await forgetIn(tx, tried.buckets)
    const entering = await findEntering(tx, account.id)
    if (entering === undefined) throw new Error('an account without a person')
    if (entering.shutSince !== null) return refuseShut(account.id, entering.shutSince)
    const proof = (await isRememberedHere(tx, call, entering)) ? ('remembered-device' as const) : null
    const mustChangePassword = (await judgePassword(tx, deps, entering, { ...input, ...entering })).length > 0
    return { value: await enter(tx, deps, entering, { call, proof, mustChangePassword }), subjectId: account.id }
  })
}

type Tried = {
  readonly buckets: Buckets
  readonly account:
    | { readonly id: string; readonly passwordHash: string; readonly credentialVersion: number }
    | undefined
}

async function begin(
  tx: Tx,
  deps: SignInDeps,
  { call, input }: { call: Call; input: SignIn },
): Promise<Tried | Refusal> {
  const identifier = readIdentifier(await getPortal(tx), input.identifier)
  // Asked for in any case, so that an identifier which cannot exist costs what one costs that does.
  const account = await findAccountByIdentifier(tx, identifier ?? '')
  const device = await knownDevice(tx, call)
  const buckets = passwordBuckets(deps, call, {
    identifier: identifier ?? input.identifier,
    device: device?.accountId === account?.id ? device : undefined,
  })
  const counted = await countIn(tx, buckets)
  if ('refused' in counted) return counted
  const code = await robotProblem(tx, deps, { call, input, failures: counted.failures })
  if (code !== null) return refuse(code)
  if (account?.status !== 'active' || account.passwordHash === null) return { buckets, account: undefined }
  const { id, passwordHash, credentialVersion } = account
  return { buckets, account: { id, passwordHash, credentialVersion } }
}

/** A few wrong tries, and whoever goes on shows that they are no machine: alike for identifiers that nobody has. */
async function robotProblem(
  tx: Tx,
  deps: SignInDeps,
  { call, input, failures }: { call: Call; input: SignIn; failures: number },
) {
  const { robotCheckAfter } = (await policyInEffect(tx)).policy.signIn
  if (robotCheckAfter === null || failures <= robotCheckAfter) return null
  return checkRobot(tx, deps, call, input.robotCheck)
}

function readIdentifier({ identifier, usernameSuffix }: Portal, typed: string): string | null {
  return identifier === 'email' ? parseEmail(typed) : parseUsername(typed, usernameSuffix ?? '')
}

async function check({ hashing }: SignInDeps, { account }: Tried, password: string): Promise<boolean> {
  const isTooLong = [...password].length > longestPassword
  if (account === undefined || isTooLong) return hashing.pretend(password.slice(0, longestPassword))
  return hashing.verify(account.passwordHash, password)
}

/** Whether the second step may be left out here: asked of the browser, and held against credentials and roles. */
async function isRememberedHere(tx: Tx, call: Call, { account, grants, factors, policy }: Entering): Promise<boolean> {
  const device = await knownDevice(tx, call)
  if (device?.accountId !== account.id || factors.length === 0 || policy.factors.rememberDays === 0) return false
  const owner = { credentialVersion: account.credentialVersion, grants }
  return isRemembered(device, owner, tx.now)
}
