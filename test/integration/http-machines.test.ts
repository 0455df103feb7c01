import { createHmac, randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { openPool } from '../../src/db/client.ts'
import { parseResendDelivery } from '../../src/providers/mail/resend-delivery.ts'
import { ask, openApi, openHouse, signedInAs } from '../support/api.ts'
import { invite } from '../support/invitee.ts'
import { openScene } from '../support/scene.ts'

const scene = await openScene()
const house = await openHouse(scene)
const get = (path: string, headers: Record<string, string> = {}) => ({ method: 'GET', path, headers })

test('is live, and ready while Temporal is away', async () => {
  const api = await openApi(scene, { temporal: () => Promise.reject(new Error('away')) })
  expect(await api.send(get('/health/live'))).toMatchObject({ status: 200, text: '{"status":"live"}' })
  const ready = await api.send(get('/health/ready'))
  expect([ready.status, JSON.parse(ready.text)]).toEqual([
    200,
    { status: 'ready', draining: false, postgres: 'ready', temporal: 'away' },
  ])
})

test('does not wait for a Temporal that does not answer', async () => {
  const api = await openApi(scene, { temporal: () => new Promise(() => {}) })
  expect(JSON.parse((await api.send(get('/health/ready'))).text)).toMatchObject({ status: 'ready', temporal: 'away' })
})

test('is not ready before the database is migrated, nor while there is none', async () => {
  const api = await openApi(scene)
  const [{ source } = { source: '' }] = await scene.owner<{ source: string }[]>`
    select pg_get_functiondef('drempel.schema_version()'::regprocedure) as source`
  await scene.owner.unsafe(
    'create or replace function drempel.schema_version() returns integer language sql immutable as $$ select 0 $$',
  )
  const behind = await api.send(get('/health/ready'))
  await scene.owner.unsafe(source)
  expect([behind.status, JSON.parse(behind.text)]).toMatchObject([503, { postgres: 'notMigrated' }])

  const app = openPool('postgres://nobody@127.0.0.1:1/nothing', 'drempel_app', { max: 1 })
  const without = await openApi(scene, { app })
  const away = await without.send(get('/health/ready'))
  await app.close()
  expect([away.status, JSON.parse(away.text)]).toMatchObject([503, { postgres: 'away' }])
})

test('counts requests, acts by outcome, queues and journeys, and names nobody', async () => {
  const api = await openApi(scene)
  const { email } = await invite(scene, house, { name: 'Gemeten Mens' })
  await ask(api, house, 'mutation { signIn(input: { identifier: "a@b.nl", password: "geheim woord" }) { __typename } }')
  const { text, headers } = await api.send(get('/metrics'))
  expect(headers['content-type']).toContain('text/plain')
  expect(text).toMatch(
    /^drempel_http_request_duration_seconds_count\{route="\/graphql",method="POST",status="200"\} 1$/m,
  )
  expect(text).toMatch(/^drempel_commands_total\{act="signIn",outcome="SIGN_IN_FAILED"\} 1$/m)
  expect(text).toMatch(/^drempel_journeys\{kind="account-activation",status="open"\} [1-9]/m)
  expect(text).toMatch(/^drempel_queue_length\{queue="messages"\} [1-9]/m)
  expect(text).toMatch(/^drempel_queue_oldest_seconds\{queue="wakeUps"\} [0-9]/m)
  expect(text).toMatch(/^drempel_hashing\{state="running"\} 0$/m)
  expect(text).toMatch(/^drempel_database_up 1$/m)
  for (const secret of ['Gemeten', email, 'geheim woord', 'a@b.nl', house.slug]) expect(text).not.toContain(secret)
  for (const secret of ['Gemeten', email, 'geheim woord', 'a@b.nl']) expect(api.lines.join('')).not.toContain(secret)
})

test('shows metrics to whoever knows their token, where there is one', async () => {
  const api = await openApi(scene, { settings: { metricsToken: 'a token of sixteen' } })
  expect((await api.send(get('/metrics'))).status).toBe(401)
  expect((await api.send(get('/metrics', { authorization: 'Bearer another token' }))).status).toBe(401)
  expect((await api.send(get('/metrics', { authorization: 'Bearer a token of sixteen' }))).status).toBe(200)
})

const secret = `whsec_${Buffer.alloc(24, 3).toString('base64')}`

function signed(event: object): { headers: Record<string, string>; body: string } {
  const body = JSON.stringify(event)
  const id = randomUUID()
  const timestamp = String(Math.floor(Date.now() / 1000))
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return { headers: { 'svix-id': id, 'svix-timestamp': timestamp, 'svix-signature': `v1,${signature}` }, body }
}

test('takes a provider’s report of a bounce and makes it a task for HR', async () => {
  const hook = {
    provider: 'resend',
    parse: (webhook: Parameters<typeof parseResendDelivery>[0]) => parseResendDelivery(webhook, secret),
  }
  const api = await openApi(scene, { hooks: [hook] })
  const { journeyId } = await invite(scene, house)
  const reference = randomUUID()
  await scene.owner`update messages set status = 'sent', provider = 'resend', reference = ${reference}, sealed = null where journey_id = ${journeyId}`
  const event = {
    type: 'email.bounced',
    created_at: new Date().toISOString(),
    data: { email_id: reference, bounce: { type: 'Permanent' } },
  }

  const forged = signed(event)
  const answer = await api.send({
    path: '/hooks/resend',
    ...forged,
    body: forged.body.replace('Permanent', 'Transient'),
  })
  expect([answer.status, answer.errors[0]?.extensions.code]).toEqual([401, 'UNAUTHENTICATED'])
  expect((await api.send({ path: '/hooks/resend', ...signed(event) })).status).toBe(204)
  expect(
    (await api.send({ path: '/hooks/resend', ...signed({ ...event, data: { email_id: 'not ours' } }) })).status,
  ).toBe(204)
  expect((await api.send({ path: '/hooks/cm', ...signed(event) })).status).toBe(404)
  expect((await api.send({ path: '/hooks/resend', ...signed({ nothing: 1 }) })).status).toBe(400)

  const [task] = await scene.owner`select kind, status from tasks where journey_id = ${journeyId}`
  expect(task).toEqual({ kind: 'CORRECT_EMAIL', status: 'open' })
  const { token } = await signedInAs(scene, house, { role: 'HR' })
  const { data } = await ask(api, house, '{ viewer { tasks { nodes { kind title journey { waitingFor } } } } }', {
    as: token,
  })
  expect(data).toMatchObject({
    viewer: { tasks: { nodes: [{ kind: 'CORRECT_EMAIL', title: 'Correct the e-mail address' }] } },
  })
})

test('finishes what is in flight when it is told to end, and takes nothing new', async () => {
  const checking = Promise.withResolvers<void>()
  const checked = Promise.withResolvers<false>()
  const pretend = () => {
    checking.resolve()
    return checked.promise
  }
  const api = await openApi(scene, { hashing: { ...scene.hashing, pretend } })
  const document =
    'mutation { signIn(input: { identifier: "late@b.nl", password: "x" }) { ... on UserError { code } } }'
  const underWay = ask(api, house, document)
  await checking.promise
  const closing = api.close()
  await expect(api.send(get('/health/live'))).rejects.toThrow('ECONNREFUSED')
  checked.resolve(false)
  const answer = await underWay
  expect([answer.status, answer.data]).toEqual([200, { signIn: { code: 'SIGN_IN_FAILED' } }])
  expect(answer.headers.connection).toBe('close')
  await closing
})
