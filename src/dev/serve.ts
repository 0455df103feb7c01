import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { renderGraphiQL } from '@graphql-yoga/render-graphiql'
import postgres from 'postgres'
import { compose } from '../compose.ts'
import { readConfig } from '../config.ts'
import { installTemporalRuntime } from '../process.ts'
import type { TemporalAddress } from '../relay/temporal.ts'
import { serveApi } from '../start-api.ts'
import { startWorker } from '../start-worker.ts'
import { installClock, moveClock } from './clock.ts'
import { loadDemo } from './demo/load.ts'
import { devRoutes } from './pages/routes.ts'
import { freePort } from './stack/ports.ts'
import type { Stack } from './stack/stack.ts'
import { timeMachine } from './time-machine.ts'

export type Served = { readonly port: number; stop(): Promise<void> }

const usualPort = 4000

/** Api and worker in this process, on what the stack brought, with everything a developer needs around them. */
export async function serveDevelopment(
  stack: Stack,
  { dataFolder, env }: { dataFolder: string; env: NodeJS.ProcessEnv },
): Promise<Served> {
  const { ownerUrl, url } = stack.postgres
  const port = await freePort(Number(env.HTTP_PORT ?? usualPort))
  const config = readConfig(await developmentEnvironment({ dataFolder, env, url, ownerUrl, port }))
  let temporalUi: string | undefined
  const address = whereTemporalIs(stack, config.temporal, (uiUrl) => {
    temporalUi = uiUrl
  })
  installTemporalRuntime()
  const drempel = compose(config, 'worker', { temporal: address })
  const owner = postgres(ownerUrl, { max: 2, onnotice: () => {} })

  await installClock(ownerUrl)
  await loadDemo({ ...drempel, ownerUrl }, { port })
  const { travelTo } = timeMachine({ engine: drempel.engine, moveClock: (instant) => moveClock(owner, instant) })
  const pages = devRoutes({ ...drempel, owner, travelTo, temporalUi: () => temporalUi })
  const api = await serveApi(drempel, { pages, graphiql: () => renderGraphiQL({ title: 'Drempel' }) })
  const worker = await startWorker(drempel)

  return {
    port: api.port,
    stop: async () => {
      await Promise.all([api.close(), worker.stop()])
      await drempel.close()
      await owner.end()
    },
  }
}

type Place = { dataFolder: string; env: NodeJS.ProcessEnv; url: string; ownerUrl: string; port: number }

/** Whatever is given wins; the rest is what makes everything work on one machine. */
async function developmentEnvironment({ dataFolder, env, url, ownerUrl, port }: Place): Promise<NodeJS.ProcessEnv> {
  return {
    DREMPEL_ENV: 'development',
    HTTP_HOST: '127.0.0.1',
    MAIL_PROVIDER: 'mailbox',
    SMS_PROVIDER: 'mailbox',
    MAILS_PER_SECOND: '100',
    SMS_PER_SECOND: '100',
    LOG_LEVEL: 'warn',
    SEALING_KEYS: await keptKey(join(dataFolder, 'sealing-key')),
    ...env,
    DATABASE_URL: url,
    DATABASE_OWNER_URL: ownerUrl,
    HTTP_PORT: String(port),
  }
}

/** Made once, so that what was sealed before can be opened after a second start on the same data. */
async function keptKey(file: string): Promise<string> {
  const kept = await readFile(file, 'utf8').catch(() => undefined)
  if (kept !== undefined) return kept
  const made = `dev=${randomBytes(32).toString('base64')}`
  await writeFile(file, made, { mode: 0o600 })
  return made
}

async function whereTemporalIs(
  stack: Stack,
  configured: TemporalAddress,
  tell: (uiUrl: string | undefined) => void,
): Promise<TemporalAddress> {
  const { address, uiUrl = configured.uiUrl } = await stack.temporal
  tell(uiUrl)
  return { ...configured, address, uiUrl }
}
