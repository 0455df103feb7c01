import { expect, test } from 'vitest'
import { ask, openApi, openHouse } from '../support/api.ts'
import { activate, invite, password } from '../support/invitee.ts'
import { openScene } from '../support/scene.ts'

const scene = await openScene()
const api = await openApi(scene, { settings: { trustedProxies: ['127.0.0.1'] } })
const house = await openHouse(scene)

const signIn = 'mutation($input: SignInInput!) { signIn(input: $input) { __typename ... on UserError { code } } }'

// One subscriber holds 2^64 addresses: counted one by one, each try would be the first.
test('slows guessing down per network of IPv6, however many addresses of it are used', async () => {
  const jan = await invite(scene, house)
  await activate(scene, house, jan)
  const attempt = async (typed: string, from: string) => {
    const { data } = await ask<{ signIn: { code?: string } }>(api, house, signIn, {
      variables: { input: { identifier: jan.email, password: typed } },
      headers: { 'x-forwarded-for': from },
    })
    return data.signIn.code ?? 'in'
  }
  for (let n = 1; n <= 5; n++) expect(await attempt('wrong', `2001:db8:1:2::${n}`)).toBe('SIGN_IN_FAILED')
  expect(await attempt(password, '2001:db8:1:2:ffff::9')).toBe('TOO_MANY_ATTEMPTS')
  expect(await attempt(password, '2001:db8:1:3::9')).toBe('in')
})

test.each([
  [{ sesion: 'COOKIE' }, 'input: Expected value of type "SignInInput" not to include unknown field "sesion".'],
  [{ session: 'COOKI at "geheim"' }, 'input.session.'],
  [{ identifier: ['geheim'] }, 'input.identifier: String cannot represent a non string value.'],
  [{ identifier: undefined }, 'input: Expected value of type "SignInInput" to include required field "identifier".'],
])('says where variables do not fit, and never what they hold: %j', async (more, told) => {
  const input = { identifier: 'jan', password: 'geheim', ...more }
  const { errors, text } = await ask(api, house, signIn, { variables: { input } })
  expect(errors.map(({ message }) => message)).toEqual([`The variables do not fit at ${told}`])
  expect(text).not.toMatch(/geheim|Did you mean/)
})

const many = (count: number, make: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => make(i)).join(' ')
const tries: Record<string, (index: number) => string> = {
  activation: (i) => `a${i}: activation(token: "${i}") { __typename }`,
  activationPinConfirm: (i) =>
    `a${i}: activationPinConfirm(input: { token: "x", pin: "10000${i % 10}" }) { __typename }`,
  signIn: (i) => `a${i}: signIn(input: { identifier: "jan", password: "${i}" }) { __typename }`,
}

test.each(Object.entries(tries))('lets nobody try %s more than a few times in one request', async (name, attempt) => {
  const kind = name === 'activation' ? 'query' : 'mutation'
  const { data, errors } = await ask(api, house, `${kind} { ${many(12, attempt)} }`)
  expect([data, errors[0]?.extensions.code]).toEqual([null, 'LIMIT_EXCEEDED'])
  const spread = `${kind} { ${many(12, (i) => `...F${i}`)} } ${many(12, (i) => `fragment F${i} on ${kind === 'query' ? 'Query' : 'Mutation'} { ${attempt(i)} }`)}`
  expect((await ask(api, house, spread)).errors[0]?.extensions.code).toBe('LIMIT_EXCEEDED')
})
