import { randomBytes } from 'node:crypto'
import { Client, Connection } from '@temporalio/client'
import { afterAll, inject } from 'vitest'
import { ensureNamespace } from '../../src/relay/namespace.ts'

export type TestNamespace = {
  readonly address: string
  readonly namespace: string
  readonly connection: Connection
  readonly client: Client
}

/** A namespace for this test file alone on the run's Temporal server; its connection is closed when the file is done. */
export async function testNamespace(): Promise<TestNamespace> {
  const { address } = inject('temporal')
  const namespace = `test-${randomBytes(8).toString('hex')}`
  const connection = await Connection.connect({ address })
  afterAll(() => connection.close())
  const client = new Client({ connection, namespace })
  await ensureNamespace(client)
  return { address, namespace, connection, client }
}
