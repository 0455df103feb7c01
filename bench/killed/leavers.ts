import { planOffboardings } from '../../src/commands/employments/plan-offboardings.ts'
import { withdrawLeaving } from '../../src/commands/employments/withdraw-offboarding.ts'
import { localDate } from '../../src/domain/time.ts'
import { seedEmployees } from '../employees.ts'
import { inLanes } from '../rounds.ts'
import { hurry, type Planning, type Scenario } from './scenario.ts'

const atOnce = 500
const lanes = 4
/** One in so many is withdrawn again while its story is told. */
const withdrawn = 10

/**
 * Leavers whose last day is over at once: the plan by mail, and all of them narrow at the same second; one in ten is withdrawn
 * underway, by which some of its mails may have left.
 */
export const leavers: Scenario = {
  work: 'leavers',
  plan: async (planning) => {
    const personIds = await employ(planning)
    let last = ''
    for (let from = 0; from < personIds.length; from += atOnce) {
      const journeyIds = await leave(planning, personIds.slice(from, from + atOnce))
      // The day after the last one.
      await hurry(
        planning,
        journeyIds,
        (tx, ids) => tx`update drempel.offboardings
          set last_day = last_day - 1, planned_at = planned_at - interval '1 day'
          where portal_id = ${planning.portal.portalId} and journey_id = any(${ids})`,
      )
      await inLanes(journeyIds.filter(isWithdrawn), lanes, (journeyId) => withdraw(planning, journeyId))
      last = journeyIds.findLast((id, at) => !isWithdrawn(id, at)) ?? last
    }
    return { kind: 'offboarding', journeyId: last }
  },
  ways: (size) => {
    const ended = Math.ceil(size / withdrawn)
    return [
      { way: /^open PAYROLL: p1\/narrowed sent, p1\/plan sent$/, count: size - ended },
      {
        way: /^ended withdrawn: p1\/cancelled sent(, p1\/narrowed (sent|cancelled))?, p1\/plan (sent|cancelled)$/,
        count: ended,
      },
    ]
  },
}

// The number of each within a batch, which is a multiple of it.
function isWithdrawn(_: string, at: number): boolean {
  return at % withdrawn === 0
}

async function employ({ admin, portal, size }: Planning): Promise<readonly string[]> {
  await seedEmployees(admin, portal, { count: size, passwordHash: 'none' })
  const rows = await admin<{ id: string }[]>`select p.id from drempel.people p
    where p.portal_id = ${portal.portalId} and p.email like 'medewerker-%' order by p.email`
  return rows.map(({ id }) => id)
}

async function leave({ drempel, portal }: Planning, personIds: readonly string[]): Promise<readonly string[]> {
  const lastDay = localDate(new Date())
  const items = personIds.map((personId) => ({ personId, lastDay }))
  const results = await planOffboardings(drempel, portal.hr, { organisationId: portal.organisationId, items })
  return results.map((result) => {
    if (result.outcome !== 'PLANNED') throw new Error(JSON.stringify(result))
    return result.journeyId
  })
}

async function withdraw({ drempel, portal }: Planning, journeyId: string): Promise<void> {
  await withdrawLeaving(drempel, portal.hr, { journeyId, reason: 'Blijft toch' })
}
