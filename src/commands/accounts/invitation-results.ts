import type { Pool } from '../../db/client.ts'
import type { Problem } from '../../domain/errors.ts'
import type { RandomPort } from '../../providers/random/port.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'

/** What became of one item. GRANTED also where the account had this access already, under the caller's own reference. */
export type InvitationResult =
  | {
      readonly outcome: 'INVITED' | 'REPEATED' | 'GRANTED' | 'ADDED'
      readonly accountId: string
      readonly personId: string
      /** Null where there is nothing to activate. */
      readonly journeyId: string | null
    }
  | { readonly outcome: 'REFUSED'; readonly problems: readonly Problem[] }

export type InvitationDeps = { readonly app: Pool; readonly random: RandomPort; readonly sealing: SealingPort }
