import type { Pool, Tx } from '../../db/client.ts'
import type { PublicationItem } from '../../domain/documents/publication.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { type Call, type Done, execute, type Refusal } from '../execute.ts'
import type { PublicationResult } from './publication-setting.ts'
import { publicationSetting, publishItems } from './publish-items.ts'

export type PublishDocuments = {
  readonly organisationId: string
  readonly items: readonly PublicationItem[]
}

type Deps = { readonly app: Pool; readonly sealing: SealingPort }
type Results = readonly PublicationResult[]
type Act = 'documentPublish' | 'payslipPublish'

/**
 * Publishes one or many in one transaction. Each item has its own result, in the same order; one that cannot be meant does
 * not stop the others. Whoever is told of a document is told in the same transaction.
 */
export async function publishDocuments(
  deps: Deps,
  call: Call,
  { act = 'documentPublish', ...input }: PublishDocuments & { readonly act?: Act },
): Promise<Results> {
  return execute(deps, call, act, (tx) => publish(tx, deps, { call, input, act }))
}

type Publishing = { readonly call: Call; readonly input: PublishDocuments; readonly act: Act }

async function publish(tx: Tx, deps: Deps, { call, input, act }: Publishing): Promise<Done<Results> | Refusal> {
  const { items } = input
  const setting = await publicationSetting(tx, { ...input, call, act, tells: true })
  if ('refused' in setting) return setting
  const { results } = await publishItems(tx, deps, { items, setting })
  return { value: results }
}
