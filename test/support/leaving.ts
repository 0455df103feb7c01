import { lookAtOffboarding } from '../../src/commands/employments/look-at-offboarding.ts'
import { planOffboardings } from '../../src/commands/employments/plan-offboardings.ts'
import type { Call } from '../../src/commands/execute.ts'
import type { Act } from '../../src/commands/journeys/story.ts'
import { accountHolder, type Holder } from './account-holder.ts'
import { type Scene, type Stage, setStage } from './scene.ts'

export const planned = '2026-11-04T09:00:00Z'
export const why = 'Zegt op om persoonlijke redenen.'

export type Leaving = {
  readonly stage: Stage
  readonly anna: Holder
  readonly hr: Call
  readonly journeyId: string
}

/** Somebody who works there, on 4 November 2026. */
export async function employed(scene: Scene, being: Parameters<typeof accountHolder>[2] = {}) {
  await scene.travelTo(planned)
  const stage = await setStage(scene)
  const anna = await accountHolder(scene, stage, being)
  return { stage, anna, hr: stage.hr }
}

/** The same, whose last day HR records. */
export async function leaving(
  scene: Scene,
  { lastDay = '2026-12-31', ...being }: { lastDay?: string } & Parameters<typeof accountHolder>[2] = {},
): Promise<Leaving> {
  const { stage, anna, hr } = await employed(scene, being)
  return { stage, anna, hr, journeyId: await planFor(scene, { stage, anna, lastDay }) }
}

type Planning = { readonly stage: Stage; readonly anna: Holder; readonly lastDay: string }

export async function planFor(scene: Scene, { stage, anna, lastDay }: Planning): Promise<string> {
  const items = [{ personId: anna.personId, lastDay }]
  const [result] = await planOffboardings(scene, stage.hr, { organisationId: stage.organisationId, items, note: why })
  if (result === undefined || !('journeyId' in result)) throw new Error(`not planned: ${JSON.stringify(result)}`)
  return result.journeyId
}

type Named = { readonly stage: Pick<Stage, 'portalId'>; readonly journeyId: string }

export function look(scene: Scene, { stage, journeyId }: Named) {
  return lookAtOffboarding(scene, { portalId: stage.portalId, journeyId })
}

/** As the story decides an act, from what it sees now. */
export async function actOf(scene: Scene, of: Named, key: string): Promise<Act> {
  const { plan, seq } = await look(scene, of)
  return { portalId: of.stage.portalId, journeyId: of.journeyId, plan, seq, key }
}

/** The roles in force in the organisation at an instant, as every request reads them. */
export async function rolesAt({ owner }: Scene, { accountId }: Holder, instant: string): Promise<readonly string[]> {
  const rows = await owner<{ role: string }[]>`select role from grants where account_id = ${accountId}
    and valid_from <= ${instant} and (valid_until is null or valid_until > ${instant}) order by role`
  return rows.map(({ role }) => role)
}

export type Trace = {
  readonly status: string
  readonly journey: string
  readonly outcome: string | null
  readonly plan: number
  readonly tasks: readonly string[]
  readonly facts: readonly string[]
  readonly messages: readonly string[]
  readonly sessions: number
}

/** Everything that is left of a leaving in the database, as one row. */
export async function traceOf({ owner }: Scene, { journeyId }: Pick<Named, 'journeyId'>): Promise<Trace> {
  const [row] = await owner<Trace[]>`
    select o.status, j.status as journey, j.outcome, j.plan,
      array(select t.kind || ' ' || t.status from tasks t where t.journey_id = j.id order by t.id) as tasks,
      array(select t.fact from timeline t where t.journey_id = j.id order by t.id) as facts,
      array(select m.key || ' ' || m.status from messages m where m.journey_id = j.id
        and m.template <> 'task-opened' order by m.id) as messages,
      (select count(*)::int from sessions s where s.account_id = o.account_id and s.ended_at is null) as sessions
    from offboardings o join journeys j on j.id = o.journey_id where j.id = ${journeyId}`
  if (row === undefined) throw new Error(`no leaving ${journeyId}`)
  return row
}
