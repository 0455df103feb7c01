import { expect, test } from 'vitest'
import { confirmActivationPin } from '../../src/commands/accounts/confirm-activation-pin.ts'
import { expireInvitation } from '../../src/commands/accounts/expire-invitation.ts'
import { lookAtActivation } from '../../src/commands/accounts/look-at-activation.ts'
import { renewInvitation } from '../../src/commands/accounts/renew-invitation.ts'
import { sendActivationPin } from '../../src/commands/accounts/send-activation-pin.ts'
import { sendInvitations } from '../../src/commands/accounts/send-invitations.ts'
import { type PasswordDeps, setActivationPassword } from '../../src/commands/accounts/set-activation-password.ts'
import { withdrawInvitation } from '../../src/commands/accounts/withdraw-invitation.ts'
import { DomainError } from '../../src/domain/errors.ts'
import { argon2Hashing } from '../../src/providers/hashing/argon2.ts'
import type { HashingPort } from '../../src/providers/hashing/port.ts'
import { eventually } from '../support/eventually.ts'
import { type Invitee, invite, lastPin, password, proveNumber, somebody, wrongPin } from '../support/invitee.ts'
import { actorWith, addOrganisation, callAs, openScene, type Stage, setStage } from '../support/scene.ts'

const scene = await openScene()
const argon2 = argon2Hashing({ concurrency: 2, queue: 100 })
const slow = { ...scene, hashing: argon2 }
const reason = 'raced'

/** What came of acts that ran at the same moment: codes of refusals, and DONE. */
async function outcomes(acts: readonly Promise<unknown>[]): Promise<readonly string[]> {
  const settled = await Promise.allSettled(acts)
  return settled.map((one) => {
    if (one.status === 'fulfilled') return 'DONE'
    if (one.reason instanceof DomainError) return one.reason.code
    throw one.reason
  })
}

const times = <T>(count: number, act: (n: number) => T) => Array.from({ length: count }, (_, n) => act(n))
const setPassword = (deps: PasswordDeps, stage: Stage, { token }: Invitee, continuation: string) =>
  setActivationPassword(deps, stage.anyone, { token, continuation, password })

test('lets one of fifty confirm a PIN, and checks no more tries than are allowed', async () => {
  const stage = await setStage(scene)
  const { token } = await invite(scene, stage)
  await sendActivationPin(slow, stage.anyone, { token })
  const verified: string[] = []
  const hashing: HashingPort = {
    ...argon2,
    verify: (known, pin) => {
      verified.push(known)
      return argon2.verify(known, pin)
    },
  }
  const codes = await outcomes(
    times(50, () => confirmActivationPin({ ...scene, hashing }, stage.anyone, { token, pin: lastPin(scene) })),
  )
  expect(codes.filter((code) => code === 'DONE')).toHaveLength(1)
  expect(codes.filter((code) => code === 'PIN_USED' || code === 'PIN_EXHAUSTED')).toHaveLength(49)
  expect(verified.length).toBeLessThanOrEqual(5)
  expect(
    await scene.owner`select 1 from audit where portal_id = ${stage.portalId} and act = 'activationPinConfirm'`,
  ).toHaveLength(50)
})

test('counts fifty wrong PINs at once as the five that are allowed', async () => {
  const stage = await setStage(scene)
  const { token } = await invite(scene, stage)
  await sendActivationPin(slow, stage.anyone, { token })
  const codes = await outcomes(
    times(50, () => confirmActivationPin(slow, stage.anyone, { token, pin: wrongPin(scene) })),
  )
  expect(new Set(codes)).toEqual(new Set(['PIN_EXHAUSTED', ...codes.filter((code) => code === 'PIN_WRONG')]))
  const [secret] = await scene.owner`
    select attempts, max_attempts as most from secrets where portal_id = ${stage.portalId} and purpose = 'activation-pin'`
  expect(secret).toEqual({ attempts: 5, most: 5 })
})

test('counts a try although the check never ends', async () => {
  const stage = await setStage(scene)
  const { token } = await invite(scene, stage)
  await sendActivationPin(scene, stage.anyone, { token })
  const hashing: HashingPort = { ...scene.hashing, verify: () => Promise.reject(new Error('the machine stopped')) }
  await expect(
    confirmActivationPin({ ...scene, hashing }, stage.anyone, { token, pin: lastPin(scene) }),
  ).rejects.toThrow('stopped')
  const [secret] =
    await scene.owner`select attempts from secrets where portal_id = ${stage.portalId} and purpose = 'activation-pin'`
  expect(secret).toEqual({ attempts: 1 })
})

test('lets one of fifty set the password with one link', async () => {
  const stage = await setStage(scene)
  const jan = await invite(scene, stage)
  const continuation = await proveNumber(scene, stage, jan)
  const codes = await outcomes(times(50, () => setPassword(slow, stage, jan, continuation)))
  expect(codes.filter((code) => code === 'DONE')).toHaveLength(1)
  expect(codes.filter((code) => code === 'LINK_USED')).toHaveLength(49)
  const [seen] = await scene.owner`
    select (select count(*)::int from sessions where account_id = ${jan.accountId}) as sessions,
      (select credential_version from accounts where id = ${jan.accountId}) as version,
      (select count(*)::int from timeline where journey_id = ${jan.journeyId} and fact = 'activated') as facts,
      (select count(*)::int from audit where portal_id = ${stage.portalId} and act = 'activationPasswordSet') as audit`
  expect(seen).toEqual({ sessions: 1, version: 1, facts: 1, audit: 50 })
})

test('sends no more PINs than are allowed when fifty are asked at once', async () => {
  const stage = await setStage(scene)
  const { token, journeyId } = await invite(scene, stage)
  const codes = await outcomes(times(50, () => sendActivationPin(scene, stage.anyone, { token })))
  expect(codes.filter((code) => code === 'DONE')).toHaveLength(5)
  expect(codes.filter((code) => code === 'SEND_LIMIT')).toHaveLength(45)
  expect(
    await scene.owner`select 1 from messages where journey_id = ${journeyId} and channel = 'sms' and status = 'queued'`,
  ).toHaveLength(1)
})

test.each(times(6, (n) => n))('tells who lost when HR withdraws as the person activates (%i)', async (n) => {
  const stage = await setStage(scene)
  const jan = await invite(scene, stage)
  const continuation = await proveNumber(scene, stage, jan)
  const withdrawing = () => withdrawInvitation(scene, stage.hr, { journeyId: jan.journeyId, reason })
  const acts =
    n % 2 === 0
      ? [setPassword(scene, stage, jan, continuation), withdrawing()]
      : [withdrawing(), setPassword(scene, stage, jan, continuation)].reverse()
  const told = (await outcomes(acts)).join(' ')
  expect(['DONE ALREADY_ACTIVE', 'INVITATION_WITHDRAWN DONE']).toContain(told)
  const [seen] =
    await scene.owner`select status, (select status from accounts where id = account_id) as account from activations where journey_id = ${jan.journeyId}`
  const active = { status: 'activated', account: 'active' }
  expect(seen).toEqual(told.startsWith('DONE') ? active : { status: 'withdrawn', account: 'invited' })
})

test.each(times(6, (n) => n))('tells who lost when HR renews as the person activates (%i)', async () => {
  const stage = await setStage(scene)
  const jan = await invite(scene, stage)
  const continuation = await proveNumber(scene, stage, jan)
  const told = (
    await outcomes([
      setPassword(scene, stage, jan, continuation),
      renewInvitation(scene, stage.hr, { journeyId: jan.journeyId }),
    ])
  ).join(' ')
  expect(['DONE ALREADY_ACTIVE', 'LINK_SUPERSEDED DONE']).toContain(told)
})

test.each(times(6, (n) => n))('lets either the deadline or the person win, and never both (%i)', async () => {
  const stage = await setStage(scene)
  const jan = await invite(scene, stage)
  await scene.travelTo('2026-03-09T22:59:59Z')
  const continuation = await proveNumber(scene, stage, jan)
  const { portalId } = stage
  const { seq, plan } = await lookAtActivation(scene, { portalId, journeyId: jan.journeyId })
  const act = { portalId, journeyId: jan.journeyId, plan, seq, key: 'expired' }
  const settingIt = setPassword(scene, stage, jan, continuation)
  await scene.travelTo('2026-03-09T23:00:00Z')
  const [expired, [told]] = await Promise.all([expireInvitation(scene, act), outcomes([settingIt])])
  await scene.travelTo('2026-03-02T10:00:00Z')
  expect([
    ['done', 'LINK_EXPIRED'],
    ['changed', 'DONE'],
  ]).toContainEqual([expired, told])
})

test.each(times(8, (n) => n))(
  'leaves no access with a journey that has ended when another organisation joins it (%i)',
  async () => {
    const stage = await setStage(scene)
    const other = await addOrganisation(scene, stage.portalId)
    const hr = callAs(stage.portalId, actorWith('HR', other))
    const jan = await invite(scene, stage)
    const [[joined]] = await Promise.all([
      sendInvitations(scene, hr, { organisationId: other, items: [somebody({ email: jan.email })] }),
      withdrawInvitation(scene, stage.hr, { journeyId: jan.journeyId, reason }),
    ])
    expect(['ADDED', 'INVITED']).toContain(joined?.outcome)
    const rows = await scene.owner`
    select j.status, g.organisation_id = ${other} as theirs from grants g join journeys j on j.id = g.journey_id
    where g.portal_id = ${stage.portalId} and g.valid_until is null`
    expect(rows).toEqual([{ status: 'open', theirs: true }])
  },
)

test('joins no journey that is ending at this moment', async () => {
  const stage = await setStage(scene)
  const other = await addOrganisation(scene, stage.portalId)
  const hr = callAs(stage.portalId, actorWith('HR', other))
  const jan = await invite(scene, stage)
  const joining = await scene.owner.begin(async (ending) => {
    await ending`select 1 from journeys where id = ${jan.journeyId} for update`
    const sending = sendInvitations(scene, hr, { organisationId: other, items: [somebody({ email: jan.email })] })
    await eventually('the list to wait for the journey', async () => {
      const [row] = await scene.owner`
        select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
      return row !== undefined
    })
    await ending`update journeys set status = 'ended', outcome = 'expired' where id = ${jan.journeyId}`
    return { sending }
  })
  const [joined] = await joining.sending
  expect(joined).toMatchObject({ outcome: 'INVITED', accountId: jan.accountId })
})

test('makes each account once when two long lists overlap at the same moment', async () => {
  const stage = await setStage(scene)
  const other = await addOrganisation(scene, stage.portalId)
  const people = times(300, () => somebody())
  const lists = [people, people.toReversed(), people.toSorted(() => Math.random() - 0.5)]
  const [same, again, elsewhere] = await Promise.all([
    sendInvitations(scene, stage.hr, { organisationId: stage.organisationId, items: lists[0] ?? [] }),
    sendInvitations(scene, stage.hr, { organisationId: stage.organisationId, items: lists[1] ?? [] }),
    sendInvitations(scene, callAs(stage.portalId, actorWith('HR', other)), {
      organisationId: other,
      items: lists[2] ?? [],
    }),
  ])
  const tally = (results: typeof same) =>
    results.map(({ outcome }) => outcome).filter((outcome) => outcome === 'REFUSED')
  expect([tally(same), tally(again), tally(elsewhere)]).toEqual([[], [], []])
  const [seen] = await scene.owner`
    select (select count(*)::int from accounts where portal_id = ${stage.portalId}) as accounts,
      (select count(*)::int from people where portal_id = ${stage.portalId}) as people,
      (select count(*)::int from journeys where portal_id = ${stage.portalId}) as journeys,
      (select count(*)::int from grants where portal_id = ${stage.portalId}) as grants,
      (select count(*)::int from messages where portal_id = ${stage.portalId}) as mails`
  expect(seen).toEqual({ accounts: 300, people: 300, journeys: 300, grants: 600, mails: 300 })
})

test('gives one reference to one person when two people get it at the same moment', async () => {
  const stage = await setStage(scene)
  const { organisationId } = stage
  const both = await Promise.all(
    times(8, (n) =>
      sendInvitations(scene, stage.hr, {
        organisationId,
        items: [somebody({ name: `P${n}`, externalReference: 'E1' })],
      }),
    ),
  )
  const told = both.map(([result]) => result?.outcome)
  expect(told.filter((outcome) => outcome === 'INVITED')).toHaveLength(1)
  expect(told.filter((outcome) => outcome === 'REFUSED')).toHaveLength(7)
})
