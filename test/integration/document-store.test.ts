import { randomUUID } from 'node:crypto'
import { inPortal } from '../../src/db/client.ts'
import { insertFile } from '../../src/db/files.ts'
import { documentStoreContract } from '../../src/providers/document-store/contract.ts'
import { openScene, setStage } from '../support/scene.ts'

const scene = await openScene()

documentStoreContract('Postgres', async () => ({
  store: scene.documentStore,
  place: async () => {
    const { portalId } = await setStage(scene)
    const uploader = { kind: 'service' as const, id: randomUUID() }
    const expiresAt = new Date('2026-03-03T10:00:00Z')
    const fileId = await inPortal(scene.app, portalId, (tx) => insertFile(tx, { name: 'x', uploader, expiresAt }))
    return { portalId, fileId }
  },
}))
