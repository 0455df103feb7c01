import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { accountHolder } from '../support/account-holder.ts'
import { type Answer, ask, type House, openApi, openHouse } from '../support/api.ts'
import { invite } from '../support/invitee.ts'
import { openScene } from '../support/scene.ts'
import { enrolApp, setPolicy } from '../support/second-steps.ts'
import { answerOnce, rowsAdded } from '../support/strangers.ts'
import { actDocument, signInDocument } from '../support/visitor.ts'

const scene = await openScene()
// Behind a proxy, so that each request can come from a network of its own.
const api = await openApi(scene, { settings: { trustedProxies: ['127.0.0.1'] } })
const morning = '2026-03-02T10:00:00Z'

let networks = 0
const freshNetwork = () => `203.0.${Math.floor(++networks / 250)}.${(networks % 250) + 1}`

beforeEach(() => scene.travelTo(morning))

type Asking = (identifier: string, network: string) => Promise<Answer>

const asking =
  (house: House, document: string, input: (identifier: string) => Readonly<Record<string, unknown>>): Asking =>
  (identifier, network) =>
    ask(api, house, document, {
      variables: { input: input(identifier) },
      headers: { 'x-forwarded-for': network, origin: `https://${house.host}` },
    })

const questions = (house: House) => ({
  signIn: asking(house, signInDocument('signIn'), (identifier) => ({ identifier, password: 'not this one at all' })),
  passwordResetRequest: asking(house, actDocument('passwordResetRequest'), (identifier) => ({ identifier })),
  loginNameRequest: asking(house, actDocument('loginNameRequest'), (email) => ({ email })),
  organisationSignInStart: asking(house, actDocument('organisationSignInStart'), (email) => ({ email })),
})
type Question = keyof ReturnType<typeof questions>
const names: readonly Question[] = ['signIn', 'passwordResetRequest', 'loginNameRequest', 'organisationSignInStart']

/** All that a client can see and all that was written, but for what is drawn afresh for every request. */
async function outcome(act: () => Promise<Answer>) {
  let answer: Answer | undefined
  const rows = await rowsAdded(scene, async () => {
    answer = await act()
  })
  if (answer === undefined) throw new Error('nothing was answered')
  const { date: _date, 'x-request-id': _id, ...headers } = answer.headers
  return { status: answer.status, text: answer.text, headers, rows }
}

/** Somebody of every kind there is, by what they would type. */
async function everybody(house: House, typedAs: 'email' | 'identifier'): Promise<Readonly<Record<string, string>>> {
  const [plain, proven, closed, bounced, unset] = await Promise.all(
    [1, 2, 3, 4, 5].map(() => accountHolder(scene, house)),
  )
  if (!plain || !proven || !closed || !bounced || !unset) throw new Error('nobody was made')
  await enrolApp(scene, house, proven)
  await scene.owner`update accounts set status = 'closed' where id = ${closed.accountId}`
  await scene.owner`update people set email_status = 'bounced' where id = ${bounced.personId}`
  await scene.owner`update accounts set password_hash = null where id = ${unset.accountId}`
  const invited = await invite(scene, house, { username: `jan-${randomUUID()}` })
  const known = { plain, proven, closed, bounced, unset, invited }
  const typed = await Promise.all(
    Object.entries(known).map(async ([kind, { accountId, email }]) => {
      const [row] = await scene.owner<{ identifier: string }[]>`select identifier from accounts where id = ${accountId}`
      return [kind, typedAs === 'email' ? email : (row?.identifier ?? '')] as const
    }),
  )
  return { ...Object.fromEntries(typed), nobody: `${randomUUID()}@${typedAs === 'email' ? 'example.nl' : 'portal'}` }
}

const portals = {
  'a portal of mail addresses': () => openHouse(scene),
  'a portal of user names': () => openHouse(scene, { portal: { identifier: 'username', usernameSuffix: '@portal' } }),
}

describe.each(Object.entries(portals))('in %s', (kind, open) => {
  test.each(names)('%s answers and writes alike, whoever is meant', async (name) => {
    const house = await open()
    const isByName = kind.includes('user names') && (name === 'signIn' || name === 'passwordResetRequest')
    const meant = await everybody(house, isByName ? 'identifier' : 'email')
    const question = questions(house)[name]
    const { nobody = '', ...others } = meant
    const unknown = await outcome(() => question(nobody, freshNetwork()))
    expect(unknown.status).toBe(200)
    expect(unknown.headers['cache-control']).toBe('no-store')
    expect(unknown.rows).toMatchObject({ audit: 1, audit_details: 1, throttles: 2 })
    for (const [who, identifier] of Object.entries(others)) {
      expect(await outcome(() => question(identifier, freshNetwork())), who).toEqual(unknown)
    }
    await answerOnce(scene)
  })

  test('slows down alike, whoever is meant', async () => {
    const house = await open()
    const { plain = '', nobody = '' } = await everybody(house, kind.includes('user names') ? 'identifier' : 'email')
    const question = questions(house).signIn
    const heard: unknown[][] = []
    for (const identifier of [plain, nobody]) {
      const network = freshNetwork()
      const outcomes: unknown[] = []
      for (let tries = 0; tries < 7; tries++) outcomes.push(await outcome(() => question(identifier, network)))
      await scene.travelTo('2026-03-02T10:00:01Z')
      outcomes.push(await outcome(() => question(identifier, network)))
      await scene.travelTo(morning)
      heard.push(outcomes)
    }
    expect(heard[1]).toEqual(heard[0])
    expect(JSON.stringify(heard[0])).toContain('TOO_MANY_ATTEMPTS')
  })
})

test('a robot check is asked alike, whoever is meant', async () => {
  const house = await openHouse(scene)
  await setPolicy(scene, house, { signIn: { robotCheckAfter: 1 } })
  const { nobody = '', ...others } = await everybody(house, 'email')
  const question = questions(house).signIn
  const heard: unknown[] = []
  for (const identifier of [nobody, ...Object.values(others)]) {
    const network = freshNetwork()
    await question(identifier, network)
    heard.push(await outcome(() => question(identifier, network)))
  }
  expect(JSON.stringify(heard[0])).toContain('ROBOT_CHECK_NEEDED')
  for (const one of heard) expect(one).toEqual(heard[0])
})

test('the right password of an account that is not active is as wrong as any', async () => {
  const house = await openHouse(scene)
  const closed = await accountHolder(scene, house)
  await scene.owner`update accounts set status = 'closed' where id = ${closed.accountId}`
  const right = asking(house, signInDocument('signIn'), (identifier) => ({
    identifier,
    password: 'zeven groene fietsen rijden',
  }))
  const unknown = await outcome(() => right('nobody@example.nl', freshNetwork()))
  expect(await outcome(() => right(closed.email, freshNetwork()))).toEqual(unknown)
  expect(unknown.text).toContain('SIGN_IN_FAILED')
})

test('an identifier that nobody could have, and a password that is too long, cost what others cost', async () => {
  const house = await openHouse(scene)
  const anna = await accountHolder(scene, house)
  const question = questions(house).signIn
  const unknown = await outcome(() => question('nobody@example.nl', freshNetwork()))
  for (const typed of ['', ' ', 'x', 'no address', `${'a'.repeat(400)}@example.nl`])
    expect(await outcome(() => question(typed, freshNetwork())), JSON.stringify(typed)).toEqual(unknown)
  const long = asking(house, signInDocument('signIn'), (identifier) => ({ identifier, password: 'p'.repeat(5_000) }))
  expect(await outcome(() => long(anna.email, freshNetwork()))).toEqual(unknown)
})
