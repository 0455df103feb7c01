import { writeAudit } from '../../db/audit.ts'
import { inPortal, type Pool, type Tx } from '../../db/client.ts'
import { findJourneyCase, referenceOf } from '../../db/journey-cases.ts'
import { appendFact, type JourneyRow, lockJourney, stickJourney } from '../../db/journeys.ts'
import { findOrganisation } from '../../db/portals.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { openTask } from './open-task.ts'

type Deps = { readonly app: Pool; readonly sealing: SealingPort }

export type StuckReport = {
  readonly portalId: string
  readonly journeyId: string
  readonly seq: number | null
  readonly code: string
}

/**
 * An act of the story cannot succeed. The journey stays open, visibly stuck, and rests; a retry or any other change from
 * outside wakes it. Does nothing when something changed since: the story will look again anyway.
 */
export async function markJourneyStuck(deps: Deps, { portalId, journeyId, seq, code }: StuckReport): Promise<void> {
  await inPortal(deps.app, portalId, async (tx) => {
    const journey = await lockJourney(tx, journeyId)
    if (journey === undefined || journey.status !== 'open') return
    if (seq !== null && journey.seq !== seq) return
    await stickJourney(tx, journey, code)
    if (journey.stuckAt === null) await tellStuck(tx, deps, { journey, code })
  })
}

async function tellStuck(tx: Tx, deps: Deps, { journey, code }: { journey: JourneyRow; code: string }): Promise<void> {
  await appendFact(tx, journey, { fact: 'stuck', actor: { kind: 'journey', journeyId: journey.id }, data: { code } })
  const person = (await findJourneyCase(tx, journey.id))?.person ?? null
  const organisation = journey.organisationId === null ? null : await findOrganisation(tx, journey.organisationId)
  const about = { journey, person, organisation: organisation ?? null, concerns: await referenceOf(tx, journey) }
  await openTask(tx, deps, about, { kind: 'REPAIR_JOURNEY', dueAt: null })
  await writeAudit(tx, {
    actorKind: 'journey',
    actorId: journey.id,
    act: 'markJourneyStuck',
    code,
    subjectId: journey.subjectId,
    journeyId: journey.id,
    correlationId: `${journey.id}/${journey.plan}/stuck`,
  })
}
