import { randomUUID } from 'node:crypto'
import type { Caller } from './callers.ts'

const no = 'UNAUTHENTICATED'
export const forbidden = 'FORBIDDEN'

/** What each caller is told; whoever is not named is told `otherwise`. A token of another portal is nobody's here. */
type Expected = { readonly otherwise: string } & Partial<Record<Caller, string>>

export type Case = {
  readonly document: string
  readonly variables?: () => Promise<Record<string, unknown>>
  readonly told: Expected
}

export const abroad = { elsewhereHr: no, elsewhereOperator: no }
export const strangers = { stranger: no, ...abroad }

export const errors = '... on UserError { code }'
export const act = (name: string, type: string) =>
  `mutation($input: ${type}Input!) { ${name}(input: $input) { __typename ${errors} } }`

/** For whoever is signed in, about themselves: nobody does it for another. */
export function own(name: string, otherwise: string, input?: object): Case {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}`
  const bare = `mutation { ${name} { __typename ${otherwise === 'ok' ? '' : errors} } }`
  const document = input ? act(name, type) : bare
  const told = { otherwise, key: forbidden, smallKey: forbidden, ...strangers }
  return { document, told, variables: async () => (input ? { input } : {}) }
}

/** For strangers, about an address that nobody here asked about before. */
export function anybody(name: string, otherwise: string, input: (email: string) => object): Case {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}`
  return {
    document: act(name, type),
    variables: async () => ({ input: input(`${randomUUID()}@example.nl`) }),
    told: { otherwise, ...abroad },
  }
}

/** For whoever holds the token of a sign-in under way. */
export function flow(name: string, more = {}): Case {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}`
  return {
    document: act(name, type),
    variables: async () => ({ input: { flow: 'nothing', ...more } }),
    told: { otherwise: 'FLOW_ENDED', ...abroad },
  }
}

export function token(name: string, type: string, more = {}): Case {
  return {
    document: act(name, type),
    variables: async () => ({ input: { token: 'nothing', ...more } }),
    told: { otherwise: 'LINK_UNKNOWN', ...abroad },
  }
}
