import { afterEach, describe, expect, it } from 'vitest'
import { setFactorOwner } from '../../src/commands/accounts/set-factor-owner.ts'
import { reportDeath } from '../../src/commands/employments/end-now.ts'
import { announceStatement, chaseStatement } from '../../src/commands/employments/tell-statement.ts'
import type { Mail } from '../../src/providers/mail/port.ts'
import type { Loop } from '../../src/relay/loop.ts'
import { accountHolder, callOfHolder, openSessionOf } from '../support/account-holder.ts'
import { publishedFor } from '../support/documents.ts'
import { eventually } from '../support/eventually.ts'
import { actOf, employed, type Leaving, leaving, look, traceOf, why } from '../support/leaving.ts'
import { deliver, provider } from '../support/outbox.ts'
import { begin, deskOf } from '../support/recovery.ts'
import { addOrganisation, openScene } from '../support/scene.ts'
import { enrolApp } from '../support/second-steps.ts'

const scene = await openScene()
const { owner } = scene
const march = '2027-03-01T08:00:00.000Z'
let loop: Loop | undefined
afterEach(() => loop?.stop())

const chase = async (of: Leaving) => chaseStatement(scene, await actOf(scene, of, 'chase-statement'))
const announce = async (of: Leaving) => announceStatement(scene, await actOf(scene, of, 'statement'))
const statement = ({ stage, anna }: Leaving, year = 2026) =>
  publishedFor(scene, stage, anna.personId, {
    kind: 'ANNUAL_STATEMENT',
    title: `Jaaropgaaf ${year}`,
    period: { from: `${year}-01-01`, until: `${year}-12-31` },
  })

/** What its story is woken by, and what it sees then. */
async function wakeOf(of: Leaving) {
  const { seq, facts } = await look(scene, of)
  const [wakeup] = await owner`select seq from wakeups where journey_id = ${of.journeyId}`
  return { seq, woken: wakeup?.seq, ...facts }
}

describe('the annual statement', () => {
  it('wakes the story when payroll publishes it, and is announced once', async () => {
    const of = await leaving(scene)
    await scene.travelTo('2027-01-20T09:00:00Z')
    expect(await announce(of)).toBe('changed')
    await statement(of)
    expect(await wakeOf(of)).toMatchObject({ seq: 2, woken: 2, hasStatement: true })
    expect([await announce(of), await announce(of)]).toEqual(['done', 'done'])
    const { messages, facts } = await traceOf(scene, of)
    expect(messages).toEqual(['p1/plan queued', 'p1/statement queued'])
    expect(facts).toEqual(['leavingPlanned', 'statementAnnounced'])
    expect(await chase(of)).toBe('changed')
  })

  it('is of the year of the last day: an earlier one is not what is waited for', async () => {
    const of = await leaving(scene)
    await scene.travelTo('2027-01-20T09:00:00Z')
    await statement(of, 2025)
    expect(await wakeOf(of)).toMatchObject({ seq: 2, woken: 2, hasStatement: false })
    expect(await announce(of)).toBe('changed')
  })

  it('is no payslip, which wakes nobody', async () => {
    const of = await leaving(scene)
    await publishedFor(scene, of.stage, of.anna.personId)
    expect(await wakeOf(of)).toMatchObject({ seq: 1, woken: 1, hasStatement: false })
  })

  it('is asked for on the first of March, and no longer when it comes', async () => {
    const of = await leaving(scene)
    await scene.travelTo('2027-03-01T07:59:59.999Z')
    expect(await chase(of)).toBe('notYet')
    await scene.travelTo(march)
    expect([await chase(of), await chase(of)]).toEqual(['done', 'changed'])
    const [task] = await owner`select kind, due_at from tasks where journey_id = ${of.journeyId}`
    expect(task).toEqual({ kind: 'CHASE_STATEMENT', due_at: new Date('2027-03-31T22:00:00Z') })
    await statement(of)
    expect(await announce(of)).toBe('done')
    expect((await traceOf(scene, of)).tasks).toEqual(['CHASE_STATEMENT cancelled'])
  })

  it('is neither announced nor asked for when access has closed', async () => {
    const of = await leaving(scene)
    await scene.travelTo('2027-03-31T22:00:00Z')
    expect(await chase(of)).toBe('changed')
    await statement(of)
    expect(await announce(of)).toBe('changed')
  })
})

it('wakes the story when the second step turns out to be the employer’s', async () => {
  const of = await leaving(scene)
  const { factorId } = await enrolApp(scene, of.stage, of.anna)
  const call = callOfHolder(of.stage, { ...of.anna, ...(await openSessionOf(scene, of.stage.portalId, of.anna)) })
  await setFactorOwner(scene, call, { factorId, isOwnDevice: true })
  const { seq } = await wakeOf(of)
  await setFactorOwner(scene, call, { factorId, isOwnDevice: false })
  expect(await wakeOf(of)).toMatchObject({ seq: seq + 1, woken: seq + 1, isReady: false })
})

describe('somebody who died', () => {
  /** Mails that were on their way before anybody knew: of a document, and of a recovery. */
  async function withMails() {
    const { stage, anna, hr } = await employed(scene)
    await enrolApp(scene, stage, anna)
    await owner`delete from messages`
    await publishedFor(scene, stage, anna.personId)
    const desk = deskOf(stage, stage.organisationId)
    await begin(scene, { stage, anna, desk, colleague: desk })
    return { stage, anna, hr }
  }

  type Written = Awaited<ReturnType<typeof withMails>>

  async function die({ stage, anna, hr }: Written): Promise<string> {
    const asked = { organisationId: stage.organisationId, personId: anna.personId, reason: why, diedOn: '2026-11-02' }
    return (await reportDeath(scene, hr, asked)).journeyId
  }

  async function sent({ anna }: Written) {
    const mail = provider<Mail>()
    loop = deliver(scene, { mail })
    return eventually('every mail is settled', async () => {
      const rows = await owner<{ template: string; status: string; code: string | null }[]>`
        select template, status, code from messages where person_id = ${anna.personId} and channel = 'mail' order by id`
      return rows.some(({ status }) => status === 'queued') ? undefined : rows.map((row) => ({ ...row }))
    })
  }

  it('is sent nothing of any journey, whoever wrote it', async () => {
    const of = await withMails()
    await die(of)
    const code = 'person_died'
    expect(await sent(of)).toEqual([
      { template: 'document-published', status: 'cancelled', code },
      { template: 'recovery-notice', status: 'cancelled', code },
    ])
  })

  it('hears from another employer until that one says so as well', async () => {
    const of = await withMails()
    const { portalId } = of.stage
    const other = await addOrganisation(scene, portalId)
    await owner`insert into grants (portal_id, account_id, role, organisation_id, valid_from, reason)
      values (${portalId}, ${of.anna.accountId}, 'EMPLOYEE', ${other}, '2020-01-01', 'invitation')`
    await die(of)
    expect((await sent(of)).map(({ status }) => status)).toEqual(['sent', 'sent'])
  })

  it('is told of no leaving, and HR of the heirs', async () => {
    const of = await withMails()
    const colleague = await accountHolder(scene, of.stage, { role: 'HR' })
    const journeyId = await die(of)
    expect(await traceOf(scene, { journeyId })).toMatchObject({ messages: [], tasks: ['HELP_HEIRS open'] })
    const mails = await owner`select template from messages where person_id = ${colleague.personId}`
    expect([...mails]).toEqual([{ template: 'task-opened' }])
  })
})
