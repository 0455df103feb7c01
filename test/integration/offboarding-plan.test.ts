import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { sendInvitations } from '../../src/commands/accounts/send-invitations.ts'
import { blockPerson, reportDeath } from '../../src/commands/employments/end-now.ts'
import { extendOffboarding } from '../../src/commands/employments/extend-offboarding.ts'
import { planOffboardings } from '../../src/commands/employments/plan-offboardings.ts'
import { rehireLeaver } from '../../src/commands/employments/rehire-leaver.ts'
import { rescheduleOffboarding } from '../../src/commands/employments/reschedule-offboarding.ts'
import { withdrawJourney } from '../../src/commands/journeys/withdraw-journey.ts'
import { accountHolder, toldTo } from '../support/account-holder.ts'
import { employed, leaving, look, planFor, rolesAt, traceOf, why } from '../support/leaving.ts'
import { actorWith, addOrganisation, callAs, openScene } from '../support/scene.ts'

const scene = await openScene()
const lastMoment = '2026-12-31T22:59:59.999Z'
const midnight = '2026-12-31T23:00:00.000Z'
const april = '2027-03-31T22:00:00.000Z'

async function journeyOf(of: Awaited<ReturnType<typeof leaving>>) {
  const { seq } = await look(scene, of)
  return { journeyId: of.journeyId, expectedVersion: seq, reason: why }
}

describe('recording a last day', () => {
  it('gives every right its end at once, and access to what a leaver sees until April', async () => {
    const { anna } = await leaving(scene)
    expect(await rolesAt(scene, anna, lastMoment)).toEqual(['EMPLOYEE'])
    expect(await rolesAt(scene, anna, midnight)).toEqual(['EX_EMPLOYEE'])
    expect(await rolesAt(scene, anna, '2027-03-31T21:59:59.999Z')).toEqual(['EX_EMPLOYEE'])
    expect(await rolesAt(scene, anna, april)).toEqual([])
  })

  it('tells the leaver in the same transaction, and what is wrong now', async () => {
    const { stage, anna } = await employed(scene)
    await scene.owner`update organisations set mail_domains = '{example.nl}' where id = ${stage.organisationId}`
    await planFor(scene, { stage, anna, lastDay: '2026-12-31' })
    expect(await toldTo(scene, anna)).toMatchObject([
      {
        template: 'leaving-planned',
        recipient: anna.email,
        params: {
          lastDay: '2026-12-31',
          closesAt: april,
          isAnew: false,
          todo: { giveEmail: true, ownFactor: false, ownPassword: false },
        },
      },
    ])
  })

  it('answers each of many, and one that means nobody stops no other', async () => {
    const { stage, anna, hr } = await employed(scene)
    const bert = await accountHolder(scene, stage)
    const lastDay = '2026-12-31'
    const items = [
      { personId: anna.personId, lastDay },
      { personId: anna.personId, lastDay },
      { personId: randomUUID(), lastDay },
      { personId: bert.personId, lastDay: '2026-02-30' },
      { personId: bert.personId, lastDay: '2036-12-31' },
      { personId: bert.personId, externalReference: '12', lastDay },
      { lastDay },
    ]
    const results = await planOffboardings(scene, hr, { organisationId: stage.organisationId, items })
    expect(results.map((one) => ('problems' in one ? one.problems : one.outcome))).toEqual([
      'PLANNED',
      [{ path: 'person', code: 'DUPLICATE_ITEM' }],
      [{ path: 'person', code: 'NOT_FOUND' }],
      [{ path: 'lastDay', code: 'INVALID_DATE' }],
      [
        { path: 'lastDay', code: 'INVALID_DATE' },
        { path: 'person', code: 'DUPLICATE_ITEM' },
      ],
      [
        { path: 'person', code: 'REQUIRED' },
        { path: 'person', code: 'DUPLICATE_ITEM' },
      ],
      [
        { path: 'person', code: 'REQUIRED' },
        { path: 'person', code: 'NOT_FOUND' },
      ],
    ])
    expect(await rolesAt(scene, bert, april)).toEqual(['EMPLOYEE'])
  })

  it('repeats for the same day, and is refused for another one', async () => {
    const of = await leaving(scene)
    const plan = (lastDay: string) =>
      planOffboardings(scene, of.hr, {
        organisationId: of.stage.organisationId,
        items: [{ personId: of.anna.personId, lastDay }],
      })
    expect(await plan('2026-12-31')).toEqual([
      { outcome: 'REPEATED', personId: of.anna.personId, journeyId: of.journeyId },
    ])
    expect(await plan('2026-12-30')).toEqual([
      { outcome: 'REFUSED', problems: [{ path: 'person', code: 'LEAVING_ALREADY' }] },
    ])
  })

  it('finds people by the organisation’s own reference, for an HR system with the scope', async () => {
    const { stage, hr } = await employed(scene)
    const items = [{ name: 'Cor Bos', email: `${randomUUID()}@example.nl`, externalReference: 'p-7' }]
    await sendInvitations(scene, hr, { organisationId: stage.organisationId, items })
    const service = (scopes: readonly 'offboarding:write'[]) =>
      callAs(stage.portalId, { kind: 'service', keyId: randomUUID(), organisationId: stage.organisationId, scopes })
    const plan = (call: ReturnType<typeof service>) =>
      planOffboardings(scene, call, {
        organisationId: stage.organisationId,
        items: [{ externalReference: 'p-7', lastDay: '2026-12-31' }],
      })
    expect(await plan(service(['offboarding:write']))).toMatchObject([{ outcome: 'PLANNED' }])
    await expect(plan(service([]))).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it.each(['SERVICE_DESK', 'ADMIN', 'APPROVER', 'EMPLOYEE', 'EX_EMPLOYEE'] as const)('is not for %s', async (role) => {
    const { stage, anna } = await employed(scene)
    const call = callAs(stage.portalId, actorWith(role, stage.organisationId))
    const items = [{ personId: anna.personId, lastDay: '2026-12-31' }]
    const asked = { organisationId: stage.organisationId, items }
    await expect(planOffboardings(scene, call, asked)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('makes one plan of two at the same moment', async () => {
    const { stage, anna, hr } = await employed(scene)
    const items = [{ personId: anna.personId, lastDay: '2026-12-31' }]
    const plan = () => planOffboardings(scene, hr, { organisationId: stage.organisationId, items })
    const answers = (await Promise.all([plan(), plan(), plan()])).flat()
    expect(answers.map(({ outcome }) => outcome).toSorted()).toEqual(['PLANNED', 'REPEATED', 'REPEATED'])
    expect(await toldTo(scene, anna)).toHaveLength(1)
  })

  it('leaves another employer of the same portal alone', async () => {
    const { stage, anna } = await employed(scene)
    const other = await addOrganisation(scene, stage.portalId)
    await scene.owner`insert into grants (portal_id, account_id, role, organisation_id, valid_from, reason)
      values (${stage.portalId}, ${anna.accountId}, 'EMPLOYEE', ${other}, '2020-01-01', 'invitation')`
    await planFor(scene, { stage, anna, lastDay: '2026-12-31' })
    expect(await rolesAt(scene, anna, midnight)).toEqual(['EMPLOYEE', 'EX_EMPLOYEE'])
    expect(await rolesAt(scene, anna, april)).toEqual(['EMPLOYEE'])
  })

  it('closes at once where April has passed, and says so instead of planning', async () => {
    const of = await leaving(scene, { lastDay: '2025-06-30' })
    expect(await rolesAt(scene, of.anna, '2026-11-04T09:00:00Z')).toEqual([])
    expect(await traceOf(scene, of)).toMatchObject({ messages: [], facts: ['leavingPlanned'] })
    expect((await look(scene, of)).facts.isOver).toBe(true)
  })
})

describe('changing what was planned', () => {
  it('moves to another day: the older plan’s unsent mail is cancelled, rights follow, one journey', async () => {
    const of = await leaving(scene)
    await rescheduleOffboarding(scene, of.hr, { ...(await journeyOf(of)), lastDay: '2027-01-01' })
    expect(await traceOf(scene, of)).toMatchObject({
      status: 'planned',
      plan: 2,
      messages: ['p1/plan cancelled', 'p2/plan queued'],
      facts: ['leavingPlanned', 'leavingMoved'],
    })
    expect(await rolesAt(scene, of.anna, midnight)).toEqual(['EMPLOYEE'])
    expect(await rolesAt(scene, of.anna, '2027-01-01T23:00:00Z')).toEqual(['EX_EMPLOYEE'])
    expect(await rolesAt(scene, of.anna, '2028-03-31T21:59:59.999Z')).toEqual(['EX_EMPLOYEE'])
    expect(await rolesAt(scene, of.anna, '2028-03-31T22:00:00Z')).toEqual([])
  })

  it('extends for one person, and refuses what extends nothing', async () => {
    const of = await leaving(scene)
    const extend = async (through: string) => extendOffboarding(scene, of.hr, { ...(await journeyOf(of)), through })
    await expect(extend('2027-03-31')).rejects.toMatchObject({ problems: [{ code: 'EXTENSION_TOO_EARLY' }] })
    await expect(extend('2030-01-01')).rejects.toMatchObject({ problems: [{ code: 'INVALID_DATE' }] })
    await extend('2027-04-30')
    expect(await rolesAt(scene, of.anna, '2027-04-30T21:59:59.999Z')).toEqual(['EX_EMPLOYEE'])
    expect(await rolesAt(scene, of.anna, '2027-04-30T22:00:00Z')).toEqual([])
  })

  it('withdraws: rights are what they were, nothing of the plan is sent, and the person is told', async () => {
    const of = await leaving(scene)
    await withdrawJourney(scene, of.hr, await journeyOf(of))
    expect(await traceOf(scene, of)).toMatchObject({
      status: 'withdrawn',
      journey: 'ended',
      outcome: 'withdrawn',
      messages: ['p1/plan cancelled', 'p1/cancelled queued'],
    })
    expect(await rolesAt(scene, of.anna, april)).toEqual(['EMPLOYEE'])
  })

  it('rehires before the last day: all rights as they were', async () => {
    const of = await leaving(scene)
    const { organisationId } = of.stage
    const asked = { organisationId, personId: of.anna.personId, startsOn: '2027-01-01', reason: why }
    await rehireLeaver(scene, of.hr, asked)
    expect(await traceOf(scene, of)).toMatchObject({ status: 'rehired', outcome: 'rehired' })
    expect(await rolesAt(scene, of.anna, midnight)).toEqual(['EMPLOYEE'])
    await expect(rehireLeaver(scene, of.hr, asked)).rejects.toMatchObject({ code: 'NOT_GONE' })
  })

  it('rehires later: payslips until then, the rights of an employee from then, on the same account', async () => {
    const of = await leaving(scene)
    await scene.travelTo('2027-02-01T09:00:00Z')
    const { organisationId } = of.stage
    await rehireLeaver(scene, of.hr, {
      organisationId,
      personId: of.anna.personId,
      startsOn: '2027-03-01',
      reason: why,
    })
    expect(await rolesAt(scene, of.anna, '2027-02-28T22:59:59.999Z')).toEqual(['EX_EMPLOYEE'])
    expect(await rolesAt(scene, of.anna, '2027-02-28T23:00:00Z')).toEqual(['EMPLOYEE'])
    expect(await rolesAt(scene, of.anna, april)).toEqual(['EMPLOYEE'])
  })

  it('takes an invitation as an employee for a rehire, and any other right for one that ends with the rest', async () => {
    const of = await leaving(scene)
    const invite = (role: 'EMPLOYEE' | 'APPROVER') =>
      sendInvitations(scene, of.hr, {
        organisationId: of.stage.organisationId,
        items: [{ name: 'Anna de Wit', email: of.anna.email, role, dateOfBirth: '1990-04-12' }],
      })
    await invite('APPROVER')
    expect(await rolesAt(scene, of.anna, lastMoment)).toEqual(['APPROVER', 'EMPLOYEE'])
    expect(await rolesAt(scene, of.anna, midnight)).toEqual(['EX_EMPLOYEE'])
    await scene.travelTo('2027-02-01T09:00:00Z')
    await invite('EMPLOYEE')
    expect(await traceOf(scene, of)).toMatchObject({ status: 'rehired', outcome: 'rehired' })
    expect(await rolesAt(scene, of.anna, '2027-02-01T09:00:00Z')).toEqual(['EMPLOYEE'])
  })

  it('blocks for cause: everything ends now, sessions too, and HR has the post to do', async () => {
    const of = await leaving(scene)
    const { organisationId } = of.stage
    const block = () => blockPerson(scene, of.hr, { organisationId, personId: of.anna.personId, reason: 'Fraude.' })
    expect(await block()).toEqual({ journeyId: of.journeyId })
    // Said once more, it changes nothing.
    expect(await block()).toEqual({ journeyId: of.journeyId })
    expect(await traceOf(scene, of)).toMatchObject({
      sessions: 0,
      messages: ['p1/plan cancelled'],
      tasks: ['POST_DOCUMENTS open'],
    })
    expect(await rolesAt(scene, of.anna, '2026-11-04T09:00:00Z')).toEqual([])
    expect(await rolesAt(scene, of.anna, midnight)).toEqual([])
  })

  it('reports a death without any plan: nothing is sent, and HR helps the heirs', async () => {
    const { stage, anna, hr } = await employed(scene)
    const asked = { organisationId: stage.organisationId, personId: anna.personId, reason: why }
    const dying = (diedOn: string) => reportDeath(scene, hr, { ...asked, diedOn })
    await expect(dying('2026-11-05')).rejects.toMatchObject({ problems: [{ path: 'diedOn', code: 'INVALID_DATE' }] })
    const { journeyId } = await dying('2026-11-02')
    expect(await traceOf(scene, { journeyId })).toMatchObject({ sessions: 0, messages: [], tasks: ['HELP_HEIRS open'] })
    expect(await rolesAt(scene, anna, '2026-11-04T09:00:00Z')).toEqual([])
    const [person] = await scene.owner`select died_on::text from people where id = ${anna.personId}`
    expect(person?.died_on).toBe('2026-11-02')
    const items = [{ personId: anna.personId, lastDay: '2026-12-31' }]
    expect(await planOffboardings(scene, hr, { organisationId: stage.organisationId, items })).toEqual([
      { outcome: 'REFUSED', problems: [{ path: 'person', code: 'NOTHING_TO_END' }] },
    ])
  })
})
