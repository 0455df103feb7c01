import { completePasswordReset } from '../commands/accounts/complete-password-reset.ts'
import { requestPasswordReset } from '../commands/accounts/request-password-reset.ts'
import { type PasswordResetView, seePasswordReset } from '../commands/accounts/view-password-reset.ts'
import type { Code } from '../domain/codes.ts'
import { actCost, builder } from './builder.ts'
import { answers, CodeRef, perform } from './errors.ts'
import { lookByPost } from './look-by-post.ts'
import { robotCheckText } from './robot-check.ts'
import { SecurityQuestionRef } from './security-question.ts'

const link = [
  'LINK_UNKNOWN',
  'LINK_USED',
  'LINK_EXPIRED',
  'LINK_SUPERSEDED',
  'ACCOUNT_NOT_ACTIVE',
] as const satisfies Code[]
const tokenText = 'What the link carries after `#token=`.'
const whoHolds = 'For whoever holds the link.'

const PasswordResetRef = builder.objectRef<PasswordResetView>('PasswordReset').implement({
  description: 'What a link to a new password leads to. Shown to whoever holds the link.',
  fields: (t) => ({
    identifier: t.exposeString('identifier', { description: 'With what they sign in.' }),
    passwordRules: t.field({
      type: [CodeRef],
      description: 'The rules a password may break, to show before it is typed.',
      resolve: ({ passwordRules }) => [...passwordRules],
    }),
    passwordMinLength: t.exposeInt('passwordMinLength', { description: 'How long a password is at least.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when the link works.' }),
  }),
})

builder.queryField('passwordReset', (t) =>
  t.field({
    type: PasswordResetRef,
    ...answers(
      `What a link to a new password leads to. Asking consumes nothing. ${whoHolds} By POST only: a token has no place in an address.`,
      ...link,
    ),
    authScopes: { public: true },
    // Anybody may ask, and each time it is a transaction of its own.
    complexity: actCost,
    args: { token: t.arg.string({ required: true, description: tokenText }) },
    resolve: (_root, { token }, context) => lookByPost(context, (tx) => seePasswordReset(tx, { token })),
  }),
)

builder.relayMutationField(
  'passwordResetRequest',
  {
    description: 'Who lost their password. `portal.signIn.passwordRecovery` says what is asked; the rest is ignored.',
    inputFields: (t) => ({
      identifier: t.string({ description: 'For IDENTIFIER: mail address or user name, as the portal asks.' }),
      email: t.string({ description: 'For BIRTH_DATE: the mail address that is on file.' }),
      dateOfBirth: t.field({
        type: 'Date',
        description:
          'For BIRTH_DATE: the three parts dd, mm and jjjj of a form as one day, `jjjj-mm-dd`: 01-02-1990 is `1990-02-01`.',
      }),
      question: t.field({
        type: SecurityQuestionRef,
        description: 'Where `portal.securityQuestions` holds any: the one this person chose, if they chose one.',
      }),
      answer: t.string({ description: 'The answer to it.' }),
      robotCheck: t.string({ description: robotCheckText }),
    }),
  },
  {
    ...answers(
      'Mails a link to a new password, or to the first one, to the mailbox on file of whoever is meant, if there is anybody. The answer is the same for everybody, and so is the time it takes. Anybody may ask; who asks often is slowed down.',
      'INVALID_INPUT',
      'ROBOT_CHECK_NEEDED',
      'ROBOT_CHECK_FAILED',
      'TOO_MANY_ATTEMPTS',
    ),
    authScopes: { public: true },
    resolve: (_root, { input }, context, info) =>
      perform(context, info, (call) => requestPasswordReset(context.deps, call, input)),
  },
  {
    description: 'If what was given is right, a mail is on its way. It may have ended up among the spam.',
    outputFields: (t) => ({ isAccepted: t.exposeBoolean('isAccepted', { description: 'Always true.' }) }),
  },
)

builder.relayMutationField(
  'passwordResetComplete',
  {
    description: 'The next password.',
    inputFields: (t) => ({
      token: t.string({ required: true, description: tokenText }),
      password: t.string({ required: true, description: 'The password, exactly as it will be typed.' }),
    }),
  },
  {
    ...answers(
      `Sets the password. Every rule it breaks is named. All sessions end and none is opened: whoever did this signs in with it, second step and all. A mail tells of it. ${whoHolds}`,
      ...link,
      'PASSWORD_REFUSED',
      'CHANGED_MEANWHILE',
    ),
    authScopes: { public: true },
    resolve: (_root, { input }, context, info) =>
      perform(context, info, (call) => completePasswordReset(context.deps, call, input)),
  },
  {
    description: 'The password is another one.',
    outputFields: (t) => ({ identifier: t.exposeString('identifier', { description: 'With what they sign in now.' }) }),
  },
)
