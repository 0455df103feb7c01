import type { GraphQLResolveInfo } from 'graphql'
import type { Call } from '../commands/execute.ts'
import { type Code, type CodeKind, codes } from '../domain/codes.ts'
import { DomainError, type Problem } from '../domain/errors.ts'
import type { Language } from '../domain/portals/portal.ts'
import { builder } from './builder.ts'
import type { Context } from './context.ts'

/** A refusal on its way to its member of a result union. Which member is decided by the kind of its code. */
class Refusal extends Error {
  readonly refusal: DomainError

  constructor(refusal: DomainError) {
    super(refusal.code)
    this.refusal = refusal
  }
}
class InvalidInput extends Refusal {}
class NotFound extends Refusal {}
class Conflict extends Refusal {}
class Refused extends Refusal {}
class Limited extends Refusal {}
class AccessEnded extends Refusal {}

const members = {
  invalid: InvalidInput,
  notFound: NotFound,
  conflict: Conflict,
  refused: Refused,
  limited: Limited,
  ended: AccessEnded,
} as const satisfies Record<CodeKind, typeof Refusal>

const CodeRef = builder.enumType('ErrorCode', {
  description: 'Why something was refused. The list only grows.',
  values: Object.fromEntries(Object.entries(codes).map(([code, { en }]) => [code, { description: en }])),
})

const UserError = builder.interfaceRef<Refusal>('UserError').implement({
  description: 'A refusal. What it had to write is written: a counted try, a used link.',
  fields: (t) => ({
    code: t.field({
      type: CodeRef,
      description: 'For the frontend to decide on.',
      resolve: ({ refusal }) => refusal.code,
    }),
    message: t.string({
      description: 'For the person, in the language of the request.',
      resolve: ({ refusal }, _args, { language }) => sentence(refusal.code, language),
    }),
  }),
})

const ProblemRef = builder.objectRef<Problem>('Problem').implement({
  description: 'One thing that is wrong with what was given.',
  fields: (t) => ({
    path: t.exposeString('path', { description: 'Where in the input, such as `items.3.email`.' }),
    code: t.field({ type: CodeRef, description: 'What is wrong.', resolve: ({ code }) => code }),
    message: t.string({
      description: 'For the person, in the language of the request.',
      resolve: ({ code }, _args, { language }) => sentence(code, language),
    }),
  }),
})

builder.objectType(InvalidInput, {
  name: 'InvalidInput',
  description: 'Something that was given cannot be meant.',
  interfaces: [UserError],
  fields: (t) => ({
    problems: t.field({
      type: [ProblemRef],
      description: 'Everything that is wrong, not only the first.',
      resolve: ({ refusal }) => [...refusal.problems],
    }),
  }),
})
builder.objectType(NotFound, {
  name: 'NotFound',
  description: 'There is nothing there, or nothing you may see.',
  interfaces: [UserError],
})
builder.objectType(Conflict, {
  name: 'Conflict',
  description: 'Somebody or something was first. Look again before you repeat it.',
  interfaces: [UserError],
})
builder.objectType(Refused, {
  name: 'Refused',
  description: 'It is not allowed as things stand.',
  interfaces: [UserError],
})
builder.objectType(Limited, {
  name: 'Limited',
  description: 'Too much at once.',
  interfaces: [UserError],
  fields: (t) => ({
    retryAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it will be heard again.',
      resolve: ({ refusal }) => refusal.retryAt ?? null,
    }),
  }),
})

builder.objectType(AccessEnded, {
  name: 'AccessEnded',
  description: 'All access has ended. Told to whoever showed that the account is theirs.',
  interfaces: [UserError],
  fields: (t) => ({
    endedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Since when.',
      resolve: ({ refusal }) => refusal.endedAt ?? null,
    }),
  }),
})

export { CodeRef, ProblemRef }

function sentence(code: Code, language: Language): string {
  return codes[code][language]
}

/** A field's description and the members of its result, both from the codes it may answer. */
export function answers(description: string, ...told: readonly Code[]) {
  const types = [...new Set(told.map((code) => members[codes[code].kind]))]
  const list = told.map((code) => `\`${code}\``).join(', ')
  return { description: told.length === 0 ? description : `${description}\n\nCodes: ${list}.`, errors: { types } }
}

/**
 * Runs a command in its own transaction. The request's reading transaction is over before it begins, so that it waits for
 * no connection of its own request, and what is read afterwards shows what it did. For mutations alone, which run one after
 * another: queries share the transaction.
 */
export async function perform<T>(
  { call, deps, reader }: Context,
  { fieldName }: GraphQLResolveInfo,
  act: (call: Call) => Promise<T>,
): Promise<T> {
  await reader.renew()
  try {
    const value = await act(call)
    deps.onCommand(fieldName, 'DONE')
    return value
  } catch (error) {
    if (error instanceof DomainError) deps.onCommand(fieldName, error.code)
    throw asMember(error)
  }
}

/** A refusal as the member of a result that its code's kind asks for; anything else as it is. */
export function asMember(error: unknown): unknown {
  return error instanceof DomainError ? new members[codes[error.code].kind](error) : error
}
