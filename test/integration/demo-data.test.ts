import type postgres from 'postgres'
import { expect, test } from 'vitest'
import { moveClock, readClock } from '../../src/dev/clock.ts'
import { loadDemo } from '../../src/dev/demo/load.ts'
import { demoPlaces } from '../../src/dev/demo/logins.ts'
import { brokenRules } from '../../src/domain/accounts/password.ts'
import type { Policy } from '../../src/domain/portals/policy.ts'
import type { ServiceDesk } from '../../src/domain/portals/portal.ts'
import { demoDatabase } from '../support/demo.ts'

const { app, owner, deps } = await demoDatabase()
const { hashing } = deps
// As a load that broke off leaves it.
await moveClock(owner, new Date('2020-02-29T12:00:00Z'))
await loadDemo(deps, { port: 4000 })

const inPortal = async <T extends postgres.MaybeRow>(slug: string, query: string): Promise<T[]> =>
  app.postgres.begin(async (sql) => {
    await sql`select set_config('drempel.portal_id', (select id::text from drempel.portals where slug = ${slug}), true)`
    return sql.unsafe<T[]>(query)
  }) as Promise<T[]>

/** Every row of every table, as text. */
const everything = async () => {
  const tables = [
    'portal_policies',
    'organisations',
    'people',
    'accounts',
    'factors',
    'grants',
    'service_keys',
    'journeys',
    'activations',
    'offboardings',
    'leaver_cuts',
    'timeline',
    'secrets',
    'messages',
    'audit',
    'wakeups',
    'payments',
    'reservations',
    'phases',
  ]
  const dumps = demoPlaces.flatMap(({ slug }) =>
    tables.map((table) => inPortal<{ row: string }>(slug, `select t::text as row from drempel.${table} t order by 1`)),
  )
  return (await Promise.all(dumps)).map((rows) => rows.map(({ row }) => row))
}

test('makes each portal as its manual addresses and names people', async () => {
  const rows = await app.postgres`
    select slug, host, form, identifier, username_suffix as suffix, array_to_string(languages, ',') as languages, frontend_url as url
    from drempel.portals order by slug`
  expect(rows.map((row) => ({ ...row }))).toEqual([
    {
      slug: 'mijn-youforce',
      host: 'mijn-youforce.localhost',
      form: 'je',
      identifier: 'username',
      suffix: '@onyouforce.com',
      languages: 'nl',
      url: 'http://mijn-youforce.localhost:4000/dev',
    },
    {
      slug: 'operators',
      host: 'operators.localhost',
      form: 'je',
      identifier: 'email',
      suffix: null,
      languages: 'en,nl',
      url: 'http://operators.localhost:4000/dev',
    },
    {
      slug: 'urenportaal',
      host: 'urenportaal.localhost',
      form: 'je',
      identifier: 'email',
      suffix: null,
      languages: 'nl',
      url: 'http://urenportaal.localhost:4000/dev',
    },
    {
      slug: 'web-portaal',
      host: 'web-portaal.localhost',
      form: 'je',
      identifier: 'email',
      suffix: null,
      languages: 'nl,en',
      url: 'http://web-portaal.localhost:4000/dev',
    },
    {
      slug: 'wij-techniek',
      host: 'wij-techniek.localhost',
      form: 'je',
      identifier: 'email',
      suffix: null,
      languages: 'nl,en',
      url: 'http://wij-techniek.localhost:4000/dev',
    },
    {
      slug: 'xpert-suite',
      host: 'xpert-suite.localhost',
      form: 'u',
      identifier: 'username',
      suffix: null,
      languages: 'nl',
      url: 'http://xpert-suite.localhost:4000/dev',
    },
  ])
})

test('gives each of the eight employers its own number, and all of them one desk and menu (S000-005…017)', async () => {
  const rows = await inPortal<{ name: string; desk: ServiceDesk }>(
    'mijn-youforce',
    'select name, service_desk as desk from drempel.organisations',
  )
  expect(Object.fromEntries(rows.map(({ name, desk }) => [name, desk.phone]))).toEqual({
    Zwolle: '088-102 7120',
    Kampen: '088-102 7130',
    Overijssel: '088-102 7190',
    Dalfsen: '088-102 7140',
    Westerveld: '088-102 7150',
    Zwartewaterland: '088-102 7160',
    Ommen: '088-102 7180',
    Ons: '088-102 7170',
  })
  for (const { desk } of rows) {
    expect(desk).toMatchObject({
      name: 'HR Servicedesk',
      mail: 'hrservicedesk@ssc-ons.nl',
      menuHint: { nl: 'optie 2. HR-Servicedesk' },
      hours: { nl: 'elke werkdag 9.00–17.00 uur' },
    })
  }
})

test('binds passwords to certain characters in the one portal that promised it (S002-024)', async () => {
  const policies = await Promise.all(
    demoPlaces.map(async ({ slug }) => {
      const [row] = await inPortal<{ policy: Policy }>(slug, 'select document as policy from drempel.portal_policies')
      return [slug, row?.policy] as const
    }),
  )
  const composed = policies.filter(([, policy]) => (policy?.password.composition.length ?? 0) > 0)
  expect(composed.map(([slug]) => slug)).toEqual(['urenportaal'])
  expect(composed[0]?.[1]?.activation.pin).toBe('sms')
})

test('lets every demo account sign in with the password that the start page shows, within its portal’s rules', async () => {
  for (const { slug, logins } of demoPlaces) {
    const rows = await inPortal<{
      identifier: string
      status: string
      hash: string
      policy: Policy
      name: string
      grants: number
    }>(
      slug,
      `select a.identifier, a.status, a.password_hash as hash, p.document as policy, e.name,
        (select count(*)::int from drempel.grants g where g.account_id = a.id and g.valid_from <= drempel.now()
          and (g.valid_until is null or g.valid_until > drempel.now())) as grants
      from drempel.accounts a join drempel.people e on e.id = a.person_id, drempel.portal_policies p where a.status = 'active'`,
    )
    expect(rows.map(({ identifier }) => identifier).toSorted()).toEqual(
      logins.map(({ identifier }) => identifier).toSorted(),
    )
    const [{ hash, policy } = { hash: '', policy: undefined }] = rows
    expect(await hashing.verify(hash, logins[0]?.password ?? '')).toBe(true)
    for (const { name, identifier, grants } of rows) {
      expect(grants).toBe(1)
      const context = { words: [name, identifier, slug], isCommon: () => false }
      expect(policy && brokenRules(logins[0]?.password ?? '', policy.password, context)).toEqual([])
    }
  }
})

test('invites people on their own days of the past, and leaves the clock right', async () => {
  expect(await readClock(owner)).toMatchObject({ frozen: false, shiftMs: 0 })
  const rows = await inPortal<{ reference: string; days: number; expired: boolean; messages: number }>(
    'urenportaal',
    `select a.external_reference as reference, (drempel.now() at time zone 'Europe/Amsterdam')::date - (a.planned_at at time zone 'Europe/Amsterdam')::date as days,
      (select bool_and(s.expires_at < drempel.now()) from drempel.secrets s where s.journey_id = j.id) as expired,
      (select count(*)::int from drempel.messages m where m.journey_id = j.id) as messages
    from drempel.activations a join drempel.journeys j on j.id = a.journey_id order by 1`,
  )
  expect(rows.map(({ reference, expired, messages }) => [reference, expired, messages])).toEqual([
    ['demo-1', false, 1],
    ['demo-2', false, 1],
    ['demo-3', true, 1],
    ['demo-4', false, 1],
    ['demo-5', false, 1],
  ])
  expect(rows.map(({ days }) => days)).toEqual([0, 4, 9, 0, 0])
})

test('tells of an invitation that waits for the first working day', async () => {
  const [row] = await inPortal<{ messages: number; starts: boolean }>(
    'mijn-youforce',
    `select (select count(*)::int from drempel.messages m where m.journey_id = a.journey_id) as messages, a.starts_on > drempel.now()::date + 20 as starts
    from drempel.activations a where a.external_reference = 'demo-2'`,
  )
  expect(row).toEqual({ messages: 0, starts: true })
})

test('knows somebody who leaves soon, and somebody who has left and comes for payslips until April', async () => {
  const rows = await inPortal(
    'mijn-youforce',
    `select e.name, g.role, o.last_day - (drempel.now() at time zone 'Europe/Amsterdam')::date as days,
      (o.planned_at at time zone 'Europe/Amsterdam')::date - (drempel.now() at time zone 'Europe/Amsterdam')::date as said
    from drempel.offboardings o join drempel.accounts a on a.id = o.account_id join drempel.people e on e.id = a.person_id
    join drempel.grants g on g.account_id = a.id and g.valid_from <= drempel.now() and g.valid_until > drempel.now()
    order by 1`,
  )
  expect(rows.map((row) => ({ ...row }))).toEqual([
    { name: 'Karin Smit', role: 'EMPLOYEE', days: 12, said: -3 },
    { name: 'Willem Dekker', role: 'EX_EMPLOYEE', days: -40, said: -60 },
  ])
})

test('changes nothing at the second start, not even what somebody changed since', async () => {
  await inPortal('urenportaal', `update drempel.people set name = 'Somebody Else' where name = 'Piotr Kowalski'`)
  const before = await everything()
  await loadDemo(deps, { port: 4000 })
  expect(await everything()).toEqual(before)
  expect(before.flat().filter((row) => row.includes('Somebody Else'))).toHaveLength(1)
})

test('moves the addresses of the portals with the port', async () => {
  await loadDemo(deps, { port: 4017 })
  const [row] = await app.postgres`select frontend_url as url from drempel.portals where slug = 'urenportaal'`
  expect(row?.url).toBe('http://urenportaal.localhost:4017/dev')
})
