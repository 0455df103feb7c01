import { addToLeavingBatch } from '../../src/commands/employments/add-to-leaving-batch.ts'
import { lookAtLeavingBatch } from '../../src/commands/employments/look-at-leaving-batch.ts'
import { planLeavingChunk } from '../../src/commands/employments/plan-leaving-chunk.ts'
import { startLeavingBatch } from '../../src/commands/employments/start-leaving-batch.ts'
import type { Call } from '../../src/commands/execute.ts'
import type { LeaverItem } from '../../src/domain/employments/leaver-item.ts'
import { planned } from './leaving.ts'
import { type Scene, type Stage, setStage } from './scene.ts'

export const lastDay = '2026-12-31'

export type Workplace = {
  readonly stage: Stage
  readonly items: readonly LeaverItem[]
}

/** So many people who work there, on 4 November 2026, and the items that say when they leave. */
export async function workplace(scene: Scene, count: number): Promise<Workplace> {
  await scene.travelTo(planned)
  const stage = await setStage(scene)
  return { stage, items: await employ(scene, stage, count) }
}

export async function employ(
  { owner }: Pick<Scene, 'owner'>,
  { portalId, organisationId }: Pick<Stage, 'portalId' | 'organisationId'>,
  count: number,
): Promise<readonly LeaverItem[]> {
  const rows = await owner<{ id: string }[]>`
    with p as (
      insert into people (portal_id, name, language, email, email_status)
      select ${portalId}, 'Leaver ' || n, 'nl', 'leaver-' || n || '-' || gen_random_uuid() || '@example.org', 'proven'
      from generate_series(1, ${count}::int) n returning id, email
    ), a as (
      insert into accounts (portal_id, person_id, identifier, status, password_hash)
      select ${portalId}, id, email, 'active', 'none' from p returning id
    ), g as (
      insert into grants (portal_id, account_id, role, organisation_id, valid_from, reason)
      select ${portalId}, id, 'EMPLOYEE', ${organisationId}, '2020-01-01', 'invitation' from a
    )
    select id from p`
  return rows.map(({ id }) => ({ personId: id, lastDay }))
}

/** A list of the stage's organisation, and what is done with it. */
export function listOf(scene: Scene, { portalId, organisationId, hr }: Stage, call: Call = hr) {
  const name = { organisationId, externalReference: 'site closes' }
  const look = (journeyId: string) => lookAtLeavingBatch(scene, { portalId, journeyId })
  const act = async (journeyId: string, key: string) => {
    const { plan, seq } = await look(journeyId)
    return { portalId, journeyId, plan, seq, key }
  }
  return {
    name,
    look,
    act,
    add: (items: readonly LeaverItem[]) => addToLeavingBatch(scene, call, { ...name, items }),
    start: (journeyId: string, expectedCount: number) => startLeavingBatch(scene, call, { journeyId, expectedCount }),
    chunk: async (journeyId: string) => planLeavingChunk(scene, await act(journeyId, 'planned')),
  }
}

/** Handed in by as many calls as it takes, and started. */
export async function startedList(scene: Scene, { stage, items }: Workplace) {
  const list = listOf(scene, stage)
  let journeyId = ''
  for (let from = 0; from < items.length; from += 1000) {
    journeyId = (await list.add(items.slice(from, from + 1000))).journeyId
  }
  await list.start(journeyId, items.length)
  return { ...list, journeyId }
}

export type Kept = {
  readonly number: number
  readonly expected: string
  readonly outcome: string | null
  readonly code: string | null
}

export async function itemsOf({ owner }: Pick<Scene, 'owner'>, journeyId: string): Promise<readonly Kept[]> {
  return owner<Kept[]>`
    select number, expected, outcome, problems->0->>'code' as code from leaving_batch_items
    where journey_id = ${journeyId} order by number`
}

/** What there is of a list: how far it is, its facts, its tasks, and how many leavings and mails its people have. */
export async function listTrace({ owner }: Pick<Scene, 'owner'>, journeyId: string) {
  const [row] = await owner`
    select b.status, j.status as journey, j.outcome,
      array(select t.fact from timeline t where t.journey_id = j.id order by t.id) as facts,
      array(select t.kind || ' ' || t.status from tasks t where t.journey_id = j.id order by t.id) as tasks,
      (select count(*)::int from offboardings o where o.portal_id = j.portal_id) as leavings,
      (select count(*)::int from messages m where m.portal_id = j.portal_id and m.template = 'leaving-planned') as mails
    from leaving_batches b join journeys j on j.id = b.journey_id where j.id = ${journeyId}`
  return row
}
