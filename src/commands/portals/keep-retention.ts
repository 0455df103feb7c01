import { writeAudit } from '../../db/audit.ts'
import { inPortal, type Pool, type Tx } from '../../db/client.ts'
import { deleteTickets } from '../../db/document-tickets.ts'
import { deleteOldDocuments, deleteOldFigures, deleteOldItems } from '../../db/kept-for-years.ts'
import { findPolicyInEffect } from '../../db/portals.ts'
import {
  deleteIdempotencyKeys,
  deleteSecrets,
  deleteSessions,
  deleteThrottles,
  portalIds,
  wipeSealedCopies,
} from '../../db/retention.ts'
import {
  deleteBackupCodeSets,
  deleteContactChanges,
  deleteDevices,
  deleteInquiries,
  deletePendingFactors,
  deleteRemovedFactors,
  deleteSignInFlows,
  deleteSpentChallenges,
} from '../../db/sign-in-retention.ts'
import { type KeptSince, keptSince } from '../../domain/documents/keeping.ts'
import { defaultPolicy } from '../../domain/portals/policy.ts'
import type { DocumentStorePort } from '../../providers/document-store/port.ts'
import { dropExpiredFiles } from '../documents/drop-expired-files.ts'
import { execute } from '../execute.ts'

/** How many of each are gone. */
export type Retained = Readonly<Record<string, number>>

/** Long enough to answer a question about it, no longer: nothing here is needed for a decision any more. */
const brief = { days: 30 }
const season = { days: 90 }
/** Of no use to anybody, save to whoever has it on the screen still. */
const day = { days: 1 }

/** Their versions and files come with them, so no more than so many at once. */
const documentsAtOnce = 500

type Step = (tx: Tx, since: KeptSince) => Promise<number>

const steps: Readonly<Record<string, Step>> = {
  sealedWiped: wipeSealedCopies,
  throttles: (tx) => deleteThrottles(tx, brief),
  idempotencyKeys: (tx) => deleteIdempotencyKeys(tx, brief),
  sessions: (tx) => deleteSessions(tx, season),
  secrets: (tx) => deleteSecrets(tx, season),
  signInFlows: (tx) => deleteSignInFlows(tx, brief),
  pendingFactors: (tx) => deletePendingFactors(tx, day),
  removedFactors: (tx) => deleteRemovedFactors(tx, season),
  backupCodeSets: (tx) => deleteBackupCodeSets(tx, season),
  devices: (tx) => deleteDevices(tx, season),
  contactChanges: (tx) => deleteContactChanges(tx, brief),
  spentChallenges: (tx) => deleteSpentChallenges(tx, day),
  inquiries: (tx) => deleteInquiries(tx, day),
  documentTickets: (tx) => deleteTickets(tx, day),
  figures: deleteOldFigures,
  items: deleteOldItems,
}

type Deps = { readonly app: Pool; readonly documentStore: DocumentStorePort }

/** Throws away what has served, portal by portal, each in transactions of its own. Safe to repeat at any moment. */
export async function keepRetention(deps: Deps): Promise<Retained> {
  const total = new Map([...Object.keys(steps), 'documents', 'files'].map((name) => [name, 0]))
  const add = (name: string, count: number) => total.set(name, (total.get(name) ?? 0) + count)
  for (const portalId of await portalIds(deps.app)) {
    for (const [name, count] of await keepInPortal(deps, portalId)) add(name, count)
    add('documents', await dropOldDocuments(deps, portalId))
    // Bytes may lie elsewhere than in the database, so they are thrown away outside its transactions.
    add('files', await dropExpiredFiles(deps, portalId))
  }
  return Object.fromEntries(total)
}

const correlationId = 'retention'

async function keepInPortal(deps: Deps, portalId: string): Promise<ReadonlyMap<string, number>> {
  const call = { actor: { kind: 'installation' }, portalId, correlationId } as const
  return execute(deps, call, 'retentionKeep', async (tx) => {
    const since = await keptSinceIn(tx)
    const value = new Map<string, number>()
    for (const [name, step] of Object.entries(steps)) value.set(name, await step(tx, since))
    return { value, note: noteOn(value) }
  })
}

/** A whole year of them falls due in one night. */
async function dropOldDocuments({ app }: Deps, portalId: string): Promise<number> {
  let [dropped, after] = [0, beforeAllIds]
  for (;;) {
    const ids = await inPortal(app, portalId, (tx) => dropSome(tx, after))
    const last = ids.at(-1)
    if (last === undefined) return dropped
    dropped += ids.length
    after = last
  }
}

const beforeAllIds = '00000000-0000-0000-0000-000000000000'

async function dropSome(tx: Tx, after: string): Promise<readonly string[]> {
  const ids = await deleteOldDocuments(tx, await keptSinceIn(tx), { after, limit: documentsAtOnce })
  if (ids.length > 0) {
    const note = `${ids.length} documents that were kept for long enough`
    const by = { actorKind: 'installation', actorId: null, correlationId } as const
    await writeAudit(tx, { ...by, act: 'retentionKeep', code: 'DONE', note })
  }
  return ids
}

async function keptSinceIn(tx: Tx): Promise<KeptSince> {
  const { policy } = (await findPolicyInEffect(tx)) ?? { policy: defaultPolicy }
  return keptSince(tx.now, policy.retention)
}

function noteOn(gone: ReadonlyMap<string, number>): string | undefined {
  const notes = [
    ['figures', 'figures of payroll that were kept for long enough'],
    ['inquiries', 'inquiries that no worker could deal with'],
  ] as const
  const told = notes.flatMap(([name, what]) => (gone.get(name) ? [`${gone.get(name)} ${what}`] : []))
  return told.length === 0 ? undefined : told.join(', ')
}
