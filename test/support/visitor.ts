import type { Answer, Api, House } from './api.ts'

/** A browser at a portal: it keeps the cookies it is given, sends them along, and says which page it is on. */
export type Visitor = {
  /** By the name they go by, without the prefix of production. */
  readonly cookies: Map<string, string>
  ask(api: Api, document: string, asking?: VisitorAsking): Promise<Answer>
}

export type VisitorAsking = {
  readonly input?: Readonly<Record<string, unknown>>
  /** Null: none is sent. */
  readonly origin?: string | null
  readonly headers?: Readonly<Record<string, string>>
}

type Being = { readonly isProduction?: boolean; readonly planted?: Readonly<Record<string, string>> }

export function visitor({ host }: Pick<House, 'host'>, { isProduction = true, planted = {} }: Being = {}): Visitor {
  const prefix = isProduction ? '__Host-' : ''
  const cookies = new Map(Object.entries(planted))
  const take = (line: string) => {
    const [pair = ''] = line.split(';')
    const [name = '', value = ''] = pair.split('=')
    if (value === '') cookies.delete(name.slice(prefix.length))
    else cookies.set(name.slice(prefix.length), value)
  }
  return {
    cookies,
    ask: async (api, document, { input, origin = `https://${host}`, headers = {} } = {}) => {
      const cookie = [...cookies].map(([name, value]) => `${prefix}${name}=${value}`).join('; ')
      const answer = await api.send({
        headers: {
          'content-type': 'application/json',
          host,
          ...(cookie === '' ? {} : { cookie }),
          ...(origin === null ? {} : { origin }),
          ...headers,
        },
        body: JSON.stringify({ query: document, variables: { input } }),
      })
      for (const line of answer.headers['set-cookie'] ?? []) take(line)
      return answer
    },
  }
}

const stand = `__typename ... on UserError { code } ... on Limited { retryAt }`
const stands = (name: string) => `... on ${name}Payload { session { token expiresAt } deviceToken
  flow { token step mayRemember factors { id kind } } }`

/** A mutation that moves a sign-in, with everything it may answer. */
export function signInDocument(act: string): string {
  const name = `${act.slice(0, 1).toUpperCase()}${act.slice(1)}`
  return `mutation ($input: ${name}Input!) { ${act}(input: $input) { ${stand} ${stands(name)} } }`
}

/** Any mutation, of which only the outcome counts. */
export function actDocument(act: string): string {
  const name = `${act.slice(0, 1).toUpperCase()}${act.slice(1)}`
  return `mutation ($input: ${name}Input!) { ${act}(input: $input) { __typename ... on UserError { code } } }`
}

export const whoDocument = '{ viewer { person { email } } }'

export type Stood = {
  readonly __typename: string
  readonly code?: string
  readonly session: { readonly token: string | null } | null
  readonly deviceToken: string | null
  readonly flow: {
    readonly token: string
    readonly step: string
    readonly mayRemember: boolean
    readonly factors: readonly { readonly id: string; readonly kind: string }[]
  } | null
}

/** Where the sign-in stands after an act. */
export function standIn({ data, text }: Answer, act: string): Stood {
  const stood = (data as Record<string, Stood | undefined>)[act]
  if (stood === undefined) throw new Error(`no ${act} in ${text}`)
  return stood
}

/** The flow's token, once a step is asked. */
export function flowIn(answer: Answer, act = 'signIn'): string {
  const { flow } = standIn(answer, act)
  if (flow === null) throw new Error(`nothing is asked: ${answer.text}`)
  return flow.token
}
