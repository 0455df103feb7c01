import { changePasswordInFlow } from '../commands/accounts/change-password-in-flow.ts'
import { confirmSignInCode } from '../commands/accounts/confirm-sign-in-code.ts'
import { confirmSignInKey } from '../commands/accounts/confirm-sign-in-key.ts'
import { sendSignInCode } from '../commands/accounts/send-sign-in-code.ts'
import { signIn } from '../commands/accounts/sign-in.ts'
import { askKey, askPasskey } from '../commands/accounts/start-key-sign-in.ts'
import type { Code } from '../domain/codes.ts'
import { DomainError } from '../domain/errors.ts'
import { builder } from './builder.ts'
import { answers, perform } from './errors.ts'
import { SessionKindRef } from './session.ts'
import { standFields, standOf } from './sign-in-flow.ts'

export const flowText = 'The token of the sign-in under way.'
export const whoHoldsFlow = 'For whoever holds the token of the sign-in.'
export const flowCodes = ['FLOW_ENDED', 'STEP_DIFFERS'] as const satisfies readonly Code[]
export const sessionText = 'How the session is carried, if this is the last step.'
const guessCodes = ['TOO_MANY_ATTEMPTS', 'CODE_EXHAUSTED'] as const satisfies readonly Code[]

const stands = 'Where the sign-in stands.'

builder.relayMutationField(
  'signIn',
  {
    description: 'Who signs in.',
    inputFields: (t) => ({
      identifier: t.string({ required: true, description: 'Mail address or user name, as the portal asks.' }),
      password: t.string({ required: true, description: 'Exactly as it was set.' }),
      robotCheck: t.string({ description: 'The answer to a robotChallenge, where ROBOT_CHECK_NEEDED asked for one.' }),
      session: t.field({ type: SessionKindRef, defaultValue: 'COOKIE', required: true, description: sessionText }),
    }),
  },
  {
    ...answers(
      'The first step: identifier and password. Answers a session, or what is asked next. Anybody may try; tries are slowed down, and never by what others do on other devices.',
      'SIGN_IN_FAILED',
      'ACCESS_ENDED',
      'TOO_MANY_ATTEMPTS',
      'ROBOT_CHECK_NEEDED',
      'ROBOT_CHECK_FAILED',
    ),
    authScopes: { public: true },
    resolve: (_root, { input: { session, ...input } }, context, info) =>
      perform(context, info, async (call) => standOf(context, session, await signIn(context.deps, call, input))),
  },
  { description: stands, outputFields: standFields },
)

builder.relayMutationField(
  'signInFactorSend',
  {
    description: 'To which number a code goes.',
    inputFields: (t) => ({
      flow: t.string({ required: true, description: flowText }),
      factor: t.id({ required: true, description: 'One of the flow’s factors that has a number.' }),
    }),
  },
  {
    ...answers(
      `Sends a code by SMS for this sign-in; a newer one takes over from the older. ${whoHoldsFlow}`,
      ...flowCodes,
      'NOT_FOUND',
      'METHOD_NOT_OFFERED',
      'SEND_LIMIT',
    ),
    authScopes: { public: true },
    resolve: (_root, { input }, context, info) =>
      perform(context, info, (call) =>
        sendSignInCode(context.deps, call, { flow: input.flow, factorId: uuidOf(input.factor) }),
      ),
  },
  {
    description: 'A code is on its way.',
    outputFields: (t) => ({
      mobile: t.exposeString('mobile', { description: 'Enough of the number to recognise it.' }),
      expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when the code can be used.' }),
    }),
  },
)

builder.relayMutationField(
  'signInKeyStart',
  {
    description: 'For which sign-in a key signs.',
    inputFields: (t) => ({
      flow: t.string({
        description:
          'The token of the sign-in under way; none to sign in with a passkey alone, which says whose it is.',
      }),
    }),
  },
  {
    ...answers(
      'Asks for a security key or passkey. Anybody may begin with a passkey; as a second step, whoever holds the token.',
      ...flowCodes,
      'METHOD_NOT_OFFERED',
      'TOO_MANY_ATTEMPTS',
    ),
    authScopes: { public: true },
    resolve: (_root, { input: { flow } }, context, info) =>
      perform(context, info, (call) => (flow ? askKey(context.deps, call, { flow }) : askPasskey(context.deps, call))),
  },
  {
    description: 'What to ask the browser.',
    outputFields: (t) => ({
      flow: t.exposeString('flow', { description: 'Give it to signInFactorConfirm, with what the browser answers.' }),
      options: t.string({
        description: 'JSON for `PublicKeyCredential.parseRequestOptionsFromJSON`.',
        resolve: ({ options }) => JSON.stringify(options),
      }),
      expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when it can be answered.' }),
    }),
  },
)

builder.relayMutationField(
  'signInFactorConfirm',
  {
    description: 'What was shown: a code of a factor, or what a security key answered.',
    inputFields: (t) => ({
      flow: t.string({ required: true, description: flowText }),
      factor: t.id({ description: 'Whose code it is; with `code`.' }),
      code: t.string({ description: 'Six digits, from the SMS or the app.' }),
      keyResponse: t.string({ description: 'Of a security key: what the browser answered, as JSON.' }),
      rememberDevice: t.boolean({
        description: 'Whether not to ask again on this browser for a while, where allowed.',
      }),
      session: t.field({ type: SessionKindRef, defaultValue: 'COOKIE', required: true, description: sessionText }),
    }),
  },
  {
    ...answers(
      `The second step. Every try counts. A step-up is done with it too. ${whoHoldsFlow}`,
      ...flowCodes,
      ...guessCodes,
      'INVALID_INPUT',
      'NOT_FOUND',
      'METHOD_NOT_OFFERED',
      'CODE_NOT_SENT',
      'CODE_WRONG',
      'CODE_EXPIRED',
      'KEY_REFUSED',
      'KEY_CLONED',
      'ACCESS_ENDED',
    ),
    authScopes: { public: true },
    resolve: (_root, { input }, context, info) =>
      perform(context, info, async (call) => {
        const { flow, factor, code, keyResponse, rememberDevice, session } = input
        if (keyResponse) {
          const response = parseJson(keyResponse)
          return standOf(
            context,
            session,
            await confirmSignInKey(context.deps, call, { flow, response, rememberDevice }),
          )
        }
        if (!factor || !code) throw missing(factor ? 'code' : 'factor')
        const given = { flow, factorId: uuidOf(factor), code, rememberDevice }
        return standOf(context, session, await confirmSignInCode(context.deps, call, given))
      }),
  },
  { description: stands, outputFields: standFields },
)

builder.relayMutationField(
  'signInPasswordChange',
  {
    description: 'The new password.',
    inputFields: (t) => ({
      flow: t.string({ required: true, description: flowText }),
      password: t.string({ required: true, description: 'The password, exactly as it will be typed.' }),
      session: t.field({ type: SessionKindRef, defaultValue: 'COOKIE', required: true, description: sessionText }),
    }),
  },
  {
    ...answers(
      `Another password, where the present one no longer keeps the rules. Every rule it breaks is named. ${whoHoldsFlow}`,
      ...flowCodes,
      'PASSWORD_REFUSED',
      'CHANGED_MEANWHILE',
    ),
    authScopes: { public: true },
    resolve: (_root, { input: { session, ...input } }, context, info) =>
      perform(context, info, async (call) =>
        standOf(context, session, await changePasswordInFlow(context.deps, call, input)),
      ),
  },
  { description: stands, outputFields: standFields },
)

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const none = '00000000-0000-0000-0000-000000000000'

/** What is no id names nothing. */
export function uuidOf(id: string | number): string {
  return uuid.test(String(id)) ? String(id) : none
}

/** What a browser handed over; what is malformed is no key's answer. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function missing(path: string): DomainError {
  return new DomainError('INVALID_INPUT', { problems: [{ path, code: 'REQUIRED' }] })
}
