import type { Pool, Tx } from '../../db/client.ts'
import { deleteTickets } from '../../db/document-tickets.ts'
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

const steps: Readonly<Record<string, (tx: Tx) => Promise<number>>> = {
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
}

type Deps = { readonly app: Pool; readonly documentStore: DocumentStorePort }

/** Throws away what has served, portal by portal, each in a transaction of its own. Safe to repeat at any moment. */
export async function keepRetention(deps: Deps): Promise<Retained> {
  const total = new Map(['files', ...Object.keys(steps)].map((name) => [name, 0]))
  for (const portalId of await portalIds(deps.app)) {
    for (const [name, count] of await keepInPortal(deps, portalId)) total.set(name, (total.get(name) ?? 0) + count)
  }
  return Object.fromEntries(total)
}

async function keepInPortal(deps: Deps, portalId: string): Promise<ReadonlyMap<string, number>> {
  const call = { actor: { kind: 'installation' }, portalId, correlationId: 'retention' } as const
  // Bytes may lie elsewhere than in the database, so they are thrown away outside its transaction.
  const files = await dropExpiredFiles(deps, portalId)
  return execute(deps, call, 'retentionKeep', async (tx) => {
    const value = new Map<string, number>([['files', files]])
    for (const [name, step] of Object.entries(steps)) value.set(name, await step(tx))
    const unseen = value.get('inquiries') ?? 0
    return { value, note: unseen === 0 ? undefined : `${unseen} inquiries that no worker could deal with` }
  })
}
