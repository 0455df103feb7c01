import { readFile, writeFile } from 'node:fs/promises'
import { lexicographicSortSchema, printSchema } from 'graphql'
import { schema } from './schema.ts'

// Writes schema.graphql; with --check says whether it is up to date, so that a change of the API is seen as one.
const file = new URL('../../schema.graphql', import.meta.url)
const printed = `${printSchema(lexicographicSortSchema(schema))}\n`

if (process.argv.includes('--check')) {
  const committed = await readFile(file, 'utf8').catch(() => '')
  if (committed !== printed) {
    process.stderr.write('schema.graphql differs from the code: node src/graphql/print.ts\n')
    process.exitCode = 1
  }
} else {
  await writeFile(file, printed)
}
