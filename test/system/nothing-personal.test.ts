import { Writable } from 'node:stream'
import { beforeAll, describe, expect, it } from 'vitest'
import { reportWrongNumber } from '../../src/commands/accounts/report-wrong-number.ts'
import { compose } from '../../src/compose.ts'
import { readConfig } from '../../src/config.ts'
import { readClock } from '../../src/db/engine.ts'
import { localDate, localInstant } from '../../src/domain/time.ts'
import { openLog } from '../../src/log.ts'
import { startWorker } from '../../src/start-worker.ts'
import { activate } from '../support/activate.ts'
import { type Installation, type SeededPortal, testInstallation } from '../support/installation.ts'
import { invite, mailboxOf, newPeople, tokenIn } from '../support/people.ts'

let installation: Installation
let portal: SeededPortal
let logged = ''

beforeAll(async () => {
  installation = await testInstallation()
  portal = await installation.seedPortal()
  const sink = new Writable({
    write: (chunk, _encoding, done) => {
      logged += String(chunk)
      done()
    },
  })
  const drempel = compose(readConfig(installation.env), 'worker')
  const worker = await startWorker({ ...drempel, log: openLog('debug', sink) })
  return async () => {
    await worker.stop()
    await drempel.close()
  }
})

describe('what leaves Postgres', () => {
  it('holds no name, address, number or secret: not in histories, not in logs', async () => {
    const items = newPeople(3, { name: 'Xanthippe van Plantenburg', externalReference: null })
    const [activated, wrong, expired] = items
    if (activated === undefined || wrong === undefined || expired === undefined) throw new Error('nobody was made')
    const journeyIds = await invite(installation, portal, items)
    const secrets = await activate(installation, portal, activated)
    await installation.machine.settle()
    const anonymous = { actor: { kind: 'anonymous' }, portalId: portal.portalId, correlationId: 'test' } as const
    const mail = (await mailboxOf(installation, portal.portalId, wrong.email)).at(-1)
    await reportWrongNumber(installation.drempel, anonymous, { token: tokenIn(mail) })
    const today = localDate(await readClock(installation.drempel.engine))
    await installation.machine.travelTo(localInstant(today, { plusDays: 9 }))

    const planted = [
      'Xanthippe',
      'Plantenburg',
      ...items.flatMap(({ email, mobile }) => [email, mobile?.replace('+31', '') ?? email]),
      ...Object.values(secrets),
      portal.slug,
    ]
    const histories = await historiesOf(journeyIds)
    expect(histories).toContain('sendActivationReminder')
    // Only within a payload, so payloads are decoded.
    expect(histories).toContain('waitMs')
    expect(logged).toContain('message.accepted')
    for (const secret of planted) {
      expect(histories, `a history holds ${secret}`).not.toContain(secret)
      expect(logged, `a log holds ${secret}`).not.toContain(secret)
    }
  }, 60_000)
})

/** Every event with its payloads decoded, search attributes and failures included. */
async function historiesOf(journeyIds: readonly string[]): Promise<string> {
  const client = await installation.drempel.temporal.ready()
  // Temporal's messages print their payloads in base64.
  const decoded = (key: string, value: unknown) =>
    key === 'data' && typeof value === 'string' ? Buffer.from(value, 'base64').toString('utf8') : value
  const all = await Promise.all(
    journeyIds.map(async (id) => {
      const handle = client.workflow.getHandle(`account-activation/${id}/1`)
      const { raw } = await handle.describe()
      return JSON.stringify([await handle.fetchHistory(), raw], decoded)
    }),
  )
  return all.join('\n')
}
