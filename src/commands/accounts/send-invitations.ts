import type { Tx } from '../../db/client.ts'
import { violatedConstraint } from '../../db/client.ts'
import { findOwner } from '../../db/own-account.ts'
import { findOrganisation, getPortal, policyInEffect } from '../../db/portals.ts'
import { invitableRoles } from '../../domain/accounts/access.ts'
import type { InvitationItem } from '../../domain/accounts/invitation.ts'
import { localDate } from '../../domain/time.ts'
import { authorise, type Call, type Done, execute, type Refusal, refuse } from '../execute.ts'
import { once } from '../idempotency.ts'
import { decideInvitations } from './decide-invitations.ts'
import type { InvitationDeps, InvitationResult } from './invitation-results.ts'
import { readInvitations } from './read-invitations.ts'
import { writeInvitations } from './write-invitations.ts'

export type SendInvitations = {
  readonly organisationId: string
  readonly items: readonly InvitationItem[]
  readonly idempotencyKey?: string | null | undefined
}

export type { InvitationDeps, InvitationResult } from './invitation-results.ts'

const mostItems = 1000
const act = 'invitationSend'

/**
 * Invites one or many in one transaction. Each item has its own result, in the same order; one that cannot be meant does
 * not stop the others.
 */
export async function sendInvitations(
  deps: InvitationDeps,
  call: Call,
  input: SendInvitations,
): Promise<readonly InvitationResult[]> {
  const { idempotencyKey: key, ...asked } = input
  const repeatable = {
    mutation: act,
    key,
    input: asked,
    keep: (results: Results) => ({ results }),
    recall: (kept: Record<string, unknown>) => kept.results as Results,
  }
  const send = () =>
    execute(deps, call, act, (tx) => once(tx, call, repeatable, () => invite(tx, deps, { call, input })))
  try {
    return await send()
  } catch (error) {
    // Somebody used the same reference for somebody else at this moment: the second look finds it.
    if (violatedConstraint(error) !== 'activations_reference') throw error
    return await send()
  }
}

type Results = readonly InvitationResult[]
type Outcome = Done<Results> | Refusal

async function invite(
  tx: Tx,
  deps: InvitationDeps,
  { call, input }: { call: Call; input: SendInvitations },
): Promise<Outcome> {
  authorise(call, 'invitations.write', input.organisationId, tx.now)
  if (input.items.length === 0) return refuse('REQUIRED', { problems: [{ path: 'items', code: 'REQUIRED' }] })
  if (input.items.length > mostItems)
    return refuse('TOO_MANY_ITEMS', { problems: [{ path: 'items', code: 'TOO_MANY_ITEMS' }] })
  const organisation = await findOrganisation(tx, input.organisationId)
  if (organisation === undefined) return refuse('NOT_FOUND')
  const portal = await getPortal(tx)
  const terms = { portal, roles: invitableRoles(call.actor), today: localDate(tx.now) }
  const { readable, refused } = readInvitations(input.items, terms)
  const inviter = call.actor.kind === 'account' ? await findOwner(tx, call.actor.accountId) : undefined
  const decided = await decideInvitations(tx, { organisationId: organisation.id, pending: readable, inviter })
  const setting = { portal, organisation, policy: await policyInEffect(tx), call, bulk: input.items.length > 20 }
  const written = await writeInvitations(tx, deps, { decided, setting })
  const results = new Map([...refused, ...written])
  return { value: input.items.map((_, index) => results.get(index) ?? missing(index)) }
}

function missing(index: number): never {
  throw new Error(`item ${index} has no result`)
}
