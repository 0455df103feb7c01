import type { Pool, Tx } from '../../db/client.ts'
import { keepFiles, lockFiles } from '../../db/files.ts'
import { mintId } from '../../db/ids.ts'
import { claimDocuments, insertVersions } from '../../db/publications.ts'
import type { Actor } from '../../domain/accounts/access.ts'
import { isInForce } from '../../domain/accounts/account.ts'
import { isOwnKind } from '../../domain/documents/visibility.ts'
import { AccessError } from '../../domain/errors.ts'
import { isUuid, parseLine } from '../../domain/text.ts'
import { type Call, execute, refuse } from '../execute.ts'

export type UploadDocument = {
  readonly organisationId: string
  readonly fileId: string
  readonly title: string
  /** Whether HR may see it. */
  readonly isShared: boolean
}

type Account = Extract<Actor, { kind: 'account' }>

/** A document of somebody's own. HR sees it only where its owner says so, and nobody is told. */
export async function uploadDocument(
  deps: { readonly app: Pool },
  call: Call,
  input: UploadDocument,
): Promise<{ readonly documentId: string }> {
  return execute(deps, call, 'documentUpload', async (tx) => {
    const actor = ownerAt(tx, call.actor, input.organisationId)
    const title = parseLine(input.title, 200)
    if (title === null) return refuse('INVALID_INPUT', { problems: [{ path: 'title', code: 'INVALID_TITLE' }] })
    const by = { kind: actor.kind, id: actor.accountId }
    const [file] = isUuid(input.fileId) ? await lockFiles(tx, [input.fileId], by) : []
    if (file === undefined) return refuse('FILE_UNKNOWN')
    if (!file.isFree) return refuse('FILE_USED')
    const documentId = await write(tx, call, { ...input, actor, title })
    return { value: { documentId }, subjectId: documentId }
  })
}

function ownerAt({ now }: Tx, actor: Actor, organisationId: string): Account {
  if (actor.kind !== 'account') throw new AccessError(actor.kind === 'anonymous' ? 'UNAUTHENTICATED' : 'FORBIDDEN')
  const inForce = actor.grants.filter((grant) => isInForce(grant, now))
  if (isOwnKind(inForce, 'UPLOAD', organisationId)) return actor
  throw new AccessError('FORBIDDEN')
}

async function write(
  tx: Tx,
  { correlationId }: Call,
  { actor, organisationId, fileId, title, isShared }: UploadDocument & { readonly actor: Account },
): Promise<string> {
  const id = await mintId(tx)
  const { personId, accountId } = actor
  await claimDocuments(tx, organisationId, [{ id, personId, kind: 'UPLOAD', externalReference: null, isShared }])
  const frame = { actorKind: actor.kind, actorId: accountId, correlationId, act: 'documentUpload' }
  await insertVersions(tx, frame, [{ documentId: id, number: 1, fileId, title, period: null }])
  await keepFiles(tx, [fileId])
  return id
}
