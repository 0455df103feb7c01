import { compose } from '../../src/compose.ts'
import { serveApi } from '../../src/start-api.ts'
import { password, seedEmployees, signInBody } from '../employees.ts'
import { sendAll } from '../http-client.ts'
import type { Installation } from '../installation.ts'
import { seedPortal, slugOf } from '../portals.ts'
import { alternate, inLanes, timed } from '../rounds.ts'
import type { Line } from '../table.ts'

const turn = 48
const rounds = 12
const lanes = 8

/**
 * Identifier and password over HTTP, until a session is there: what is counted, checked, written and answered on the way.
 * Against nothing but the verifications, in the same pool.
 */
export async function signIn({ admin, config }: Installation): Promise<readonly Line[]> {
  const portal = await seedPortal(admin)
  const drempel = compose(config(), 'api')
  const api = await serveApi(drempel)
  const passwordHash = await drempel.hashing.hash(password)
  const identifiers = await seedEmployees(admin, portal, { count: turn, passwordHash })
  const errand = {
    port: api.port,
    headers: { 'content-type': 'application/json', 'drempel-portal': slugOf(portal) },
    bodies: identifiers.map((identifier) => signInBody(identifier)),
    lanes,
    expected: '"token":"',
  }
  const verify = () => drempel.hashing.verify(passwordHash, password)
  const measured = await alternate(rounds, {
    drempel: async () => perSecond(await sendAll(errand)),
    bare: async () => perSecond(await timed(() => inLanes(identifiers, lanes, verify))),
  })
  await api.close()
  await drempel.close()
  const work = `complete password sign-in, ${lanes} at a time`
  return [{ work, against: 'argon2id in the same pool', unit: 'per second', measured, target: { atLeast: 0.7 } }]
}

function perSecond(ms: number): number {
  return (turn / ms) * 1_000
}
