import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Problem } from '../../tools/problem.mjs'
import { toldToStop, untilAborted } from '../told-to-stop.ts'
import { alone } from './alone.ts'
import { askGivenPostgres } from './stack/given-postgres.ts'
import { startPostgres } from './stack/postgres.ts'
import { logTail } from './stack/server-process.ts'
import { startCluster, type TemporalCluster } from './stack/temporal-cluster.ts'
import { serverPrograms } from './stack/temporal-program.ts'

/** Temporal as production runs it, in a terminal of its own, for an `npm start` in another one. */
const dataFolder = fileURLToPath(new URL('../../.drempel/cluster', import.meta.url))
const usualPorts = { postgres: 5434, temporal: 7233 }
const log = (line: string) => console.log(line)
const stopping = toldToStop()

await alone({ file: join(dataFolder, 'start.lock'), what: 'The cluster', log, stopping }, async () => {
  const programs = await serverPrograms({ env: process.env, log, signal: stopping })
  const given = readGiven(process.env)
  const database = await openPostgres(given.databaseUrl)
  try {
    const cluster = await startCluster({
      programs,
      dataFolder: join(dataFolder, 'temporal'),
      port: usualPorts.temporal,
      database: { url: database.url, name: 'temporal' },
      namespace: given.namespace,
    })
    try {
      announce(cluster, { url: database.url, namespace: given.namespace })
      await Promise.race([untilAborted(stopping), cluster.ended])
      if (!stopping.aborted) throw new Problem(`Temporal ended by itself:\n${await logTail(cluster.logFile)}`)
    } finally {
      log('stopping')
      await cluster.stop()
    }
  } finally {
    await database.stop()
  }
})

function readGiven(env: NodeJS.ProcessEnv) {
  return {
    databaseUrl: env.DATABASE_OWNER_URL || env.DATABASE_URL,
    namespace: env.TEMPORAL_NAMESPACE || 'drempel',
  }
}

/** A cluster has a PostgreSQL of its own, or the one that is given. */
async function openPostgres(given: string | undefined) {
  if (given) {
    await askGivenPostgres(given)
    return { url: given, stop: async () => undefined }
  }
  const { adminUrl, stop } = await startPostgres({
    dataFolder: join(dataFolder, 'postgres'),
    port: usualPorts.postgres,
    durable: true,
  })
  return { url: adminUrl, stop }
}

type At = { readonly url: string; readonly namespace: string }

function announce({ address, databases }: TemporalCluster, { url, namespace }: At): void {
  log(`PostgreSQL   ${new URL(url).host}, databases ${databases.join(' and ')}`)
  log(`Temporal     ${address}, namespace ${namespace}`)
  log(`TEMPORAL_ADDRESS=${address} npm start uses it.`)
  log('Ctrl-C stops everything; the data stays for the next start.')
}
