import type { Pool } from '../../db/client.ts'
import {
  deleteIdempotencyKeys,
  deleteSecrets,
  deleteSessions,
  deleteThrottles,
  portalIds,
  wipeSealedCopies,
} from '../../db/retention.ts'
import { execute } from '../execute.ts'

export type Retained = {
  readonly sealedWiped: number
  readonly throttles: number
  readonly idempotencyKeys: number
  readonly sessions: number
  readonly secrets: number
}

const nothing: Retained = { sealedWiped: 0, throttles: 0, idempotencyKeys: 0, sessions: 0, secrets: 0 }

/** Long enough to answer a question about it, no longer: nothing here is needed for a decision any more. */
const brief = { days: 30 }
const season = { days: 90 }

/** Throws away what has served, portal by portal, each in a transaction of its own. Safe to repeat at any moment. */
export async function keepRetention(deps: { readonly app: Pool }): Promise<Retained> {
  let total = nothing
  for (const portalId of await portalIds(deps.app)) total = sum(total, await keepInPortal(deps, portalId))
  return total
}

async function keepInPortal(deps: { readonly app: Pool }, portalId: string): Promise<Retained> {
  const call = { actor: { kind: 'installation' }, portalId, correlationId: 'retention' } as const
  return execute(deps, call, 'retentionKeep', async (tx) => ({
    value: {
      sealedWiped: await wipeSealedCopies(tx),
      throttles: await deleteThrottles(tx, brief),
      idempotencyKeys: await deleteIdempotencyKeys(tx, brief),
      sessions: await deleteSessions(tx, season),
      secrets: await deleteSecrets(tx, season),
    },
  }))
}

function sum(a: Retained, b: Retained): Retained {
  return {
    sealedWiped: a.sealedWiped + b.sealedWiped,
    throttles: a.throttles + b.throttles,
    idempotencyKeys: a.idempotencyKeys + b.idempotencyKeys,
    sessions: a.sessions + b.sessions,
    secrets: a.secrets + b.secrets,
  }
}
