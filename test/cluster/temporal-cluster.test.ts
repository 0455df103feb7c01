import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { Client, Connection } from '@temporalio/client'
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest'
import { type ClusterOptions, startCluster } from '../../src/dev/stack/temporal-cluster.ts'
import { serverPrograms } from '../../src/dev/stack/temporal-program.ts'
import { journeyAttributes } from '../../src/relay/search-attributes.ts'
import { eventually } from '../support/eventually.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

let options: ClusterOptions

beforeAll(async () => {
  const folder = await temporaryFolder('drempel-cluster-')
  options = {
    programs: await serverPrograms({ env: process.env, log: () => undefined }),
    dataFolder: join(folder.path, 'with a space'),
    port: 0,
    database: { url: inject('postgres').adminUrl, name: `test_cluster_${randomBytes(6).toString('hex')}` },
    namespace: 'drempel',
  }
  afterAll(() => folder.remove())
})

async function during<T>(run: (client: Client, address: string) => Promise<T>): Promise<T> {
  const server = await startCluster(options)
  try {
    const connection = await Connection.connect({ address: server.address })
    const answer = await run(new Client({ connection, namespace: options.namespace }), server.address)
    await connection.close()
    return answer
  } finally {
    await server.stop()
  }
}

const found = (client: Client, portalId: string) =>
  eventually('the workflow is found by its portal', async () => {
    const { count } = await client.workflow.count(`DrempelPortalId = '${portalId}' and ExecutionStatus = 'Running'`)
    return count > 0 && count
  })

describe('Temporal on PostgreSQL', () => {
  it('has a namespace with search attributes at once, and keeps its workflows for the next start', async () => {
    const portalId = randomUUID()
    const typedSearchAttributes = journeyAttributes({ portalId, journeyId: randomUUID() })
    await during(async (client) => {
      await client.workflow.start('anything', { taskQueue: 'nobody', workflowId: 'kept', typedSearchAttributes })
      expect(await found(client, portalId)).toBe(1)
    })
    await during(async (client) => {
      const { status } = await client.workflow.getHandle('kept').describe()
      expect(status.name).toBe('RUNNING')
      expect(await found(client, portalId)).toBe(1)
    })
  })

  it('lets no second server have its databases', async () => {
    await during(async () => {
      const second = startCluster({ ...options, dataFolder: `${options.dataFolder} too` })
      await expect(second).rejects.toThrow(`a Temporal server runs on database ${options.database.name}`)
    })
  })

  it('takes the next port when something else listens on the usual one', async () => {
    const busy = await occupyPort()
    options = { ...options, port: busy }
    await during(async (_, address) => expect(Number(address.split(':')[1])).toBeGreaterThan(busy))
  })
})

async function occupyPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}
