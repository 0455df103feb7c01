import { readText } from '../../tools/check/files.ts'

/** In the order in which they are read, and played. */
export const frontendPages = [
  'docs/frontends.md',
  'docs/frontends-payroll.md',
  'docs/frontends-signing-in.md',
  'docs/frontends-settings.md',
  'docs/frontends-service-desk.md',
  'docs/frontends-documents.md',
  'docs/frontends-leaving.md',
] as const

/** A document as it stands on a page, with the variables that follow it. */
export type Step = {
  readonly page: string
  readonly portal: string
  /** In another browser than the one that played the steps before. */
  readonly isElsewhere: boolean
  /** By the HR or payroll system, with the key of the portal's demo. */
  readonly isByKey: boolean
  /** The refusal that the page tells of. */
  readonly code: string | undefined
  readonly name: string
  readonly document: string
  readonly variables: string
  /** What has to happen before it, as a comment of the page says. */
  readonly before: readonly string[]
}

const block =
  /^<!-- before: (.+) -->\n|^```graphql ([a-z-]+)( elsewhere)?( by key)?(?: ([A-Z_]+))?\n([\s\S]*?)^```\n(?:\n```json\n([\s\S]*?)^```\n)?/gm

export function stepsOf(page: string, text: string): readonly Step[] {
  const steps: Step[] = []
  let before: string[] = []
  for (const [, event, portal = '', elsewhere, byKey, code, document = '', variables = '{}'] of text.matchAll(block)) {
    if (event !== undefined) {
      before.push(event)
      continue
    }
    const name = /^(?:query|mutation) (\w+)/.exec(document)?.[1] ?? 'unnamed'
    const asked = { isElsewhere: elsewhere !== undefined, isByKey: byKey !== undefined }
    steps.push({ page, portal, ...asked, code, name, document, variables, before })
    before = []
  }
  return steps
}

/** A table that says what a frontend does with what these mutations and queries answer. */
export type AnswerTable = { readonly acts: readonly string[]; readonly answers: readonly string[] }

const table = /^\| ((?:`\w+`(?:, | and )?)+) answers? \|.*\n\|[-|]+\|\n((?:\|.*\n)+)/gm

export function answerTablesOf(text: string): readonly AnswerTable[] {
  return [...text.matchAll(table)].map(([, acts = '', rows = '']) => ({
    acts: quoted(acts),
    answers: rows.split('\n').flatMap((row) => quoted(row.split('|')[1] ?? '')),
  }))
}

function quoted(text: string): readonly string[] {
  return [...text.matchAll(/`([\w.]+)`/g)].map(([, word = '']) => word)
}

export async function readFrontendPages() {
  return Promise.all(frontendPages.map(async (path) => ({ path, text: await readText(path) })))
}
