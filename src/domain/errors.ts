import type { Code } from './codes.ts'

export type Problem = { readonly path: string; readonly code: Code }

type Told = {
  readonly problems?: readonly Problem[]
  readonly retryAt?: Date | undefined
  readonly endedAt?: Date | undefined
  readonly detail?: string
}

/**
 * A refusal is an outcome: what it had to write is committed before it is told. The code is for the person and the
 * frontend, detail only for the log.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError'
  readonly code: Code
  readonly problems: readonly Problem[]
  readonly retryAt: Date | undefined
  readonly endedAt: Date | undefined

  constructor(code: Code, more: Told = {}) {
    super(more.detail ? `${code}: ${more.detail}` : code)
    this.code = code
    this.problems = more.problems ?? []
    this.retryAt = more.retryAt
    this.endedAt = more.endedAt
  }
}

/** Not signed in, or signed in without the right: never a union member, always a top-level error. */
export class AccessError extends Error {
  override readonly name = 'AccessError'
  readonly code: 'UNAUTHENTICATED' | 'FORBIDDEN'

  constructor(code: 'UNAUTHENTICATED' | 'FORBIDDEN') {
    super(code)
    this.code = code
  }
}

export function assertNever(value: never): never {
  throw new Error(`unexpected ${JSON.stringify(value)}`)
}
