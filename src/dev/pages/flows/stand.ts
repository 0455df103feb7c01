/** What every act that moves a sign-in answers, as far as a page needs it. */
export const stand = `session { expiresAt }
      flow {
        token
        step
        factors { id kind name mobile }
        usesBackupCodes
        mayRemember
        methods
        maySkip
        isRecovery
        expiresAt
      }
      notices { kind at left }`

const refusals = '... on UserError { code message }'

type Mutation = {
  readonly act: string
  /** What is asked of the payload. */
  readonly selects: string
  /** Members of the result beside the payload that tell more than a code. */
  readonly or?: readonly ('InvalidInput' | 'Limited')[]
  readonly hasInput?: boolean
  /** Whether there is nothing that can be in the way. */
  readonly neverRefused?: boolean
}

const members = {
  InvalidInput: '... on InvalidInput { problems { path code message } }',
  Limited: '... on Limited { retryAt }',
} as const

/** A mutation as these pages show it: its one input, its payload, and every way to be refused. */
export function mutation({ act, selects, or = [], hasInput = true, neverRefused = false }: Mutation): string {
  const name = `${act.slice(0, 1).toUpperCase()}${act.slice(1)}`
  const [declared, given] = hasInput ? [`($input: ${name}Input!)`, '(input: $input)'] : ['', '']
  const payload = `... on ${name}Payload {\n      ${selects}\n    }`
  const lines = [payload, ...(neverRefused ? [] : [refusals]), ...or.map((member) => members[member])]
  return `
mutation ${name}${declared} {
  ${act}${given} {
    __typename
    ${lines.join('\n    ')}
  }
}`
}
