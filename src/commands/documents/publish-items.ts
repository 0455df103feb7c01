import type { Tx } from '../../db/client.ts'
import { findOrganisation, getPortal } from '../../db/portals.ts'
import { actorId } from '../../domain/accounts/access.ts'
import type { PublicationItem } from '../../domain/documents/publication.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { authorise, type Call, type Refusal, refuse } from '../execute.ts'
import { decidePublications } from './decide-publications.ts'
import type { Decided, PublicationResult, PublicationSetting } from './publication-setting.ts'
import { readPublications } from './read-publications.ts'
import { writePublications } from './write-publications.ts'

type Asked = {
  readonly call: Call
  readonly act: string
  readonly organisationId: string
  readonly items: readonly PublicationItem[]
  readonly tells: boolean
}

const mostItems = 1000

/** What all items of a call have in common, for whoever may publish there; or why nothing of it can be meant. */
export async function publicationSetting(
  tx: Tx,
  { call, act, organisationId, items, tells }: Asked,
): Promise<PublicationSetting | Refusal> {
  authorise(call, 'documents.write', organisationId, tx.now)
  if (items.length === 0) return refuse('REQUIRED', { problems: [{ path: 'items', code: 'REQUIRED' }] })
  if (items.length > mostItems)
    return refuse('TOO_MANY_ITEMS', { problems: [{ path: 'items', code: 'TOO_MANY_ITEMS' }] })
  const organisation = await findOrganisation(tx, organisationId)
  const id = actorId(call.actor)
  if (organisation === undefined || id === null) return refuse('NOT_FOUND')
  return {
    portal: await getPortal(tx),
    organisation,
    call,
    act,
    by: { kind: call.actor.kind, id },
    publisher: call.actor.kind === 'service' ? 'system' : 'hand',
    bulk: items.length > 20,
    tells,
  }
}

export type PublishedItems = {
  /** One per item, in the same order. */
  readonly results: readonly PublicationResult[]
  /** Those of which person and file are known. */
  readonly decided: readonly Decided[]
}

/** Each item has its own result; one that cannot be meant does not stop the others. */
export async function publishItems(
  tx: Tx,
  deps: { readonly sealing: SealingPort },
  {
    items,
    setting,
    amend = (one) => one,
  }: {
    readonly items: readonly PublicationItem[]
    readonly setting: PublicationSetting
    /** A last word on what was decided, before it is written. */
    readonly amend?: (decided: Decided) => Decided
  },
): Promise<PublishedItems> {
  const { meant, refused } = await readPublications(tx, items, setting)
  const found = await decidePublications(tx, { organisationId: setting.organisation.id, pending: meant })
  const decided = found.map(amend)
  const written = await writePublications(tx, deps, { decided, setting })
  const results = new Map([...refused, ...written])
  return { results: items.map((_, index) => results.get(index) ?? missing(index)), decided }
}

function missing(index: number): never {
  throw new Error(`item ${index} has no result`)
}
