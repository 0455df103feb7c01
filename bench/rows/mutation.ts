import { renewInvitation } from '../../src/commands/accounts/renew-invitation.ts'
import { compose } from '../../src/compose.ts'
import type { Pool } from '../../src/db/client.ts'
import type { Installation } from '../installation.ts'
import { invitedPortal } from '../invited-portal.ts'
import { assertAlike, type BenchPortal, copyPortal } from '../portals.ts'
import { alternate, inLanes, timed } from '../rounds.ts'
import { inAnotherPortal, openBare, openRecorder, replay, type Transaction } from '../statements.ts'
import type { Line } from '../table.ts'

const size = 200
const rounds = 5

/**
 * HR renews invitations, each once: locks, decision, new plan, mail, timeline, audit and wake-up. Against the very
 * statements it sends, recorded beforehand, in a loop without Drempel; one at a time, and as many as an API has in flight.
 */
export async function mutation({ admin, url, config }: Installation): Promise<readonly Line[]> {
  const model = await invitedPortal({ admin, config }, size)
  const drempel = compose(config(), 'api')
  const bare = openBare(url)
  const renew = (app: Pool, { hr }: BenchPortal, journeyId: string) =>
    renewInvitation({ ...drempel, app }, hr, { journeyId })

  const recorder = openRecorder(url)
  const recorded = await copyPortal(admin, model)
  const acts: (readonly Transaction[])[] = []
  for (const id of model.journeyIds) acts.push(await recorder.record(() => renew(recorder.pool, recorded, id)))
  await recorder.pool.close()

  const lines: Line[] = []
  for (const lanes of [1, 8]) {
    const measured = await alternate(rounds, {
      drempel: async () => {
        const portal = await copyPortal(admin, model)
        const ms = await timed(() => inLanes(model.journeyIds, lanes, (id) => renew(drempel.app, portal, id)))
        return perSecond(ms)
      },
      bare: async () => {
        const portal = await copyPortal(admin, model)
        const loop = acts.map((act) => inAnotherPortal(act, recorded.portalId, portal.portalId))
        const ms = await timed(() => inLanes(loop, lanes, (act) => replay(bare, act)))
        await assertAlike(admin, recorded, portal)
        return perSecond(ms)
      },
    })
    const work = `mutation, ${lanes} at a time`
    lines.push({ work, against: 'the same SQL statements', unit: 'per second', measured, target: { atLeast: 0.5 } })
  }
  await Promise.all([drempel.close(), bare.end()])
  return lines
}

function perSecond(ms: number): number {
  return (size / ms) * 1_000
}
