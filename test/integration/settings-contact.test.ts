import { afterEach, expect, test } from 'vitest'
import { sealingContext } from '../../src/messages/sealing-context.ts'
import { accountHolder, type Holder, openSessionOf, toldTo } from '../support/account-holder.ts'
import { ask, type House, keyFor, openApi, openHouse } from '../support/api.ts'
import { lastPin, wrongPin } from '../support/invitee.ts'
import { openScene } from '../support/scene.ts'

const scene = await openScene()
const api = await openApi(scene)
const morning = Date.parse('2026-03-02T10:00:00Z')

const fields = 'code ... on InvalidInput { problems { path code } } ... on Limited { retryAt }'
const documents = {
  email: `mutation ($email: String!) { answer: emailChangeStart(input: { email: $email }) { __typename
    ... on UserError { ${fields} } ... on EmailChangeStartPayload { email expiresAt } } }`,
  mobile: `mutation ($mobile: String!) { answer: mobileChangeStart(input: { mobile: $mobile }) { __typename
    ... on UserError { ${fields} } ... on MobileChangeStartPayload { mobile expiresAt } } }`,
  code: `mutation ($code: String!) { answer: emailChangeConfirm(input: { code: $code }) { __typename
    ... on UserError { code } ... on EmailChangeConfirmPayload { person { email } } } }`,
}

type Kind = keyof typeof documents

const send = (house: House, as: string | undefined, [kind, value]: [Kind, string]) =>
  ask<{ answer: unknown }>(api, house, documents[kind], { as, variables: { [kind]: value } })

const startEmail = async (house: House, { token }: Holder, email: string) =>
  (await send(house, token, ['email', email])).data.answer
const startMobile = async (house: House, { token }: Holder, mobile: string) =>
  (await send(house, token, ['mobile', mobile])).data.answer

const writtenBy = async ({ accountId }: Holder) => {
  const [row] = await scene.owner`
    select (select count(*)::int from contact_changes where account_id = ${accountId}) as changes,
      (select count(*)::int from secrets where account_id = ${accountId}) as secrets,
      (select count(*)::int from audit where subject_id = ${accountId}) as audit`
  return { changes: row?.changes, secrets: row?.secrets, audit: row?.audit }
}

afterEach(() => scene.travelTo(new Date(morning)))

test('sends a code to the new address and to nobody else, and changes nothing yet', async () => {
  const house = await openHouse(scene)
  const anna = await accountHolder(scene, house)
  expect(await startEmail(house, anna, ' Anna@Nieuw.Example ')).toEqual({
    __typename: 'EmailChangeStartPayload',
    email: 'anna@nieuw.example',
    expiresAt: '2026-03-02T10:10:00.000Z',
  })
  expect(await toldTo(scene, anna)).toMatchObject([
    { template: 'mail-code', recipient: 'anna@nieuw.example', params: { purpose: 'EMAIL_CHANGE', validMinutes: 10 } },
  ])
  const [row] = await scene.owner`
    select m.sealed, m.send_before, s.id as secret, s.purpose, s.slow_hash, s.max_attempts, c.id = s.context_id as own
    from messages m join secrets s on s.id = m.secret_id join contact_changes c on c.account_id = s.account_id
    where m.person_id = ${anna.personId}`
  expect(row).toMatchObject({ purpose: 'mail-code', max_attempts: 5, own: true })
  expect(row?.send_before).toEqual(new Date(morning + 10 * 60_000))
  expect(row?.slow_hash).toBe(await scene.hashing.hash(lastPin(scene)))
  expect(scene.sealing.open(row?.sealed, sealingContext(row?.secret))).toBe(lastPin(scene))
  const [person] = await scene.owner`select email, email_status from people where id = ${anna.personId}`
  expect(person).toEqual({ email: anna.email, email_status: 'proven' })
})

test('answers and writes alike whether an address is free or somebody’s, and sends to a free one alone', async () => {
  const house = await openHouse(scene)
  const anna = await accountHolder(scene, house)
  const piet = await accountHolder(scene, house)
  await accountHolder(scene, house, { email: 'taken@example.nl' })
  const told: string[][] = [[], []]
  for (const [n, [holder, email]] of (
    [
      [anna, 'taken@example.nl'],
      [piet, 'fresh@example.nl'],
    ] as const
  ).entries()) {
    const note = async (asking: [Kind, string]) => {
      const { status, text } = await send(house, holder.token, asking)
      told[n]?.push(`${status} ${text.replaceAll(email, 'E')}`)
    }
    for (let starts = 0; starts < 5; starts++) await note(['email', email])
    for (let tries = 0; tries < 6; tries++) await note(['code', wrongPin(scene)])
    await note(['email', email])
  }
  expect(told[0]).toEqual(told[1])
  expect(told[0]?.at(-2)).toContain('CODE_EXHAUSTED')
  expect(told[0]?.at(-1)).toContain('SEND_LIMIT')
  expect(await writtenBy(anna)).toEqual({ changes: 5, secrets: 5, audit: 12 })
  expect(await writtenBy(piet)).toEqual(await writtenBy(anna))
  expect(await toldTo(scene, anna)).toEqual([])
  expect((await toldTo(scene, piet)).map(({ recipient }) => recipient)).toEqual(Array(5).fill('fresh@example.nl'))
})

test('sends to a shared address where people sign in with a user name', async () => {
  const house = await openHouse(scene, { portal: { identifier: 'username', usernameSuffix: '@portal' } })
  const anna = await accountHolder(scene, house)
  await accountHolder(scene, house, { email: 'family@example.nl' })
  expect(await startEmail(house, anna, 'family@example.nl')).toHaveProperty('email', 'family@example.nl')
  expect(await toldTo(scene, anna)).toMatchObject([{ template: 'mail-code', recipient: 'family@example.nl' }])
})

test.each(['0031687654321', '06 87654321', '+31 (0)6-8765 4321', '31 6 87654321'])(
  'sends a code by SMS to a number typed as %s',
  async (typed) => {
    const house = await openHouse(scene)
    const anna = await accountHolder(scene, house)
    expect(await startMobile(house, anna, typed)).toEqual({
      __typename: 'MobileChangeStartPayload',
      mobile: '+31687654321',
      expiresAt: '2026-03-02T10:10:00.000Z',
    })
    expect(await toldTo(scene, anna)).toEqual([
      {
        template: 'number-code',
        recipient: '+31687654321',
        params: { portalName: 'Mijn Werk', validMinutes: 10, host: house.host },
      },
    ])
  },
)

test('refuses what is no address or number, and what is so already, without sending anything', async () => {
  const house = await openHouse(scene)
  const anna = await accountHolder(scene, house)
  const invalid = (path: string, code: string) => ({
    __typename: 'InvalidInput',
    code: 'INVALID_INPUT',
    problems: [{ path, code }],
  })
  expect(await startEmail(house, anna, 'anna')).toEqual(invalid('email', 'INVALID_EMAIL'))
  expect(await startMobile(house, anna, '020 1234567')).toEqual(invalid('mobile', 'INVALID_MOBILE'))
  const unchanged = { __typename: 'Conflict', code: 'UNCHANGED' }
  expect(await startEmail(house, anna, anna.email.toUpperCase())).toEqual(unchanged)
  expect(await startMobile(house, anna, '06 12345678')).toEqual(unchanged)
  expect([await toldTo(scene, anna), (await writtenBy(anna)).secrets]).toEqual([[], 0])
})

test('lets somebody prove the number that is on file and was never proven', async () => {
  const house = await openHouse(scene)
  const anna = await accountHolder(scene, house, { mobileStatus: 'unproven' })
  expect(await startMobile(house, anna, '0612345678')).toHaveProperty('mobile', '+31612345678')
})

test('sends no more codes in an hour than the policy says: by one account, nor to one number', async () => {
  const house = await openHouse(scene)
  const anna = await accountHolder(scene, house)
  const piet = await accountHolder(scene, house)
  for (let n = 0; n < 5; n++) {
    await scene.travelTo(new Date(morning + n * 60_000))
    expect(await startMobile(house, anna, `068765432${n % 2}`)).toHaveProperty('mobile')
  }
  const limited = { __typename: 'Limited', code: 'SEND_LIMIT', retryAt: '2026-03-02T11:00:00.000Z' }
  expect(await startMobile(house, anna, '0687654329')).toEqual(limited)
  expect(await startMobile(house, piet, '0687654320')).toHaveProperty('mobile')
  for (let n = 0; n < 2; n++) await startMobile(house, piet, '0687654320')
  expect(await startMobile(house, await accountHolder(scene, house), '0687654320')).toHaveProperty('code', 'SEND_LIMIT')
  await scene.travelTo('2026-03-02T11:00:00Z')
  const again = await openSessionOf(scene, house.portalId, anna)
  expect((await send(house, again.token, ['mobile', '0687654329'])).data.answer).toHaveProperty('mobile')
})

test('asks a session that is not fresh to step up, and writes nothing', async () => {
  const house = await openHouse(scene)
  const anna = await accountHolder(scene, house, { isFresh: false })
  const refused = { __typename: 'Refused', code: 'STEP_UP_NEEDED' }
  expect(await startEmail(house, anna, 'new@example.nl')).toEqual(refused)
  expect(await startMobile(house, anna, '0687654321')).toEqual(refused)
  expect((await send(house, anna.token, ['code', '123456'])).data.answer).toEqual(refused)
  expect(await writtenBy(anna)).toEqual({ changes: 0, secrets: 0, audit: 3 })
  expect(await toldTo(scene, anna)).toEqual([])
})

test('is for people who are signed in', async () => {
  const house = await openHouse(scene)
  const key = await keyFor(scene, house, ['people:read'])
  for (const [kind, value] of [
    ['email', 'a@b.nl'],
    ['mobile', '0687654321'],
    ['code', '123456'],
  ] as const) {
    const codes = async (as: string | undefined) =>
      (await send(house, as, [kind, value])).errors.map((one) => one.extensions.code)
    expect([await codes(undefined), await codes(key)]).toEqual([['UNAUTHENTICATED'], ['FORBIDDEN']])
  }
})
