import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

export type Result = { readonly passed: boolean; readonly output: string }

const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * Runs a tool of node_modules/.bin from the repository's root. That folder leads the PATH, so the tool's own
 * `#!/usr/bin/env node` finds the pinned Node instead of the system's.
 */
export const runTool = async (command: string, args: readonly string[]): Promise<Result> => {
  const PATH = `${root}node_modules/.bin:${process.env.PATH ?? ''}`
  const env = { ...process.env, PATH, NO_COLOR: '1', FORCE_COLOR: undefined }
  const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  const [code, out, err] = await Promise.all([ended, text(child.stdout), text(child.stderr)])
  return { passed: code === 0, output: `${out}${err}` }
}
