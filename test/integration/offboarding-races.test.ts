import { describe, expect, it } from 'vitest'
import { inPortal } from '../../src/db/client.ts'
import { lockLeavers } from '../../src/db/offboardings.ts'
import { openSessionOf } from '../support/account-holder.ts'
import { employed, leaving, planFor, rolesAt } from '../support/leaving.ts'
import {
  expectConsistent,
  fromOutside,
  type Legacy,
  legacyOf,
  lockWaits,
  ofTheStory,
  queued,
  type Raced,
  raced,
} from '../support/leaving-races.ts'
import { outcomes } from '../support/recovery.ts'
import { openScene } from '../support/scene.ts'

const scene = await openScene()
const lastMoment = '2026-12-31T22:59:59.999Z'
const midnight = '2026-12-31T23:00:00.000Z'
const april = '2027-03-31T22:00:00.000Z'
const acts = { ...fromOutside, ...ofTheStory }
type Name = keyof typeof acts
type Outside = keyof typeof fromOutside

/** A leaving that has come this far, at this instant, and somebody signed in. */
async function arrive(instant: string): Promise<Raced> {
  const of = await raced(scene, await leaving(scene))
  await scene.travelTo(instant)
  if (instant === april) expect(await ofTheStory.narrowing(scene, of)).toBe('done')
  await openSessionOf(scene, of.stage.portalId, of.anna)
  return of
}

const bound = (of: Raced, names: readonly Name[]) => names.map((name) => () => acts[name](scene, of))

type Seen = { readonly told: readonly string[]; readonly roles: readonly string[]; readonly legacy: Legacy }

type Way = (of: Raced, names: readonly Name[]) => Promise<readonly string[]>

const oneAfterTheOther: Way = async (of, names) => {
  const told: string[] = []
  for (const act of bound(of, names)) told.push(...(await outcomes([act()])))
  return told
}
const waitingInLine: Way = async (of, names) => outcomes(await queued(scene, of, bound(of, names)))
const atOnce: Way = (of, names) => outcomes(bound(of, names).map((act) => act()))

async function see(instant: string, names: readonly Name[], way: Way): Promise<Seen> {
  const of = await arrive(instant)
  const told = await way(of, names)
  await expectConsistent(scene, of)
  return { told, roles: await rolesAt(scene, of.anna, instant), legacy: await legacyOf(scene, of) }
}

const turned = ({ told, ...seen }: Seen): Seen => ({ told: told.toReversed(), ...seen })

/** There are two orders: what a race leaves is what one of them leaves, however the acts meet. */
async function race(instant: string, [one, other]: readonly [Name, Name], rounds = 4): Promise<readonly Seen[]> {
  const first = await see(instant, [one, other], oneAfterTheOther)
  const last = turned(await see(instant, [other, one], oneAfterTheOther))
  expect(await see(instant, [one, other], waitingInLine)).toEqual(first)
  expect(turned(await see(instant, [other, one], waitingInLine))).toEqual(last)
  for (let n = 0; n < rounds; n += 2) {
    expect([first, last]).toContainEqual(await see(instant, [one, other], atOnce))
    expect([first, last]).toContainEqual(turned(await see(instant, [other, one], atOnce)))
  }
  return [first, last]
}

const outside = Object.keys(fromOutside) as Outside[]
const none: readonly string[] = []
const works = ['EMPLOYEE']
const left = ['EX_EMPLOYEE']

const atMidnight: Readonly<Record<Outside, readonly string[]>> = {
  'another date, later': works,
  'another date, past': none,
  extended: left,
  withdrawn: works,
  rehired: works,
  'rehired later': left,
  blocked: none,
  invited: works,
}

it.each(outside)('ends in one way where the narrowing meets: %s', async (name) => {
  const [first, last] = await race(midnight, ['narrowing', name])
  expect([first?.told, last?.told]).toEqual([
    ['done', 'DONE'],
    ['changed', 'DONE'],
  ])
  expect([first?.roles, last?.roles]).toEqual([atMidnight[name], atMidnight[name]])
})

/** After the close, and instead of it. */
const inApril: Readonly<Record<Outside, readonly [string, readonly string[], readonly string[]]>> = {
  'another date, later': ['JOURNEY_ENDED', none, works],
  'another date, past': ['JOURNEY_ENDED', none, none],
  extended: ['JOURNEY_ENDED', none, left],
  withdrawn: ['JOURNEY_ENDED', none, works],
  rehired: ['DONE', works, works],
  'rehired later': ['DONE', none, none],
  blocked: ['DONE', none, none],
  invited: ['DONE', works, works],
}

it.each(outside)('ends in one way where the close meets: %s', async (name) => {
  const [first, last] = await race(april, ['closing', name])
  const [tooLate, after, instead] = inApril[name]
  expect([first?.told, last?.told]).toEqual([
    ['done', tooLate],
    ['changed', 'DONE'],
  ])
  expect([first?.roles, last?.roles]).toEqual([after, instead])
})

const pairs = outside.flatMap((one, n) => outside.slice(n).map((other) => [one, other] as const))

it.each(pairs)('ends in one way where HR does two things at once: %s; %s', async (one, other) => {
  await race(midnight, [one, other], 2)
})

describe('a change that began before midnight and is decided after it', () => {
  it.each(['withdrawn', 'rehired', 'another date, later'] as const)('leaves somebody who works: %s', async (name) => {
    const of = await arrive(lastMoment)
    const narrow = async () => {
      await scene.travelTo(midnight)
      return ofTheStory.narrowing(scene, of)
    }
    const told = await outcomes(await queued(scene, of, [...bound(of, [name]), narrow]))
    expect(told).toEqual(['DONE', 'changed'])
    expect(await rolesAt(scene, of.anna, midnight)).toEqual(works)
    await expectConsistent(scene, of)
  })
})

it('holds a leaving that began while it waited for the account', async () => {
  const { stage, anna } = await employed(scene)
  const { organisationId, portalId } = stage
  const asked = { organisationId, accountIds: [anna.accountId] }
  const waiting = await scene.owner.begin(async (tx) => {
    await tx`select 1 from drempel.accounts where id = ${anna.accountId} for update`
    // The first in line plans; the second one looked for a leaving before there was any.
    const planning = planFor(scene, { stage, anna, lastDay: '2026-12-31' })
    await lockWaits(scene, 1)
    const other = inPortal(scene.app, portalId, async (own) => {
      await lockLeavers(own, asked)
      const isHeld = scene.owner`select 1 from drempel.journeys where subject_id = ${anna.accountId} for update nowait`
      return isHeld.then(
        () => 'free',
        ({ code }) => code,
      )
    })
    await lockWaits(scene, 2)
    return { planning, other }
  })
  await waiting.planning
  expect(await waiting.other).toBe('55P03')
})
