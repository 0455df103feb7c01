import postgres from 'postgres'
import type { InvitationDeps } from '../../commands/accounts/send-invitations.ts'
import { inPortal } from '../../db/client.ts'
import type { HashingPort } from '../../providers/hashing/port.ts'
import { pastInvitations } from './invite.ts'
import { pastLeavings } from './leave.ts'
import { fillPortal, insertPortal } from './load-portal.ts'
import { type PastAct, tellPast } from './past.ts'
import { demoPassword } from './portal-data.ts'
import { demoPortals } from './portals.ts'

type Deps = InvitationDeps & {
  /** Portals are made by the owner of the tables alone; everything in them is written as api and worker would. */
  readonly ownerUrl: string
  readonly hashing: HashingPort
}

/**
 * Five portals, one per manual, and the operators' own. Safe to run at every start: what is there is left as it is, only the
 * address of the portals' pages follows the port.
 */
export async function loadDemo(deps: Deps, { port }: { port: number }): Promise<void> {
  const { app, hashing, sealing } = deps
  const owner = postgres(deps.ownerUrl, { max: 1, onnotice: () => undefined })
  const passwordHash = once(() => hashing.hash(demoPassword))
  try {
    const past: PastAct[] = []
    for (const portal of demoPortals) {
      const portalId = await insertPortal(owner, portal, port)
      await inPortal(app, portalId, (tx) => fillPortal(tx, portal, { passwordHash, sealing }))
      const loaded = { portalId, portal }
      past.push(...(await pastInvitations(deps, loaded)), ...(await pastLeavings(deps, loaded)))
    }
    await tellPast(owner, past)
  } finally {
    await owner.end()
  }
}

/** One hash for everybody: hashing is slow on purpose, and these passwords are printed on the start page anyway. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}
