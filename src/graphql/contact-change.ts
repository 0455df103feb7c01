import { confirmEmailChange } from '../commands/accounts/confirm-email-change.ts'
import { confirmMobileChange } from '../commands/accounts/confirm-mobile-change.ts'
import { confirmPrivateEmail } from '../commands/accounts/confirm-private-email.ts'
import { setPrivateEmail } from '../commands/accounts/set-private-email.ts'
import { startEmailChange } from '../commands/accounts/start-email-change.ts'
import { startMobileChange } from '../commands/accounts/start-mobile-change.ts'
import type { Code } from '../domain/codes.ts'
import { builder } from './builder.ts'
import { answers, perform } from './errors.ts'
import { PersonRef } from './person.ts'

const who = 'For whoever is signed in and proved afresh that it is them.'
const starting = ['STEP_UP_NEEDED', 'INVALID_INPUT', 'UNCHANGED', 'SEND_LIMIT'] as const satisfies Code[]
const confirming = [
  'STEP_UP_NEEDED',
  'INVALID_INPUT',
  'CODE_NOT_SENT',
  'CODE_WRONG',
  'CODE_EXPIRED',
  'CODE_EXHAUSTED',
] as const satisfies Code[]

builder.relayMutationField(
  'emailChangeStart',
  {
    description: 'Which address it will be.',
    inputFields: (t) => ({ email: t.string({ required: true, description: 'The new mail address.' }) }),
  },
  {
    ...answers(
      `Sends a code of six digits to another mail address of one’s own; a newer one takes over from the older. Until it is confirmed nothing changes. An address that belongs to somebody else is answered alike, and nothing is sent to it. ${who}`,
      ...starting,
    ),
    authScopes: { signedIn: true },
    resolve: (_root, { input }, context, info) =>
      perform(context, info, (call) => startEmailChange(context.deps, call, input)),
  },
  {
    description: 'A code is on its way.',
    outputFields: (t) => ({
      email: t.exposeString('value', { description: 'The address as it was understood.' }),
      expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when the code can be used.' }),
    }),
  },
)

builder.relayMutationField(
  'emailChangeConfirm',
  {
    description: 'The code that arrived.',
    inputFields: (t) => ({ code: t.string({ required: true, description: 'Six digits.' }) }),
  },
  {
    ...answers(
      `Proves the new mail address: mail goes there from now on, and where people sign in with their address, it is the new one. Every try counts. All other sessions end, and the old address is told. ${who}`,
      ...confirming,
      'ADDRESS_TAKEN',
    ),
    authScopes: { signedIn: true },
    resolve: (_root, { input }, context, info) =>
      perform(context, info, (call) => confirmEmailChange(context.deps, call, input)),
  },
  {
    description: 'The mail address is another one.',
    outputFields: (t) => ({
      person: t.field({ type: PersonRef, description: 'Whose it is.', resolve: ({ personId }) => personId }),
    }),
  },
)

builder.relayMutationField(
  'privateEmailSet',
  {
    description: 'Which address stays theirs.',
    inputFields: (t) => ({ email: t.string({ required: true, description: 'The private mail address.' }) }),
  },
  {
    ...answers(
      `Sends a code of six digits to a private mail address, for whoever will leave their employer: as \`emailChangeStart\`, but an address of an employer of theirs is refused. ${who}`,
      ...starting,
      'WORK_ADDRESS',
    ),
    authScopes: { signedIn: true },
    resolve: (_root, { input }, context, info) =>
      perform(context, info, (call) => setPrivateEmail(context.deps, call, input)),
  },
  {
    description: 'A code is on its way.',
    outputFields: (t) => ({
      email: t.exposeString('value', { description: 'The address as it was understood.' }),
      expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when the code can be used.' }),
    }),
  },
)

builder.relayMutationField(
  'privateEmailConfirm',
  {
    description: 'The code that arrived.',
    inputFields: (t) => ({ code: t.string({ required: true, description: 'Six digits.' }) }),
  },
  {
    ...answers(
      `Proves the private mail address: mail goes there from now on, and where people sign in with their address, it is the new one. Every try counts. All other sessions end; both mailboxes are told, and with what to sign in. ${who}`,
      ...confirming,
      'WORK_ADDRESS',
      'ADDRESS_TAKEN',
    ),
    authScopes: { signedIn: true },
    resolve: (_root, { input }, context, info) =>
      perform(context, info, (call) => confirmPrivateEmail(context.deps, call, input)),
  },
  {
    description: 'The mail address is another one.',
    outputFields: (t) => ({
      person: t.field({ type: PersonRef, description: 'Whose it is.', resolve: ({ personId }) => personId }),
    }),
  },
)

builder.relayMutationField(
  'mobileChangeStart',
  {
    description: 'Which number it will be.',
    inputFields: (t) => ({
      mobile: t.string({
        required: true,
        description: 'The new mobile number as people type it, such as 06 12345678, 0031612345678 or +31 6 12345678.',
      }),
    }),
  },
  {
    ...answers(
      `Sends a code of six digits to another mobile number of one’s own; a newer one takes over from the older. Until it is confirmed nothing changes. ${who}`,
      ...starting,
    ),
    authScopes: { signedIn: true },
    resolve: (_root, { input }, context, info) =>
      perform(context, info, (call) => startMobileChange(context.deps, call, input)),
  },
  {
    description: 'A code is on its way.',
    outputFields: (t) => ({
      mobile: t.exposeString('value', { description: 'The number as it was understood, in E.164.' }),
      expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when the code can be used.' }),
    }),
  },
)

builder.relayMutationField(
  'mobileChangeConfirm',
  {
    description: 'The code that arrived.',
    inputFields: (t) => ({ code: t.string({ required: true, description: 'Six digits.' }) }),
  },
  {
    ...answers(
      `Proves the new mobile number: it is the one on file from now on. Every try counts. A second step by SMS keeps the number it was set up with until that is replaced as well. A mail and an SMS to the old number tell of it. ${who}`,
      ...confirming,
    ),
    authScopes: { signedIn: true },
    resolve: (_root, { input }, context, info) =>
      perform(context, info, (call) => confirmMobileChange(context.deps, call, input)),
  },
  {
    description: 'The mobile number is another one.',
    outputFields: (t) => ({
      person: t.field({ type: PersonRef, description: 'Whose it is.', resolve: ({ personId }) => personId }),
    }),
  },
)
