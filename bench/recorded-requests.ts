import { compose } from '../src/compose.ts'
import { serveApi } from '../src/start-api.ts'
import { post } from './http-post.ts'
import type { Installation } from './installation.ts'
import { openRecorder, type Transaction } from './statements.ts'

/** What the API asks the database for each of these requests, one after the other. */
export async function recordRequests(
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
