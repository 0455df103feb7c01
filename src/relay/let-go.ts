import { inPortal, type Pool } from '../db/client.ts'
import { beginHandOver, closeMessage, postponeMessage } from '../db/hand-over.ts'
import { type Claim, lockClaimed, standingOf } from '../db/outbox.ts'
import type { SealingPort } from '../providers/sealing/port.ts'
import { composeMessage, type Letter } from './compose-message.ts'
import { lastCheck } from './last-check.ts'
import type { Log } from './log.ts'
import { backOffMs, type Spread } from './rates.ts'

export type LetGoDeps = {
  readonly app: Pool
  readonly sealing: Pick<SealingPort, 'open'>
  readonly spread: Spread
  readonly log: Log
}

/**
 * The last look, in one short transaction of the portal that may read the content: either the message leaves from here on,
 * or its row says why not.
 */
export async function letGo(deps: LetGoDeps, claim: Claim, leaseMs: number): Promise<Letter | undefined> {
  const ids = { portalId: claim.portalId, messageId: claim.id }
  return inPortal(deps.app, claim.portalId, async (tx) => {
    const row = await lockClaimed(tx, claim)
    if (row === undefined) return undefined
    const { portal, ...standing } = await standingOf(tx, row)

    const verdict = lastCheck(row, standing, tx.now)
    if (verdict !== 'go') {
      await closeMessage(tx, claim, verdict)
      deps.log.info({ event: 'message.notSent', ...ids, ...verdict })
      return undefined
    }
    const letter = compose(deps, { row, portal, now: tx.now })
    if (letter === undefined) {
      await postponeMessage(tx, claim, { delayMs: backOffMs(claim.attempts), code: 'not_composed', tried: true })
      return undefined
    }
    // Per template, so that a hundred tasks opened at once do not hold up what the same person asks for.
    const waitMs = deps.spread.waitMs(`${row.template} ${row.recipient}`)
    if (waitMs > 0) {
      await postponeMessage(tx, claim, { delayMs: waitMs, code: null, tried: false })
      return undefined
    }
    await beginHandOver(tx, claim, leaseMs)
    return letter
  })
}

/** A text that cannot be written, for want of a key or a template, waits for the release that can. */
function compose(deps: LetGoDeps, writing: Parameters<typeof composeMessage>[1]): Letter | undefined {
  try {
    return composeMessage(deps, writing)
  } catch (error) {
    deps.log.error({ event: 'message.notComposed', messageId: writing.row.id, template: writing.row.template, error })
    return undefined
  }
}
