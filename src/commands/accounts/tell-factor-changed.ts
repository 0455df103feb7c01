import type { Tx } from '../../db/client.ts'
import type { AccountOwner } from '../../db/own-account.ts'
import type { FactorKind } from '../../domain/accounts/factor.ts'
import { factorAdded } from '../../messages/factor-added.ts'
import { factorRemoved } from '../../messages/factor-removed.ts'
import type { SecondStep } from '../../messages/second-step.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { signInUrl } from '../messages/links.ts'
import { tellAccount } from '../messages/tell-account.ts'

type Deps = { readonly sealing: SealingPort }
type Changed = { readonly id: string; readonly kind: FactorKind }

const named: Readonly<Record<FactorKind, SecondStep>> = { sms: 'SMS', app: 'APP', key: 'KEY' }

/** Whoever did not do this must hear of it. */
export async function tellFactorAdded(tx: Tx, deps: Deps, owner: AccountOwner, { id, kind }: Changed): Promise<void> {
  await tellAccount(tx, deps, owner, ({ portal }) => ({
    template: factorAdded,
    params: { kind: named[kind], addedAt: tx.now, signInUrl: signInUrl(portal) },
    key: `factor-added/${id}`,
  }))
}

export async function tellFactorRemoved(tx: Tx, deps: Deps, owner: AccountOwner, { id, kind }: Changed): Promise<void> {
  await tellAccount(tx, deps, owner, ({ portal }) => ({
    template: factorRemoved,
    params: { kind: named[kind], removedAt: tx.now, signInUrl: signInUrl(portal) },
    key: `factor-removed/${id}`,
  }))
}
