import postgres from 'postgres'
import { Problem } from '../../../tools/problem.mjs'

const leastVersion = 180_000

/** The server that DATABASE_URL names, if it answers and is new enough. Says which host, never with which password. */
export async function askGivenPostgres(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => undefined })
  try {
    const [row] = await sql<{ version: string }[]>`select current_setting('server_version_num') as version`
    if (Number(row?.version) >= leastVersion) return
  } catch (cause) {
    const { host, pathname } = new URL(url)
    const reason = cause instanceof Error ? cause.message : String(cause)
    const remedy = 'start that server, or leave DATABASE_URL out to use an embedded one'
    throw new Problem(`no PostgreSQL answers at ${host}${pathname} (DATABASE_URL): ${reason}; ${remedy}`, { cause })
  } finally {
    await sql.end()
  }
  throw new Problem('the PostgreSQL that DATABASE_URL names is too old: version 18 or newer is needed')
}
