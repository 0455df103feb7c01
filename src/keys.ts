import { readConfig } from './config.ts'
import { isAway } from './db/away.ts'
import { openPool } from './db/client.ts'
import { runKeys, usage } from './keys/run.ts'
import { runCommandLine } from './process.ts'
import { sealingWith } from './providers/sealing/aes-gcm.ts'

const args = process.argv.slice(2)

await runCommandLine(async () => {
  if (args.includes('--help')) {
    console.log(usage)
    return 0
  }
  const { database, sealingKeys } = readConfig(process.env)
  const app = openPool(database.url, 'drempel_app', { max: 1, name: 'drempel-keys' })
  const ring = sealingKeys.map(({ name }) => name)
  try {
    return await runKeys({ app, sealing: sealingWith(sealingKeys), ring, tell: console.log }, args)
  } catch (error) {
    if (!isAway(error)) throw error
    console.error('The database does not answer. Look at DATABASE_URL. What was done stays done; run it again.')
    return 1
  } finally {
    await app.close()
  }
})
