import { sendRecoveryPin } from '../commands/accounts/send-recovery-pin.ts'
import { setRecoveryPassword } from '../commands/accounts/set-recovery-password.ts'
import { type RecoveryPasswordView, seeRecoveryPassword } from '../commands/accounts/view-recovery-password.ts'
import type { Code } from '../domain/codes.ts'
import { actCost, builder } from './builder.ts'
import { answers, CodeRef, perform } from './errors.ts'
import { lookByPost } from './look-by-post.ts'
import { SessionKindRef } from './session.ts'
import { sessionText } from './sign-in.ts'
import { standFields, standOf } from './sign-in-flow.ts'

const link = [
  'LINK_UNKNOWN',
  'LINK_USED',
  'LINK_EXPIRED',
  'LINK_SUPERSEDED',
  'ACCOUNT_NOT_ACTIVE',
] as const satisfies Code[]
const tokenText = 'What the link carries after `#token=`.'
const whoHolds = 'For whoever holds the link.'

const RecoveryPasswordRef = builder.objectRef<RecoveryPasswordView>('RecoveryPassword').implement({
  description: 'What a link to a password of a recovery leads to. Shown to whoever holds the link.',
  fields: (t) => ({
    identifier: t.exposeString('identifier', { description: 'With what they sign in.' }),
    passwordRules: t.field({
      type: [CodeRef],
      description: 'The rules a password may break, to show before it is typed.',
      resolve: ({ passwordRules }) => [...passwordRules],
    }),
    passwordMinLength: t.exposeInt('passwordMinLength', { description: 'How long a password is at least.' }),
    mobile: t.exposeString('mobile', { description: 'The end of the number to which the PIN goes.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when the link works.' }),
  }),
})

builder.queryField('recoveryPassword', (t) =>
  t.field({
    type: RecoveryPasswordRef,
    ...answers(
      `What a link to a password of a recovery leads to. Asking consumes nothing. ${whoHolds} By POST only: a token has no place in an address.`,
      ...link,
    ),
    authScopes: { public: true },
    // Anybody may ask, and each time it is a transaction of its own.
    complexity: actCost,
    args: { token: t.arg.string({ required: true, description: tokenText }) },
    resolve: (_root, { token }, context) => lookByPost(context, (tx) => seeRecoveryPassword(tx, { token })),
  }),
)

builder.relayMutationField(
  'recoveryPinSend',
  {
    description: 'Whose link it is.',
    inputFields: (t) => ({ token: t.string({ required: true, description: tokenText }) }),
  },
  {
    ...answers(
      `Sends the other half of the link by SMS, to the number that was known before the recovery began; a newer PIN takes over from the older. ${whoHolds}`,
      ...link,
      'SEND_LIMIT',
      'RECOVERY_PINS_SPENT',
    ),
    authScopes: { public: true },
    resolve: (_root, { input }, context, info) =>
      perform(context, info, (call) => sendRecoveryPin(context.deps, call, input)),
  },
  {
    description: 'A PIN is on its way.',
    outputFields: (t) => ({
      mobile: t.exposeString('mobile', { description: 'Enough of the number to recognise it.' }),
      expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when the PIN can be used.' }),
    }),
  },
)

builder.relayMutationField(
  'recoveryPasswordSet',
  {
    description: 'Both halves, and the next password.',
    inputFields: (t) => ({
      token: t.string({ required: true, description: tokenText }),
      pin: t.string({ required: true, description: 'From the SMS.' }),
      password: t.string({ required: true, description: 'The password, exactly as it will be typed.' }),
      session: t.field({ type: SessionKindRef, defaultValue: 'COOKIE', required: true, description: sessionText }),
    }),
  },
  {
    ...answers(
      `Chooses a password in a recovery and begins the sign-in that completes it: a second step is set up next. Only at its end the password and the private address count; until then an objection leaves the account as it was. Every rule the password breaks is named, and every try at the PIN counts. ${whoHolds}`,
      ...link,
      'PASSWORD_REFUSED',
      'CODE_NOT_SENT',
      'CODE_WRONG',
      'CODE_EXPIRED',
      'CODE_EXHAUSTED',
    ),
    authScopes: { public: true },
    resolve: (_root, { input: { session, ...input } }, context, info) =>
      perform(context, info, async (call) =>
        standOf(context, session, await setRecoveryPassword(context.deps, call, input)),
      ),
  },
  { description: 'Where the sign-in stands.', outputFields: standFields },
)
