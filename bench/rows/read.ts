import { compose } from '../../src/compose.ts'
import { serveApi } from '../../src/start-api.ts'
import { serveBare } from '../bare/server.ts'
import { furnish, readDocument, seedEmployees } from '../employees.ts'
import { sendAll } from '../http-client.ts'
import type { Installation } from '../installation.ts'
import { seedPortal, slugOf } from '../portals.ts'
import { recordRequests } from '../recorded-requests.ts'
import { alternate } from '../rounds.ts'
import { openBare, replay } from '../statements.ts'
import type { Line } from '../table.ts'

const turn = 300
const rounds = 12
const lanes = 8

/**
 * Somebody signed in opens a start page: who they are, twenty tasks, five sessions. Against a bare node:http server that
 * asks the database the same in the same read-only transaction and answers the rows as they come.
 */
export async function read(installation: Installation): Promise<readonly Line[]> {
  const { admin, url, config } = installation
  const portal = await seedPortal(admin)
  const [identifier = ''] = await seedEmployees(admin, portal, { count: 1, passwordHash: 'none' })
  const token = await furnish(admin, portal, identifier)
  const headers = {
    'content-type': 'application/json',
    'drempel-portal': slugOf(portal),
    authorization: `Bearer ${token}`,
  }
  const bodies = Array.from({ length: turn }, () => JSON.stringify({ query: readDocument }))
  const [asked = []] = await recordRequests(installation, headers, bodies.slice(0, 1))
  if (asked.length !== 1) throw new Error(`a read is one transaction, and this one was ${asked.length}`)

  const drempel = compose(config(), 'api')
  const api = await serveApi(drempel)
  const bare = openBare(url)
  const server = await serveBare(async () => JSON.stringify(await replay(bare, asked)))
  const send = async (port: number) => perSecond(await sendAll({ port, headers, bodies, lanes, expected: identifier }))
  const measured = await alternate(rounds, { drempel: () => send(api.port), bare: () => send(server.port) })
  server.close()
  await api.close()
  await Promise.all([drempel.close(), bare.end()])
  const work = `authenticated read (me, 20 tasks, 5 sessions), ${lanes} at a time`
  const against = 'the same SQL on bare node:http'
  return [{ work, against, unit: 'per second', measured, target: { atLeast: 0.5 } }]
}

function perSecond(ms: number): number {
  return (turn / ms) * 1_000
}
