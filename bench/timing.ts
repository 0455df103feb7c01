import { Agent } from 'node:http'
import { parseArgs } from 'node:util'
import type postgres from 'postgres'
import { argon2Hashing } from '../src/providers/hashing/argon2.ts'
import { type ApiProcess, startApiProcess } from './api-process.ts'
import { employeeAddress, password, seedEmployees, signInBody } from './employees.ts'
import { post } from './http-post.ts'
import { startInstallation } from './installation.ts'
import { seedPortal, slugOf } from './portals.ts'
import { mannWhitney } from './rank-test.ts'
import { median, timed } from './rounds.ts'

/**
 * Whether the time an answer takes tells identifiers that exist from those that do not. Reported, not asserted: the smaller
 * p, the better they are told apart; above 0.01 this many samples tell nothing.
 */
const { values } = parseArgs({ options: { samples: { type: 'string', default: '500' } } })
const samples = Number(values.samples)
const warmUp = 40
const people = 100

type Question = { readonly name: string; readonly body: (identifier: string) => string; readonly expected: string }

const questions: readonly Question[] = [
  {
    name: 'signIn, wrong password',
    body: (identifier) => signInBody(identifier, `${password}!`),
    expected: 'SIGN_IN_FAILED',
  },
  {
    name: 'passwordResetRequest',
    body: (identifier) =>
      JSON.stringify({
        query: `mutation($input: PasswordResetRequestInput!) {
          passwordResetRequest(input: $input) { ... on PasswordResetRequestPayload { isAccepted } }
        }`,
        variables: { input: { identifier } },
      }),
    expected: '"isAccepted":true',
  },
]

const installation = await startInstallation(process.env)
try {
  const headers = await prepare(installation.admin)
  const api = await startApiProcess(installation.env({ TRUSTED_PROXIES: '127.0.0.1' }))
  for (const question of questions) await report(api, headers, question)
  await api.stop()
} finally {
  await installation.stop()
}

async function prepare(admin: postgres.Sql): Promise<Readonly<Record<string, string>>> {
  const portal = await seedPortal(admin)
  const passwordHash = await argon2Hashing({ concurrency: 1, queue: 1 }).hash(password)
  await seedEmployees(admin, portal, { count: people, passwordHash })
  return { 'content-type': 'application/json', 'drempel-portal': slugOf(portal) }
}

async function report(api: ApiProcess, headers: Readonly<Record<string, string>>, question: Question): Promise<void> {
  const ask = asker(api, headers, question)
  const known: number[] = []
  const unknown: number[] = []
  for (let pair = -warmUp; pair < samples; pair++) {
    // The same number of names on both sides, each as long, each asked about as often; whoever comes first is drawn.
    const n = (pair + warmUp) % people
    const one = async () => known.push(await ask(employeeAddress(n)))
    const other = async () => unknown.push(await ask(employeeAddress(n + people)))
    for (const turn of Math.random() < 0.5 ? [one, other] : [other, one]) await turn()
  }
  const [ofKnown, ofUnknown] = [known.slice(warmUp), unknown.slice(warmUp)]
  const { u, z, p } = mannWhitney(ofKnown, ofUnknown)
  const ms = (times: readonly number[]) => `${median(times).toFixed(2)} ms`
  console.log(`${question.name}: ${samples} samples each, interleaved`)
  console.log(`  median known ${ms(ofKnown)}, unknown ${ms(ofUnknown)}`)
  console.log(`  Mann–Whitney U = ${u}, z = ${z.toFixed(2)}, p = ${p.toFixed(3)}`)
}

/** Each time from another address: no throttle closes on either side. */
function asker(api: ApiProcess, headers: Readonly<Record<string, string>>, { body, expected }: Question) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  let asked = 0
  return async (identifier: string): Promise<number> => {
    asked++
    const from = `10.${asked >> 16}.${(asked >> 8) & 255}.${asked & 255}`
    const sent = body(identifier)
    let answer = ''
    const ms = await timed(async () => {
      answer = await post({ port: api.port, headers: { ...headers, 'x-forwarded-for': from }, agent }, sent)
    })
    if (!answer.includes(expected)) throw new Error(`not the answer that was expected: ${answer}`)
    return ms
  }
}
