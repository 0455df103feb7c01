import { renewInvitation } from '../../src/commands/accounts/renew-invitation.ts'
import { compose } from '../../src/compose.ts'
import type { Pool } from '../../src/db/client.ts'
import type { Installation } from '../installation.ts'
import { invitedPortal } from '../invited-portal.ts'
import { assertAlike, type BenchPortal, copyPortal } from '../portals.ts'
import { alternate, inLanes, inTurns, timed } from '../rounds.ts'
import { inAnotherPortal, openBare, openRecorder, replay, type Transaction } from '../statements.ts'
import type { Line } from '../table.ts'

// Short turns: a machine that is busy for a moment slows both sides down.
const turn = 60
const rounds = 12

/**
 * HR renews invitations, each once: locks, decision, new plan, mail, timeline, audit and wake-up. Against the very
 * statements it sends, recorded beforehand, in a loop without Drempel; one at a time, and as many as an API has in flight.
 */
export async function mutation({ admin, url, config }: Installation): Promise<readonly Line[]> {
  const model = await invitedPortal({ admin, config }, turn * (rounds + 1))
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
    const [one, other] = [await copyPortal(admin, model), await copyPortal(admin, model)]
    const journeyIds = inTurns(model.journeyIds, turn)
    const replays = inTurns(
      acts.map((act) => inAnotherPortal(act, recorded.portalId, other.portalId)),
      turn,
    )
    const measured = await alternate(rounds, {
      drempel: async () =>
        perSecond(await timed(() => inLanes(journeyIds(), lanes, (id) => renew(drempel.app, one, id)))),
      bare: async () => perSecond(await timed(() => inLanes(replays(), lanes, (act) => replay(bare, act)))),
    })
    await assertAlike(admin, one, other)
    const work = `mutation, ${lanes} at a time`
    lines.push({ work, against: 'the same SQL statements', unit: 'per second', measured, target: { atLeast: 0.5 } })
  }
  await Promise.all([drempel.close(), bare.end()])
  return lines
}

function perSecond(ms: number): number {
  return (turn / ms) * 1_000
}
