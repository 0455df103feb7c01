import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { approveRecovery } from '../../src/commands/accounts/approve-recovery.ts'
import { expireRecovery } from '../../src/commands/accounts/expire-recovery.ts'
import { issueRecoveryCode } from '../../src/commands/accounts/issue-recovery-code.ts'
import { lockOpenRecovery, noteRecovered } from '../../src/commands/accounts/note-recovered.ts'
import { objectToRecovery } from '../../src/commands/accounts/object-to-recovery.ts'
import { lockAccount } from '../../src/db/accounts.ts'
import { inPortal } from '../../src/db/client.ts'
import { eventually } from '../support/eventually.ts'
import {
  type Asked,
  actOf,
  approved,
  asked,
  chooseAnew,
  issued,
  look,
  outcomes,
  traceOf,
  typeCode,
} from '../support/recovery.ts'
import { openScene } from '../support/scene.ts'

const scene = await openScene()
const { owner } = scene
const object = (of: Asked) => objectToRecovery(scene, of.stage.anyone, { token: of.token })
const rounds = Array.from({ length: 6 }, (_, n) => n)
/** Both orders in turn; the outcomes come back in the order in which the acts are named. */
async function race(n: number, [first, second]: readonly [() => Promise<unknown>, () => Promise<unknown>]) {
  if (n % 2 === 0) return outcomes([first(), second()])
  return (await outcomes([second(), first()])).toReversed()
}

function otherWaits() {
  return eventually('the other one waits for a lock', async () => {
    const [row] = await owner`select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock'
      and datname = current_database()`
    return row?.n === 1
  })
}

/** What a sign-in does in which the code was used, when it is complete. */
function complete({ stage, anna }: Asked): Promise<string> {
  return inPortal(scene.app, stage.portalId, async (tx) => {
    const journey = await lockOpenRecovery(tx, anna.accountId)
    await lockAccount(tx, anna.accountId)
    const actor = { kind: 'account', ...anna, grants: [] } as const
    return journey !== undefined && (await noteRecovered(tx, scene, journey, { actor, flowId: randomUUID() }))
      ? 'RECOVERED'
      : 'STOPPED'
  })
}

test.each(rounds)('lets either the objection or the approval come first, and the objection win (%i)', async (n) => {
  const of = await asked(scene)
  const { seq } = await look(scene, of)
  const approving = () => approveRecovery(scene, of.colleague, { journeyId: of.journeyId, expectedVersion: seq })
  const told = await race(n, [() => object(of), approving])
  expect(['DONE DONE', 'DONE JOURNEY_ENDED']).toContain(told.join(' '))
  expect(await traceOf(scene, of)).toMatchObject({ status: 'objected', outcome: 'objected', codes: 0, links: 0 })
})

test.each(rounds)('leaves no code when the objection comes as it goes out (%i)', async (n) => {
  const of = await approved(scene)
  await scene.travelTo('2026-03-03T10:00:00Z')
  const act = await actOf(scene, of, 'recovery-code')
  const told = await race(n, [() => object(of), () => issueRecoveryCode(scene, act)])
  expect(['DONE done', 'DONE changed']).toContain(told.join(' '))
  const trace = await traceOf(scene, of)
  expect(trace).toMatchObject({ status: 'objected', outcome: 'objected', codes: 0, links: 0 })
  expect(trace.messages.filter((one) => one.startsWith('p1/recovery-code') && one.endsWith('queued'))).toEqual([])
})

test.each(rounds)('lets one win where the objection meets the end of the sign-in (%i)', async (n) => {
  const of = await issued(scene)
  const told = (await race(n, [() => object(of), () => complete(of)])).join(' ')
  expect(['DONE STOPPED', 'RECOVERY_ENDED RECOVERED']).toContain(told)
  const status = told.startsWith('DONE') ? 'objected' : 'recovered'
  const trace = await traceOf(scene, of)
  expect(trace).toMatchObject({ status, links: 0 })
  expect(trace.facts.filter((fact) => fact === 'objected' || fact === 'recovered')).toEqual([status])
})

test.each(rounds)('lets one win where the objection meets a real sign-in with the code (%i)', async (n) => {
  const of = await issued(scene)
  const confirm = await chooseAnew(scene, await typeCode(scene, of))
  const told = (await race(n, [() => object(of), confirm])).join(' ')
  expect(['DONE FLOW_ENDED', 'RECOVERY_ENDED DONE']).toContain(told)
  const [seen] = await owner`select
    (select count(*)::int from sessions where account_id = ${of.anna.accountId}
      and ended_at is null and expires_at > drempel.now()) as sessions,
    (select count(*)::int from factors where account_id = ${of.anna.accountId} and status = 'active') as factors,
    (select status from recoveries where journey_id = ${of.journeyId}) as status`
  expect(seen).toEqual(
    told.startsWith('DONE')
      ? { sessions: 0, factors: 1, status: 'objected' }
      : { sessions: 1, factors: 1, status: 'recovered' },
  )
})

test.each(rounds)('lets one win where the objection meets the use of the code (%i)', async (n) => {
  const of = await issued(scene)
  const told = (await race(n, [() => object(of), () => typeCode(scene, of)])).join(' ')
  expect(['DONE DONE', 'DONE BACKUP_CODE_WRONG', 'DONE FLOW_ENDED', 'DONE SIGN_IN_FAILED']).toContain(told)
  expect(await traceOf(scene, of)).toMatchObject({ status: 'objected', codes: 0, links: 0 })
  const [flow] = await owner`select count(*)::int as open from sign_in_flows where account_id = ${of.anna.accountId}
    and journey_id is not null and ended_at is null`
  expect(flow).toEqual({ open: 0 })
})

test.each(rounds)('lets one win where the objection meets the deadline (%i)', async (n) => {
  const of = await issued(scene)
  await scene.travelTo('2026-03-04T11:00:00Z')
  const act = await actOf(scene, of, 'expired')
  const told = (await race(n, [() => object(of), () => expireRecovery(scene, act)])).join(' ')
  expect(['DONE changed', 'RECOVERY_ENDED done']).toContain(told)
  const outcome = told.startsWith('DONE') ? 'objected' : 'expired'
  expect(await traceOf(scene, of)).toMatchObject({ status: outcome, outcome, journey: 'ended' })
})

// The orders are forced here: one holds the journey while the other one already waits for it.
test.each(['objection first', 'sign-in first'] as const)(
  'decides by who holds the journey first: %s',
  async (order) => {
    const of = await issued(scene)
    const told = await inPortal(scene.app, of.stage.portalId, async (tx) => {
      const journey = await lockOpenRecovery(tx, of.anna.accountId)
      if (journey === undefined) throw new Error('no recovery')
      await lockAccount(tx, of.anna.accountId)
      const other = order === 'sign-in first' ? object(of) : complete(of)
      await otherWaits()
      const actor = { kind: 'account', ...of.anna, grants: [] } as const
      if (order === 'sign-in first') await noteRecovered(tx, scene, journey, { actor, flowId: randomUUID() })
      else await tx.execute(`update drempel.recoveries set status = 'objected' where journey_id = '${of.journeyId}'`)
      return { other: outcomes([other]) }
    })
    expect(await told.other).toEqual([order === 'sign-in first' ? 'RECOVERY_ENDED' : 'STOPPED'])
    expect(await traceOf(scene, of)).toMatchObject({ status: order === 'sign-in first' ? 'recovered' : 'objected' })
  },
)

test('waits for the journey before it holds the account, as everybody does', async () => {
  const of = await issued(scene)
  const told = await inPortal(scene.app, of.stage.portalId, async (tx) => {
    await lockOpenRecovery(tx, of.anna.accountId)
    const objecting = object(of)
    await otherWaits()
    await tx.execute(`select 1 from drempel.accounts where id = '${of.anna.accountId}' for update nowait`)
    return { objecting }
  })
  expect(await outcomes([told.objecting])).toEqual(['DONE'])
})

test('notes a completed sign-in once, however often it is told', async () => {
  const of = await issued(scene)
  const told = await Promise.all(rounds.map(() => complete(of)))
  expect(told.filter((one) => one === 'RECOVERED')).toHaveLength(1)
  const [row] = await owner`select recovered_at, (select seq from journeys where id = journey_id) as seq from recoveries
    where journey_id = ${of.journeyId}`
  expect(row).toEqual({ recovered_at: new Date('2026-03-03T10:00:00Z'), seq: 3 })
})

test('notes nothing for a recovery whose code has not gone out', async () => {
  const of = await approved(scene)
  expect(await complete(of)).toBe('STOPPED')
  expect(await traceOf(scene, of)).toMatchObject({ status: 'approved', links: 2 })
})
