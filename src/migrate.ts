import { readConfig } from './config.ts'
import { migrate, schemaVersion } from './db/migrate.ts'

const config = readConfig(process.env, 'migrate')
await migrate(config.database.ownerUrl)
console.log(`The database is at schema version ${schemaVersion}.`)
