import { listKeys } from './list.ts'
import { rotateKeys } from './rotate.ts'
import type { KeysDeps } from './walk.ts'

export const usage = `Usage: npm run keys -- <command>

  list
      Counts what is sealed under which key.
  rotate
      Seals anew, under the first key of SEALING_KEYS, whatever is sealed under another.
      May be stopped and run again at any moment, while api and workers run.

docs/operations.md tells how a key is replaced.`

const commands: Readonly<Record<string, (deps: KeysDeps) => Promise<number>>> = { list: listKeys, rotate: rotateKeys }

/** Carries out one command and answers the exit code. */
export async function runKeys(deps: KeysDeps, args: readonly string[]): Promise<number> {
  const command = commands[args.join(' ')]
  if (command !== undefined) return command(deps)
  deps.tell(usage)
  return 2
}
