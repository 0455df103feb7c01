import { changePassword } from '../commands/accounts/change-password.ts'
import { setOwnPassword } from '../commands/accounts/set-own-password.ts'
import { findOwner } from '../db/own-account.ts'
import { builder } from './builder.ts'
import { answers, perform } from './errors.ts'
import { ViewerRef, viewerOf } from './viewer.ts'

builder.relayMutationField(
  'passwordChange',
  {
    description: 'The present password and the next one.',
    inputFields: (t) => ({
      current: t.string({ required: true, description: 'The present password.' }),
      password: t.string({ required: true, description: 'The next one, exactly as it will be typed.' }),
    }),
  },
  {
    ...answers(
      'Changes one’s own password. Every rule the next one breaks is named. All other sessions and sign-ins under way end, no browser is remembered any longer, and a mail tells of it. For whoever is signed in and proved afresh that it is them.',
      'STEP_UP_NEEDED',
      'PASSWORD_SAME',
      'PASSWORD_REFUSED',
      'PASSWORD_WRONG',
      'TOO_MANY_ATTEMPTS',
      'CHANGED_MEANWHILE',
    ),
    authScopes: { signedIn: true },
    resolve: (_root, { input }, context, info) =>
      perform(context, info, (call) => changePassword(context.deps, call, input)),
  },
  {
    description: 'The password is another one.',
    outputFields: (t) => ({
      viewer: t.field({
        type: ViewerRef,
        description: 'Whoever is signed in.',
        resolve: (_payload, _args, context) => viewerOf(context),
      }),
    }),
  },
)

builder.relayMutationField(
  'ownPasswordSet',
  {
    description: 'The first password.',
    inputFields: (t) => ({
      password: t.string({ required: true, description: 'The password, exactly as it will be typed.' }),
    }),
  },
  {
    ...answers(
      'Sets a first password for whoever signs in through their organisation and has none, so that they get in when they have left. Every rule it breaks is named. All other sessions end, and a mail tells of it. For whoever is signed in and proved afresh that it is them; where there is nothing to prove it with, for a few minutes after signing in.',
      'STEP_UP_NEEDED',
      'HAS_PASSWORD',
      'PASSWORD_REFUSED',
      'CHANGED_MEANWHILE',
    ),
    authScopes: { signedIn: true },
    resolve: (_root, { input }, context, info) =>
      perform(context, info, (call) => setOwnPassword(context.deps, call, input)),
  },
  {
    description: 'There is a password.',
    outputFields: (t) => ({
      viewer: t.field({
        type: ViewerRef,
        description: 'Whoever is signed in.',
        resolve: (_payload, _args, context) => viewerOf(context),
      }),
    }),
  },
)

builder.objectField(ViewerRef, 'hasPassword', (t) =>
  t.boolean({
    description: 'Whether there is a password. Without one they come in through their organisation alone.',
    resolve: async ({ accountId }, _args, { reader }) => {
      const owner = await reader.read((tx) => findOwner(tx, accountId))
      return owner !== undefined && owner.account.passwordHash !== null
    },
  }),
)
