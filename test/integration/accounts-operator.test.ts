import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { setActivationPassword } from '../../src/commands/accounts/set-activation-password.ts'
import { viewActivation } from '../../src/commands/accounts/view-activation.ts'
import { putPolicy } from '../../src/commands/portals/put-policy.ts'
import { openPool } from '../../src/db/client.ts'
import { runOperator } from '../../src/operator/run.ts'
import { password } from '../support/invitee.ts'
import { actorWith, callAs, openScene } from '../support/scene.ts'

const scene = await openScene()
const folder = await mkdtemp(join(tmpdir(), 'drempel-operator-'))
const owner = openPool(scene.ownerUrl, 'none', { max: 1 })
afterAll(async () => {
  await owner.close()
  await rm(folder, { recursive: true })
})

const run = (...args: string[]) => runOperator({ ...scene, owner }, args)
const file = async (name: string, document: unknown) => {
  const path = join(folder, name)
  await writeFile(path, typeof document === 'string' ? document : JSON.stringify(document))
  return path
}
const portal = {
  slug: 'zwolle',
  name: 'Mijn Zwolle',
  host: 'mijn.zwolle.example',
  form: 'u',
  frontendUrl: 'https://mijn.zwolle.example/',
  mailFrom: 'no-reply@zwolle.example',
  smsFrom: 'Zwolle',
}
const hours = { nl: 'ma-vr', en: 'Mon-Fri' }
const organisation = {
  name: 'Zwolle',
  kind: 'employer',
  serviceDesk: { name: 'Desk', mail: 'desk@zwolle.example', phone: '038 1', hours },
}
const hanna = ['--email', 'hr@zwolle.example', '--name', 'Hanna de Vries']
const tokenOf = (link: string) => link.split('#token=')[1] ?? ''

test('takes a fresh installation from nothing to its first HR account', async () => {
  expect(await run('portal', 'create', '--file', await file('portal.json', portal))).toMatch(/^portal [0-9a-f-]{36}$/)
  const made = await run(
    'organisation',
    'create',
    '--portal',
    'zwolle',
    '--file',
    await file('organisation.json', organisation),
  )
  expect(made).toMatch(/^organisation /)
  const link = await run('invite', '--portal', 'zwolle', '--role', 'HR', '--organisation', 'Zwolle', ...hanna)
  expect(link).toMatch(/^https:\/\/mijn\.zwolle\.example\/activate#token=[\w-]{43}$/)
  const mails = await scene.owner`select status, provider, sealed from messages`
  expect(mails).toEqual([{ status: 'delivered', provider: 'operator', sealed: null }])

  const [row] = await scene.owner<{ id: string }[]>`select id from portals`
  const anyone = callAs(row?.id ?? '', { kind: 'anonymous' })
  expect(await viewActivation(scene, anyone, { token: tokenOf(link) })).toMatchObject({
    pinNeeded: false,
    step: 'PASSWORD',
  })
  await setActivationPassword(scene, anyone, { token: tokenOf(link), password })
  const [grant] = await scene.owner`
    select role, organisation_id is not null as within, reason, given_by_kind as "givenBy" from grants`
  expect(grant).toEqual({ role: 'HR', within: true, reason: 'installation', givenBy: 'installation' })
})

test('gives another link to the same invitation when the first one was lost', async () => {
  const invite = () =>
    run('invite', '--portal', 'zwolle', '--role', 'OPERATOR', '--email', 'ops@zwolle.example', '--name', 'Otto')
  const links = [await invite(), await invite()]
  expect(new Set(links).size).toBe(2)
  const [row] = await scene.owner<{ id: string; journeys: number }[]>`
    select portal_id as id, count(*)::int as journeys from journeys where organisation_id is null group by 1`
  expect(row?.journeys).toBe(1)
  for (const link of links) {
    await viewActivation(scene, callAs(row?.id ?? '', { kind: 'anonymous' }), { token: tokenOf(link) })
  }
})

test('needs a PIN where it was told the number', async () => {
  const link = await run(
    'invite',
    '--portal',
    'zwolle',
    '--role',
    'OPERATOR',
    '--email',
    'o2@zwolle.example',
    '--name',
    'Otto',
    '--mobile',
    '0612345678',
  )
  const [row] = await scene.owner<{ id: string }[]>`select id from portals`
  const view = await viewActivation(scene, callAs(row?.id ?? '', { kind: 'anonymous' }), { token: tokenOf(link) })
  expect(view).toMatchObject({ pinNeeded: true, mobile: '•• •••• 78' })
})

test('gives an active account the role and no link', async () => {
  const told = await run('invite', '--portal', 'zwolle', '--role', 'HR', ...hanna)
  expect(told).toContain('nothing to activate')
  const grants = await scene.owner`select 1 from grants where role = 'HR' and organisation_id is null`
  expect(grants).toHaveLength(1)
})

test('puts a policy into effect from an instant on, for journeys that begin then', async () => {
  const policy = await file('policy.json', { activation: { validDays: 14 } })
  const told = await run('policy', 'put', '--portal', 'zwolle', '--file', policy, '--from', '2026-04-01T00:00:00+02:00')
  expect(told).toBe('policy version 2')
  const [row] = await scene.owner`select effective_from as at from portal_policies where version = 2`
  expect(row).toEqual({ at: new Date('2026-03-31T22:00:00Z') })
})

test('lets nobody put a policy but the installation and its operators', async () => {
  const [row] = await scene.owner<{ id: string }[]>`select id from portals`
  const put = (call: Parameters<typeof putPolicy>[1], document: unknown) => putPolicy(scene, call, { document })
  await expect(put(callAs(row?.id ?? '', actorWith('HR', null)), {})).rejects.toMatchObject({ code: 'FORBIDDEN' })
  const operator = callAs(row?.id ?? '', actorWith('OPERATOR', null))
  await expect(put(operator, { session: { idleMinutes: 0 } })).rejects.toMatchObject({
    problems: [{ path: 'document.session.idleMinutes', code: 'INVALID_INPUT' }],
  })
  expect(await put(operator, {})).toEqual({ version: 3 })
})

test('says what is wrong with what was asked', async () => {
  const portalFile = await file('portal.json', portal)
  await expect(run('portal', 'create', '--file', portalFile)).rejects.toMatchObject({ code: 'ALREADY_EXISTS' })
  await expect(
    run('portal', 'create', '--file', await file('other.json', { ...portal, slug: 'zwolle2' })),
  ).rejects.toMatchObject({
    code: 'ALREADY_EXISTS',
  })
  await expect(run('portal', 'make')).rejects.toThrow('There is no command "portal make".')
  await expect(run('invite', '--portal', 'nowhere', '--role', 'HR', ...hanna)).rejects.toThrow(
    'There is no portal "nowhere".',
  )
  await expect(run('invite', '--portal', 'zwolle', '--role', 'KING')).rejects.toThrow('--role is OPERATOR or HR.')
  await expect(run('invite', '--portal', 'zwolle', '--role', 'HR')).rejects.toThrow('--email is missing.')
  await expect(run('invite', '--portal', 'zwolle', '--role', 'HR', '--organisation', 'X', ...hanna)).rejects.toThrow(
    'no organisation "X"',
  )
  await expect(run('invite', '--colour', 'red')).rejects.toMatchObject({ name: 'UsageError' })
  await expect(run('portal', 'create', '--file', await file('bad.json', '{'))).rejects.toThrow('cannot be read as JSON')
  await expect(
    run('portal', 'create', '--file', await file('half.json', { ...portal, slug: 'A B', form: 'gij' })),
  ).rejects.toThrow(/half\.json:\n {2}slug: .*\n {2}form: /)
})
