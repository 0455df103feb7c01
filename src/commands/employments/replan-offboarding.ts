import type { Tx } from '../../db/client.ts'
import { appendFact, cancelTasks, cancelUnsent, type Fact, raiseJourney } from '../../db/journeys.ts'
import {
  findOffboarding,
  moveOffboarding,
  type OffboardingCase,
  type OffboardingRow,
  underWay,
} from '../../db/offboardings.ts'
import { authorOf } from '../../domain/accounts/access.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { changeRights, endsOfCause } from './change-rights.ts'
import { calendarOf } from './leaving-case.ts'
import { queueLeavingMail } from './queue-leaving-mail.ts'

type Replan = Pick<Fact, 'fact' | 'actor' | 'data' | 'note'> & {
  readonly change: Partial<Pick<OffboardingRow, 'lastDay' | 'extendedTo' | 'cause'>>
}

/**
 * The next plan of a leaving: what the older ones have not handed over is cancelled, rights become what it says, and the
 * mail about it leaves with this transaction. The journey must be locked, and its account.
 */
export async function replanOffboarding(
  tx: Tx,
  deps: { readonly sealing: SealingPort },
  { journey, offboarding }: OffboardingCase,
  { change, ...fact }: Replan,
): Promise<OffboardingCase> {
  await cancelUnsent(tx, journey.id)
  await cancelTasks(tx, journey.id)
  if (!(await moveOffboarding(tx, journey.id, { from: underWay, to: { ...change, plannedAt: tx.now } }))) {
    throw new Error('a locked leaving moved')
  }
  const raised = await raiseJourney(tx, journey, { plan: journey.plan + 1, stuckAt: null, stuckCode: null })
  const held = await findOffboarding(tx, journey.id)
  if (held === undefined) throw new Error('a locked leaving is gone')
  const calendar = calendarOf(held)
  // A later date gives back what had narrowed, so that it narrows once more.
  if (tx.now < calendar.narrowAt) await moveOffboarding(tx, journey.id, { from: underWay, to: { status: 'planned' } })
  const { cause, organisationId } = held.offboarding
  await changeRights(tx, { organisationId, by: authorOf(fact.actor), why: endsOfCause(cause) }, [
    { accountId: offboarding.accountId, journeyId: journey.id, ends: calendar },
  ])
  await appendFact(tx, raised, fact)
  if (cause === 'left' && tx.now < calendar.closeAt) {
    await queueLeavingMail(tx, deps, held, { mail: 'plan', key: 'plan', isAnew: true, sendBefore: calendar.closeAt })
  }
  return held
}
