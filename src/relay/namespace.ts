import { setTimeout as pause } from 'node:timers/promises'
import type { Client } from '@temporalio/client'
import { msToTs } from '@temporalio/common/lib/time.js'
import proto from '@temporalio/proto'
import { searchAttributes } from './search-attributes.ts'

const keyword = proto.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD
const [invalidArgument, notFound, alreadyExists] = [3, 5, 6]
const patienceMs = 10_000

/**
 * Makes an empty Temporal usable: the namespace and its search attributes. Asked at every connection and by every
 * reconciliation, because whoever loses Temporal's database loses these with it. Temporal Cloud manages both itself and
 * refuses; that is fine as long as they are there.
 */
export async function ensureNamespace(client: Client): Promise<void> {
  return client.withDeadline(Date.now() + patienceMs, () => ensure(client))
}

async function ensure(client: Client): Promise<void> {
  const { namespace } = client.options
  await client.workflowService
    .registerNamespace({ namespace, workflowExecutionRetentionPeriod: msToTs('30 days') })
    .catch((error: unknown) => {
      if (!hasCode(error, alreadyExists)) return client.workflowService.describeNamespace({ namespace })
    })
  const { customAttributes } = await client.connection.operatorService.listSearchAttributes({ namespace })
  const missing = searchAttributes.filter((name) => !(name in (customAttributes ?? {})))
  if (missing.length === 0) return
  await client.connection.operatorService.addSearchAttributes({
    namespace,
    searchAttributes: Object.fromEntries(missing.map((name) => [name, keyword])),
  })
  await untilKnown(client, missing)
}

/** A server on a database looks at its namespaces every other second, and refuses until then what carries a new attribute. */
async function untilKnown(
  { workflowService, options: { namespace } }: Client,
  names: readonly string[],
): Promise<void> {
  const query = names.map((name) => `${name} = 'none'`).join(' or ')
  for (;;) {
    try {
      await workflowService.countWorkflowExecutions({ namespace, query })
      return
    } catch (error) {
      if (!hasCode(error, invalidArgument) && !hasCode(error, notFound)) throw error
    }
    await pause(100)
  }
}

function hasCode(error: unknown, code: number): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
