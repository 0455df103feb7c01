import { Connection } from '@temporalio/client'
import { msToTs } from '@temporalio/common/lib/time.js'
import proto from '@temporalio/proto'

const { IndexedValueType } = proto.temporal.api.enums.v1
const grpcAlreadyExists = 6

const typeCodes = {
  Keyword: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
  Int: IndexedValueType.INDEXED_VALUE_TYPE_INT,
  Datetime: IndexedValueType.INDEXED_VALUE_TYPE_DATETIME,
  Bool: IndexedValueType.INDEXED_VALUE_TYPE_BOOL,
} as const

export type SearchAttributes = Readonly<Record<string, keyof typeof typeCodes>>

type Wanted = { readonly address: string; readonly namespace: string; readonly searchAttributes: SearchAttributes }

/** Makes the namespace and its search attributes where they are missing. */
export async function ensureNamespace({ address, namespace, searchAttributes }: Wanted): Promise<void> {
  const connection = await Connection.connect({ address })
  try {
    await unlessExists(
      connection.workflowService.registerNamespace({
        namespace,
        workflowExecutionRetentionPeriod: msToTs('30 days'),
      }),
    )
    const known = await connection.operatorService.listSearchAttributes({ namespace })
    const missing = Object.entries(searchAttributes).filter(([name]) => !(name in (known.customAttributes ?? {})))
    if (missing.length === 0) return
    await connection.operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(missing.map(([name, type]) => [name, typeCodes[type]])),
    })
  } finally {
    await connection.close()
  }
}

async function unlessExists(call: Promise<unknown>): Promise<void> {
  try {
    await call
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === grpcAlreadyExists
    if (!isThere) throw error
  }
}
