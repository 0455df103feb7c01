import { createServer, type IncomingHttpHeaders, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterAll } from 'vitest'
import { type DevDeps, devRoutes } from '../../src/dev/pages/routes.ts'

export type Answered = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: string }

export type DevServer = {
  readonly port: number
  get(path: string, host?: string): Promise<Answered>
  /** A form sent from a page of the given origin; this server's own unless told otherwise. */
  post(path: string, form?: Readonly<Record<string, string>>, origin?: string | null): Promise<Answered>
}

/** The developer's pages alone, on a port of their own. */
export async function serveDevPages(deps: DevDeps): Promise<DevServer> {
  const routes = devRoutes(deps)
  const server = createServer((incoming, response) => {
    const url = new URL(incoming.url ?? '/', `http://${incoming.headers.host}`)
    routes(incoming, response, url).then(
      (answered) => answered || response.writeHead(404).end('not a page of developers'),
      (error: unknown) => response.writeHead(500).end(String(error)),
    )
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  afterAll(() => new Promise((closed) => server.close(closed)))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const own = `localhost:${port}`

  const ask = (method: string, path: string, more: { headers: Record<string, string>; body?: string }) =>
    new Promise<Answered>((answered, failed) => {
      const asked = request({ host: '127.0.0.1', port, method, path, headers: more.headers }, (response) => {
        const { statusCode: status = 0, headers } = response
        text(response).then((body) => answered({ status, headers, body }), failed)
      })
      asked.on('error', failed)
      asked.end(more.body)
    })

  return {
    port,
    get: (path, host = own) => ask('GET', path, { headers: { host } }),
    post: (path, form = {}, origin = `http://${own}`) =>
      ask('POST', path, {
        headers: {
          host: own,
          'content-type': 'application/x-www-form-urlencoded',
          ...(origin === null ? {} : { origin }),
        },
        body: new URLSearchParams(form).toString(),
      }),
  }
}
