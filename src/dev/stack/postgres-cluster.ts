import { execFile } from 'node:child_process'
import { chown, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import type { Identity } from './folders.ts'

export type NewCluster = {
  readonly initdb: string
  readonly cluster: string
  readonly password: string
  readonly identity: Identity | undefined
}

/**
 * Makes a cluster under another name and renames it when it is whole, so that a start that was killed halfway leaves
 * nothing that looks like one. The locale is PostgreSQL's own: the same order of letters on every machine.
 */
export async function createCluster({ initdb, cluster, password, identity }: NewCluster): Promise<void> {
  const unfinished = `${cluster}.unfinished`
  const passwordFile = `${cluster}.password`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { mode: 0o700 })
  await writeFile(passwordFile, password, { mode: 0o600 })
  if (identity !== undefined) {
    for (const path of [unfinished, passwordFile]) await chown(path, identity.uid, identity.gid)
  }
  const args = [`--pgdata=${unfinished}`, '--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256']
  const locale = ['--encoding=UTF8', '--no-locale', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  try {
    await promisify(execFile)(initdb, [...args, ...locale, '--no-sync'], {
      cwd: '/',
      env: { LC_ALL: 'C' },
      ...identity,
    })
  } finally {
    await rm(passwordFile, { force: true })
  }
  await rename(unfinished, cluster)
}
