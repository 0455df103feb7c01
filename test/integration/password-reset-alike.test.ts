import { afterEach, expect, test } from 'vitest'
import { accountHolder } from '../support/account-holder.ts'
import { type Answer, ask, type House, openApi, openHouse } from '../support/api.ts'
import { invite } from '../support/invitee.ts'
import { openScene } from '../support/scene.ts'
import { answerOnce, decide, rowCounts, rowsAdded } from '../support/strangers.ts'

const scene = await openScene()
const api = await openApi(scene)
const morning = '2026-03-02T10:00:00Z'

afterEach(() => scene.travelTo(morning))

const resetDocument = `mutation ($input: PasswordResetRequestInput!) { passwordResetRequest(input: $input) { __typename
  ... on UserError { code } ... on InvalidInput { problems { path code } } ... on Limited { retryAt }
  ... on PasswordResetRequestPayload { isAccepted } } }`
const nameDocument = `mutation ($input: LoginNameRequestInput!) { loginNameRequest(input: $input) { __typename
  ... on UserError { code } ... on InvalidInput { problems { path code } } ... on Limited { retryAt }
  ... on LoginNameRequestPayload { isAccepted } } }`

type Input = Readonly<Record<string, string | null>>

const reset = (house: House, input: Input) => ask(api, house, resetDocument, { variables: { input } })
const forgot = (house: House, email: string) => ask(api, house, nameDocument, { variables: { input: { email } } })

/** All that a client can see, but for what is drawn afresh for every request. */
const seen = ({ status, text, headers }: Answer) => {
  const { date: _date, 'x-request-id': _id, ...told } = headers
  return { status, text, headers: told }
}

type Outcome = { readonly rows: Readonly<Record<string, number>>; readonly seen: unknown }

test('known, unknown, invited, bounced and closed: the same status, bytes and rows', async () => {
  const house = await openHouse(scene)
  const [known, bounced, closed] = await Promise.all([1, 2, 3].map(() => accountHolder(scene, house)))
  const invited = await invite(scene, house)
  await scene.owner`update people set email_status = 'bounced' where id = ${bounced?.personId ?? ''}`
  await scene.owner`update accounts set status = 'closed' where id = ${closed?.accountId ?? ''}`
  const addresses = ['nobody@example.nl', known?.email, bounced?.email, closed?.email, invited.email]
  for (const request of [
    (email: string) => reset(house, { identifier: email }),
    (email: string) => forgot(house, email),
  ]) {
    const outcomes: Outcome[] = []
    for (const email of addresses) {
      let answer: Answer | undefined
      const rows = await rowsAdded(scene, async () => {
        answer = await request(email ?? '')
      })
      outcomes.push({ rows, seen: answer && seen(answer) })
    }
    const [first, ...others] = outcomes
    expect(first?.seen).toMatchObject({ status: 200, text: expect.stringContaining('"isAccepted":true') })
    // The network's own bucket is there after the first request.
    expect(first?.rows).toEqual({ audit: 1, audit_details: 1, inquiries: 1, throttles: 2 })
    for (const other of others) {
      expect(other).toEqual({ ...first, rows: { audit: 1, audit_details: 1, inquiries: 1, throttles: 1 } })
    }
    await answerOnce(scene)
  }
})

test('a right and a wrong date of birth: the same, and a mail for one', async () => {
  const house = await openHouse(scene)
  await decide(scene, house, { password: 'birthDate' })
  const anna = await accountHolder(scene, house)
  await scene.owner`update people set date_of_birth = '1990-02-01' where id = ${anna.personId}`
  const answers: unknown[] = []
  for (const dateOfBirth of ['1990-02-01', '1990-01-02']) {
    answers.push(seen(await reset(house, { email: anna.email, dateOfBirth })))
    const messages = (await rowCounts(scene)).messages ?? 0
    await answerOnce(scene)
    expect(((await rowCounts(scene)).messages ?? 0) - messages).toBe(dateOfBirth === '1990-02-01' ? 1 : 0)
  }
  expect(answers[1]).toEqual(answers[0])
})

test('what cannot be meant is said at once, whoever is meant', async () => {
  const house = await openHouse(scene)
  const invalid = (path: string, code: string) => ({
    __typename: 'InvalidInput',
    code: 'INVALID_INPUT',
    problems: [{ path, code }],
  })
  expect((await reset(house, { identifier: 'x' })).data).toEqual({
    passwordResetRequest: invalid('identifier', 'INVALID_EMAIL'),
  })
  expect((await forgot(house, 'x')).data).toEqual({ loginNameRequest: invalid('email', 'INVALID_EMAIL') })
  await decide(scene, house, { password: 'birthDate' })
  expect((await reset(house, { email: 'a@example.nl' })).data).toEqual({
    passwordResetRequest: invalid('dateOfBirth', 'REQUIRED'),
  })
  const { errors } = await reset(house, { email: 'a@example.nl', dateOfBirth: '1990-02-30' })
  expect(errors[0]?.extensions.code).toBe('BAD_REQUEST')
})

test('asking often about one address is slowed down alike, known or not', async () => {
  const house = await openHouse(scene)
  const anna = await accountHolder(scene, house)
  const limited = { __typename: 'Limited', code: 'TOO_MANY_ATTEMPTS', retryAt: '2026-03-02T10:00:01.000Z' }
  for (const email of [anna.email, 'nobody@example.nl']) {
    for (let times = 0; times < 5; times++) {
      expect((await reset(house, { identifier: email })).data).toMatchObject({
        passwordResetRequest: { isAccepted: true },
      })
    }
    expect((await reset(house, { identifier: email })).data).toEqual({ passwordResetRequest: limited })
    expect((await forgot(house, email)).data).toMatchObject({ loginNameRequest: { isAccepted: true } })
  }
})

test('asking about everybody from one network is slowed down too', async () => {
  const house = await openHouse(scene)
  for (let times = 0; times < 50; times++) {
    expect((await reset(house, { identifier: `nobody-${times}@example.nl` })).data).toMatchObject({
      passwordResetRequest: { isAccepted: true },
    })
  }
  expect((await reset(house, { identifier: 'another@example.nl' })).data).toMatchObject({
    passwordResetRequest: { code: 'TOO_MANY_ATTEMPTS' },
  })
})
