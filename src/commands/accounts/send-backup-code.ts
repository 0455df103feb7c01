import { inPortal } from '../../db/client.ts'
import { activeFactors } from '../../db/factors.ts'
import { codesSentTo } from '../../db/messages.ts'
import { insertSecret } from '../../db/secrets.ts'
import { maskMobile } from '../../domain/accounts/contact.ts'
import { limitedUntil } from '../../domain/accounts/send-limit.ts'
import { plusMinutes } from '../../domain/time.ts'
import { backupCodeSms } from '../../messages/backup-code-sms.ts'
import { type Call, execute, refuse } from '../execute.ts'
import { tellAccount } from '../messages/tell-account.ts'
import { drawBackupCodes, keepOneMore, saltOfOwnSet } from './draw-backup-codes.ts'
import { holdOwnAccount, refuseUnlessOwnFresh } from './hold-own-account.ts'
import type { BackupDeps } from './renew-backup-codes.ts'

const act = 'backupCodeSend'
const dayMinutes = 24 * 60

/** One backup code more, by SMS to the number on file, where the portal offers it (S003-034). */
export async function sendBackupCode(deps: BackupDeps, call: Call): Promise<{ readonly mobile: string }> {
  const accountId = await refuseUnlessOwnFresh(deps, call, act)
  const salt = await inPortal(deps.app, call.portalId, (tx) => saltOfOwnSet(tx, accountId))
  const drawn = await drawBackupCodes(deps, { count: 1, salt })
  return execute(deps, call, act, async (tx) => {
    const own = await holdOwnAccount(tx, call, { fresh: true })
    if ('refused' in own) return own
    const { account, person, policy } = own
    const subject = { subjectId: account.id }
    const isOffered = policy.factors.backupCodeBySms && (await activeFactors(tx, account.id)).length > 0
    if (!isOffered) return refuse('METHOD_NOT_OFFERED', subject)
    if (person.mobile === null || person.mobileStatus !== 'proven') return refuse('NO_MOBILE_PROVEN', subject)
    const sent = await codesSentTo(tx, person.mobile, {
      template: backupCodeSms.name,
      since: plusMinutes(tx.now, -dayMinutes),
    })
    const retryAt = limitedUntil({ most: policy.factors.codesPerHour, minutes: dayMinutes }, sent)
    if (retryAt !== null) return refuse('SEND_LIMIT', { retryAt, ...subject })
    await keepOneMore(tx, account.id, drawn)
    const sendBefore = plusMinutes(tx.now, dayMinutes)
    const secret = { accountId: account.id, journeyId: null, plan: null, purpose: 'backup-code-copy' } as const
    const id = await insertSecret(tx, {
      ...secret,
      expiresAt: sendBefore,
      maxAttempts: 1,
      slowHash: drawn.hashes[0] ?? '',
    })
    await tellAccount(tx, deps, own, () => ({
      template: backupCodeSms,
      params: {},
      key: `backup-code/${id}`,
      secret: { id, plain: drawn.codes[0] ?? '' },
      sendBefore,
    }))
    return { value: { mobile: maskMobile(person.mobile) }, ...subject }
  })
}
