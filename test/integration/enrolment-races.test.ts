import { expect, test } from 'vitest'
import { completeEnrolment } from '../../src/commands/accounts/complete-enrolment.ts'
import { lapseEnrolment } from '../../src/commands/accounts/lapse-enrolment.ts'
import { lookAtEnrolment } from '../../src/commands/accounts/look-at-enrolment.ts'
import { withdrawJourney } from '../../src/commands/journeys/withdraw-journey.ts'
import { DomainError } from '../../src/domain/errors.ts'
import { addMember, begin, enrol } from '../support/enrolment.ts'
import { eventually } from '../support/eventually.ts'
import { openScene, setStage } from '../support/scene.ts'

const scene = await openScene()
const deadline = '2026-03-16T23:00:00Z'
const rounds = Array.from({ length: 8 }, (_, n) => n)

const askSomebody = async () => {
  await scene.travelTo('2026-03-02T10:00:00Z')
  const stage = await setStage(scene)
  const petra = await addMember(scene, stage)
  return { stage, petra, journeyId: (await begin(scene, stage, petra)).journeyId }
}

const record = async (journeyId: string) => {
  const [row] = await scene.owner`
    select e.status, j.status as journey, j.outcome,
      (select count(*)::int from messages m where m.journey_id = j.id and m.template = 'enrolment-lapsed') as mails
    from enrolments e join journeys j on j.id = e.journey_id where e.journey_id = ${journeyId}`
  return row
}

const waitForALock = () =>
  eventually('one of them waits for the other', async () => {
    const [row] = await scene.owner`
      select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    return row !== undefined
  })

test.each(rounds)('lets either the deadline or the person win, and never both (%i)', async (n) => {
  const { stage, petra, journeyId } = await askSomebody()
  await scene.travelTo(deadline)
  const act = { portalId: stage.portalId, journeyId, plan: 1, seq: 1, key: 'lapsed' }
  const lapsing = () => lapseEnrolment(scene, act)
  const enrolling = () => enrol(scene, stage, petra)
  const [first, second] = n % 2 === 0 ? [lapsing, enrolling] : [enrolling, lapsing]
  const told = await Promise.all([first(), second()])
  const [lapsed, wasTold] = n % 2 === 0 ? told : told.toReversed()
  const lost = { status: 'lapsed', journey: 'ended', outcome: 'lapsed', mails: 1 }
  const won = { status: 'enrolled', journey: 'open', outcome: null, mails: 0 }
  expect([
    ['done', false, lost],
    ['changed', true, won],
  ]).toContainEqual([lapsed, wasTold, await record(journeyId)])
})

test('waits for a factor that is being confirmed at the deadline, though it knows of no journey', async () => {
  const { stage, petra, journeyId } = await askSomebody()
  await scene.travelTo(deadline)
  const act = { portalId: stage.portalId, journeyId, plan: 1, seq: 1, key: 'lapsed' }
  const { lapsing } = await scene.owner.begin(async (confirming) => {
    await confirming`select 1 from accounts where id = ${petra.accountId} for update`
    const lapsing = lapseEnrolment(scene, act)
    await waitForALock()
    await confirming`insert into factors (portal_id, account_id, kind, status, name, mobile)
      values (${stage.portalId}, ${petra.accountId}, 'sms', 'active', 'Telefoon', '+31612345678')`
    return { lapsing }
  })
  expect(await lapsing).toBe('changed')
  const { facts } = await lookAtEnrolment(scene, { portalId: stage.portalId, journeyId })
  expect(facts).toEqual({ enrolled: true, obliged: true })
  expect(await completeEnrolment(scene, { ...act, key: 'enrolled' })).toBe('done')
  expect(await record(journeyId)).toEqual({ status: 'enrolled', journey: 'ended', outcome: 'enrolled', mails: 0 })
})

test.each(rounds)('tells who lost when HR withdraws as the person enrols (%i)', async (n) => {
  const { stage, petra, journeyId } = await askSomebody()
  const withdrawing = () =>
    withdrawJourney(scene, stage.hr, { journeyId, reason: 'raced' }).then(
      () => 'DONE',
      (error: unknown) => {
        if (error instanceof DomainError) return error.code
        throw error
      },
    )
  const enrolling = () => enrol(scene, stage, petra)
  const told = await Promise.all(n % 2 === 0 ? [withdrawing(), enrolling()] : [enrolling(), withdrawing()])
  const [withdrawn, wasTold] = n % 2 === 0 ? told : told.toReversed()
  const { status } = (await record(journeyId)) ?? {}
  expect([
    ['DONE', false, 'withdrawn'],
    ['JOURNEY_ENDED', true, 'enrolled'],
  ]).toContainEqual([withdrawn, wasTold, status])
})
