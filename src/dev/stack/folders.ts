import { chmodSync, existsSync, mkdirSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'

/** What is built or downloaded once per user. */
export function cacheFolder(env: NodeJS.ProcessEnv): string {
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'drempel')
}

/** Whether a process without rights of its own can reach this folder (or the first of its parents that exists). */
export function isReachableByOthers(folder: string): boolean {
  const parent = dirname(folder)
  if (!existsSync(folder)) return isReachableByOthers(parent)
  const searchable = (statSync(folder).mode & 0o001) !== 0
  return searchable && (parent === folder || isReachableByOthers(parent))
}

/** Where root's PostgreSQL, which runs as nobody, keeps what would otherwise lie under folders that only root can enter. */
export function sharedFolder(kind: 'cache' | 'lib', name: string): string {
  const top = join('/var', kind, 'drempel')
  const folder = join(top, name)
  mkdirSync(folder, { recursive: true })
  for (const made of [top, folder]) chmodSync(made, 0o755) // whatever the umask is
  return folder
}
