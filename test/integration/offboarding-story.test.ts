import { describe, expect, it } from 'vitest'
import { sendInvitations } from '../../src/commands/accounts/send-invitations.ts'
import { askHelpForLeaver } from '../../src/commands/employments/ask-help-for-leaver.ts'
import { closeAccess } from '../../src/commands/employments/close-access.ts'
import { narrowAccess } from '../../src/commands/employments/narrow-access.ts'
import { remindLeaver, remindOfClosing } from '../../src/commands/employments/remind-leaver.ts'
import { rescheduleOffboarding } from '../../src/commands/employments/reschedule-offboarding.ts'
import { inPortal } from '../../src/db/client.ts'
import { insertDevice } from '../../src/db/devices.ts'
import { accountHolder, openSessionOf } from '../support/account-holder.ts'
import { actOf, type Leaving, leaving, rolesAt, traceOf, why } from '../support/leaving.ts'
import { openScene } from '../support/scene.ts'

const scene = await openScene()
const { owner } = scene
const lastMoment = '2026-12-31T22:59:59.999Z'
const midnight = '2026-12-31T23:00:00.000Z'
const april = '2027-03-31T22:00:00.000Z'

const narrow = async (of: Leaving) => narrowAccess(scene, await actOf(scene, of, 'narrowed'))
const close = async (of: Leaving) => closeAccess(scene, await actOf(scene, of, 'closed'))

/** A browser of theirs that is asked for no second step. */
async function rememberBrowser({ stage, anna: { accountId } }: Leaving): Promise<string> {
  const [account] = await owner<[{ version: number }]>`select credential_version as version from accounts
    where id = ${accountId}`
  const until = new Date('2027-12-31T00:00:00Z')
  const device = {
    accountId,
    label: 'a browser',
    expiresAt: until,
    rememberedUntil: until,
    token: accountId,
    roles: [],
  }
  return inPortal(scene.app, stage.portalId, (tx) =>
    insertDevice(tx, { ...device, credentialVersion: account.version }),
  )
}

/** Whether that browser is still remembered: under the account's present version. */
async function isRemembered(deviceId: string): Promise<boolean> {
  const [row] = await owner`select a.credential_version = d.credential_version as is from devices d
    join accounts a on a.id = d.account_id where d.id = ${deviceId}`
  return row?.is === true
}

describe('the day after the last one', () => {
  it('ends every session and every remembered browser, and says what is left', async () => {
    const of = await leaving(scene)
    await scene.travelTo(midnight)
    await openSessionOf(scene, of.stage.portalId, of.anna)
    const device = await rememberBrowser(of)
    expect(await isRemembered(device)).toBe(true)
    expect(await narrow(of)).toBe('done')
    expect(await isRemembered(device)).toBe(false)
    const [open] = await owner`select count(*)::int as n from sessions where account_id = ${of.anna.accountId}
      and ended_at is null and expires_at > drempel.now()`
    expect(open).toEqual({ n: 0 })
    expect(await traceOf(scene, of)).toMatchObject({
      status: 'narrowed',
      journey: 'open',
      messages: ['p1/plan queued', 'p1/narrowed queued'],
      facts: ['leavingPlanned', 'narrowed'],
    })
  })

  it('does it once, however often it is told', async () => {
    const of = await leaving(scene)
    await scene.travelTo(midnight)
    expect(await narrow(of)).toBe('done')
    const { sessionId } = await openSessionOf(scene, of.stage.portalId, of.anna)
    expect(await narrow(of)).toBe('done')
    const [session] = await owner`select ended_at from sessions where id = ${sessionId}`
    expect(session).toEqual({ ended_at: null })
    expect((await traceOf(scene, of)).facts).toEqual(['leavingPlanned', 'narrowed'])
  })

  it('does nothing a millisecond early', async () => {
    const of = await leaving(scene)
    await scene.travelTo(lastMoment)
    expect(await narrow(of)).toBe('notYet')
    expect(await traceOf(scene, of)).toMatchObject({ status: 'planned', facts: ['leavingPlanned'] })
  })

  it('does nothing for a plan that has been replaced', async () => {
    const of = await leaving(scene)
    await scene.travelTo(midnight)
    const stale = await actOf(scene, of, 'narrowed')
    await rescheduleOffboarding(scene, of.hr, { journeyId: of.journeyId, lastDay: '2026-12-30', reason: why })
    expect(await narrowAccess(scene, stale)).toBe('changed')
    expect(await narrow(of)).toBe('done')
  })

  it('ends with the rest a right that nobody told the leaving of', async () => {
    const of = await leaving(scene)
    const { portalId, organisationId } = of.stage
    await owner`insert into grants (portal_id, account_id, role, organisation_id, valid_from, reason)
      values (${portalId}, ${of.anna.accountId}, 'APPROVER', ${organisationId}, drempel.now(), 'given')`
    await scene.travelTo(midnight)
    expect(await narrow(of)).toBe('done')
    expect(await rolesAt(scene, of.anna, midnight)).toEqual(['EX_EMPLOYEE'])
  })
})

describe('the first of April', () => {
  it('ends what was opened, says so, and is the end of the journey', async () => {
    const of = await leaving(scene)
    await scene.travelTo('2027-03-31T21:59:59.999Z')
    expect(await close(of)).toBe('notYet')
    await scene.travelTo(april)
    const { sessionId } = await openSessionOf(scene, of.stage.portalId, of.anna)
    expect(await close(of)).toBe('done')
    const [session] = await owner`select end_reason from sessions where id = ${sessionId}`
    expect(session).toEqual({ end_reason: 'ACCESS_CHANGED' })
    expect(await traceOf(scene, of)).toMatchObject({
      status: 'closed',
      journey: 'ended',
      outcome: 'closed',
      messages: ['p1/plan cancelled', 'p1/closed queued'],
    })
    expect(await rolesAt(scene, of.anna, april)).toEqual([])
  })

  it('does not end what somebody changed since the story looked', async () => {
    const of = await leaving(scene)
    await scene.travelTo(april)
    const act = await actOf(scene, of, 'closed')
    expect(await closeAccess(scene, { ...act, seq: act.seq - 1 })).toBe('changed')
    expect(await traceOf(scene, of)).toMatchObject({ journey: 'open', facts: ['leavingPlanned'] })
  })
})

/** Somebody whose only address is the employer's. */
async function atRisk() {
  const of = await leaving(scene)
  await owner`update organisations set mail_domains = '{example.nl}' where id = ${of.stage.organisationId}`
  return of
}

const remind = async (of: Leaving, n: number) => remindLeaver(scene, await actOf(scene, of, `reminder-${n}`))

describe('reminders before the last day', () => {
  it('say what is still to do, each once and at its own time', async () => {
    const of = await atRisk()
    await scene.travelTo('2026-12-17T07:59:59.999Z')
    expect(await remind(of, 1)).toBe('notYet')
    await scene.travelTo('2026-12-17T08:00:00Z')
    expect([await remind(of, 1), await remind(of, 1)]).toEqual(['done', 'done'])
    const { messages } = await traceOf(scene, of)
    expect(messages).toEqual(['p1/plan queued', 'p1/reminder-1 queued'])
  })

  it('are not made up for: of several that are due the newest alone is sent', async () => {
    const of = await atRisk()
    await scene.travelTo('2026-12-29T08:00:00Z')
    expect([await remind(of, 1), await remind(of, 2), await remind(of, 3)]).toEqual(['changed', 'changed', 'done'])
    await scene.travelTo(midnight)
    expect((await traceOf(scene, of)).messages).toEqual(['p1/plan queued', 'p1/reminder-3 queued'])
  })

  it('are for nobody who has done what there was to do, and for nobody who is out', async () => {
    const of = await leaving(scene)
    await scene.travelTo('2026-12-29T08:00:00Z')
    expect(await remind(of, 3)).toBe('changed')
    const late = await atRisk()
    await scene.travelTo(midnight)
    expect(await remind(late, 3)).toBe('changed')
  })

  it('before the close say to take everything along, whatever was done', async () => {
    const of = await leaving(scene)
    await scene.travelTo('2027-03-25T08:00:00Z')
    const act = async (n: number) => remindOfClosing(scene, await actOf(scene, of, `closing-reminder-${n}`))
    expect([await act(1), await act(2)]).toEqual(['changed', 'done'])
    expect((await traceOf(scene, of)).messages).toEqual(['p1/plan queued', 'p1/closing-reminder-2 queued'])
  })
})

it('asks HR for help before the last day is over, and mails HR once', async () => {
  const of = await atRisk()
  const colleague = await accountHolder(scene, of.stage, { role: 'HR' })
  await scene.travelTo('2026-12-28T08:00:00Z')
  const act = await actOf(scene, of, 'help-leaver')
  expect([await askHelpForLeaver(scene, act), await askHelpForLeaver(scene, act)]).toEqual(['done', 'changed'])
  const tasks = await owner`select kind, due_at, about_person_id from tasks where journey_id = ${of.journeyId}`
  expect([...tasks]).toEqual([{ kind: 'HELP_LEAVER', due_at: new Date(midnight), about_person_id: of.anna.personId }])
  const [mails] = await owner`select count(*)::int as n from messages where person_id = ${colleague.personId}`
  expect(mails).toEqual({ n: 1 })
})

describe('an invitation as an employee before the last day', () => {
  const invite = (of: Leaving, startsOn: string | null = '2027-01-01') =>
    sendInvitations(scene, of.hr, {
      organisationId: of.stage.organisationId,
      items: [{ name: 'Anna de Wit', email: of.anna.email, dateOfBirth: '1990-04-12', startsOn }],
    })

  it.each([null, '2026-12-31'])(
    'undoes no leaving by the way, as a list of the whole staff would: from %s on',
    async (startsOn) => {
      const of = await leaving(scene)
      expect(await invite(of, startsOn)).toMatchObject([{ outcome: 'REFUSED', problems: [{ code: 'ALREADY_ACTIVE' }] }])
      expect(await traceOf(scene, of)).toMatchObject({ status: 'planned', plan: 1 })
    },
  )

  it('is a rehire where the first day comes after the last: nobody leaves', async () => {
    const of = await leaving(scene)
    expect(await invite(of)).toMatchObject([{ outcome: 'GRANTED' }])
    expect(await traceOf(scene, of)).toMatchObject({ status: 'rehired', outcome: 'rehired' })
    expect(new Set(await rolesAt(scene, of.anna, april))).toEqual(new Set(['EMPLOYEE']))
  })

  it('changes nothing the second time', async () => {
    const of = await leaving(scene)
    await invite(of)
    const rights = await rolesAt(scene, of.anna, april)
    expect(await invite(of)).toMatchObject([{ outcome: 'REFUSED', problems: [{ code: 'ALREADY_ACTIVE' }] }])
    expect(await rolesAt(scene, of.anna, april)).toEqual(rights)
  })
})
