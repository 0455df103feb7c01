import { lockAccount } from '../../db/accounts.ts'
import type { Pool, Tx } from '../../db/client.ts'
import { countUploads, insertFile, type Uploader } from '../../db/files.ts'
import { policyInEffect } from '../../db/portals.ts'
import { type Actor, actorId, reach, rolesInForce } from '../../domain/accounts/access.ts'
import { AccessError } from '../../domain/errors.ts'
import { plusMinutes } from '../../domain/time.ts'
import { type Call, execute, refuse } from '../execute.ts'

export type Upload = { readonly fileId: string; readonly mostBytes: number }

type StartUpload = {
  /** How much is announced; undefined where nothing is. */
  readonly size: number | undefined
}

// What has not come in whole by then never will.
const uploadMinutes = 60

/** Makes room for a file that is about to come in. Until all of it is there nobody sees it. */
export async function startUpload(deps: { readonly app: Pool }, call: Call, { size }: StartUpload): Promise<Upload> {
  return execute(deps, call, 'fileUpload', async (tx) => {
    const uploader = uploaderOf(call.actor, tx.now)
    const { policy } = await policyInEffect(tx)
    const mostBytes = policy.documents.mostMebibytes * 1_048_576
    if (size === 0) return refuse('FILE_EMPTY')
    if (size !== undefined && size > mostBytes) return refuse('FILE_TOO_LARGE')
    if (!(await isWithinLimit(tx, uploader, policy.documents.uploadsPerDay))) return refuse('TOO_MANY_FILES')
    const fileId = await insertFile(tx, { name: '', uploader, expiresAt: plusMinutes(tx.now, uploadMinutes) })
    return { value: { fileId, mostBytes }, subjectId: fileId }
  })
}

/** People who work somewhere, and whoever publishes. A leaver has nothing to bring any more. */
function uploaderOf(actor: Actor, now: Date): Uploader {
  const id = actorId(actor)
  if (id === null) throw new AccessError('UNAUTHENTICATED')
  const publishes = reach(actor, 'documents.write', now).length > 0
  if (publishes || rolesInForce(actor, now).includes('EMPLOYEE')) return { kind: actor.kind, id }
  throw new AccessError('FORBIDDEN')
}

/** Systems bring thousands; one person a handful. Counted under the account's lock, so that two at once are two. */
async function isWithinLimit(tx: Tx, uploader: Uploader, most: number): Promise<boolean> {
  if (uploader.kind !== 'account') return true
  await lockAccount(tx, uploader.id)
  return (await countUploads(tx, uploader)) < most
}
