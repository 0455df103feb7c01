import { solve } from '../../src/providers/robot-check/solve.ts'

type Json = { readonly [key: string]: unknown }

export type RememberingClient = {
  /** Every secret that passed, and as what. */
  readonly secrets: Map<string, string>
  /** Does an act; what it answers must be its payload. */
  act(name: string, input: Json | null, asking?: Asking): Promise<Json>
  /** The same where a refusal is expected: answers its code. */
  refused(name: string, input: Json, asking?: Asking): Promise<string>
  robotCheck(): Promise<string>
}

type Asking = { readonly as?: string | undefined; readonly device?: string | undefined }

/** What a payload may hold that is worth asking for, by act. */
const stand = 'session { token } deviceToken flow { token step factors { id kind } } notices { kind }'
const wanted: Readonly<Record<string, string>> = {
  signIn: stand,
  signInFactorConfirm: stand,
  signInFactorSend: 'expiresAt',
  signInKeyStart: 'flow options',
  recoveryCodeUse: stand,
  recoveryCodeChoose: `${stand} backupCodes { codes text }`,
  factorEnrolmentStart: 'enrolment app { secret uri qrSvg } keyOptions needsNumberCode',
  factorEnrolmentConfirm: `${stand} backupCodes { codes text }`,
  backupCodesRenew: 'backupCodes { codes text }',
  sessionStepUpStart: 'flow { token step factors { id kind } }',
  sessionStepUpConfirm: stand,
}

const typed = ['password', 'current', 'code', 'numberCode', 'mailCode', 'answer', 'robotCheck', 'token', 'flow']
const told = ['token', 'deviceToken', 'secret', 'uri', 'codes', 'flow']

/** A client of the API that keeps whatever was secret of what it typed and was told. */
export function rememberingClient({ port, slug }: { readonly port: number; readonly slug: string }): RememberingClient {
  const secrets = new Map<string, string>()

  const ask = async (query: string, variables: Json, { as, device }: Asking = {}): Promise<Json> => {
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'drempel-portal': slug,
        'user-agent': 'a client',
        ...(as === undefined ? {} : { authorization: `Bearer ${as}` }),
        ...(device === undefined ? {} : { 'drempel-device': device }),
      },
      body: JSON.stringify({ query, variables }),
    })
    const { data, errors } = (await response.json()) as { data?: Json; errors?: unknown }
    if (data === undefined || errors !== undefined) throw new Error(JSON.stringify(errors))
    return data
  }

  const answerOf = async (name: string, input: Json | null, asking: Asking): Promise<Json> => {
    const Name = `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`
    const fields = `__typename ... on UserError { code } ... on ${Name}Payload { ${wanted[name] ?? '__typename'} }`
    const query =
      input === null
        ? `mutation { ${name} { ${fields} } }`
        : `mutation ($input: ${Name}Input!) { ${name}(input: $input) { ${fields} } }`
    keep(secrets, { name, fields: typed }, input)
    const answer = (await ask(query, { input }, asking))[name]
    keep(secrets, { name, fields: told }, answer)
    return answer as Json
  }

  return {
    secrets,
    act: async (name, input, asking = {}) => {
      const answer = await answerOf(name, input, asking)
      if (!String(answer.__typename).endsWith('Payload')) throw new Error(`${name}: ${JSON.stringify(answer)}`)
      return answer
    },
    refused: async (name, input, asking = {}) => String((await answerOf(name, input, asking)).code),
    robotCheck: async () => {
      const { robotChallenge } = await ask('{ robotChallenge { challenge difficulty } }', {})
      const { challenge, difficulty } = robotChallenge as { challenge: string; difficulty: number }
      return solve(challenge, difficulty)
    },
  }
}

type Looking = { readonly name: string; readonly fields: readonly string[] }

/** Walks through what was sent or answered, and keeps every text under a telling name. */
function keep(secrets: Map<string, string>, { name, fields }: Looking, value: unknown, under = ''): void {
  if (typeof value === 'string') {
    if (fields.includes(under)) secrets.set(value, `${under} of ${name}`)
  } else if (Array.isArray(value)) {
    for (const one of value) keep(secrets, { name, fields }, one, under)
  } else if (value !== null && typeof value === 'object') {
    for (const [key, one] of Object.entries(value)) keep(secrets, { name, fields }, one, key)
  }
}
