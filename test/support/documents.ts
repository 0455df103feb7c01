import { createHash, randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { type PublishDocuments, publishDocuments } from '../../src/commands/documents/publish-documents.ts'
import type { Call } from '../../src/commands/execute.ts'
import { inPortal } from '../../src/db/client.ts'
import { completeFile, insertFile } from '../../src/db/files.ts'
import { actorId } from '../../src/domain/accounts/access.ts'
import type { PublicationItem } from '../../src/domain/documents/publication.ts'
import { callAs, type Scene, type Stage } from './scene.ts'

/** A scene or an installation, and where in it. */
type Deps = Pick<Scene, 'app' | 'documentStore' | 'sealing'>
type Place = Pick<Stage, 'portalId' | 'organisationId'>

/** A document that says what it is and is otherwise empty. */
export function pdf(text = 'a document', size = 0): Buffer {
  const begin = `%PDF-1.7\n% ${text}\n`
  return Buffer.from(`${begin}${'x'.repeat(Math.max(0, size - begin.length - 6))}\n%%EOF`)
}

/** The key of a system of the stage's organisation. */
export function systemOf({ portalId, organisationId }: Place, keyId: string = randomUUID()): Call {
  return callAs(portalId, { kind: 'service', keyId, organisationId, scopes: ['documents:write'] })
}

/** A file that this caller uploaded a moment ago. */
export async function uploaded(
  { app, documentStore }: Pick<Deps, 'app' | 'documentStore'>,
  call: Call,
  bytes: Buffer = pdf(),
): Promise<string> {
  const { portalId } = call
  const id = actorId(call.actor)
  if (id === null) throw new Error('nobody uploads nothing')
  const fileId = await inPortal(app, portalId, (tx) => {
    const expiresAt = new Date(tx.now.getTime() + 86_400_000)
    return insertFile(tx, { name: 'document.pdf', uploader: { kind: call.actor.kind, id }, expiresAt })
  })
  await documentStore.write({ portalId, fileId }, Readable.from([bytes]))
  const digest = createHash('sha256').update(bytes).digest()
  await inPortal(app, portalId, (tx) =>
    completeFile(tx, fileId, {
      digest,
      size: bytes.length,
      mediaType: 'application/pdf',
      name: 'document.pdf',
      expiresAt: new Date(tx.now.getTime() + 86_400_000),
    }),
  )
  return fileId
}

export function itemFor(personId: string, fileId: string, more: Partial<PublicationItem> = {}): PublicationItem {
  return { kind: 'PAYSLIP', personId, externalReference: randomUUID(), title: 'Loonstrook maart', fileId, ...more }
}

export function publish(
  scene: Deps,
  { organisationId }: Place,
  call: Call,
  ...items: readonly PublicationItem[]
): ReturnType<typeof publishDocuments> {
  const input: PublishDocuments = { organisationId, items }
  return publishDocuments(scene, call, input)
}

/** A document of this person, published by a system. */
export async function publishedFor(
  scene: Deps,
  stage: Place,
  personId: string,
  { bytes = pdf(), call = systemOf(stage), ...more }: Partial<PublicationItem> & { bytes?: Buffer; call?: Call } = {},
): Promise<string> {
  const fileId = await uploaded(scene, call, bytes)
  const [result] = await publish(scene, stage, call, itemFor(personId, fileId, more))
  if (result?.outcome !== 'PUBLISHED') throw new Error(JSON.stringify(result))
  return result.documentId
}
