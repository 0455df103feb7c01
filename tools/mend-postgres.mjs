/**
 * Mends one fault of postgres.js 3.4.9 in node_modules, because no release has the mend yet (decision 0017): a query written
 * on a transaction's connection after it closed throws where nobody can catch it, and ends the process. With the mend that
 * query is rejected like any other. Plain JavaScript: it runs right after an installation. Safe to run again.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Problem } from './problem.mjs'

const place = 'node_modules/postgres/src/connection.js'
const faulty = `  function nextWrite(fn) {
    const x = socket.write(chunk, fn)`
const mended = `  function nextWrite(fn) {
    if (socket === null) {
      nextWriteTimer !== null && clearImmediate(nextWriteTimer)
      chunk = nextWriteTimer = null
      error(Errors.connection('CONNECTION_CLOSED', options, socket))
      return false
    }
    const x = socket.write(chunk, fn)`

export function mendPostgres(root) {
  const file = join(root, place)
  const source = readFileSync(file, 'utf8')
  if (source.includes(mended)) return
  if (!source.includes(faulty))
    throw new Problem(`${place} is not what tools/mend-postgres.mjs mends: see decision 0017`)
  writeFileSync(file, source.replace(faulty, mended))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) mendPostgres(fileURLToPath(new URL('..', import.meta.url)))
