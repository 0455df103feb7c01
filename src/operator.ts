import { readConfig } from './config.ts'
import { openPool } from './db/client.ts'
import { codes } from './domain/codes.ts'
import { DomainError } from './domain/errors.ts'
import { runOperator } from './operator/run.ts'
import { FileError, UsageError, usage } from './operator/usage.ts'
import { runCommandLine } from './process.ts'
import { systemRandom } from './providers/random/system.ts'
import { sealingWith } from './providers/sealing/aes-gcm.ts'

const args = process.argv.slice(2)

await runCommandLine(async () => {
  if (args.length === 0 || args.includes('--help')) {
    console.log(usage)
    return args.length === 0 ? 2 : 0
  }
  const config = readConfig(process.env, 'migrate')
  const owner = openPool(config.database.ownerUrl, 'none', { max: 1, name: 'drempel-operator' })
  const app = openPool(config.database.url, 'drempel_app', { max: 1, name: 'drempel-operator' })
  try {
    console.log(await runOperator({ owner, app, random: systemRandom, sealing: sealingWith(config.sealingKeys) }, args))
    return 0
  } catch (error) {
    console.error(explain(error))
    return error instanceof UsageError || error instanceof FileError ? 2 : 1
  } finally {
    await Promise.all([owner.close(), app.close()])
  }
})

function explain(error: unknown): string {
  if (error instanceof UsageError) return `${error.message}\n\n${usage}`
  if (error instanceof FileError) return error.message
  if (isUnreachable(error)) return 'The database does not answer. Look at DATABASE_URL and DATABASE_OWNER_URL.'
  if (!(error instanceof DomainError)) throw error
  const problems = error.problems.map(({ path, code }) => `  ${path}: ${codes[code].en}`)
  return [`${error.code}: ${codes[error.code].en}`, ...problems].join('\n')
}

function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('code' in error && /^(ECONN|ENOTFOUND|ETIMEDOUT|EAI_AGAIN|CONNECT_TIMEOUT)/.test(String(error.code))) return true
  return isUnreachable(error.cause)
}
