import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { migrate } from '../db/migrate.ts'
import { toldToStop, untilAborted } from '../told-to-stop.ts'
import { alone } from './alone.ts'
import { type DemoLogin, demoPlaces } from './demo/logins.ts'
import { demoPassword } from './demo/portal-data.ts'
import { serveDevelopment } from './serve.ts'
import { admitLogin } from './stack/postgres.ts'
import { openStack, type Stack } from './stack/stack.ts'

/** Everything in one terminal: the servers, the database brought to the present schema, and what is served on top. */
const dataFolder = fileURLToPath(new URL('../../.drempel', import.meta.url))
const log = (line: string) => console.log(line)
const stopping = toldToStop()

await alone({ file: join(dataFolder, 'start.lock'), what: 'Drempel', log, stopping }, async () => {
  const stack = await openStack({ given: given(process.env), dataFolder, env: process.env, log, signal: stopping })
  try {
    await migrate(stack.postgres.ownerUrl)
    await admitLogin(stack.postgres.ownerUrl, stack.postgres.url)
    log(`PostgreSQL   ${new URL(stack.postgres.url).host}`)
    const served = await serveDevelopment(stack, { dataFolder, env: process.env })
    try {
      announce(served.port)
      await announceTemporal(stack)
      log('Ctrl-C stops everything; the data stays for the next start.')
      await untilAborted(stopping)
    } finally {
      log('stopping')
      await served.stop()
    }
  } finally {
    await stack.stop()
  }
})

function given(env: NodeJS.ProcessEnv) {
  const url = env.DATABASE_URL
  const address = env.TEMPORAL_ADDRESS
  return {
    database: url ? { url, ownerUrl: env.DATABASE_OWNER_URL || url } : undefined,
    temporal: address
      ? { address, tls: env.TEMPORAL_TLS === 'true', apiKey: env.TEMPORAL_API_KEY || undefined }
      : undefined,
  }
}

function announce(port: number): void {
  const at = (path: string) => `http://localhost:${port}${path}`
  log(`Start here   ${at('/dev')}`)
  log(`Mailbox      ${at('/dev/mailbox')}`)
  log(`Codes        ${at('/dev/authenticator')} for apps; by SMS and mail in the mailbox`)
  log(`Clock        ${at('/dev/clock')}`)
  log(`Everybody's password is ${demoPassword}; the start page lists all accounts.`)
  for (const { host, name, logins } of demoPlaces) {
    log(`${name}: http://${host}:${port}/graphql, to sign in http://${host}:${port}/dev/sign-in`)
    for (const login of firstOfEachRole(logins))
      log(`  ${login.role.padEnd(12)} ${login.identifier}${secondStep(login)}`)
  }
}

function secondStep({ secondStep: kind }: DemoLogin): string {
  if (kind === null) return ''
  return kind === 'app' ? ', then the code of an app' : ', then a code by SMS'
}

function firstOfEachRole(logins: readonly DemoLogin[]): readonly DemoLogin[] {
  return logins.filter((login, at) => logins.findIndex(({ role }) => role === login.role) === at)
}

/** Without Temporal the API still works and journeys wait, so a server that cannot be had is told and does not end the start. */
async function announceTemporal({ temporal }: Stack): Promise<void> {
  try {
    const { address, uiUrl } = await temporal
    log(`Temporal     ${address}${uiUrl === undefined ? '' : `, ${uiUrl}`}`)
  } catch (error) {
    if (!stopping.aborted) log(`Temporal is missing: ${error instanceof Error ? error.message : error}`)
  }
}
