import type { Pool } from '../../db/client.ts'
import { activeFactors, setFactorOwner as set } from '../../db/factors.ts'
import { ownerOfDevice } from '../../domain/accounts/factor.ts'
import { noteSignInChanged } from '../employments/note-sign-in-changed.ts'
import { type Call, execute, refuse } from '../execute.ts'
import { holdOwnAccount } from './hold-own-account.ts'

type Saying = { readonly factorId: string; readonly isOwnDevice: boolean }

/** Whose device or number it is. Whoever leaves their employer is warned where none stays theirs. */
export async function setFactorOwner(
  deps: { readonly app: Pool },
  call: Call,
  { factorId, isOwnDevice }: Saying,
): Promise<{ readonly factorId: string }> {
  return execute(deps, call, 'factorOwnerSet', async (tx) => {
    const own = await holdOwnAccount(tx, call, { fresh: false })
    if ('refused' in own) return own
    const subject = { subjectId: own.account.id }
    const factors = await activeFactors(tx, own.account.id)
    if (!factors.some(({ id }) => id === factorId)) return refuse('NOT_FOUND', subject)
    await set(tx, factorId, ownerOfDevice(isOwnDevice))
    await noteSignInChanged(tx, own.account.id)
    return { value: { factorId }, ...subject }
  })
}
