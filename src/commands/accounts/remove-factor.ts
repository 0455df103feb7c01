import { supersedeBackupCodes } from '../../db/backup-codes.ts'
import type { Pool } from '../../db/client.ts'
import { activeFactors, removeFactor as remove } from '../../db/factors.ts'
import { grantsInForce } from '../../db/grants.ts'
import { isObliged } from '../../domain/accounts/enrolment.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { noteSignInChanged } from '../employments/note-sign-in-changed.ts'
import { type Call, execute, refuse } from '../execute.ts'
import { endTrust } from './end-trust.ts'
import { holdOwnAccount } from './hold-own-account.ts'
import { tellFactorRemoved } from './tell-factor-changed.ts'

type Deps = { readonly app: Pool; readonly sealing: SealingPort }

/** Takes one of one's own second steps away. Where the portal asks for one, the last one stays until another is set up. */
export async function removeOwnFactor(
  deps: Deps,
  call: Call,
  { factorId }: { readonly factorId: string },
): Promise<{ readonly factorId: string }> {
  return execute(deps, call, 'factorRemove', async (tx) => {
    const own = await holdOwnAccount(tx, call, { fresh: true })
    if ('refused' in own) return own
    const { account, policy, session } = own
    const subject = { subjectId: account.id }
    const factors = await activeFactors(tx, account.id)
    const factor = factors.find(({ id }) => id === factorId)
    if (factor === undefined) return refuse('NOT_FOUND', subject)
    const isLast = factors.length === 1
    const roles = (await grantsInForce(tx, account.id)).map(({ role }) => role)
    if (isLast && isObliged(policy.factors, roles, tx.now)) return refuse('FACTOR_NEEDED', subject)
    if (!(await remove(tx, factorId, 'REMOVED'))) throw new Error('a locked factor changed')
    if (isLast) await supersedeBackupCodes(tx, account.id, null)
    await endTrust(tx, account.id, { reason: 'FACTOR_CHANGED', keepSessionId: session.id })
    await tellFactorRemoved(tx, deps, own, factor)
    await noteSignInChanged(tx, account.id)
    return { value: { factorId }, ...subject }
  })
}
