import { type Agent, request as httpRequest } from 'node:http'

export type Destination = {
  readonly port: number
  readonly headers: Readonly<Record<string, string>>
  readonly agent?: Agent
}

/** node:http rather than fetch, which costs more than what is measured. */
export function post({ port, headers, agent }: Destination, body: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const length = { 'content-length': String(Buffer.byteLength(body)) }
  const options = { host: '127.0.0.1', port, method: 'POST', path: '/graphql', headers: { ...headers, ...length } }
  const request = httpRequest({ ...options, ...(agent === undefined ? {} : { agent }) }, (response) => {
    let text = ''
    response.setEncoding('utf8')
    response.on('data', (chunk: string) => {
      text += chunk
    })
    response.on('end', () => resolve(text))
    response.on('error', reject)
  })
  request.on('error', reject)
  request.end(body)
  return promise
}
