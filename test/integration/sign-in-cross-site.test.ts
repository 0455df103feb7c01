import { describe, expect, test } from 'vitest'
import { accountHolder, holdersPassword, openSessionOf } from '../support/account-holder.ts'
import { type Answer, idOf, openApi, openHouse } from '../support/api.ts'
import { openScene } from '../support/scene.ts'
import { enrolApp } from '../support/second-steps.ts'
import { rowsAdded } from '../support/strangers.ts'
import { actDocument } from '../support/visitor.ts'

const scene = await openScene()
const house = await openHouse(scene)
const other = await openHouse(scene)
const api = await openApi(scene, { settings: { isProduction: true, introspection: false } })
const own = `https://${house.host}`

const anna = await accountHolder(scene, house)
const app = await enrolApp(scene, house, anna)
const { token } = await openSessionOf(scene, house.portalId, { accountId: anna.accountId })
const cookie = `__Host-drempel=${token}`
const link = 'l'.repeat(43)

/** Each act with which somebody else’s page could do harm, with an input that gets past the schema. */
const acts = {
  signIn: { identifier: anna.email, password: holdersPassword },
  signInFactorConfirm: { flow: link, factor: app.factorId, code: '123456' },
  factorRemove: { id: idOf('Factor', app.factorId) },
  passwordChange: { current: holdersPassword, password: 'zeven paarse fietsen rijden' },
  passwordResetRequest: { identifier: anna.email },
  passwordResetComplete: { token: link, password: 'zeven paarse fietsen rijden' },
  recoveryObject: { token: link },
  emailChangeStart: { email: 'iemand@evil.example' },
  backupCodesRenew: null,
  sessionRevokeOthers: null,
}
type Act = keyof typeof acts
const named = Object.keys(acts) as Act[]

const documentOf = (act: Act) => (acts[act] === null ? `mutation { ${act} { __typename } }` : actDocument(act))

type Knock = { readonly headers: Readonly<Record<string, string>>; readonly body?: string }

const knock = (act: Act, { headers, body }: Knock) =>
  api.send({
    headers: { host: house.host, 'content-type': 'application/json', ...headers },
    body: body ?? JSON.stringify({ query: documentOf(act), variables: { input: acts[act] } }),
  })

const told = ({ status, errors }: Answer) => [status, errors[0]?.extensions.code]

describe.each(named)('%s', (act) => {
  test.each([
    ['nowhere, with the cookie', { cookie }],
    ['another site, with the cookie', { cookie, origin: 'https://evil.example' }],
    ['another site, without', { origin: 'https://evil.example' }],
    ['another portal of the house', { cookie, origin: `https://${other.host}` }],
    ['its own host without TLS', { cookie, origin: `http://${house.host}` }],
    ['a host that begins alike', { cookie, origin: `${own}.evil.example` }],
    ['a page that hides its origin', { cookie, origin: 'null' }],
  ])('is refused from %s, and leaves nothing behind', async (_where, headers) => {
    let answer: Answer | undefined
    const rows = await rowsAdded(scene, async () => {
      answer = await knock(act, { headers })
    })
    expect(answer && told(answer)).toEqual([403, 'ORIGIN_REFUSED'])
    expect(answer?.headers['access-control-allow-origin']).toBeUndefined()
    expect(rows).toEqual({})
  })

  test.each([
    ['text/plain'],
    ['text/plain; application/json'],
    ['application/x-www-form-urlencoded'],
    ['multipart/form-data; boundary=x'],
    ['application/jsonp'],
    [''],
  ])('is refused as a form could send it, as "%s", even from its own page', async (type) => {
    let answer: Answer | undefined
    const rows = await rowsAdded(scene, async () => {
      answer = await knock(act, { headers: { cookie, origin: own, 'content-type': type } })
    })
    expect(answer && told(answer)).toEqual([415, 'BAD_REQUEST'])
    expect(rows).toEqual({})
  })

  test('is no act in an address', async () => {
    const query = new URLSearchParams({ query: documentOf(act), variables: JSON.stringify({ input: acts[act] }) })
    for (const method of ['GET', 'HEAD']) {
      let answer: Answer | undefined
      const rows = await rowsAdded(scene, async () => {
        const headers = { host: house.host, cookie, origin: own, accept: 'application/json' }
        answer = await api.send({ method, path: `/graphql?${query}`, headers })
      })
      expect(answer?.status).toBe(405)
      expect(rows).toEqual({})
    }
  })

  test('is answered from its own page, and nobody keeps the answer', async () => {
    const { status, headers, data, errors } = await knock(act, { headers: { origin: own } })
    expect([status, headers['cache-control']]).toEqual([200, 'no-store'])
    // Heard: by the act itself, or by whoever asks who is signed in.
    expect(data === null ? errors[0]?.extensions.code : Object.keys(data)).toEqual(
      data === null ? 'UNAUTHENTICATED' : [act],
    )
  })
})

describe('a link’s token in an address', () => {
  test.each(['activation', 'passwordReset', 'recoveryObjection'])('is refused by %s', async (query) => {
    const document = `query ($token: String!) { ${query}(token: $token) { __typename ... on UserError { code } } }`
    const address = new URLSearchParams({ query: document, variables: JSON.stringify({ token: link }) })
    const headers = { host: house.host, accept: 'application/json' }
    const asked = await api.send({ method: 'GET', path: `/graphql?${address}`, headers })
    expect([...told(asked), asked.headers.allow]).toEqual([405, 'BAD_REQUEST', 'POST'])
    expect(asked.headers['cache-control']).toBe('no-store')

    const posted = await api.send({
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ query: document, variables: { token: link } }),
    })
    expect([posted.status, posted.headers['cache-control']]).toEqual([200, 'no-store'])
    expect(posted.data).toMatchObject({
      [query]: { __typename: expect.not.stringMatching(/^(Activation|PasswordReset|RecoveryObjection)$/) },
    })
    expect(api.lines.join()).not.toContain(link)
  })
})

test('Anna is where she was', async () => {
  const [row] = await scene.owner<{ factors: number; sessions: number }[]>`
    select (select count(*)::int from factors where account_id = a.id and status = 'active') as factors,
      (select count(*)::int from sessions where account_id = a.id and ended_at is null) as sessions
    from accounts a where a.id = ${anna.accountId}`
  expect(row).toEqual({ factors: 1, sessions: 2 })
})
