import type { Pool, Tx } from '../../db/client.ts'
import { findOrganisation, getPortal } from '../../db/portals.ts'
import { actorId } from '../../domain/accounts/access.ts'
import type { PublicationItem } from '../../domain/documents/publication.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { authorise, type Call, type Done, execute, type Refusal, refuse } from '../execute.ts'
import { decidePublications } from './decide-publications.ts'
import type { PublicationResult } from './publication-setting.ts'
import { readPublications } from './read-publications.ts'
import { writePublications } from './write-publications.ts'

export type PublishDocuments = {
  readonly organisationId: string
  readonly items: readonly PublicationItem[]
}

type Deps = { readonly app: Pool; readonly sealing: SealingPort }
type Results = readonly PublicationResult[]
type Act = 'documentPublish' | 'payslipPublish'

const mostItems = 1000

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
  const { items, organisationId } = input
  authorise(call, 'documents.write', organisationId, tx.now)
  if (items.length === 0) return refuse('REQUIRED', { problems: [{ path: 'items', code: 'REQUIRED' }] })
  if (items.length > mostItems)
    return refuse('TOO_MANY_ITEMS', { problems: [{ path: 'items', code: 'TOO_MANY_ITEMS' }] })
  const organisation = await findOrganisation(tx, organisationId)
  const id = actorId(call.actor)
  if (organisation === undefined || id === null) return refuse('NOT_FOUND')
  const setting = {
    portal: await getPortal(tx),
    organisation,
    call,
    act,
    by: { kind: call.actor.kind, id },
    publisher: call.actor.kind === 'service' ? 'system' : 'hand',
    bulk: items.length > 20,
  } as const
  const { meant, refused } = await readPublications(tx, items, setting)
  const decided = await decidePublications(tx, { organisationId, pending: meant })
  const written = await writePublications(tx, deps, { decided, setting })
  const results = new Map([...refused, ...written])
  return { value: items.map((_, index) => results.get(index) ?? missing(index)) }
}

function missing(index: number): never {
  throw new Error(`item ${index} has no result`)
}
