import { expect, test } from 'vitest'
import { chooseRecovery } from '../../src/commands/accounts/choose-recovery.ts'
import { lockAccount } from '../../src/db/accounts.ts'
import { inPortal } from '../../src/db/client.ts'
import { eventually } from '../support/eventually.ts'
import { chooseAnew, issued, outcomes, traceOf, typeCode } from '../support/recovery.ts'
import { openScene } from '../support/scene.ts'
import { flowOf, setPolicy, stranger, typePassword } from '../support/second-steps.ts'

const scene = await openScene()
const { owner } = scene

test('makes a choice that came with the code in the same instant come again, so that the recovery hears of it', async () => {
  const of = await issued(scene)
  const { stage, anna, journeyId } = of
  const [sms] = await owner<{ id: string }[]>`
    insert into factors (portal_id, account_id, kind, status, name, mobile, confirmed_at)
    values (${stage.portalId}, ${anna.accountId}, 'sms', 'active', 'SMS', '+31612345678', drempel.now()) returning id`
  // Nothing else can be set up: whoever chooses is in.
  await setPolicy(scene, stage, { factors: { methods: ['app'] } })
  const call = stranger(stage)
  const { token: flow } = flowOf(await typePassword(scene, stage, anna, { call }))
  const choose = () => chooseRecovery(scene, call, { flow, choice: 'PERMANENT', lost: [sms?.id ?? ''] })
  const waiting = await inPortal(scene.app, stage.portalId, async (tx) => {
    await lockAccount(tx, anna.accountId)
    const choosing = outcomes([choose()])
    await eventually('the choice waits for the account', async () => {
      const [row] = await owner`select count(*)::int as n from pg_stat_activity
        where wait_event_type = 'Lock' and datname = current_database()`
      return row?.n === 1
    })
    // What the use of the code does, which holds the account until now.
    await tx.execute(`update drempel.sign_in_flows set proof = 'backup-code', journey_id = '${journeyId}'
      where account_id = '${anna.accountId}' and ended_at is null`)
    return { choosing }
  })
  expect(await waiting.choosing).toEqual(['STEP_DIFFERS'])
  await choose()
  expect(await traceOf(scene, of)).toMatchObject({ status: 'recovered' })
})

// The code is spent when it is typed: whoever then had to find a phone was left with nothing after a quarter of an hour.
test('gives whoever used the code of the desk an hour to set up another factor', async () => {
  const of = await issued(scene)
  const { call, token } = await typeCode(scene, of)
  const [{ now }] = await owner<[{ now: Date }]>`select drempel.now()`
  const [flow] =
    await owner`select expires_at from sign_in_flows where account_id = ${of.anna.accountId} and ended_at is null`
  expect(flow).toEqual({ expires_at: new Date(now.getTime() + 60 * 60_000) })
  await scene.travelTo(new Date(now.getTime() + 59 * 60_000))
  const confirm = await chooseAnew(scene, { call, token })
  await confirm()
  expect(await traceOf(scene, of)).toMatchObject({ status: 'recovered' })
})
