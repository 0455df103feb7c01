import { compose } from '../../src/compose.ts'
import { serveApi } from '../../src/start-api.ts'
import { serveBare } from '../bare/server.ts'
import { sendAll } from '../http-client.ts'
import type { Installation } from '../installation.ts'
import { invitedPortal } from '../invited-portal.ts'
import { assertAlike, type BenchPortal, copyPortal, slugOf } from '../portals.ts'
import { recordRequests } from '../recorded-requests.ts'
import { alternate, inTurns } from '../rounds.ts'
import { inAnotherPortal, openBare, replay } from '../statements.ts'
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
  const requests = await recordRequests(installation, headersFor(recorded), bodies)
  const [one, other] = [await copyPortal(admin, model), await copyPortal(admin, model)]
  const [ours, theirs] = [inTurns(bodies, turn), inTurns(bodies, turn)]
  // Each request takes the next of the recorded ones.
  const left = requests.map((sent) => inAnotherPortal(sent, recorded.portalId, other.portalId)).values()
  const answer = JSON.stringify({ data: { invitationRenew: { __typename: expected } } })
  const server = await serveBare(async () => {
    await replay(bare, left.next().value ?? [])
    return answer
  })
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

function perSecond(ms: number): number {
  return (turn / ms) * 1_000
}
