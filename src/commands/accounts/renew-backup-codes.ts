import { type Pool, reading } from '../../db/client.ts'
import { activeFactors } from '../../db/factors.ts'
import { policyInEffect } from '../../db/portals.ts'
import { backupCodesRenewed } from '../../messages/backup-codes-renewed.ts'
import type { HashingPort } from '../../providers/hashing/port.ts'
import type { RandomPort } from '../../providers/random/port.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { type Call, execute, refuse } from '../execute.ts'
import { signInUrl } from '../messages/links.ts'
import { tellAccount } from '../messages/tell-account.ts'
import { drawBackupCodes, keepNewSet } from './draw-backup-codes.ts'
import { holdOwnAccount, refuseUnlessOwnFresh } from './hold-own-account.ts'

export type BackupDeps = {
  readonly app: Pool
  readonly random: RandomPort
  readonly hashing: HashingPort
  readonly sealing: SealingPort
}

const act = 'backupCodesRenew'

/** A new set, shown this once; the old one no longer works. */
export async function renewBackupCodes(deps: BackupDeps, call: Call): Promise<{ readonly codes: readonly string[] }> {
  await refuseUnlessOwnFresh(deps, call, act)
  const { policy } = await reading(deps.app, call.portalId, policyInEffect)
  const drawn = await drawBackupCodes(deps, { count: policy.factors.backupCodes })
  return execute(deps, call, act, async (tx) => {
    const own = await holdOwnAccount(tx, call, { fresh: true })
    if ('refused' in own) return own
    const subject = { subjectId: own.account.id }
    if ((await activeFactors(tx, own.account.id)).length === 0) return refuse('METHOD_NOT_OFFERED', subject)
    await keepNewSet(tx, own.account.id, drawn)
    await tellAccount(tx, deps, own, ({ portal }) => ({
      template: backupCodesRenewed,
      params: { renewedAt: tx.now, signInUrl: signInUrl(portal) },
      key: `backup-codes-renewed/${call.correlationId}`,
    }))
    return { value: { codes: drawn.codes }, ...subject }
  })
}
