import type { Playbook } from '../playbook.ts'
import { activate } from './activate.ts'

/** The pages that links in mails open on a developer's machine, and the way in for newcomers. */
const flows: Readonly<Record<string, Playbook>> = {
  '/dev/activate': activate,
}

export function flowAt(path: string): Playbook | undefined {
  return flows[path]
}
