import { randomUUID } from 'node:crypto'
import { beginEnrolment } from '../../src/commands/accounts/begin-enrolment.ts'
import { lockOpenEnrolment, noteEnrolled } from '../../src/commands/accounts/note-enrolled.ts'
import { lockAccount } from '../../src/db/accounts.ts'
import { inPortal, type Pool } from '../../src/db/client.ts'
import { confirmFactor, insertFactor } from '../../src/db/factors.ts'
import { findOwner } from '../../src/db/own-account.ts'
import { policyInEffect } from '../../src/db/portals.ts'
import { accounts, grants, people } from '../../src/db/schema/all.ts'
import type { Role } from '../../src/domain/accounts/account.ts'
import type { SealingPort } from '../../src/providers/sealing/port.ts'

type Deps = { readonly app: Pool; readonly sealing: SealingPort }
type Place = { readonly portalId: string; readonly organisationId: string }

export type Member = { readonly accountId: string; readonly personId: string; readonly email: string }

/** Somebody active with one role, who signs in with a password alone. */
export async function addMember(
  { app }: Pick<Deps, 'app'>,
  { portalId, organisationId }: Place,
  role: Role = 'APPROVER',
): Promise<Member> {
  const [personId, accountId] = [randomUUID(), randomUUID()]
  const email = `${role.toLowerCase()}-${personId}@example.nl`
  const validFrom = new Date('2020-01-01T00:00:00Z')
  await inPortal(app, portalId, async (tx) => {
    await tx
      .insert(people)
      .values({ portalId, id: personId, name: 'Petra Peters', language: 'nl', email, emailStatus: 'proven' })
    await tx.insert(accounts).values({ portalId, id: accountId, personId, identifier: email, status: 'active' })
    await tx.insert(grants).values({ portalId, accountId, role, organisationId, validFrom, reason: 'invitation' })
  })
  return { accountId, personId, email }
}

/** What a sign-in does that finds somebody obliged. */
export async function begin(deps: Deps, { portalId }: Pick<Place, 'portalId'>, { accountId }: Member) {
  return inPortal(deps.app, portalId, async (tx) => {
    await lockAccount(tx, accountId)
    const owner = await findOwner(tx, accountId)
    if (owner === undefined) throw new Error('nobody there')
    const { version: policyVersion, policy } = await policyInEffect(tx)
    return beginEnrolment(tx, deps, { owner, policyVersion, policy, actor: { kind: 'anonymous' } })
  })
}

/** What setting up a number does, in the order in which it locks. Answers whether a journey was told. */
export async function enrol(deps: Deps, { portalId }: Pick<Place, 'portalId'>, member: Member): Promise<boolean> {
  const { accountId, personId } = member
  return inPortal(deps.app, portalId, async (tx) => {
    const journey = await lockOpenEnrolment(tx, accountId)
    await lockAccount(tx, accountId)
    const id = randomUUID()
    const expiresAt = new Date(tx.now.getTime() + 60_000)
    await insertFactor(tx, { id, accountId, kind: 'sms', name: 'Telefoon', mobile: '+31612345678', expiresAt })
    await confirmFactor(tx, id, {})
    const actor = { kind: 'account', accountId, personId, sessionId: randomUUID(), grants: [] } as const
    if (journey !== undefined) await noteEnrolled(tx, journey, actor)
    return journey !== undefined
  })
}
