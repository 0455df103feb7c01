import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { insertBackupCodes } from '../../src/db/backup-codes.ts'
import { inPortal } from '../../src/db/client.ts'
import { insertDevice } from '../../src/db/devices.ts'
import { confirmFactor, insertFactor } from '../../src/db/factors.ts'
import { type FactorKind, factorContext } from '../../src/domain/accounts/factor.ts'
import { defaultPolicy } from '../../src/domain/portals/policy.ts'
import { ask, idOf, keyFor, openApi, openHouse, type Somebody, sessionOf, signedInAs } from '../support/api.ts'
import { openScene } from '../support/scene.ts'

const scene = await openScene()
const api = await openApi(scene)
const house = await openHouse(scene)
const { owner, app } = scene
const { portalId } = house
const desk = await signedInAs(scene, house, { role: 'SERVICE_DESK' })
const now = new Date('2026-03-02T10:00:00Z')
const hours = (count: number) => new Date(now.getTime() + count * 3_600_000)

const document = `mutation Inspect($input: PersonSignInInspectInput!) {
  personSignInInspect(input: $input) {
    __typename
    ... on PersonSignInInspectPayload {
      person { name }
      sight {
        identifier accountStatus hasPassword obligation deadlineAt
        factors { kind mobile createdAt lastUsedAt }
        backupCodesLeft rememberedDevices openSessions lastSignedInAt
        recentTries { at act code }
        openJourneys { nodes { kind status } }
        blocks { code message whatHelps since until }
      }
    }
    ... on UserError { code message }
  }
}`

type Told = { personSignInInspect: { __typename: string; sight: Record<string, unknown> } }

async function see({ personId }: Pick<Somebody, 'personId'>, language = 'en') {
  const { data, errors, text } = await ask<Told>(api, house, document, {
    variables: { input: { person: idOf('Person', personId), reason: 'they called' } },
    as: desk.token,
    headers: { 'accept-language': language },
  })
  expect(errors).toEqual([])
  expect(data.personSignInInspect.__typename).toBe('PersonSignInInspectPayload')
  return { sight: data.personSignInInspect.sight, text }
}

const sealed = scene.sealing.seal('JBSWY3DPEHPK3PXP', factorContext('x'))

async function giveFactor({ accountId }: Somebody, kind: FactorKind): Promise<string> {
  const id = randomUUID()
  const own = {
    key: { credentialId: Buffer.from('credential-id-42'), userVerified: true },
    app: { sealed },
    sms: { mobile: '+31612345678' },
  }
  await inPortal(app, portalId, async (tx) => {
    await insertFactor(tx, { id, accountId, kind, name: 'Mijn geheime telefoon', expiresAt: hours(1), ...own[kind] })
    await confirmFactor(tx, id, {})
  })
  return id
}

async function tried({ accountId }: Somebody, ...codes: readonly string[]) {
  for (const code of codes)
    await owner`insert into audit (portal_id, actor_kind, act, subject_id, code)
      values (${portalId}, 'anonymous', 'signIn', ${accountId}, ${code})`
}

test('shows how somebody signs in, without a secret of it', async () => {
  const one = await signedInAs(scene, house, { role: 'EMPLOYEE', name: 'Fenna Visser' })
  await owner`update accounts set password_hash = 'hash-of-a-password' where id = ${one.accountId}`
  const factorIds = [await giveFactor(one, 'app'), await giveFactor(one, 'sms'), await giveFactor(one, 'key')]
  await owner`update factors set last_used_at = ${hours(-1)} where id = ${factorIds[1] ?? ''}`
  await inPortal(app, portalId, async (tx) => {
    const set = { accountId: one.accountId, salt: Buffer.from('salt'), journeyId: null, expiresAt: null }
    await insertBackupCodes(tx, { ...set, hashes: ['hash-of-code-1', 'hash-of-code-2'] })
    const device = { accountId: one.accountId, label: 'a browser', expiresAt: hours(99), credentialVersion: 0 }
    const remembered = { ...device, rememberedUntil: hours(9), roles: [`EMPLOYEE@${house.organisationId}`] }
    await insertDevice(tx, { ...remembered, token: 'device-1' })
    await insertDevice(tx, { ...remembered, token: 'device-2', credentialVersion: 7 })
    await insertDevice(tx, { ...remembered, token: 'device-3', rememberedUntil: hours(-1) })
    await insertDevice(tx, { ...device, token: 'device-4', rememberedUntil: null, roles: [] })
  })
  await owner`update sessions set ended_at = ${now}, end_reason = 'SIGNED_OUT' where account_id = ${one.accountId}`
  await sessionOf(scene, portalId, one.accountId)
  const idle = await sessionOf(scene, portalId, one.accountId)
  await owner`update sessions set last_used_at = ${hours(-1)} where digest = sha256(${Buffer.from(idle)})`
  await tried(one, 'SIGN_IN_FAILED', 'DONE')

  const { sight, text } = await see(one)
  const at = now.toISOString()
  const used = { createdAt: at, lastUsedAt: null }
  expect(sight).toEqual({
    ...{ identifier: one.email, accountStatus: 'ACTIVE', hasPassword: true, obligation: 'NONE', deadlineAt: null },
    factors: expect.arrayContaining([
      { kind: 'APP', mobile: null, ...used },
      { kind: 'SMS', mobile: '•• •••• 78', createdAt: at, lastUsedAt: hours(-1).toISOString() },
      { kind: 'KEY', mobile: null, ...used },
    ]),
    ...{ backupCodesLeft: 2, rememberedDevices: 1, openSessions: 1, lastSignedInAt: at },
    recentTries: [
      { at, act: 'signIn', code: 'DONE' },
      { at, act: 'signIn', code: 'SIGN_IN_FAILED' },
    ],
    openJourneys: { nodes: [] },
    blocks: [],
  })
  const secrets = ['hash-of', 'geheime', '345678', 'credential-id', 'JBSW', sealed.toString('base64'), ...factorIds]
  for (const secret of secrets) expect(text).not.toContain(secret)
})

test('tells what is in the way, to read out in the language that was asked for', async () => {
  const one = await signedInAs(scene, house, { role: 'EMPLOYEE' })
  await owner`update accounts set password_hash = 'x' where id = ${one.accountId}`
  await tried(one, 'SIGN_IN_FAILED', 'SIGN_IN_FAILED', 'SIGN_IN_FAILED')
  const dutch = await see(one, 'nl')
  expect(dutch.sight.blocks).toEqual([
    {
      code: 'WRONG_PASSWORD_LATELY',
      message: 'Het afgelopen uur is meermaals een verkeerd wachtwoord ingevuld. Daardoor is even wachten nodig.',
      whatHelps: 'Wacht een paar minuten, let op hoofdletters, of kies “wachtwoord vergeten” op de inlogpagina.',
      since: now.toISOString(),
      until: null,
    },
  ])
  const english = await see(one)
  expect(english.text).toContain('A wrong password was given several times within the last hour.')
})

test('shows ten tries, the newest first, and no act that is not one', async () => {
  const one = await signedInAs(scene, house, { role: 'EMPLOYEE' })
  await tried(one, ...Array.from({ length: 12 }, (_, index) => (index < 3 ? 'DONE' : 'SIGN_IN_FAILED')))
  await owner`insert into audit (portal_id, actor_kind, act, subject_id, code)
    values (${portalId}, 'account', 'invitationSend', ${one.accountId}, 'DONE')`
  const { sight } = await see(one)
  const codes = [...Array.from({ length: 9 }, () => 'SIGN_IN_FAILED'), 'DONE']
  expect(sight.recentTries).toEqual(codes.map((code) => ({ at: now.toISOString(), act: 'signIn', code })))
})

test('tells that a second step is due, and until when it can be put off', async () => {
  const hr = await signedInAs(scene, house, { role: 'HR' })
  await owner`update accounts set password_hash = 'x' where id = ${hr.accountId}`
  expect((await see(hr)).sight).toMatchObject({ obligation: 'BEGIN', deadlineAt: null, blocks: [] })

  const [journey] = await owner<
    { id: string }[]
  >`insert into journeys (portal_id, kind, subject_id, organisation_id, policy_version)
    values (${portalId}, 'factor-enrolment', ${hr.accountId}, ${house.organisationId}, 1) returning id`
  await owner`insert into enrolments (portal_id, journey_id, account_id, cause, planned_at)
    values (${portalId}, ${journey?.id ?? ''}, ${hr.accountId}, 'POLICY', ${now})`
  expect(defaultPolicy.factors.graceDays).toBe(14)
  const deadlineAt = '2026-03-16T23:00:00.000Z'
  expect((await see(hr)).sight).toMatchObject({
    ...{ obligation: 'LATER', deadlineAt, blocks: [] },
    openJourneys: { nodes: [{ kind: 'FACTOR_ENROLMENT', status: 'OPEN' }] },
  })

  await owner`update enrolments set planned_at = ${hours(-30 * 24)} where account_id = ${hr.accountId}`
  const { sight } = await see(hr)
  expect(sight).toMatchObject({ obligation: 'NOW', deadlineAt: '2026-02-14T23:00:00.000Z' })
  expect(sight.blocks).toMatchObject([
    { code: 'ENROLMENT_DUE', since: '2026-02-14T23:00:00.000Z' },
    { code: 'MAIL_UNPROVEN' },
  ])
})

test('tells whom a recovery waits for, by its own policy', async () => {
  const one = await signedInAs(scene, house, { role: 'EMPLOYEE' })
  await owner`update accounts set password_hash = 'x' where id = ${one.accountId}`
  const [journey] = await owner<
    { id: string }[]
  >`insert into journeys (portal_id, kind, subject_id, organisation_id, policy_version)
    values (${portalId}, 'account-recovery', ${one.accountId}, ${house.organisationId}, 1) returning id`
  await owner`insert into recoveries (portal_id, journey_id, account_id, planned_at, started_by, checks)
    values (${portalId}, ${journey?.id ?? ''}, ${one.accountId}, ${now}, ${desk.accountId}, '{CALLED_BACK}')`
  const until = hours(48).toISOString()
  expect((await see(one)).sight).toMatchObject({
    openJourneys: { nodes: [{ kind: 'ACCOUNT_RECOVERY' }] },
    blocks: [{ code: 'RECOVERY_UNDER_WAY', since: now.toISOString(), until }],
  })
})

test('answers a key and somebody out of reach as the command does', async () => {
  const variables = { input: { person: idOf('Person', desk.personId) } }
  const key = await keyFor(scene, house, ['people:read', 'journeys:read'])
  const told = await ask(api, house, document, { variables, as: key })
  expect(told.errors[0]?.extensions.code).toBe('FORBIDDEN')
  const out = await ask(api, house, document, {
    variables: { input: { person: idOf('Person', randomUUID()) } },
    as: desk.token,
  })
  expect(out.data).toMatchObject({ personSignInInspect: { __typename: 'NotFound', code: 'NOT_FOUND' } })
})
