import { createHash } from 'node:crypto'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compose } from '../../src/compose.ts'
import { readConfig } from '../../src/config.ts'
import { defaultPolicy } from '../../src/domain/portals/policy.ts'
import { openLog } from '../../src/log.ts'
import { serveApi, serveWorkerDoor } from '../../src/start-api.ts'
import { startWorker } from '../../src/start-worker.ts'
import { testDatabase } from '../support/database.ts'
import { allHistories, databaseDump, type Haystack, metricsAt, placesOf } from '../support/haystack.ts'
import { type Installation, testInstallation } from '../support/installation.ts'
import { mailboxOf } from '../support/people.ts'
import { rememberingClient } from '../support/remembering-client.ts'
import { playEverything, surname } from '../support/whole-stories.ts'

const { adminUrl, ...migrated } = await testDatabase()
// Sees every row: the owner of the tables is held to a portal as everybody is.
const admin = postgres(adminUrl, { max: 2, onnotice: () => undefined })
afterAll(() => admin.end())

let installation: Installation
/** Where nothing secret may stand, and where nothing about anybody may stand either. */
let database: readonly Haystack[]
let outside: readonly Haystack[]
let secrets: Map<string, string>
let personal: readonly string[]
let delivered: Haystack

beforeAll(async () => {
  installation = await testInstallation({ database: migrated })
  const portal = await installation.seedPortal({
    policy: {
      signIn: { ...defaultPolicy.signIn, robotCheckAfter: 1 },
      factors: { ...defaultPolicy.factors, obligatoryFor: 'everyone', rememberDays: 30, backupCodeBySms: true },
      recovery: { ...defaultPolicy.recovery, securityQuestion: true, robotCheck: true },
    },
  })
  const logged: Record<'api' | 'worker', string[]> = { api: [], worker: [] }
  const composed = (process: 'api' | 'worker') => ({
    ...compose(readConfig(installation.env), process),
    log: openLog('debug', { write: (line) => void logged[process].push(line) }),
  })
  const [front, back] = [composed('api'), composed('worker')]
  const [api, worker, door] = [await serveApi(front), await startWorker(back), await serveWorkerDoor(back)]

  const client = rememberingClient({ port: api.port, slug: portal.slug })
  personal = await playEverything({ installation, portal, client })
  secrets = client.secrets
  const mails = await mailboxOf(installation, portal.portalId)
  delivered = { place: 'mailbox', text: mails.map(({ text }) => text).join('\n') }
  for (const secret of delivered.text.match(/(?<=#token=)[\w-]+|\b\d{6}\b|\b\d{4} \d{4}\b/g) ?? []) {
    secrets.set(secret, secrets.get(secret) ?? 'delivered')
  }
  database = await databaseDump(admin, ['mailbox'])
  outside = [
    ...(await allHistories(admin, installation.drempel)),
    { place: 'log of the api', text: logged.api.join('') },
    { place: 'log of the worker', text: logged.worker.join('') },
    await metricsAt(api.port),
    await metricsAt(door.port),
  ]
  return async () => {
    await Promise.all([api.close(), worker.stop(), door.close()])
    await Promise.all([front.close(), back.close()])
  }
}, 180_000)

const found = (needles: Iterable<readonly [string, string]>, haystacks: readonly Haystack[]) =>
  [...needles].flatMap(([needle, as]) => placesOf(needle, haystacks).map((place) => `${as} in ${place}`))

describe('after everything a person can go through', () => {
  it('a search finds what is there: in the mailbox, in the database, in a history', () => {
    const kinds = [...secrets.values()]
    for (const kind of [
      'password of signIn',
      'code of signInFactorConfirm',
      'code of recoveryCodeUse',
      'code of emailChangeConfirm',
      'robotCheck of signIn',
      'answer of securityQuestionSet',
      'secret of factorEnrolmentStart',
      'codes of backupCodesRenew',
      'deviceToken of signInFactorConfirm',
      'token of recoveryObject',
    ]) {
      expect(kinds).toContain(kind)
    }
    const mailed = [...secrets].find(([, as]) => as === 'code of emailChangeConfirm')?.[0] ?? ''
    expect(placesOf(mailed, [delivered])).toEqual(['mailbox'])
    expect(placesOf(`Xanthippe van ${surname}`, database)).toContain('people.name')
    // Disguised, too: as bytes, and under a hash that is no obstacle.
    const quick = createHash('sha256').update(mailed).digest('hex')
    for (const text of [Buffer.from(mailed).toString('base64'), Buffer.from(mailed).toString('hex'), `\\x${quick}`]) {
      expect(placesOf(mailed, [{ place: 'here', text: `one ${text} another` }])).toEqual(['here'])
    }
    expect(outside.map(({ place }) => place.split('/')[0])).toEqual(
      expect.arrayContaining(['account-activation', 'factor-enrolment', 'account-recovery']),
    )
    expect(outside.find(({ place }) => place === 'log of the worker')?.text).toContain('message.accepted')
    expect(outside.at(-2)?.text).toContain('signInFactorConfirm')
  })

  it('no password, code, token, secret or answer is in the database but hashed or sealed', () => {
    expect(found(secrets, database)).toEqual([])
  })

  it('none is in a history, in a log or among the metrics', () => {
    expect(found(secrets, outside)).toEqual([])
  })

  it('no name, address, number or note is there either', () => {
    expect(
      found(
        personal.map((one) => [one, one] as const),
        outside,
      ),
    ).toEqual([])
  })

  it('nothing is kept sealed that has been said or done', async () => {
    const messages = await admin`select template, status from drempel.messages where sealed is not null`
    expect([...messages]).toEqual([])
    expect([...(await admin`select id from drempel.inquiries where sealed is not null`)]).toEqual([])
    const factors = await admin`select kind from drempel.factors where sealed is not null and status = 'removed'`
    expect([...factors]).toEqual([])
    const [row] = await admin<{ told: number; removed: number }[]>`
      select (select count(*)::int from drempel.messages) as told,
        (select count(*)::int from drempel.factors where status = 'removed' and kind = 'app') as removed`
    expect([row?.told, row?.removed]).toEqual([expect.toSatisfy((told: number) => told > 15), 1])
  })
})
