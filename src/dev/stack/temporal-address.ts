import { Connection } from '@temporalio/client'

/** Opens and closes one connection: throws while no Temporal answers there. */
export async function askTemporal(address: string): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: '2s' })
  await connection.close()
}
