import { expect } from 'vitest'
import { sendInvitations } from '../../src/commands/accounts/send-invitations.ts'
import { closeAccess } from '../../src/commands/employments/close-access.ts'
import { blockPerson } from '../../src/commands/employments/end-now.ts'
import { extendOffboarding } from '../../src/commands/employments/extend-offboarding.ts'
import { narrowAccess } from '../../src/commands/employments/narrow-access.ts'
import { rehireLeaver } from '../../src/commands/employments/rehire-leaver.ts'
import { rescheduleOffboarding } from '../../src/commands/employments/reschedule-offboarding.ts'
import { withdrawLeaving } from '../../src/commands/employments/withdraw-offboarding.ts'
import type { Act } from '../../src/commands/journeys/story.ts'
import { eventually } from './eventually.ts'
import { actOf, type Leaving, why } from './leaving.ts'
import type { Scene } from './scene.ts'

/** A leaving with the acts of its story as they were decided before anybody interfered. */
export type Raced = Leaving & { readonly narrow: Act; readonly close: Act }

export async function raced(scene: Scene, of: Leaving): Promise<Raced> {
  return { ...of, narrow: await actOf(scene, of, 'narrowed'), close: await actOf(scene, of, 'closed') }
}

type Racer = (scene: Scene, of: Raced) => Promise<unknown>

const rehire =
  (startsOn: string | null): Racer =>
  (scene, { stage, anna, hr }) =>
    rehireLeaver(scene, hr, { organisationId: stage.organisationId, personId: anna.personId, startsOn, reason: why })
const reschedule =
  (lastDay: string): Racer =>
  (scene, { hr, journeyId }) =>
    rescheduleOffboarding(scene, hr, { journeyId, lastDay, reason: why })

/** What HR may do to a leaving at any moment. */
export const fromOutside = {
  'another date, later': reschedule('2027-05-31'),
  'another date, past': reschedule('2025-06-30'),
  extended: (scene, { hr, journeyId }) =>
    extendOffboarding(scene, hr, { journeyId, through: '2027-08-31', reason: why }),
  withdrawn: (scene, { hr, journeyId }) => withdrawLeaving(scene, hr, { journeyId, reason: why }),
  rehired: rehire(null),
  'rehired later': rehire('2027-05-01'),
  blocked: (scene, { stage, anna, hr }) =>
    blockPerson(scene, hr, { organisationId: stage.organisationId, personId: anna.personId, reason: why }),
  invited: async (scene, { stage, anna, hr }) => {
    const [{ now }] = await scene.owner<[{ now: Date }]>`select drempel.now()`
    // Before the last day only a first one after it says that somebody comes back.
    const startsOn = now < new Date('2026-12-31T23:00:00Z') ? '2027-01-01' : null
    const items = [{ name: 'Anna de Wit', email: anna.email, dateOfBirth: '1990-04-12', startsOn }]
    return sendInvitations(scene, hr, { organisationId: stage.organisationId, items })
  },
} as const satisfies Readonly<Record<string, Racer>>

/** What the story does meanwhile. */
export const ofTheStory = {
  narrowing: (scene, { narrow }) => narrowAccess(scene, narrow),
  closing: (scene, { close }) => closeAccess(scene, close),
} as const satisfies Readonly<Record<string, Racer>>

/**
 * Two acts in this very order, however quick either is: the journey is held until both wait for it, and a lock is given in
 * the order in which it was asked for.
 */
export async function queued({ owner }: Scene, { journeyId }: Raced, acts: readonly (() => Promise<unknown>)[]) {
  const begun: Promise<unknown>[] = []
  await owner.begin(async (tx) => {
    await tx`select 1 from drempel.journeys where id = ${journeyId} for update`
    for (const [n, act] of acts.entries()) {
      begun.push(act())
      await lockWaits({ owner }, n + 1)
    }
  })
  return begun
}

/** Waits until so many wait for a lock. */
export function lockWaits({ owner }: Pick<Scene, 'owner'>, waiting: number): Promise<unknown> {
  return eventually(`${waiting} wait for a lock`, async () => {
    const [row] = await owner`select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock'
      and datname = current_database()`
    return row?.n === waiting
  })
}

export type Legacy = {
  readonly journeys: readonly Record<string, unknown>[]
  readonly rights: readonly string[]
  readonly sessions: number
  readonly told: readonly string[]
}

/** All that is left of it, without an id: what two orders of the same acts can be compared by. */
export async function legacyOf({ owner }: Scene, { anna }: Leaving): Promise<Legacy> {
  const { accountId, personId } = anna
  const [row] = await owner<Legacy[]>`select
    array(select jsonb_build_object('status', o.status, 'journey', j.status, 'outcome', j.outcome, 'plan', j.plan,
      'seq', j.seq, 'lastDay', o.last_day, 'extendedTo', o.extended_to, 'cause', o.cause,
      'woken', (select w.seq from wakeups w where w.journey_id = j.id),
      'tasks', array(select t.kind || ' ' || t.status from tasks t where t.journey_id = j.id order by t.kind, t.status),
      'facts', array(select t.fact from timeline t where t.journey_id = j.id order by t.id),
      'messages', array(select m.key || ' ' || m.status from messages m where m.journey_id = j.id
        and m.template <> 'task-opened' order by m.id))
      from offboardings o join journeys j on j.id = o.journey_id where o.account_id = ${accountId} order by j.id) as journeys,
    array(select g.role || ' ' || g.valid_from || ' ' || coalesce(g.valid_until::text, 'on') || ' '
      || coalesce(g.end_reason, '') from grants g where g.account_id = ${accountId}
      and (g.valid_until is null or g.valid_from < g.valid_until)
      order by 1) as rights,
    (select count(*)::int from sessions s where s.account_id = ${accountId} and s.ended_at is null
      and s.expires_at > drempel.now()) as sessions,
    array(select m.template || ' ' || m.status from messages m where m.person_id = ${personId} and m.journey_id is null
      order by 1) as told`
  if (row === undefined) throw new Error('nothing is left')
  return row
}

type Left = { readonly status: string; readonly outcome: string | null; readonly state: string }

/** Whatever happened: one journey at most is under way, says the same everywhere, is woken, and sends nothing old. */
export async function expectConsistent({ owner }: Scene, { anna }: Leaving): Promise<void> {
  const rows = await owner<Left[]>`select o.status, j.outcome, j.status as state
    from offboardings o join journeys j on j.id = o.journey_id where o.account_id = ${anna.accountId}`
  expect(rows.filter(({ state }) => state === 'open').length).toBeLessThanOrEqual(1)
  for (const { status, outcome, state } of rows) {
    const isUnderWay = status === 'planned' || status === 'narrowed'
    expect({ state, outcome }).toEqual(
      isUnderWay ? { state: 'open', outcome: null } : { state: 'ended', outcome: status },
    )
  }
  const old = await owner`select m.key from messages m join journeys j on j.id = m.journey_id
    where m.person_id = ${anna.personId} and m.status = 'queued'
      and (m.plan <> j.plan or (j.status = 'ended' and m.template not in ('leaving-cancelled', 'leaving-closed')))`
  expect([...old]).toEqual([])
  const asleep = await owner`select j.id from journeys j left join wakeups w on w.journey_id = j.id
    where j.subject_id = ${anna.accountId} and w.seq is distinct from j.seq`
  expect([...asleep]).toEqual([])
}
