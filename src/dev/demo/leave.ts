import { and, eq } from 'drizzle-orm'
import { planOffboardings } from '../../commands/employments/plan-offboardings.ts'
import type { Call } from '../../commands/execute.ts'
import { inPortal, type Pool } from '../../db/client.ts'
import { latestLeavings } from '../../db/offboardings.ts'
import { accounts } from '../../db/schema/all.ts'
import { addDays, localDate } from '../../domain/time.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { organisationIds } from './load-portal.ts'
import { hrOf, type LoadedPortal, type PastAct } from './past.ts'
import type { DemoAccount } from './portal-data.ts'

type Deps = { readonly app: Pool; readonly sealing: SealingPort }

/** Who leaves and of whom nobody has said so. Whoever left once is left alone, whatever became of it since. */
export async function pastLeavings(deps: Deps, { portalId, portal }: LoadedPortal): Promise<readonly PastAct[]> {
  const acts = portal.accounts.map((account) => pastLeaving(deps, portalId, account))
  return (await Promise.all(acts)).flat()
}

async function pastLeaving(deps: Deps, portalId: string, account: DemoAccount): Promise<readonly PastAct[]> {
  const { leaves, identifier, organisation } = account
  if (leaves === undefined || organisation === null) return []
  return inPortal(deps.app, portalId, async (tx) => {
    const organisationId = (await organisationIds(tx)).get(organisation)
    const [known] = await tx
      .select({ accountId: accounts.id, personId: accounts.personId })
      .from(accounts)
      .where(and(eq(accounts.portalId, portalId), eq(accounts.identifier, identifier)))
    if (organisationId === undefined || known === undefined) throw new Error(`${identifier} was not written`)
    const { accountId, personId } = known
    if ((await latestLeavings(tx, { organisationId, accountIds: [accountId] })).size > 0) return []
    const actor = await hrOf(tx, organisationId)
    const call: Call = { actor, portalId, correlationId: `demo-leaves-${identifier}` }
    const happen = async (today: Date) => {
      const lastDay = addDays(localDate(today), leaves.lastDayInDays)
      const [result] = await planOffboardings(deps, call, { organisationId, items: [{ personId, lastDay }] })
      if (result?.outcome !== 'PLANNED') throw new Error(`${identifier} does not leave: ${JSON.stringify(result)}`)
    }
    return [{ daysAgo: leaves.saidDaysAgo, happen }]
  })
}
