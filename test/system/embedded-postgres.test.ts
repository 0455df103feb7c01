import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import postgres from 'postgres'
import { beforeAll, describe, expect, it } from 'vitest'
import { type EmbeddedPostgres, startPostgres } from '../../src/dev/stack/postgres.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

let dataFolder: string
let running: EmbeddedPostgres | undefined

beforeAll(async () => {
  const folder = await temporaryFolder('drempel-embedded-')
  dataFolder = join(folder.path, 'with a space')
  return async () => {
    await running?.stop()
    await folder.remove()
  }
})

async function restart(): Promise<EmbeddedPostgres> {
  await running?.stop()
  running = await startPostgres({ dataFolder, port: 0, durable: true })
  return running
}

async function ask<T>(url: string, question: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined })
  try {
    return await question(sql)
  } finally {
    await sql.end()
  }
}

describe('the embedded PostgreSQL', () => {
  it('keeps its data for the next start', async () => {
    const first = await restart()
    await ask(first.ownerUrl, (sql) => sql`create table kept as select 42 as answer`)
    const second = await restart()
    const rows = await ask(second.ownerUrl, (sql) => sql`select answer from kept`)
    expect([...rows]).toEqual([{ answer: 42 }])
  })

  it('gives the owner no power over the server and the login none over the tables', async () => {
    const { ownerUrl, url } = await restart()
    const [owner] = await ask(ownerUrl, (sql) => sql`select rolsuper from pg_roles where rolname = current_user`)
    expect(owner).toEqual({ rolsuper: false })
    await expect(ask(url, (sql) => sql`create table mine ()`)).rejects.toThrow('permission denied')
    await expect(ask(url, (sql) => sql`select * from kept`)).rejects.toThrow('permission denied')
  })

  it('goes elsewhere when something listens on its port', async () => {
    const { port } = await restart()
    const beside = await startPostgres({ dataFolder: `${dataFolder} 2`, port, durable: false })
    expect(beside.port).not.toBe(port)
    await beside.stop()
  })

  it('starts over a crash whose process number has gone to another process of the same user', async () => {
    await restart().then(({ stop }) => stop())
    const cluster = join(dataFolder, 'cluster')
    const { uid, gid } = statSync(cluster)
    const other = spawn('sleep', ['60'], { uid, gid, stdio: 'ignore' })
    await once(other, 'spawn')
    writeFileSync(join(cluster, 'postmaster.pid'), `${other.pid}\n${cluster}\n`)
    running = undefined
    const { ownerUrl } = await restart()
    const rows = await ask(ownerUrl, (sql) => sql`select answer from kept`)
    expect([...rows]).toEqual([{ answer: 42 }])
    expect(other.exitCode).toBeNull()
    other.kill()
  })
})
