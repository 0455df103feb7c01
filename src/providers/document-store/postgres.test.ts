import { randomUUID } from 'node:crypto'
import { documentStoreContract } from './contract.ts'
import { postgresDocumentStore } from './postgres.ts'

// The statements themselves are held to the same contract in test/integration/document-store.test.ts.
documentStoreContract('pieces', async () => {
  const kept = new Map<string, Buffer>()
  const key = (portalId: string, fileId: string) => `${portalId} ${fileId} `
  return {
    store: postgresDocumentStore({
      put: async ({ portalId, fileId }, number, bytes) => kept.set(`${key(portalId, fileId)}${number}`, bytes),
      get: async ({ portalId, fileId }, number) => kept.get(`${key(portalId, fileId)}${number}`),
      remove: async ({ portalId, fileId }) => {
        for (const name of kept.keys()) if (name.startsWith(key(portalId, fileId))) kept.delete(name)
      },
    }),
    place: async () => ({ portalId: randomUUID(), fileId: randomUUID() }),
  }
})
