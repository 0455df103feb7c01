import {
  type ASTVisitor,
  GraphQLError,
  Kind,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql'

/** What one request may look like, before anybody works out what it asks. What it may cost is said in the builder. */
export const limits = {
  documentLength: 32_768,
  tokens: 2_000,
  depth: 15,
  aliases: 50,
  directives: 50,
  stringLength: 10_000,
  variablesDepth: 12,
  nodes: 100,
} as const

function exceeded(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'LIMIT_EXCEEDED', http: { status: 400 } } })
}

function bad(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } })
}

/** Before parsing: what would cost memory or trouble the database, wherever it stands. */
export function checkParams({ query, variables }: { query?: unknown; variables?: unknown }): void {
  if (typeof query === 'string' && query.length > limits.documentLength) {
    throw exceeded(`The document is longer than ${limits.documentLength} characters.`)
  }
  // Not recursive: a million brackets would overflow the stack.
  const waiting: { value: unknown; depth: number }[] = [{ value: variables, depth: 0 }]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value, depth } = next
    const problem = typeof value === 'string' ? stringProblem(value) : undefined
    if (problem) throw problem
    if (typeof value !== 'object' || value === null) continue
    if (depth >= limits.variablesDepth) throw exceeded(`Variables nest deeper than ${limits.variablesDepth}.`)
    for (const inner of Object.values(value)) waiting.push({ value: inner, depth: depth + 1 })
  }
}

function stringProblem(value: string): GraphQLError | undefined {
  if (value.length > limits.stringLength) return exceeded(`A value is longer than ${limits.stringLength} characters.`)
  return value.includes('\0') ? bad('A value holds a NUL character.') : undefined
}

/** Introspection is exempt: its own depth is bounded by graphql-js, and tools ask deep. */
function depthRule(context: ValidationContext): ASTVisitor {
  const depths = new Map<SelectionSetNode, number>()
  const depthOf = (set: SelectionSetNode): number => {
    const known = depths.get(set)
    if (known !== undefined) return known
    depths.set(set, 0) // a fragment within itself is refused by another rule
    const below = set.selections.map((selection) => {
      if (selection.kind === Kind.FIELD) {
        const isIntrospection = selection.name.value.startsWith('__')
        return 1 + (selection.selectionSet && !isIntrospection ? depthOf(selection.selectionSet) : 0)
      }
      const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : context.getFragment(selection.name.value)
      return inner ? depthOf(inner.selectionSet) : 0
    })
    const depth = Math.max(0, ...below)
    depths.set(set, depth)
    return depth
  }
  return {
    OperationDefinition: (node) => {
      if (depthOf(node.selectionSet) <= limits.depth) return
      context.reportError(exceeded(`Fields nest deeper than ${limits.depth}.`))
    },
  }
}

function countRule(context: ValidationContext): ASTVisitor {
  let aliases = 0
  let directives = 0
  return {
    Field: (node) => {
      if (node.alias) aliases++
    },
    Directive: () => {
      directives++
    },
    StringValue: ({ value }) => {
      const problem = stringProblem(value)
      if (problem) context.reportError(problem)
    },
    Document: {
      leave: () => {
        if (aliases > limits.aliases) context.reportError(exceeded(`More than ${limits.aliases} aliases.`))
        if (directives > limits.directives) context.reportError(exceeded(`More than ${limits.directives} directives.`))
      },
    },
  }
}

export const limitRules: readonly ValidationRule[] = [depthRule, countRule]
