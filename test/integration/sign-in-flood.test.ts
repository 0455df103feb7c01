import { expect, test } from 'vitest'
import { type SignIn, signIn } from '../../src/commands/accounts/sign-in.ts'
import { argon2Hashing } from '../../src/providers/hashing/argon2.ts'
import { ask, openApi, openHouse } from '../support/api.ts'
import { eventually } from '../support/eventually.ts'
import { callAs, openScene } from '../support/scene.ts'

const scene = await openScene()
const { owner } = scene
const input: SignIn = { identifier: 'anna@example.nl', password: 'Drie-Bomen-In-Zwolle' }
const rows = async (table: string) => (await owner`select from ${owner(table)}`).length

test('beyond the places of the pool a sign-in reaches no database and writes no row', async () => {
  const house = await openHouse(scene)
  const hashing = argon2Hashing({ concurrency: 1, queue: 4 })
  const tries = Array.from({ length: 200 }, (_, n) =>
    signIn({ ...scene, hashing }, callAs(house.portalId, { kind: 'anonymous' }, `198.51.100.${n}`), input),
  )
  const codes = (await Promise.allSettled(tries)).map((tried) =>
    tried.status === 'fulfilled' ? 'DONE' : String(tried.reason.code ?? tried.reason.name),
  )
  const count = (wanted: string) => codes.filter((code) => code === wanted).length
  expect([count('SIGN_IN_FAILED'), count('Overloaded')]).toEqual([5, 195])
  expect([await rows('audit'), await rows('throttles')]).toEqual([5, 10])
})

test('a flood is told at once when to come back, while the pool goes on with what it has', async () => {
  const house = await openHouse(scene)
  const goOn = Promise.withResolvers<void>()
  const hashing = argon2Hashing({ concurrency: 1, queue: 1 })
  let checked = 0
  const pretend = async (secret: string) => {
    checked++
    await goOn.promise
    return hashing.pretend(secret)
  }
  const api = await openApi(scene, { hashing: { ...hashing, pretend } })
  const document = 'mutation($input: SignInInput!) { signIn(input: $input) { ... on UserError { code } } }'
  const knock = () => ask(api, house, document, { variables: { input } })
  const heard = [knock(), knock()]
  await eventually('both places are taken', () => checked === 2)

  const refused = await Promise.all(Array.from({ length: 20 }, knock))
  expect(refused.map(({ status, headers }) => [status, headers['retry-after']])).toEqual(Array(20).fill([503, '2']))
  expect((await ask(api, house, '{ portal { name } }')).status).toBe(200)
  goOn.resolve()
  for (const { data } of await Promise.all(heard)) expect(data).toEqual({ signIn: { code: 'SIGN_IN_FAILED' } })
  expect(checked).toBe(2)
})
