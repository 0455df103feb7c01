import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type postgres from 'postgres'
import { compose } from '../../src/compose.ts'
import { serveApi } from '../../src/start-api.ts'
import { sendAll } from '../http-client.ts'
import { post } from '../http-post.ts'
import type { Installation } from '../installation.ts'
import { invitedPortal } from '../invited-portal.ts'
import { assertAlike, type BenchPortal, copyPortal, slugOf } from '../portals.ts'
import { alternate, inTurns } from '../rounds.ts'
import { inAnotherPortal, openBare, openRecorder, replay, type Transaction } from '../statements.ts'
import type { Line } from '../table.ts'

const turn = 60
const rounds = 12
const lanes = 8
const expected = 'InvitationRenewPayload'

const document = `mutation($input: InvitationRenewInput!) {
  invitationRenew(input: $input) {
    __typename
    ... on InvitationRenewPayload { journey { id status } }
    ... on UserError { code }
  }
}`

/**
 * The same mutation as a client sends it: HTTP, session, GraphQL, command, answer. Against a bare node:http server that
 * sends the database the same transactions; what GraphQL reads before and after the command is among them.
 */
export async function request(installation: Installation): Promise<readonly Line[]> {
  const { admin, url, config } = installation
  const model = await invitedPortal(installation, turn * (rounds + 1))
  const drempel = compose(config(), 'api')
  const api = await serveApi(drempel)
  const bare = openBare(url)
  const bodies = model.journeyIds.map((id) => {
    const journey = Buffer.from(`Journey:${id}`).toString('base64url')
    return JSON.stringify({ query: document, variables: { input: { journey } } })
  })
  const headersFor = (portal: BenchPortal) => ({
    'content-type': 'application/json',
    'drempel-portal': slugOf(portal),
    authorization: `Bearer ${model.session}`,
  })
  const send = (port: number, portal: BenchPortal, some: readonly string[]) =>
    sendAll({ port, headers: headersFor(portal), bodies: some, lanes, expected })

  const recorded = await copyPortal(admin, model)
  const requests = await record(installation, headersFor(recorded), bodies)
  const [one, other] = [await copyPortal(admin, model), await copyPortal(admin, model)]
  const [ours, theirs] = [inTurns(bodies, turn), inTurns(bodies, turn)]
  const server = await serveBare(
    bare,
    requests.map((sent) => inAnotherPortal(sent, recorded.portalId, other.portalId)),
  )
  const measured = await alternate(rounds, {
    drempel: async () => perSecond(await send(api.port, one, ours())),
    bare: async () => perSecond(await send(server.port, other, theirs())),
  })
  server.close()
  await assertAlike(admin, one, other)
  await api.close()
  await Promise.all([drempel.close(), bare.end()])
  const against = 'the same SQL on bare node:http'
  return [{ work: `mutation over GraphQL, ${lanes} at a time`, against, unit: 'per second', measured }]
}

async function record(
  { url, config }: Installation,
  headers: Readonly<Record<string, string>>,
  bodies: readonly string[],
): Promise<readonly (readonly Transaction[])[]> {
  const recorder = openRecorder(url)
  const drempel = compose(config(), 'api')
  const { port, close } = await serveApi({ ...drempel, app: recorder.pool })
  const requests: (readonly Transaction[])[] = []
  for (const body of bodies) requests.push(await recorder.record(() => post({ port, headers }, body)))
  await close()
  await Promise.all([drempel.close(), recorder.pool.close()])
  return requests
}

/** Each request takes the next of the recorded ones. */
async function serveBare(bare: postgres.Sql, requests: readonly (readonly Transaction[])[]) {
  const left = requests.values()
  const answer = JSON.stringify({ data: { invitationRenew: { __typename: expected } } })
  const serve = async (response: ServerResponse) => {
    await replay(bare, left.next().value ?? [])
    response.setHeader('content-type', 'application/json')
    response.end(answer)
  }
  const server = createServer((incoming, response) => {
    incoming.resume().on('end', () => {
      serve(response).catch((error: Error) => response.destroy(error))
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const close = () => {
    server.close()
    server.closeAllConnections()
  }
  return { port, close }
}

function perSecond(ms: number): number {
  return (turn / ms) * 1_000
}
