import { and, asc, eq, gt, isNotNull, or } from 'drizzle-orm'
import { generateSync } from 'otplib'
import { inPortal, type Pool, type Tx } from '../db/client.ts'
import { accounts, factors, people } from '../db/schema/all.ts'
import { type FactorStatus, factorContext } from '../domain/accounts/factor.ts'
import type { SealingPort } from '../providers/sealing/port.ts'

export type PresentCode = {
  readonly identifier: string
  readonly name: string
  /** A pending one is just being set up: its code confirms it. */
  readonly status: FactorStatus
  readonly code: string
}

export type PresentCodes = { readonly codes: readonly PresentCode[]; readonly secondsLeft: number }

type Deps = { readonly app: Pool; readonly sealing: Pick<SealingPort, 'open'> }

const stepSeconds = 30

/** What the authenticator apps of a portal's people show at this moment of the movable clock. Development only. */
export async function presentCodes({ app, sealing }: Deps, portalId: string): Promise<PresentCodes> {
  return inPortal(app, portalId, async (tx) => {
    const epoch = Math.floor(tx.now.getTime() / 1000)
    const codes = (await findApps(tx)).flatMap(({ id, sealed, ...owner }) =>
      sealed === null
        ? []
        : [{ ...owner, code: generateSync({ secret: sealing.open(sealed, factorContext(id)), epoch }) }],
    )
    return { codes, secondsLeft: stepSeconds - (epoch % stepSeconds) }
  })
}

async function findApps(tx: Tx) {
  const { id, sealed, status } = factors
  return tx
    .select({ id, sealed, status, identifier: accounts.identifier, name: people.name })
    .from(factors)
    .innerJoin(accounts, and(eq(accounts.portalId, factors.portalId), eq(accounts.id, factors.accountId)))
    .innerJoin(people, and(eq(people.portalId, accounts.portalId), eq(people.id, accounts.personId)))
    .where(
      and(
        eq(factors.portalId, tx.portalId),
        eq(factors.kind, 'app'),
        isNotNull(sealed),
        or(eq(status, 'active'), and(eq(status, 'pending'), gt(factors.expiresAt, tx.now))),
      ),
    )
    .orderBy(asc(accounts.identifier), asc(id))
}
