import { sendInvitations } from '../../src/commands/accounts/send-invitations.ts'
import { withdrawInvitation } from '../../src/commands/accounts/withdraw-invitation.ts'
import { newcomers } from '../portals.ts'
import { inLanes } from '../rounds.ts'
import { hurry, type Planning, type Scenario } from './scenario.ts'

const atOnce = 500
const lanes = 4
/** One in so many is withdrawn again while its story is told. */
const withdrawn = 10

/**
 * Invitations: a mail at once, a reminder that falls due at once, and one in ten withdrawn underway, by which some of its
 * mails may have left.
 */
export const invitations: Scenario = {
  work: 'invitations',
  plan: async (planning) => {
    const items = newcomers(planning.size)
    let last = ''
    for (let from = 0; from < items.length; from += atOnce) {
      const journeyIds = await invite(planning, items.slice(from, from + atOnce))
      // The day of the first reminder.
      await hurry(
        planning,
        journeyIds,
        (tx, ids) => tx`update drempel.activations set planned_at = planned_at - interval '4 days'
          where portal_id = ${planning.portal.portalId} and journey_id = any(${ids})`,
      )
      await inLanes(journeyIds.filter(isWithdrawn), lanes, (journeyId) => withdraw(planning, journeyId))
      last = journeyIds.findLast((id, at) => !isWithdrawn(id, at)) ?? last
    }
    return { kind: 'account-activation', journeyId: last }
  },
  ways: (size) => {
    const ended = Math.ceil(size / withdrawn)
    return [
      { way: /^open PERSON: p1\/invitation sent, p1\/reminder-1 sent$/, count: size - ended },
      {
        way: /^ended withdrawn: p1\/invitation (sent|cancelled)(, p1\/reminder-1 (sent|cancelled))?$/,
        count: ended,
      },
    ]
  },
}

// The number of each within a batch, which is a multiple of it.
function isWithdrawn(_: string, at: number): boolean {
  return at % withdrawn === 0
}

type Items = ReturnType<typeof newcomers>

async function invite({ drempel, portal }: Planning, items: Items): Promise<readonly string[]> {
  const results = await sendInvitations(drempel, portal.hr, { organisationId: portal.organisationId, items })
  return results.map((result) => {
    if (result.outcome !== 'INVITED' || result.journeyId === null) throw new Error(JSON.stringify(result))
    return result.journeyId
  })
}

async function withdraw({ drempel, portal }: Planning, journeyId: string): Promise<void> {
  await withdrawInvitation(drempel, portal.hr, { journeyId, reason: 'Begint toch niet' })
}
