import type { Pool } from '../../db/client.ts'
import { activeFactors, renameFactor as rename } from '../../db/factors.ts'
import { parseLine } from '../../domain/text.ts'
import { type Call, execute, refuse } from '../execute.ts'
import { holdOwnAccount } from './hold-own-account.ts'

type Renaming = { readonly factorId: string; readonly name: string }

/** What its owner calls it: of several keys each has to be recognised. */
export async function renameOwnFactor(
  deps: { readonly app: Pool },
  call: Call,
  { factorId, name }: Renaming,
): Promise<{ readonly factorId: string }> {
  return execute(deps, call, 'factorRename', async (tx) => {
    const own = await holdOwnAccount(tx, call, { fresh: false })
    if ('refused' in own) return own
    const subject = { subjectId: own.account.id }
    const line = parseLine(name, 60)
    if (line === null)
      return refuse('INVALID_INPUT', { problems: [{ path: 'name', code: 'INVALID_NAME' }], ...subject })
    const factors = await activeFactors(tx, own.account.id)
    if (!factors.some(({ id }) => id === factorId)) return refuse('NOT_FOUND', subject)
    await rename(tx, factorId, line)
    return { value: { factorId }, ...subject }
  })
}
