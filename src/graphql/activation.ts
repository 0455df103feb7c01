import { confirmActivationPin } from '../commands/accounts/confirm-activation-pin.ts'
import { reportWrongNumber } from '../commands/accounts/report-wrong-number.ts'
import { sendActivationPin } from '../commands/accounts/send-activation-pin.ts'
import { setActivationPassword } from '../commands/accounts/set-activation-password.ts'
import { type ActivationView, seeActivation } from '../commands/accounts/view-activation.ts'
import type { Code } from '../domain/codes.ts'
import { actCost, builder } from './builder.ts'
import { answers, CodeRef, perform } from './errors.ts'
import { lookByPost } from './look-by-post.ts'
import { ServiceDeskRef } from './organisation.ts'
import { LanguageRef, PortalRef } from './portal.ts'
import { SessionKindRef } from './session.ts'
import { standFields, standOf } from './sign-in-flow.ts'

const link = [
  'LINK_UNKNOWN',
  'LINK_USED',
  'LINK_EXPIRED',
  'LINK_SUPERSEDED',
  'INVITATION_WITHDRAWN',
] as const satisfies Code[]
const tokenText = 'What the link carries after `#token=`.'
const whoHolds = 'For whoever holds the link.'

const StepRef = builder.enumType('ActivationStep', {
  description: 'What an activation asks next.',
  values: {
    PIN: { description: 'A PIN by SMS, to prove the number on file.' },
    PASSWORD: { description: 'A password.' },
  },
})

const ActivationRef = builder.objectRef<ActivationView>('Activation').implement({
  description: 'What a link from an invitation leads to. Shown to whoever holds the link.',
  fields: (t) => ({
    portal: t.field({ type: PortalRef, description: 'Where.', resolve: ({ portal }) => portal }),
    organisationName: t.string({
      nullable: true,
      description: 'Who invites.',
      resolve: ({ organisation }) => organisation?.name ?? null,
    }),
    serviceDesk: t.field({
      type: ServiceDeskRef,
      nullable: true,
      description: 'Whom to call.',
      resolve: ({ organisation }) => organisation?.serviceDesk ?? null,
    }),
    name: t.exposeString('name', { description: 'Who is invited.' }),
    language: t.field({
      type: LanguageRef,
      description: 'The person’s language.',
      resolve: ({ language }) => language,
    }),
    identifier: t.exposeString('identifier', { description: 'With what they will sign in.' }),
    mobile: t.exposeString('mobile', {
      nullable: true,
      description: 'Enough of the number on file to recognise it; null where there is none.',
    }),
    mobileRefused: t.exposeBoolean('mobileRefused', {
      description: 'Whether somebody said that it is not theirs: HR is asked.',
    }),
    pinNeeded: t.exposeBoolean('pinNeeded', { description: 'Whether a PIN is asked.' }),
    pinExpiresAt: t.expose('pinExpiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Until when the PIN that was sent last can be used.',
    }),
    step: t.field({ type: StepRef, description: 'What comes first.', resolve: ({ step }) => step }),
    passwordRules: t.field({
      type: [CodeRef],
      description: 'The rules a password may break, to show before it is typed.',
      resolve: ({ passwordRules }) => [...passwordRules],
    }),
    passwordMinLength: t.exposeInt('passwordMinLength', { description: 'How long a password is at least.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when the link works.' }),
  }),
})

builder.queryField('activation', (t) =>
  t.field({
    type: ActivationRef,
    ...answers(
      `What a link leads to. Asking consumes nothing. ${whoHolds} By POST only: a token has no place in an address.`,
      ...link,
    ),
    authScopes: { public: true },
    // Anybody may ask, and each time it is a transaction of its own.
    complexity: actCost,
    args: { token: t.arg.string({ required: true, description: tokenText }) },
    resolve: (_root, { token }, context) => lookByPost(context, (tx) => seeActivation(tx, { token })),
  }),
)

builder.relayMutationField(
  'activationPinSend',
  {
    description: 'For which link.',
    inputFields: (t) => ({ token: t.string({ required: true, description: tokenText }) }),
  },
  {
    ...answers(
      `Sends a PIN to the number on file; a newer one takes over from the older. ${whoHolds}`,
      ...link,
      'NO_MOBILE',
      'NUMBER_REPORTED',
      'SEND_LIMIT',
      'PINS_SPENT',
      'INVALID_INPUT',
      'CHANGED_MEANWHILE',
    ),
    authScopes: { public: true },
    resolve: (_root, { input }, context, info) =>
      perform(context, info, (call) => sendActivationPin(context.deps, call, input)),
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
  'activationPinConfirm',
  {
    description: 'The PIN that arrived.',
    inputFields: (t) => ({
      token: t.string({ required: true, description: tokenText }),
      pin: t.string({ required: true, description: 'Six digits.' }),
    }),
  },
  {
    ...answers(
      `Proves the number. Every try counts. ${whoHolds}`,
      ...link,
      'INVALID_INPUT',
      'PIN_WRONG',
      'PIN_EXPIRED',
      'PIN_USED',
      'PIN_EXHAUSTED',
      'PIN_NOT_SENT',
    ),
    authScopes: { public: true },
    resolve: (_root, { input }, context, info) =>
      perform(context, info, (call) => confirmActivationPin(context.deps, call, input)),
  },
  {
    description: 'The number is proven.',
    outputFields: (t) => ({
      continuation: t.exposeString('continuation', { description: 'Give it with the password.' }),
      expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when it can be used.' }),
    }),
  },
)

builder.relayMutationField(
  'activationPasswordSet',
  {
    description: 'The password to sign in with.',
    inputFields: (t) => ({
      token: t.string({ required: true, description: tokenText }),
      continuation: t.string({ description: 'From activationPinConfirm, where a PIN was asked.' }),
      password: t.string({ required: true, description: 'The password, exactly as it will be typed.' }),
      session: t.field({
        type: SessionKindRef,
        defaultValue: 'COOKIE',
        required: true,
        description: 'How the session is carried.',
      }),
    }),
  },
  {
    ...answers(
      `The last step: the account is active, and its owner signed in or at what the portal asks first. Every rule the password breaks is named. ${whoHolds}`,
      ...link,
      'PIN_NEEDED',
      'PASSWORD_REFUSED',
      'CHANGED_MEANWHILE',
    ),
    authScopes: { public: true },
    resolve: (_root, { input: { session, ...asked } }, context, info) =>
      perform(context, info, async (call) => {
        const activated = await setActivationPassword(context.deps, call, asked)
        return standOf(context, session, activated)
      }),
  },
  {
    description: 'The account is active, and where the sign-in stands.',
    outputFields: standFields,
  },
)

builder.relayMutationField(
  'activationNumberReport',
  {
    description: 'For which link.',
    inputFields: (t) => ({ token: t.string({ required: true, description: tokenText }) }),
  },
  {
    ...answers(
      `“This is not my number”: nothing more is sent to it, and HR is asked for the right one. ${whoHolds}`,
      ...link,
      'NO_MOBILE',
    ),
    authScopes: { public: true },
    resolve: (_root, { input }, context, info) =>
      perform(context, info, async (call) => {
        await reportWrongNumber(context.deps, call, input)
        return { isReported: true }
      }),
  },
  {
    description: 'HR is asked for the right number.',
    outputFields: (t) => ({ isReported: t.exposeBoolean('isReported', { description: 'Always true.' }) }),
  },
)
