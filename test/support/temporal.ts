import { randomBytes } from 'node:crypto'
import { Connection } from '@temporalio/client'
import { afterAll, inject } from 'vitest'
import { ensureNamespace, type SearchAttributes } from '../../src/dev/stack/namespace.ts'

export type TestNamespace = { readonly address: string; readonly namespace: string; readonly connection: Connection }

/** A namespace for this test file alone on the run's Temporal server, and a connection that is closed when the file is done. */
export async function testNamespace(searchAttributes: SearchAttributes = {}): Promise<TestNamespace> {
  const { address } = inject('temporal')
  const namespace = `test-${randomBytes(8).toString('hex')}`
  await ensureNamespace({ address, namespace, searchAttributes })
  const connection = await Connection.connect({ address })
  afterAll(() => connection.close())
  return { address, namespace, connection }
}
