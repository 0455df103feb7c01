import { expect, test } from 'vitest'
import { sendInvitations } from '../../src/commands/accounts/send-invitations.ts'
import type { InvitationItem } from '../../src/domain/accounts/invitation.ts'
import { activate, invite, somebody } from '../support/invitee.ts'
import { actorWith, addOrganisation, callAs, openScene, type Stage, setStage } from '../support/scene.ts'

const scene = await openScene()
const send = (stage: Stage, items: readonly InvitationItem[], more = {}) =>
  sendInvitations(scene, stage.hr, { organisationId: stage.organisationId, items, ...more })
const problem = (path: string, code: string) => ({ outcome: 'REFUSED', problems: [{ path, code }] })
const otherOrganisation = async (stage: Stage): Promise<Stage> => {
  const organisationId = await addOrganisation(scene, stage.portalId)
  return { ...stage, organisationId, hr: callAs(stage.portalId, actorWith('HR', organisationId)) }
}
const count = async (table: string, { portalId }: Stage) =>
  (await scene.owner`select count(*)::int as n from ${scene.owner(table)} where portal_id = ${portalId}`)[0]?.n

test('writes account, access, journey, mail, wake-up and audit of an invitation at once', async () => {
  const stage = await setStage(scene)
  const [result] = await send(stage, [somebody({ email: ' Jan@Example.ORG ' })])
  const [seen] = await scene.owner`
    select (select identifier || ' ' || status from accounts where portal_id = ${stage.portalId}) as account,
      (select role from grants where portal_id = ${stage.portalId} and valid_from = drempel.now()) as role,
      (select array_agg(fact order by id) from timeline where portal_id = ${stage.portalId}) as facts,
      (select key || ' ' || recipient from messages where portal_id = ${stage.portalId} and sealed is not null) as mail,
      (select count(*)::int from wakeups where portal_id = ${stage.portalId}) as wakeups,
      (select array_agg(code order by id) from audit where portal_id = ${stage.portalId}) as audit`
  expect(result).toMatchObject({ outcome: 'INVITED' })
  expect(seen).toEqual({
    account: 'jan@example.org invited',
    role: 'EMPLOYEE',
    facts: ['invited', 'invitationSent'],
    mail: 'p1/invitation jan@example.org',
    wakeups: 1,
    audit: ['INVITED', 'DONE'],
  })
})

test('names everything that is wrong with an item and invites the others', async () => {
  const stage = await setStage(scene)
  const wrong = {
    name: ' ',
    email: 'x@y',
    mobile: '020 123',
    dateOfBirth: '2030-02-30',
    startsOn: 'soon',
    externalReference: 'a\u0000',
  }
  const [bad, good] = await send(stage, [wrong, somebody()])
  expect(bad).toEqual({
    outcome: 'REFUSED',
    problems: [
      { path: 'name', code: 'INVALID_NAME' },
      { path: 'email', code: 'INVALID_EMAIL' },
      { path: 'mobile', code: 'INVALID_MOBILE' },
      { path: 'dateOfBirth', code: 'INVALID_DATE' },
      { path: 'startsOn', code: 'INVALID_DATE' },
      { path: 'externalReference', code: 'INVALID_INPUT' },
    ],
  })
  expect(good).toMatchObject({ outcome: 'INVITED' })
})

test('takes the first of two alike in one list', async () => {
  const stage = await setStage(scene)
  const jan = somebody({ externalReference: '1' })
  const [first, second, third] = await send(stage, [
    jan,
    { ...jan, externalReference: '2' },
    somebody({ externalReference: '1' }),
  ])
  expect(first).toMatchObject({ outcome: 'INVITED' })
  expect(second).toEqual(problem('email', 'DUPLICATE_ITEM'))
  expect(third).toEqual(problem('externalReference', 'DUPLICATE_ITEM'))
})

test('answers a repeated reference with the same journey and writes nothing', async () => {
  const stage = await setStage(scene)
  const jan = somebody({ externalReference: 'E1' })
  const [first] = await send(stage, [jan])
  const [again] = await send(stage, [jan])
  expect(again).toEqual({ ...first, outcome: 'REPEATED' })
  expect(await count('journeys', stage)).toBe(1)
  expect(await count('messages', stage)).toBe(1)
})

test('refuses a reference that belongs to somebody else', async () => {
  const stage = await setStage(scene)
  await send(stage, [somebody({ externalReference: 'E1' })])
  const [result] = await send(stage, [somebody({ name: 'Piet', externalReference: 'E1' })])
  expect(result).toEqual(problem('externalReference', 'REFERENCE_REUSED'))
})

test('refuses somebody with another date of birth under the same address', async () => {
  const stage = await setStage(scene)
  const { email } = await invite(scene, stage)
  const [result] = await send(stage, [somebody({ email, dateOfBirth: '1991-02-01' })])
  expect(result).toEqual(problem('dateOfBirth', 'PERSON_DIFFERS'))
})

test('answers an invitation under way with its journey', async () => {
  const stage = await setStage(scene)
  const { email, journeyId } = await invite(scene, stage)
  const [result] = await send(stage, [somebody({ email })])
  expect(result).toMatchObject({ outcome: 'REPEATED', journeyId })
})

test('adds another organisation to an invitation under way', async () => {
  const stage = await setStage(scene)
  const { email, journeyId, accountId } = await invite(scene, stage)
  const [result] = await send(await otherOrganisation(stage), [somebody({ email })])
  expect(result).toMatchObject({ outcome: 'ADDED', journeyId, accountId })
  expect(await count('grants', stage)).toBe(2)
  expect(await count('messages', stage)).toBe(1)
})

test('gives an active account access to another organisation, with a mail to its own address', async () => {
  const stage = await setStage(scene)
  const jan = await invite(scene, stage)
  await activate(scene, stage, jan)
  const other = await otherOrganisation(stage)
  const item = somebody({ email: jan.email, externalReference: 'E9' })
  const [result] = await send(other, [item])
  expect(result).toMatchObject({ outcome: 'GRANTED', journeyId: null, accountId: jan.accountId })
  const mails =
    await scene.owner`select recipient from messages where portal_id = ${stage.portalId} and template = 'access-granted'`
  expect(mails).toEqual([{ recipient: jan.email }])
  expect((await send(other, [item]))[0]).toEqual(result)
  expect(await count('grants', stage)).toBe(2)
})

test('tells HR that somebody has this access already', async () => {
  const stage = await setStage(scene)
  const jan = await invite(scene, stage)
  await activate(scene, stage, jan)
  const [result] = await send(stage, [somebody({ email: jan.email })])
  expect(result).toEqual(problem('email', 'ALREADY_ACTIVE'))
})

test('begins access on the first working day and mails when its lead has come', async () => {
  const stage = await setStage(scene, { policy: { leadDays: 7 } })
  const [result] = await send(stage, [somebody({ startsOn: '2026-04-01' })])
  expect(result).toMatchObject({ outcome: 'INVITED' })
  const [grant] = await scene.owner<{ validFrom: Date }[]>`
    select valid_from as "validFrom" from grants where portal_id = ${stage.portalId}`
  expect(grant?.validFrom).toEqual(new Date('2026-03-31T22:00:00Z'))
  expect(await count('messages', stage)).toBe(0)
})

test('signs people in by user name where the portal does', async () => {
  const stage = await setStage(scene, { portal: { identifier: 'username', usernameSuffix: '@werk' } })
  const [bad, good] = await send(stage, [somebody(), somebody({ username: 'J.Jansen' })])
  expect(bad).toEqual(problem('username', 'INVALID_USERNAME'))
  expect(good).toMatchObject({ outcome: 'INVITED' })
  const rows = await scene.owner`select identifier from accounts where portal_id = ${stage.portalId}`
  expect(rows).toEqual([{ identifier: 'j.jansen@werk' }])
})

test('refuses an empty list and one that is too long', async () => {
  const stage = await setStage(scene)
  await expect(send(stage, [])).rejects.toMatchObject({ code: 'REQUIRED' })
  await expect(send(stage, Array(1001).fill(somebody()))).rejects.toMatchObject({ code: 'TOO_MANY_ITEMS' })
})

test('lets nobody invite but HR of the organisation and keys that may', async () => {
  const stage = await setStage(scene)
  const { portalId, organisationId } = stage
  const input = { organisationId, items: [somebody()] }
  const key = (organisation: string) =>
    ({
      kind: 'service',
      keyId: crypto.randomUUID(),
      organisationId: organisation,
      scopes: ['invitations:write'],
    }) as const
  const stranger = await addOrganisation(scene, portalId)
  const turnedAway = [
    actorWith('EMPLOYEE', organisationId),
    actorWith('ADMIN', organisationId),
    actorWith('HR', stranger),
    key(stranger),
  ]
  for (const actor of turnedAway) {
    await expect(sendInvitations(scene, callAs(portalId, actor), input)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  }
  await expect(sendInvitations(scene, stage.anyone, input)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
  const [result] = await sendInvitations(scene, callAs(portalId, key(organisationId)), input)
  expect(result).toMatchObject({ outcome: 'INVITED' })
})

test('hands out no role above the one who asks', async () => {
  const stage = await setStage(scene)
  const results = await send(
    stage,
    (['OPERATOR', 'ADMIN', 'EX_EMPLOYEE'] as const).map((role) => somebody({ role })),
  )
  expect(results).toEqual(Array(3).fill(problem('role', 'ROLE_NOT_ALLOWED')))
})

test('answers the same idempotency key with the same results, and refuses it for another request', async () => {
  const stage = await setStage(scene)
  const items = [somebody(), somebody({ email: 'no' })]
  const first = await send(stage, items, { idempotencyKey: 'k' })
  expect(await send(stage, items, { idempotencyKey: 'k' })).toEqual(first)
  await expect(send(stage, [somebody()], { idempotencyKey: 'k' })).rejects.toMatchObject({ code: 'KEY_REUSED' })
  expect(await count('journeys', stage)).toBe(1)
})
