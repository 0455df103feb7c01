import { readdir } from 'node:fs/promises'
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { inPortal } from '../../src/db/client.ts'
import { keepInMailbox } from '../../src/db/mailbox.ts'
import { freezeClock, readClock, resetClock } from '../../src/dev/clock.ts'
import { loadDemo } from '../../src/dev/demo/load.ts'
import { demoPassword } from '../../src/dev/demo/portal-data.ts'
import { flows } from '../../src/dev/pages/flows/all.ts'
import { demoDatabase } from '../support/demo.ts'
import { serveDevPages } from '../support/dev-server.ts'
import { eventually } from '../support/eventually.ts'

const { app, engine, owner, deps } = await demoDatabase()
await loadDemo(deps, { port: 4000 })
const journeys: { to: Date; arrive: () => void; fail: (error: Error) => void; progress: (at: Date) => void }[] = []
const server = await serveDevPages({
  app,
  engine,
  owner,
  temporalUi: () => 'http://localhost:8233',
  sealing: deps.sealing,
  travelTo: (to, progress) => new Promise((arrive, fail) => journeys.push({ to, arrive, fail, progress })),
})

const messageTo = async (recipient: string) => {
  const [row] = await engine.postgres<{ id: string; portal: string; slug: string }[]>`
    select m.id, m.portal_id as portal, p.slug from drempel.messages m join drempel.portals p on p.id = m.portal_id
    where p.slug = ${recipient} and m.channel = 'mail' limit 1`
  if (row === undefined) throw new Error(`no message in ${recipient}`)
  return row
}
const { id, portal, slug } = await messageTo('wij-techniek')
const mail = {
  id,
  channel: 'mail',
  recipient: 'lisa@janssen-installatie.example',
  sender: 'Wij Techniek account <noreply@wij-techniek.example>',
  subject: 'Activeer <je> account',
  text: 'Hallo <Lisa>,\nhttp://wij-techniek.localhost:4000/dev/activate#token=abc_-123.\n',
  html: '<!doctype html><html><head><title>x</title></head><body><a href="http://wij-techniek.localhost:4000/dev/activate#token=abc_-123">Activeer</a></body></html>',
} as const
await keepInMailbox({ app, engine }, mail)
await inPortal(app, portal, async (tx) => {
  await tx.execute(
    sql`update drempel.messages set status = 'sent', provider = 'mailbox', reference = ${id} where id = ${id}`,
  )
})
await keepInMailbox({ app, engine }, { ...mail, text: 'the same one, handed over again' })

test('the start page names every portal with its GraphiQL, accounts and password', async () => {
  const { status, body } = await server.get('/dev')
  expect(status).toBe(200)
  for (const name of ['mijn-youforce', 'web-portaal', 'urenportaal', 'xpert-suite', 'wij-techniek', 'operators']) {
    expect(body).toContain(`href="http://${name}.localhost:${server.port}/graphql"`)
  }
  expect(body).toContain('jjansen@onyouforce.com')
  expect(body).toContain('operator@drempel.example')
  expect(body).toMatch(/Karin Smit<.*EMPLOYEE \(leaves soon\)/)
  expect(body).toMatch(/Willem Dekker<.*EMPLOYEE \(has left: payslips until April\)/)
  expect(body).toContain(demoPassword)
  expect(body).toContain('href="http://localhost:8233"')
})

test('pages run no script and load nothing that is not theirs, and are kept nowhere', async () => {
  for (const path of [
    '/dev',
    '/dev/mailbox',
    '/dev/clock',
    '/dev/authenticator',
    `/dev/mailbox/${slug}/${id}`,
    ...Object.keys(flows),
  ]) {
    const { headers, body } = await server.get(path)
    const policy = String(headers['content-security-policy'])
    expect(policy).toMatch(/^default-src 'none'; style-src 'nonce-[A-Za-z0-9+/=]{24}'; script-src 'nonce-/)
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
    expect(headers['cache-control']).toBe('no-store')
    expect(headers['referrer-policy']).toBe('same-origin')
    expect(body).not.toMatch(/ style="| on[a-z]+="|<script>/)
  }
})

test('the mailbox shows a mail once, escaped, with its portal', async () => {
  const { body } = await server.get('/dev/mailbox')
  expect(body.match(/Activeer &#60;je&#62; account/g)).toHaveLength(1)
  expect(body).toContain('lisa@janssen-installatie.example')
  expect(body).toContain(`/dev/mailbox/${slug}/${id}`)
})

test('the mailbox of one portal shows nothing of another, by choice or by its own address', async () => {
  expect((await server.get('/dev/mailbox?portal=urenportaal')).body).not.toContain('lisa@')
  expect((await server.get('/dev/mailbox', `urenportaal.localhost:${server.port}`)).body).not.toContain('lisa@')
  expect((await server.get('/dev/mailbox', `wij-techniek.localhost:${server.port}`)).body).toContain('lisa@')
  expect((await server.get('/dev/mailbox?portal=all', `urenportaal.localhost:${server.port}`)).body).toContain('lisa@')
})

test('a message shows its text with clickable links and its markup in a frame without scripts', async () => {
  const { body } = await server.get(`/dev/mailbox/${slug}/${id}`)
  const link = 'http://wij-techniek.localhost:4000/dev/activate#token=abc_-123'
  expect(body).toContain(`Hallo &#60;Lisa&#62;,\n<a href="${link}">${link}</a>.`)
  expect(body).toMatch(/<iframe [^>]*sandbox="allow-same-origin allow-popups [^"]*"/)
  expect(body).not.toContain('allow-scripts')
  const framed = await server.get(`/dev/mailbox/${slug}/${id}/html`)
  expect(framed.headers['content-security-policy']).toContain("default-src 'none'")
  expect(framed.headers['content-security-policy']).toContain('sandbox allow-same-origin')
  expect(framed.body).toContain('<head><base target="_top">')
})

test('the flows’ pages name the demo account of the portal they were asked at, and no token', async () => {
  const invite = await server.get('/dev/invite', `xpert-suite.localhost:${server.port}`)
  expect(invite.body).toContain('value="korenaar.hr"')
  expect(invite.body).toContain('name="username"')
  const activate = await server.get('/dev/activate')
  expect(activate.body).toContain('mutation PinConfirm($input: ActivationPinConfirmInput!)')
  expect(activate.body.match(/src="[^"]*"/g)).toEqual(['src="/dev/browser/playbook.js"'])
  expect((await server.get('/dev/tasks/0197a000-0000-7000-8000-000000000001')).body).toContain('query Task($id: ID!)')
  expect((await server.get('/dev/tasks/1')).status).toBe(404)
})

test('the pages’ scripts are served with all they import, and nothing beside them', async () => {
  const served = new Set(['playbook.js', 'frame.js'])
  for (const name of served) {
    const { status, headers, body } = await server.get(`/dev/browser/${name}`)
    expect([name, status, headers['content-type']]).toEqual([name, 200, 'text/javascript; charset=utf-8'])
    for (const [, imported = ''] of body.matchAll(/from '\.\/([\w-]+\.js)'/g)) served.add(imported)
  }
  const folder = await readdir(new URL('../../src/dev/pages/browser/', import.meta.url))
  expect([...served].toSorted()).toEqual(folder.toSorted())
  expect((await server.get('/dev/browser/../playbook.ts')).status).toBe(404)
})

test('the pages of signing in play the steps that follow one another, each hidden until it is asked', async () => {
  const { body } = await server.get('/dev/sign-in', `xpert-suite.localhost:${server.port}`)
  for (const act of ['SignIn', 'SignInFactorSend', 'SignInKeyStart', 'RecoveryCodeChoose', 'FactorEnrolmentSkip']) {
    expect(body).toContain(`mutation ${act}($input: ${act}Input!)`)
  }
  expect(body).toContain('&#34;flow.step=CHANGE_PASSWORD&#34;')
  expect(body.match(/data-stand/g)).toHaveLength(1)
  const desk = await server.get('/dev/desk', `mijn-youforce.localhost:${server.port}`)
  expect(desk.body).toContain('value="servicedesk@onyouforce.com"')
})

test('a bounce is reported once as the provider would, and only from these pages', async () => {
  const path = `/dev/mailbox/${slug}/${id}/bounce`
  expect((await server.post(path, {}, 'https://elsewhere.example')).status).toBe(403)
  expect((await server.post(path, {}, 'null')).status).toBe(403)
  expect((await server.post(path, {}, null)).status).toBe(403)
  expect((await server.get(`/dev/mailbox/${slug}/${id}`)).body).toContain('Bounce this mail')
  const { status, headers } = await server.post(path)
  expect([status, headers.location]).toEqual([303, `/dev/mailbox/${slug}/${id}`])
  const { body } = await server.get(`/dev/mailbox/${slug}/${id}`)
  expect(body).toContain('<code>mailbox_bounced</code>')
  expect(body).not.toContain('Bounce this mail')
  const tasks = await engine.postgres`select kind, status from drempel.tasks where portal_id = ${portal}`
  expect([...tasks]).toEqual([{ kind: 'CORRECT_EMAIL', status: 'open' }])
})

test('a message is found under its own portal alone', async () => {
  expect((await server.get(`/dev/mailbox/urenportaal/${id}`)).status).toBe(404)
  expect((await server.get(`/dev/mailbox/${slug}/${'-'.repeat(36)}`)).status).toBe(404)
  expect((await server.get('/dev/mailbox/nowhere/0197a000-0000-7000-8000-000000000001')).status).toBe(404)
})

test('answers to no name but localhost, so that no site can point its own name here', async () => {
  for (const host of ['drempel.example:4000', 'localhost.evil.example']) {
    expect((await server.get('/dev/mailbox', host)).status).toBe(421)
  }
  expect((await server.get('/dev', `127.0.0.1:${server.port}`)).status).toBe(200)
})

test('leaves every other address to the server', async () => {
  expect((await server.get('/graphql')).body).toBe('not a page of developers')
  expect((await server.get('/development')).body).toBe('not a page of developers')
  expect((await server.get('/dev/nothing')).status).toBe(404)
})

test('the clock freezes, goes on and is reset', async () => {
  await server.post('/dev/clock/freeze')
  expect((await readClock(owner)).frozen).toBe(true)
  expect((await server.get('/dev/clock')).body).toContain('standing still')
  await server.post('/dev/clock/thaw')
  expect((await readClock(owner)).frozen).toBe(false)
  await server.post('/dev/clock/reset')
  expect((await readClock(owner)).shiftMs).toBe(0)
})

test('the clock tells what is due next, the soonest first, and offers to go there', async () => {
  await app.postgres.begin(async (sql) => {
    await sql`select set_config('drempel.portal_id', ${portal}, true)`
    await sql`update drempel.journeys set next_due_at = '2031-05-01T07:00:00Z', waiting_for = 'PERSON'`
  })
  const { body } = await server.get('/dev/clock')
  expect(body).toContain('Thu, 1 May 2031, 09:00:00')
  expect(body).toContain('value="2031-05-01T07:00:00.000Z"')
})

test('the clock travels forward only, one journey at a time, and tells how far it is', async () => {
  await resetClock(owner)
  expect((await server.post('/dev/clock/travel', { day: '2020-01-01', time: '09:00' })).body).toContain(
    'only travels forward',
  )
  expect((await server.post('/dev/clock/travel', { day: '2031-02-30', time: '09:00' })).body).toContain('Give a day')
  expect((await server.post('/dev/clock/travel', { day: '2031-04-01', time: '00:30' })).status).toBe(303)
  expect(journeys[0]?.to.toISOString()).toBe('2031-03-31T22:30:00.000Z')
  journeys[0]?.progress(new Date('2031-03-01T08:00:00Z'))
  const underWay = await server.get('/dev/clock')
  expect(underWay.body).toContain('1 stop so far')
  expect(underWay.body).toContain('http-equiv="refresh" content="1"')
  expect((await server.post('/dev/clock/travel', { hours: '24' })).body).toContain('under way already')
  journeys[0]?.arrive()
  await eventually('the arrival', async () => (await server.get('/dev/clock')).body.includes('after 1 stop'))
})

test('a journey through time that stops says why', async () => {
  await freezeClock(owner)
  await server.post('/dev/clock/travel', { hours: '1' })
  journeys.at(-1)?.fail(new Error('not idle after 60000 ms: message 7'))
  await eventually('the reason', async () =>
    (await server.get('/dev/clock')).body.includes('not idle after 60000 ms: message 7'),
  )
})
