import { randomBytes, randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { afterAll, inject } from 'vitest'
import { bundleWorkflows } from '../../src/activities/serve.ts'
import type { Call } from '../../src/commands/execute.ts'
import { compose, type Drempel } from '../../src/compose.ts'
import { readConfig } from '../../src/config.ts'
import { inPortal } from '../../src/db/client.ts'
import { accounts, grants, organisations, people, portalPolicies } from '../../src/db/schema/all.ts'
import { installClock, moveClock } from '../../src/dev/clock.ts'
import { type TimeMachine, timeMachine } from '../../src/dev/time-machine.ts'
import { defaultPolicy, type Policy } from '../../src/domain/portals/policy.ts'
import { installTemporalRuntime } from '../../src/process.ts'
import { type RunningWorker, startWorker } from '../../src/start-worker.ts'
import { testDatabase } from './database.ts'

export type Installation = {
  readonly drempel: Drempel
  readonly owner: postgres.Sql
  readonly machine: TimeMachine
  readonly env: NodeJS.ProcessEnv
  /** A worker in this process; stopped when the file is done, or earlier. */
  work(): Promise<RunningWorker>
  seedPortal(options?: SeedOptions): Promise<SeededPortal>
}

type SeedOptions = { readonly slug?: string; readonly policy?: Partial<Policy> }

export type SeededPortal = {
  readonly portalId: string
  readonly slug: string
  readonly organisationId: string
  /** HR of the organisation, signed in. */
  readonly hr: Call
  readonly hrAccountId: string
}

let bundle: ReturnType<typeof bundleWorkflows> | undefined

type Options = {
  readonly env?: NodeJS.ProcessEnv
  /** A migrated database on a server of the test's own; by default a copy on the run's server. */
  readonly database?: { readonly ownerUrl: string; readonly url: string }
  /** How long the time machine waits until all is idle: longer for many journeys. */
  readonly patienceMs?: number
}

/** An installation of this test file's own: a database with a movable clock, a namespace, and workers when asked for. */
export async function testInstallation({
  env: more = {},
  database: given,
  // Longer than any lease: a killed worker's messages come back when theirs runs out.
  patienceMs = 120_000,
}: Options = {}): Promise<Installation> {
  installTemporalRuntime()
  const database = given ?? (await testDatabase())
  await installClock(database.ownerUrl)
  const env = environment(database, `test-${randomBytes(6).toString('hex')}`, more)
  const drempel = compose(readConfig(env), 'worker')
  const owner = openOwner(database.ownerUrl)
  const workers = new Set<RunningWorker>()
  afterAll(async () => {
    await Promise.all([...workers].map((worker) => worker.stop()))
    await drempel.close()
    await owner.end()
  })
  return {
    drempel,
    owner,
    env,
    machine: timeMachine({
      engine: drempel.engine,
      moveClock: (instant) => moveClock(owner, instant),
      deadlineMs: patienceMs,
    }),
    work: async () => {
      bundle ??= bundleWorkflows()
      const worker = await startWorker(drempel, { bundle: await bundle })
      const tracked = {
        stop: async () => {
          workers.delete(tracked)
          await worker.stop()
        },
      }
      workers.add(tracked)
      return tracked
    },
    seedPortal: (options) => seedPortal(drempel, options),
  }
}

function environment(
  database: { readonly ownerUrl: string; readonly url: string },
  namespace: string,
  more: NodeJS.ProcessEnv,
) {
  return {
    DREMPEL_ENV: 'test',
    DATABASE_URL: database.url,
    DATABASE_OWNER_URL: database.ownerUrl,
    TEMPORAL_ADDRESS: inject('temporal').address,
    TEMPORAL_NAMESPACE: namespace,
    MAIL_PROVIDER: 'mailbox',
    SMS_PROVIDER: 'mailbox',
    MAILS_PER_SECOND: '1000',
    SMS_PER_SECOND: '1000',
    SEALING_KEYS: `test=${randomBytes(32).toString('base64')}`,
    HTTP_HOST: '127.0.0.1',
    HTTP_PORT: '0',
    WORKER_HTTP_PORT: '0',
    LOG_LEVEL: 'silent',
    ...more,
  } satisfies NodeJS.ProcessEnv
}

async function seedPortal(
  drempel: Drempel,
  { slug = `portal-${randomBytes(4).toString('hex')}`, policy = {} }: SeedOptions = {},
) {
  const [portalId, organisationId, personId, accountId, grantId] = Array.from({ length: 5 }, () => randomUUID()) as Ids
  const validFrom = new Date('2020-01-01T00:00:00Z')
  const email = `hr@${slug}.test`
  const serviceDesk = {
    name: 'Servicedesk',
    mail: `desk@${slug}.test`,
    phone: '088-102 7120',
    hours: { nl: '9-17 uur', en: '9-17' },
  }
  await insertPortal(drempel, { id: portalId, slug })
  await inPortal(drempel.app, portalId, async (tx) => {
    await tx
      .insert(portalPolicies)
      .values({ portalId, version: 1, effectiveFrom: validFrom, document: { ...defaultPolicy, ...policy } })
    await tx
      .insert(organisations)
      .values({ portalId, id: organisationId, name: 'Zwolle', kind: 'employer', serviceDesk })
    await tx
      .insert(people)
      .values({ portalId, id: personId, name: 'Hanna de Vries', language: 'nl', email, emailStatus: 'proven' })
    await tx.insert(accounts).values({ portalId, id: accountId, personId, identifier: email, status: 'active' })
    await tx
      .insert(grants)
      .values({ portalId, id: grantId, accountId, role: 'HR', organisationId, validFrom, reason: 'invitation' })
  })
  const grant = { id: grantId, role: 'HR', organisationId, system: null, validFrom, validUntil: null } as const
  const actor = { kind: 'account', accountId, personId, sessionId: randomUUID(), grants: [grant] } as const
  return { portalId, slug, organisationId, hrAccountId: accountId, hr: { actor, portalId, correlationId: 'test' } }
}

type Ids = [string, string, string, string, string]

async function insertPortal(drempel: Drempel, { id, slug }: { id: string; slug: string }): Promise<void> {
  const owner = openOwner(drempel.config.database.ownerUrl)
  await owner`insert into drempel.portals ${owner({
    id,
    slug,
    name: `Portaal ${slug}`,
    host: `${slug}.localhost`,
    languages: ['nl', 'en'],
    form: 'je',
    identifier: 'email',
    frontend_url: `http://${slug}.localhost/dev`,
    mail_from: `noreply@${slug}.test`,
    sms_from: 'Drempel',
  })}`
  await owner.end()
}

function openOwner(url: string): postgres.Sql {
  return postgres(url, { max: 2, onnotice: () => {} })
}
