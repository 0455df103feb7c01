import { Connection } from '@temporalio/client'
import { Problem } from '../../../tools/problem.mjs'

export type TemporalAddress = {
  readonly address: string
  readonly tls?: boolean
  readonly apiKey?: string | undefined
}

/** Opens and closes one connection: throws while no Temporal answers there. */
export async function askTemporal({ address, tls, apiKey }: TemporalAddress): Promise<void> {
  const secret = apiKey === undefined ? {} : { apiKey }
  const connection = await Connection.connect({ address, connectTimeout: '2s', tls: tls === true, ...secret })
  await connection.close()
}

export async function askGivenTemporal(temporal: TemporalAddress): Promise<void> {
  await askTemporal(temporal).catch((cause: unknown) => {
    const remedy = 'start that server, or leave TEMPORAL_ADDRESS out to use an embedded one'
    throw new Problem(`no Temporal answers at ${temporal.address} (TEMPORAL_ADDRESS): ${remedy}`, { cause })
  })
}
