import { and, eq } from 'drizzle-orm'
import { type InvitationDeps, sendInvitations } from '../../commands/accounts/send-invitations.ts'
import type { Call } from '../../commands/execute.ts'
import { inPortal } from '../../db/client.ts'
import { activations, organisations } from '../../db/schema/all.ts'
import { addDays, localDate } from '../../domain/time.ts'
import { organisationIds } from './load-portal.ts'
import { hrOf, type LoadedPortal, type PastAct } from './past.ts'
import type { DemoInvitation } from './portal-data.ts'

type Pending = Pick<LoadedPortal, 'portalId'> & {
  readonly invitation: DemoInvitation
  readonly organisationId: string
}

/** What is missing of the demo's invitations. */
export async function pastInvitations(
  deps: InvitationDeps,
  { portalId, portal }: LoadedPortal,
): Promise<readonly PastAct[]> {
  return inPortal(deps.app, portalId, async (tx) => {
    const ids = await organisationIds(tx)
    const sent = await tx
      .select({ organisation: organisations.name, reference: activations.externalReference })
      .from(activations)
      .innerJoin(
        organisations,
        and(eq(organisations.portalId, activations.portalId), eq(organisations.id, activations.organisationId)),
      )
      .where(eq(activations.portalId, portalId))
    return portal.invitations
      .filter(
        ({ organisation, reference }) =>
          !sent.some((known) => known.organisation === organisation && known.reference === reference),
      )
      .flatMap((invitation) => {
        const organisationId = ids.get(invitation.organisation)
        if (organisationId === undefined) return []
        const { daysAgo } = invitation
        return [{ daysAgo, happen: (today: Date) => send(deps, { portalId, invitation, organisationId }, today) }]
      })
  })
}

async function send(
  deps: InvitationDeps,
  { portalId, invitation, organisationId }: Pending,
  today: Date,
): Promise<void> {
  const actor = await inPortal(deps.app, portalId, (tx) => hrOf(tx, organisationId))
  const call: Call = { actor, portalId, correlationId: `demo-${invitation.reference}` }
  const { reference, startsInDays, organisation: _, daysAgo: __, ...person } = invitation
  const startsOn = startsInDays === undefined ? null : addDays(localDate(today), startsInDays)
  const [result] = await sendInvitations(deps, call, {
    organisationId,
    items: [{ ...person, startsOn, externalReference: reference }],
  })
  if (result?.outcome === 'INVITED') return
  throw new Error(`${invitation.organisation} ${reference} was not invited: ${JSON.stringify(result)}`)
}
