import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { expireInvitation } from '../../src/commands/accounts/expire-invitation.ts'
import { renewInvitation } from '../../src/commands/accounts/renew-invitation.ts'
import { sendInvitations } from '../../src/commands/accounts/send-invitations.ts'
import { withdrawInvitation } from '../../src/commands/accounts/withdraw-invitation.ts'
import { closeAccess } from '../../src/commands/employments/close-access.ts'
import { blockPerson, reportDeath } from '../../src/commands/employments/end-now.ts'
import { extendOffboarding } from '../../src/commands/employments/extend-offboarding.ts'
import { narrowAccess } from '../../src/commands/employments/narrow-access.ts'
import { planOffboardings } from '../../src/commands/employments/plan-offboardings.ts'
import { rehireLeaver } from '../../src/commands/employments/rehire-leaver.ts'
import { rescheduleOffboarding } from '../../src/commands/employments/reschedule-offboarding.ts'
import { withdrawLeaving } from '../../src/commands/employments/withdraw-offboarding.ts'
import type { Actor } from '../../src/domain/accounts/access.ts'
import { accountHolder } from '../support/account-holder.ts'
import { actOf, employed, type Leaving, leaving, look, planFor, rolesAt, traceOf, why } from '../support/leaving.ts'
import { actorWith, callAs, openScene } from '../support/scene.ts'
import { typePassword } from '../support/second-steps.ts'

const scene = await openScene()
const { owner } = scene
const lastDay = '2026-12-31'
const midnight = '2026-12-31T23:00:00.000Z'
const april = '2027-03-31T22:00:00.000Z'

const narrow = async (of: Leaving) => narrowAccess(scene, await actOf(scene, of, 'narrowed'))
const close = async (of: Leaving) => closeAccess(scene, await actOf(scene, of, 'closed'))
const named = ({ stage, anna }: Pick<Leaving, 'stage' | 'anna'>) => ({
  organisationId: stage.organisationId,
  personId: anna.personId,
  reason: why,
})
const plan = async (of: Pick<Leaving, 'stage' | 'anna' | 'hr'>, { day = lastDay, as = of.hr } = {}) => {
  const items = [{ personId: of.anna.personId, lastDay: day }]
  const [result] = await planOffboardings(scene, as, { organisationId: of.stage.organisationId, items })
  return result
}
/** The HR system, which sends what it has on file night after night. */
const system = ({ stage: { portalId, organisationId } }: Pick<Leaving, 'stage'>) =>
  callAs(portalId, { kind: 'service', keyId: randomUUID(), organisationId, scopes: ['offboarding:write'] })
const refused = { outcome: 'REFUSED', problems: [{ path: 'person', code: 'NOTHING_TO_END' }] }
const diedOn = async ({ anna }: Pick<Leaving, 'anna'>) =>
  (await owner`select died_on::text as day from people where id = ${anna.personId}`)[0]?.day
const leavings = async ({ anna }: Pick<Leaving, 'anna'>) =>
  (await owner`select from offboardings where account_id = ${anna.accountId}`).length

async function journeyOf(of: Leaving) {
  const { seq } = await look(scene, of)
  return { journeyId: of.journeyId, expectedVersion: seq, reason: why }
}

/** Narrowed and closed, as the story does it. */
async function closed(): Promise<Leaving> {
  const of = await leaving(scene)
  await scene.travelTo(midnight)
  await narrow(of)
  await scene.travelTo(april)
  await close(of)
  return of
}

function inviteAgain(of: Leaving, item: { startsOn?: string; externalReference?: string } = {}) {
  return sendInvitations(scene, of.hr, {
    organisationId: of.stage.organisationId,
    items: [{ name: 'Anna de Wit', email: of.anna.email, role: 'EMPLOYEE', dateOfBirth: '1990-04-12', ...item }],
  })
}

describe('a last day that is said again', () => {
  it('is repeated where it was dealt with: whoever was rehired since keeps the new work', async () => {
    const of = await leaving(scene)
    await scene.travelTo(midnight)
    await narrow(of)
    await rehireLeaver(scene, of.hr, { ...named(of), startsOn: '2027-02-01' })
    await scene.travelTo('2027-02-10T09:00:00Z')
    expect(await plan(of, { as: system(of) })).toMatchObject({ outcome: 'REPEATED', journeyId: of.journeyId })
    expect(await rolesAt(scene, of.anna, '2027-02-10T09:00:00Z')).toEqual(['EMPLOYEE'])
    expect(await leavings(of)).toBe(1)
  })

  it('by a system ends nothing of whoever goes on the day after; by HR it is meant', async () => {
    const of = await leaving(scene)
    await rehireLeaver(scene, of.hr, { ...named(of), startsOn: '2027-01-01' })
    expect(await plan(of, { as: system(of) })).toMatchObject({ outcome: 'REPEATED', journeyId: of.journeyId })
    expect(await rolesAt(scene, of.anna, midnight)).toEqual(['EMPLOYEE'])
    expect(await plan(of)).toMatchObject({ outcome: 'PLANNED' })
    expect(await rolesAt(scene, of.anna, midnight)).toEqual(['EX_EMPLOYEE'])
  })

  it('gives nothing back of what a block took', async () => {
    const of = await leaving(scene)
    await blockPerson(scene, of.hr, named(of))
    await close(of)
    expect(await plan(of, { as: system(of) })).toEqual(refused)
    expect(await plan(of, { day: '2027-01-31' })).toEqual(refused)
    expect(await rolesAt(scene, of.anna, midnight)).toEqual([])
  })

  it('that stood beside a block ends nothing of whoever came back', async () => {
    const of = await leaving(scene)
    await blockPerson(scene, of.hr, named(of))
    await close(of)
    await rehireLeaver(scene, of.hr, { ...named(of), startsOn: '2027-02-01' })
    expect(await plan(of, { as: system(of) })).toMatchObject({ outcome: 'REPEATED', journeyId: of.journeyId })
    expect(await rolesAt(scene, of.anna, '2027-02-01T09:00:00Z')).toEqual(['EMPLOYEE'])
  })

  it('in a list of many is what is on file, whoever sends it', async () => {
    const of = await leaving(scene)
    await rehireLeaver(scene, of.hr, { ...named(of), startsOn: '2027-01-01' })
    const bert = await accountHolder(scene, of.stage)
    const items = [of.anna, bert].map(({ personId }) => ({ personId, lastDay }))
    const results = await planOffboardings(scene, of.hr, { organisationId: of.stage.organisationId, items })
    expect(results.map(({ outcome }) => outcome)).toEqual(['REPEATED', 'PLANNED'])
  })

  it('ends nothing where an invitation was withdrawn before its first day', async () => {
    const { stage, hr } = await employed(scene)
    const email = `dirk-${stage.organisationId}@example.org`
    const items = [{ name: 'Dirk', email, role: 'EMPLOYEE' as const, startsOn: '2027-09-01' }]
    const [result] = await sendInvitations(scene, hr, { organisationId: stage.organisationId, items })
    if (result?.outcome !== 'INVITED') throw new Error(JSON.stringify(result))
    const invited = { journeyId: result.journeyId ?? '', expectedVersion: 1, reason: why }
    await withdrawInvitation(scene, hr, invited)
    expect(await plan({ stage, hr, anna: result as unknown as Leaving['anna'] })).toEqual(refused)
  })

  it('is a plan where whoever stayed after all leaves after all', async () => {
    const of = await leaving(scene)
    await rehireLeaver(scene, of.hr, { ...named(of), startsOn: null })
    expect(await plan(of)).toMatchObject({ outcome: 'PLANNED' })
    expect(await rolesAt(scene, of.anna, midnight)).toEqual(['EX_EMPLOYEE'])
  })

  it('mails nobody whose access closed; another one is refused, unless it gives access back', async () => {
    const of = await closed()
    expect(await plan(of)).toMatchObject({ outcome: 'REPEATED', journeyId: of.journeyId })
    expect(await plan(of, { day: '2026-12-30' })).toEqual(refused)
    expect(await plan(of, { day: '2027-01-01' })).toMatchObject({ outcome: 'PLANNED' })
    expect(await rolesAt(scene, of.anna, april)).toEqual(['EX_EMPLOYEE'])
    expect(await rolesAt(scene, of.anna, '2028-03-31T22:00:00.000Z')).toEqual([])
  })
})

describe('a block', () => {
  it('shuts the account at once, however far off the last day was', async () => {
    const of = await leaving(scene)
    await blockPerson(scene, of.hr, named(of))
    await expect(typePassword(scene, of.stage, of.anna)).rejects.toMatchObject({
      code: 'ACCESS_ENDED',
      endedAt: new Date('2026-11-04T09:00:00Z'),
    })
  })

  it('is said once also after it was carried out, and says nothing of whoever died', async () => {
    const of = await leaving(scene)
    await blockPerson(scene, of.hr, named(of))
    expect(await close(of)).toBe('done')
    expect(await blockPerson(scene, of.hr, named(of))).toEqual({ journeyId: of.journeyId })
    const { journeyId } = await reportDeath(scene, of.hr, { ...named(of), diedOn: '2026-11-02' })
    expect(await blockPerson(scene, of.hr, named(of))).toEqual({ journeyId })
    expect(await traceOf(scene, { journeyId })).toMatchObject({ journey: 'open', tasks: ['HELP_HEIRS open'] })
  })

  it('leaves HR the mail about what is to be sent by post', async () => {
    const of = await leaving(scene)
    await accountHolder(scene, of.stage, { role: 'HR' })
    await blockPerson(scene, of.hr, named(of))
    const told = () =>
      owner`select status from messages where journey_id = ${of.journeyId} and template = 'task-opened'`
    const before = await told()
    await close(of)
    expect(before).toEqual([{ status: 'queued' }])
    expect(await told()).toEqual(before)
  })

  it('keeps nobody from coming back, also where the work taken from them had not begun', async () => {
    const of = await leaving(scene)
    await scene.travelTo(midnight)
    await narrow(of)
    await rehireLeaver(scene, of.hr, { ...named(of), startsOn: '2027-02-01' })
    await blockPerson(scene, of.hr, named(of))
    await rehireLeaver(scene, of.hr, { ...named(of), startsOn: '2027-02-01' })
    expect(await rolesAt(scene, of.anna, '2027-02-01T09:00:00Z')).toEqual(['EMPLOYEE'])
  })
})

describe('somebody of HR who leaves', () => {
  it('neither undoes, moves nor stretches it, nor comes back by their own hand', async () => {
    const of = await leaving(scene)
    const { organisationId, portalId } = of.stage
    const own = async (accountId: string) => {
      const call = callAs(portalId, { ...actorWith('HR', organisationId), accountId } as Actor)
      const asked = { ...(await journeyOf(of)), lastDay: '2027-06-30' }
      const item = { name: 'Anna de Wit', email: of.anna.email, dateOfBirth: '1990-04-12', startsOn: '2027-01-01' }
      return [
        await codeOf(withdrawLeaving(scene, call, asked)),
        await codeOf(rescheduleOffboarding(scene, call, asked)),
        await codeOf(extendOffboarding(scene, call, { ...asked, through: '2027-06-30' })),
        await codeOf(rehireLeaver(scene, call, { ...named(of), startsOn: null })),
        (await sendInvitations(scene, call, { organisationId, items: [{ ...item, role: 'EMPLOYEE' }] }))[0],
      ]
    }
    const needed = 'SECOND_PERSON_NEEDED'
    const refusedItem = expect.objectContaining({ problems: [{ path: 'email', code: needed }] })
    expect(await own(of.anna.accountId)).toEqual([needed, needed, needed, needed, refusedItem])

    const alias = await accountHolder(scene, of.stage, { role: 'HR' })
    await owner`update people set email = ${of.anna.email} where id = ${alias.personId}`
    expect(await own(alias.accountId)).toEqual([needed, needed, needed, needed, refusedItem])
    expect(await traceOf(scene, of)).toMatchObject({ status: 'planned', plan: 1 })
    expect(await rolesAt(scene, of.anna, midnight)).toEqual(['EX_EMPLOYEE'])
  })
})

const codeOf = (asked: Promise<unknown>) =>
  asked.then(
    () => 'done',
    (error: unknown) => (error as { code?: string }).code,
  )

describe('a death that was reported in error', () => {
  const reported = async () => {
    const of = await leaving(scene)
    await reportDeath(scene, of.hr, { ...named(of), diedOn: '2026-11-02' })
    expect(await diedOn(of)).toBe('2026-11-02')
    return of
  }

  it('is forgotten when it is withdrawn', async () => {
    const of = await reported()
    await withdrawLeaving(scene, of.hr, await journeyOf(of))
    expect(await diedOn(of)).toBeNull()
    expect(await rolesAt(scene, of.anna, midnight)).toEqual(['EMPLOYEE'])
  })

  it('is forgotten when they are invited to work, before it closes and after', async () => {
    const open = await reported()
    await inviteAgain(open, { startsOn: '2026-11-05' })
    const over = await reported()
    await close(over)
    const [unmeant] = await inviteAgain(over)
    expect(unmeant).toMatchObject({
      outcome: 'REFUSED',
      problems: [{ path: 'startsOn', code: 'RETURN_NEEDS_FIRST_DAY' }],
    })
    expect(await diedOn(over)).toBe('2026-11-02')
    await inviteAgain(over, { startsOn: '2026-11-05' })
    for (const of of [open, over]) {
      expect(await diedOn(of)).toBeNull()
      expect(await rolesAt(scene, of.anna, midnight)).toEqual(['EMPLOYEE'])
    }
  })
})

describe('an invitation of somebody who leaves', () => {
  /** Invited, not active yet, and leaving already. */
  async function invitedLeaver(): Promise<Leaving & { readonly invitationId: string }> {
    const { stage, hr } = await employed(scene)
    const email = `carl-${stage.organisationId}@example.org`
    const items = [{ name: 'Carl', email, role: 'EMPLOYEE' as const, externalReference: 'P-7' }]
    const [result] = await sendInvitations(scene, hr, { organisationId: stage.organisationId, items })
    if (result?.outcome !== 'INVITED') throw new Error(JSON.stringify(result))
    const anna = { ...result, identifier: email, email } as unknown as Leaving['anna']
    const journeyId = await planFor(scene, { stage, anna, lastDay })
    return { stage, hr, anna, journeyId, invitationId: result.journeyId ?? '' }
  }

  async function expire({ stage, invitationId }: Awaited<ReturnType<typeof invitedLeaver>>) {
    await scene.travelTo('2026-11-20T09:00:00Z')
    const [row] = await owner<
      { plan: number; seq: number }[]
    >`select plan, seq from journeys where id = ${invitationId}`
    const act = { portalId: stage.portalId, journeyId: invitationId, plan: row?.plan ?? 0, seq: row?.seq ?? 0 }
    expect(await expireInvitation(scene, { ...act, key: 'expired' })).toBe('done')
  }

  it('that is renewed ends with the rest', async () => {
    const of = await invitedLeaver()
    await expire(of)
    const [row] = await owner<{ seq: number }[]>`select seq from journeys where id = ${of.invitationId}`
    await renewInvitation(scene, of.hr, { journeyId: of.invitationId, expectedVersion: row?.seq ?? 0 })
    expect(await rolesAt(scene, of.anna, '2026-12-31T22:59:59.999Z')).toEqual(['EMPLOYEE'])
    expect(await rolesAt(scene, of.anna, midnight)).toEqual(['EX_EMPLOYEE'])
    expect(await traceOf(scene, of)).toMatchObject({ journey: 'open' })
  })

  it('that is sent anew for work after the last day is a return', async () => {
    const of = await invitedLeaver()
    await expire(of)
    const items = [{ name: 'Carl', email: of.anna.email, role: 'EMPLOYEE' as const, startsOn: '2027-02-01' }]
    await sendInvitations(scene, of.hr, { organisationId: of.stage.organisationId, items })
    expect(await traceOf(scene, of)).toMatchObject({ outcome: 'rehired' })
    expect(await rolesAt(scene, of.anna, '2027-04-01T09:00:00Z')).toEqual(['EMPLOYEE'])
  })

  it('that is withdrawn takes its right for good, whatever becomes of the leaving', async () => {
    const of = await invitedLeaver()
    const [row] = await owner<{ seq: number }[]>`select seq from journeys where id = ${of.invitationId}`
    await withdrawInvitation(scene, of.hr, { journeyId: of.invitationId, expectedVersion: row?.seq ?? 0, reason: why })
    await withdrawLeaving(scene, of.hr, await journeyOf(of))
    expect(await rolesAt(scene, of.anna, '2026-11-05T09:00:00Z')).toEqual([])
  })

  it('under the reference of the first time is a return only with a first day after the last', async () => {
    const of = await closed()
    await owner`insert into journeys (portal_id, kind, subject_id, organisation_id, policy_version, status, outcome, ended_at)
      select portal_id, 'account-activation', subject_id, organisation_id, policy_version, 'ended', 'activated', started_at
      from journeys where id = ${of.journeyId}`
    await owner`insert into activations (portal_id, journey_id, account_id, role, organisation_id, external_reference, status,
        planned_at)
      select portal_id, id, subject_id, 'EMPLOYEE', organisation_id, 'P-1', 'activated', started_at from journeys
      where kind = 'account-activation' and subject_id = ${of.anna.accountId}`
    const send = (startsOn?: string) =>
      inviteAgain(of, { externalReference: 'P-1', ...(startsOn === undefined ? {} : { startsOn }) })
    expect(await send()).toMatchObject([{ outcome: 'REPEATED' }])
    expect(await send('2026-12-01')).toMatchObject([{ outcome: 'REPEATED' }])
    expect(await rolesAt(scene, of.anna, '2027-06-01T09:00:00Z')).toEqual([])
    expect(await send('2027-05-01')).toMatchObject([{ outcome: 'GRANTED' }])
    expect(await send('2027-05-01')).toMatchObject([{ outcome: 'REPEATED' }])
    expect(await rolesAt(scene, of.anna, '2027-06-01T09:00:00Z')).toEqual(['EMPLOYEE'])
  })
})
