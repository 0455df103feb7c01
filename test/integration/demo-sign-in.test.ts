import type postgres from 'postgres'
import { expect, test } from 'vitest'
import { freezeClock, moveClock } from '../../src/dev/clock.ts'
import { loadDemo } from '../../src/dev/demo/load.ts'
import { demoPortals } from '../../src/dev/demo/portals.ts'
import { demoSecret } from '../../src/dev/demo/second-step.ts'
import { type Policy, parsePolicy } from '../../src/domain/portals/policy.ts'
import { otplibAuthenticatorApp } from '../../src/providers/authenticator-app/otplib.ts'
import { demoDatabase } from '../support/demo.ts'
import { serveDevPages } from '../support/dev-server.ts'

const { app, engine, owner, deps } = await demoDatabase()
await loadDemo(deps, { port: 4000 })
const server = await serveDevPages({
  ...{ app, engine, owner, sealing: deps.sealing },
  temporalUi: () => undefined,
  travelTo: async () => {},
})

type Held = {
  readonly slug: string
  readonly identifier: string
  readonly kind: string
  readonly mobile: string | null
}

const inPortal = async <T extends postgres.MaybeRow>(slug: string, query: string): Promise<T[]> =>
  app.postgres.begin(async (sql) => {
    await sql`select set_config('drempel.portal_id', (select id::text from drempel.portals where slug = ${slug}), true)`
    return sql.unsafe<T[]>(query)
  }) as Promise<T[]>

const held = async (): Promise<readonly Held[]> => {
  const rows = demoPortals.map(({ slug }) =>
    inPortal<Held>(
      slug,
      `select '${slug}' as slug, a.identifier, f.kind, f.mobile from drempel.factors f
      join drempel.accounts a on a.id = f.account_id where f.status = 'active' order by 2`,
    ),
  )
  return (await Promise.all(rows)).flat()
}

const policyOf = (wanted: string): Policy => {
  const policy = parsePolicy(demoPortals.find(({ slug }) => slug === wanted)?.policy)
  if (!('factors' in policy)) throw new Error(`no policy of ${wanted}`)
  return policy
}

test('lets everybody of Mijn Youforce in with an app, labelled as its manual shows (S000-083)', async () => {
  const { factors, signIn } = policyOf('mijn-youforce')
  expect(factors).toMatchObject({ methods: ['app'], obligatoryFor: 'everyone', graceDays: 0, issuer: 'Visma | Raet' })
  const accounts = demoPortals.find(({ slug }) => slug === 'mijn-youforce')?.accounts ?? []
  const with000 = (await held()).filter(({ slug }) => slug === 'mijn-youforce')
  expect(with000.map(({ identifier, kind }) => [identifier, kind])).toEqual(
    accounts.map(({ identifier }) => [identifier, 'app']).toSorted(),
  )
  expect(signIn.entries.map(({ audience, label, way }) => [audience.nl, label.nl, way])).toEqual([
    ['Youforce medewerkers en managers', 'Inloggen Youforce', 'account'],
    ['Youforce medewerkers en managers', 'Inloggen Youforce', 'organisation'],
    ['Youforce medewerkers en managers', 'Inloggen Youforce met Home', 'elsewhere'],
    ['Youforce HR-Professionals', 'Inloggen Youforce', 'account'],
    ['Youforce HR-Professionals', 'Inloggen Youforce', 'organisation'],
    ['Youforce HR-Professionals', 'Inloggen Youforce Certificaat', 'elsewhere'],
    ['Youforce HR-Professionals', 'Mijn Visma Raet', 'elsewhere'],
    ['Visma.net HRM & Payroll', 'Visma.net HRM & Payroll', 'elsewhere'],
  ])
})

test('asks each portal’s second step and new password as its manual does', () => {
  expect(policyOf('web-portaal')).toMatchObject({
    factors: { methods: ['sms', 'app'], offer: 'one', obligatoryFor: 'everyone', graceDays: 0 },
    recovery: { password: 'birthDate', robotCheck: true },
  })
  expect(policyOf('urenportaal').factors).toMatchObject({
    ...{ methods: ['sms', 'app'], obligatoryFor: 'nobody', numberBeforeApp: true, rememberDays: 30 },
  })
  expect(policyOf('xpert-suite')).toMatchObject({
    signIn: { notice: { nl: expect.stringMatching(/^LET OP: u mag zich alleen aanmelden/) } },
    factors: {
      ...{ methods: ['sms', 'key', 'app'], offer: 'each', obligatoryFor: 'everyone', graceDays: 0 },
      ...{ backupCodes: 10, backupCodeBySms: true },
    },
    recovery: { securityQuestion: true, password: 'identifier' },
  })
  for (const slug of ['wij-techniek', 'operators']) {
    expect(policyOf(slug).factors).toMatchObject({ obligatoryFor: 'elevated', graceDays: 14 })
  }
  expect(policyOf('operators').factors.methods).toEqual(['app', 'key'])
})

test('gives a number for codes to those who have one set up, and leaves the others to their first sign-in', async () => {
  const others = (await held()).filter(({ slug }) => slug !== 'mijn-youforce')
  expect(others.map(({ slug, identifier, kind, mobile }) => [slug, identifier, kind, mobile])).toEqual([
    ['web-portaal', 'frontoffice@hbswerkt.example', 'sms', '+31612345614'],
    ['web-portaal', 'hr@hbswerkt.example', 'sms', '+31612345613'],
    ['xpert-suite', 'hetnest.hr', 'sms', '+31612345633'],
    ['xpert-suite', 'korenaar.hr', 'sms', '+31612345632'],
  ])
})

const rowOf = (body: string, identifier: string) =>
  new RegExp(
    `<code>${identifier}</code></td><td data-name="Name">([^<]*)</td><td data-name="Code now"><code>(\\d{6})</code>`,
  ).exec(body)

test('shows the codes that count now by the movable clock, and how long they do', async () => {
  await freezeClock(owner)
  const now = new Date('2026-05-05T10:00:12Z')
  await moveClock(owner, now)
  const { body, status } = await server.get('/dev/authenticator')
  expect(status).toBe(200)
  const [, name, code = ''] = rowOf(body, 'jjansen@onyouforce.com') ?? []
  expect(name).toBe('Jan Jansen')
  const secret = demoSecret('mijn-youforce', { identifier: 'jjansen@onyouforce.com' })
  const step = otplibAuthenticatorApp.verify(secret, code, { now, window: 0, afterStep: null })
  expect(step).toBe(Math.floor(now.getTime() / 30_000))
  expect(body).toContain('The next codes come in 18 seconds.')
  expect(body).toContain('<meta http-equiv="refresh" content="18">')

  await moveClock(owner, new Date('2026-05-05T10:00:30Z'))
  const later = rowOf((await server.get('/dev/authenticator')).body, 'jjansen@onyouforce.com')
  expect(later?.[2]).not.toBe(code)
})

test('shows the app that somebody is just setting up, and none that was removed', async () => {
  const slug = 'mijn-youforce'
  const change = (what: string, whose: string) =>
    inPortal(
      slug,
      `update drempel.factors f set ${what} from drempel.accounts a where a.id = f.account_id and a.identifier = '${whose}'`,
    )
  await change(`status = 'pending', expires_at = drempel.now() + interval '1 minute'`, 'felamrani@onyouforce.com')
  await change(`status = 'removed', sealed = null`, 'hr.ons@onyouforce.com')
  const { body } = await server.get('/dev/authenticator', `${slug}.localhost:${server.port}`)
  expect(body).toMatch(/felamrani@onyouforce\.com.*?\d{6}<\/code> <span class="dim">being set up<\/span>/)
  expect(body).not.toContain('hr.ons@onyouforce.com')
  await change('expires_at = drempel.now()', 'felamrani@onyouforce.com')
  expect((await server.get('/dev/authenticator')).body).not.toContain('felamrani@')
})

test('shows the apps of the portal whose address was asked', async () => {
  const { body } = await server.get('/dev/authenticator', `urenportaal.localhost:${server.port}`)
  expect(body).toContain('Nobody has an authenticator app here.')
})

test('leads there from the start page, which tells who has which second step', async () => {
  const { body } = await server.get('/dev')
  expect(body).toContain('<a href="/dev/authenticator">Authenticator</a>')
  expect(body).toMatch(/korenaar\.hr<\/code>.*?<td data-name="Second step">SMS<\/td>/)
  expect(body).toMatch(/operator@drempel\.example<\/code>.*?<td data-name="Second step">none yet<\/td>/)
})
