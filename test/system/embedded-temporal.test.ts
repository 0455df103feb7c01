import { join } from 'node:path'
import { Client, Connection } from '@temporalio/client'
import { beforeAll, describe, expect, it } from 'vitest'
import { type EmbeddedTemporal, startTemporal } from '../../src/dev/stack/temporal.ts'
import { temporalProgram } from '../../src/dev/stack/temporal-program.ts'
import { ensureNamespace } from '../../src/relay/namespace.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

let dataFolder: string
let program: string

beforeAll(async () => {
  const folder = await temporaryFolder('drempel-temporal-')
  dataFolder = join(folder.path, 'with a space')
  program = await temporalProgram({ env: process.env, log: () => undefined })
  return () => folder.remove()
})

async function during<T>(run: (client: Client, server: EmbeddedTemporal) => Promise<T>): Promise<T> {
  const server = await startTemporal({ program, dataFolder, port: 0, uiPort: 0, inMemory: false })
  try {
    const connection = await Connection.connect({ address: server.address })
    const answer = await run(new Client({ connection, namespace: 'drempel' }), server)
    await connection.close()
    return answer
  } finally {
    await server.stop()
  }
}

describe('the embedded Temporal', () => {
  it('keeps its workflows for the next start and shows them on its own pages', async () => {
    const start = { taskQueue: 'nobody', workflowId: 'kept' }
    await during(async (client) => {
      await ensureNamespace(client)
      await client.workflow.start('anything', start)
    })
    await during(async (client, { uiUrl }) => {
      const { status } = await client.workflow.getHandle('kept').describe()
      expect(status.name).toBe('RUNNING')
      expect((await fetch(uiUrl)).status).toBe(200)
    })
  })
})
