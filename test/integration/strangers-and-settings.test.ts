import { afterEach, expect, test } from 'vitest'
import { requestLoginName } from '../../src/commands/accounts/request-login-name.ts'
import { setSecurityQuestion } from '../../src/commands/accounts/set-security-question.ts'
import { accountHolder, callOfHolder, type Holder, openSessionOf, toldTo } from '../support/account-holder.ts'
import { ask, openApi, openHouse } from '../support/api.ts'
import { invite } from '../support/invitee.ts'
import { openScene, type Stage, setStage } from '../support/scene.ts'
import { answerOnce, decide, rowsAdded } from '../support/strangers.ts'

const scene = await openScene()
const { owner } = scene
const api = await openApi(scene)

afterEach(() => scene.travelTo('2026-03-02T10:00:00Z'))

async function forgot(stage: Stage, email: string): Promise<void> {
  expect(await requestLoginName(scene, stage.anyone, { email })).toEqual({ isAccepted: true })
  await answerOnce(scene)
}

const named = async (somebody: Pick<Holder, 'personId'>) =>
  (await toldTo(scene, somebody)).map(({ template, params }) => [template, params.usernames])

test('a forgotten name: one mail with every active account of that mailbox', async () => {
  const stage = await setStage(scene, { portal: { identifier: 'username', usernameSuffix: '@werk.nl' } })
  const email = 'samen@example.nl'
  const people = [await accountHolder(scene, stage, { email }), await accountHolder(scene, stage, { email })] as const
  const closed = await accountHolder(scene, stage, { email })
  await owner`update accounts set status = 'closed' where id = ${closed.accountId}`
  const names = ['anna@werk.nl', 'bert@werk.nl']
  for (const [index, { accountId }] of people.entries()) {
    await owner`update accounts set identifier = ${names[index] ?? ''} where id = ${accountId}`
  }
  await forgot(stage, 'Samen@Example.nl')
  expect(await named(people[0])).toEqual([['login-name', 'anna@werk.nl, bert@werk.nl']])
  expect(await named(people[1])).toEqual([])
  for (let times = 0; times < 3; times++) await forgot(stage, email)
  expect(await named(people[0])).toHaveLength(3)
})

test('a forgotten name: nothing to a mailbox that bounced, to nobody, and to whoever has no account yet', async () => {
  const stage = await setStage(scene)
  const anna = await accountHolder(scene, stage)
  await owner`update people set email_status = 'bounced' where id = ${anna.personId}`
  const { email } = await invite(scene, stage)
  for (const address of [anna.email, email, 'nobody@example.nl']) await forgot(stage, address)
  expect(
    await owner`select from messages where portal_id = ${stage.portalId} and template = 'login-name'`,
  ).toHaveLength(0)
})

test('sign-in through an organisation: nobody has set it up, and asking is slowed down', async () => {
  const house = await openHouse(scene)
  const start = async (email: string) =>
    (
      await ask(
        api,
        house,
        `mutation ($input: OrganisationSignInStartInput!) { organisationSignInStart(input: $input) {
          ... on UserError { code } ... on OrganisationSignInStartPayload { url } } }`,
        { variables: { input: { email } } },
      )
    ).data.organisationSignInStart
  expect(await start('x')).toEqual({ code: 'INVALID_INPUT' })
  for (let times = 0; times < 5; times++) {
    expect(await start('anna@acme.example')).toEqual({ code: 'ORGANISATION_SIGN_IN_UNKNOWN' })
  }
  expect(await start('anna@acme.example')).toEqual({ code: 'TOO_MANY_ATTEMPTS' })
})

const setDocument = `mutation ($input: SecurityQuestionSetInput!) { securityQuestionSet(input: $input) {
  ... on UserError { code } ... on InvalidInput { problems { path code } }
  ... on SecurityQuestionSetPayload { question } } }`

async function asking() {
  const house = await openHouse(scene)
  const anna = await accountHolder(scene, house)
  const set = async (as: string | undefined, answer = 'Bello') => {
    const variables = { input: { question: 'FIRST_PET', answer } }
    const { data, errors } = await ask(api, house, setDocument, { as, variables })
    return errors[0]?.extensions.code ?? data.securityQuestionSet
  }
  const questions = async () =>
    (await ask(api, house, '{ portal { securityQuestions { question text } } }')).data.portal
  const own = async () => (await ask(api, house, '{ viewer { securityQuestion } }', { as: anna.token })).data.viewer
  return { house, anna, set, questions, own }
}

test('a security question: not in a portal that does not work with them', async () => {
  const { anna, set, questions, own } = await asking()
  expect(await questions()).toEqual({ securityQuestions: [] })
  expect(await set(anna.token)).toEqual({ code: 'QUESTION_NOT_USED' })
  expect(await own()).toEqual({ securityQuestion: null })
})

test('a security question: set by its owner afresh, answer hashed, another one in its place', async () => {
  const { house, anna, set, questions, own } = await asking()
  await decide(scene, house, { securityQuestion: true })
  expect(await questions()).toMatchObject({
    securityQuestions: expect.arrayContaining([{ question: 'FIRST_PET', text: 'What was your first pet called?' }]),
  })
  const stale = await openSessionOf(scene, house.portalId, { accountId: anna.accountId, isFresh: false })
  expect(await set(undefined)).toBe('UNAUTHENTICATED')
  expect(await set(stale.token)).toEqual({ code: 'STEP_UP_NEEDED' })
  expect(await set(anna.token, ' - ')).toEqual({
    code: 'INVALID_INPUT',
    problems: [{ path: 'answer', code: 'INVALID_ANSWER' }],
  })
  for (const answer of ['Bello', 'Minoes']) expect(await set(anna.token, answer)).toEqual({ question: 'FIRST_PET' })
  expect(await own()).toEqual({ securityQuestion: 'FIRST_PET' })
  const rows = await owner`select answer_hash as hash from security_questions where account_id = ${anna.accountId}`
  expect(rows).toEqual([{ hash: await scene.hashing.hash('minoes') }])
  const told = (await toldTo(scene, anna)).map(({ template, recipient }) => [template, recipient])
  expect(told).toEqual(Array(2).fill(['security-question-changed', anna.email]))
})

test('a security question: a session that ends while the answer is hashed sets none', async () => {
  const { house, anna } = await asking()
  await decide(scene, house, { securityQuestion: true })
  const hash = async (secret: string) => {
    await owner`update sessions set ended_at = drempel.now() where id = ${anna.sessionId}`
    return scene.hashing.hash(secret)
  }
  const deps = { ...scene, hashing: { ...scene.hashing, hash } }
  const setting = () => setSecurityQuestion(deps, callOfHolder(house, anna), { question: 'FIRST_PET', answer: 'Bello' })
  const rows = await rowsAdded(scene, () => expect(setting()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' }))
  expect(rows).not.toHaveProperty('security_questions')
})
