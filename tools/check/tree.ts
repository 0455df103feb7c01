import { homedir, tmpdir } from 'node:os'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { listFiles, readText } from './files.ts'

const literal = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** The folders above the repository and of the user, unless they are on every machine. */
const above = dirname(fileURLToPath(new URL('../..', import.meta.url)))
const folders = [above, homedir()].filter((path) => path !== '/' && path !== tmpdir())

const registry = process.env.npm_config_registry ?? ''
const host = URL.canParse(registry) ? new URL(registry).host : ''

/** What would only mean something on the machine that wrote it. */
const traces: readonly (readonly [what: string, pattern: RegExp])[] = [
  ...folders.map((path) => ['a path of this machine', new RegExp(`(?<![\\w.])${literal(path)}/`)] as const),
  ['a home folder', /(?<![\w.])\/(?:home|Users)\/[a-z][\w.-]*\//],
  ["a package's address", /^\s*"resolved": "|https?:\/\/[^\s"']+\.tgz\b/m],
  ['a registry', /^\s*(?:@[\w-]+:)?registry\s*=|\bGOPROXY=https?:/m],
  ...(host === '' || host === 'registry.npmjs.org' ? [] : [['a registry', new RegExp(literal(host))] as const]),
]

const lineOf = (text: string, index: number): number => text.slice(0, index).split('\n').length

/** Machine paths and registry hosts in any file of the tree. Binary files are read as text: a trace stays a trace. */
export const treeProblems = async (): Promise<readonly string[]> => {
  const paths = await listFiles()
  const found = await Promise.all(
    paths.map(async (path) => {
      const text = await readText(path)
      return traces.flatMap(([what, pattern]) => {
        const at = text.search(pattern)
        return at < 0 ? [] : [`${path}:${lineOf(text, at)} holds ${what}`]
      })
    }),
  )
  return found.flat()
}
