import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type BareServer = { readonly port: number; close(): void }

/** node:http and nothing else: each request is answered with what `answer` makes of it. */
export async function serveBare(answer: () => Promise<string>): Promise<BareServer> {
  const serve = async (response: ServerResponse) => {
    const body = await answer()
    response.setHeader('content-type', 'application/json')
    response.end(body)
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
