import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, lstatSync, readlinkSync, statSync } from 'node:fs'
import { chown, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { Problem } from '../../../tools/problem.mjs'
import { isReachableByOthers, sharedFolder } from './folders.ts'

/** Who PostgreSQL runs as. It refuses root, and takes `nobody` then. */
export type Identity = { readonly uid: number; readonly gid: number }

const nobody: Identity = { uid: 65534, gid: 65534 }
const originFile = 'origin'
const orphanedForMs = 7 * 86_400_000

function isRoot(): boolean {
  return process.getuid?.() === 0
}

/** A cluster can only be run by its owner, and may have been made before by another user of this clone. */
export function clusterOwner(cluster: string): Identity | undefined {
  if (!existsSync(cluster)) return isRoot() ? nobody : undefined
  const { uid, gid } = statSync(cluster)
  if (isRoot()) return { uid, gid }
  if (uid === process.getuid?.()) return undefined
  throw new Problem(
    `${cluster} belongs to user ${uid}, who started Drempel here before: start as that user, or remove it`,
  )
}

/**
 * The cluster's place: in the data folder, or behind a link in it when nobody could not reach it there. Clusters unused for
 * a week whose link is gone, because the clone was removed, are removed on the way.
 */
export async function clusterPlace(dataFolder: string): Promise<string> {
  const cluster = join(dataFolder, 'cluster')
  const isThere = existsSync(cluster)
  if (isThere ? !isLink(cluster) : !isRoot() || isReachableByOthers(dataFolder)) return cluster
  const place = isThere ? readlinkSync(cluster) : await makePlace(cluster)
  if (isRoot()) await writeFile(join(dirname(place), originFile), cluster)
  return place
}

async function makePlace(cluster: string): Promise<string> {
  await removeOrphans()
  const place = join(sharedFolder('lib', randomUUID()), 'cluster')
  await rm(cluster, { force: true }) // a link to what is no longer there
  await symlink(place, cluster)
  return place
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true
}

async function removeOrphans(): Promise<void> {
  const top = dirname(sharedFolder('lib', '.'))
  for (const name of await readdir(top)) {
    const file = join(top, name, originFile)
    const usedAt = statSync(file, { throwIfNoEntry: false })?.mtimeMs
    if (usedAt === undefined || Date.now() - usedAt < orphanedForMs) continue
    const origin = await readFile(file, 'utf8')
    const isUsed = isLink(origin) && readlinkSync(origin) === join(top, name, 'cluster')
    if (!isUsed) await rm(join(top, name), { recursive: true, force: true })
  }
}

type NewCluster = {
  readonly initdb: string
  readonly cluster: string
  readonly password: string
  readonly owner: Identity | undefined
}

/**
 * Makes a cluster under another name and renames it when it is whole, so that a start that was killed halfway leaves
 * nothing that looks like one. The locale is PostgreSQL's own: the same order of letters on every machine.
 */
export async function createCluster({ initdb, cluster, password, owner }: NewCluster): Promise<void> {
  const unfinished = `${cluster}.unfinished`
  const passwordFile = `${cluster}.password`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { mode: 0o700 })
  await writeFile(passwordFile, password, { mode: 0o600 })
  if (owner !== undefined) {
    for (const path of [unfinished, passwordFile]) await chown(path, owner.uid, owner.gid)
  }
  const args = [`--pgdata=${unfinished}`, '--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256']
  const locale = ['--encoding=UTF8', '--no-locale', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  try {
    await promisify(execFile)(initdb, [...args, ...locale, '--no-sync'], { cwd: '/', env: { LC_ALL: 'C' }, ...owner })
  } catch (cause) {
    const said = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : String(cause)
    throw new Problem(`the PostgreSQL cluster could not be made in ${cluster}:\n${said}`, { cause })
  } finally {
    await rm(passwordFile, { force: true })
  }
  await rename(unfinished, cluster)
}
