import { setTimeout as pause } from 'node:timers/promises'
import { Client, Connection } from '@temporalio/client'
import type { Log } from './log.ts'
import { ensureNamespace } from './namespace.ts'

export type TemporalAddress = {
  readonly address: string
  readonly namespace: string
  readonly tls: boolean
  readonly apiKey: string | undefined
  /** Its web UI, where there is one. */
  readonly uiUrl?: string | undefined
}

export type TemporalConnection = {
  /** Undefined until Temporal has answered for the first time. */
  client(): Client | undefined
  /** Resolves when Temporal has answered and the namespace is there; rejects only when closed first. */
  ready(): Promise<Client>
  /** Where it is: in development only known once the server has been made. */
  address(): Promise<TemporalAddress>
  close(): Promise<void>
}

const longestPauseMs = 5_000

/**
 * Connects at the first question and in a loop, because nothing here may depend on Temporal being up: queues, mails and
 * sign-ins go on without it. Once connected, the driver reconnects by itself.
 */
export function connectTemporal(address: TemporalAddress | Promise<TemporalAddress>, log: Log): TemporalConnection {
  const closing = new AbortController()
  let connected: Client | undefined
  let connecting: Promise<Client> | undefined

  const connect = async (): Promise<Client> => {
    for (let attempt = 0; ; attempt++) {
      closing.signal.throwIfAborted()
      try {
        connected = await open(await address)
        log.info({ event: 'temporal.connected' })
        return connected
      } catch (error) {
        if (attempt % 12 === 0) log.warn({ event: 'temporal.away', error })
        await pause(Math.min(longestPauseMs, 250 * 2 ** attempt), undefined, { signal: closing.signal })
      }
    }
  }
  const begin = (): Promise<Client> => {
    if (connecting !== undefined) return connecting
    connecting = connect()
    // Nobody may be waiting for it when it is closed.
    connecting.catch(() => {})
    return connecting
  }

  return {
    client: () => {
      void begin()
      return connected
    },
    ready: begin,
    address: async () => address,
    close: async () => {
      closing.abort()
      await connected?.connection.close()
    },
  }
}

async function open({ address, namespace, tls, apiKey }: TemporalAddress): Promise<Client> {
  const connection = await Connection.connect({
    address,
    tls,
    ...(apiKey === undefined ? {} : { apiKey }),
    connectTimeout: '5s',
  })
  try {
    const client = new Client({ connection, namespace })
    await ensureNamespace(client)
    return client
  } catch (error) {
    await connection.close()
    throw error
  }
}
