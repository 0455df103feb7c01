import { startOrganisationSignIn } from '../commands/accounts/start-organisation-sign-in.ts'
import { builder } from './builder.ts'
import { answers, perform } from './errors.ts'

builder.relayMutationField(
  'organisationSignInStart',
  {
    description: 'Who wants to sign in through their organisation.',
    inputFields: (t) => ({ email: t.string({ required: true, description: 'Their mail address at work.' }) }),
  },
  {
    ...answers(
      'Finds by somebody’s mail address where their organisation lets them sign in. A later release lets organisations set this up; until then everybody hears that theirs has not. Anybody may ask; who asks often is slowed down.',
      'INVALID_INPUT',
      'ORGANISATION_SIGN_IN_UNKNOWN',
      'TOO_MANY_ATTEMPTS',
    ),
    authScopes: { public: true },
    resolve: (_root, { input }, context, info) =>
      perform(context, info, (call) => startOrganisationSignIn(context.deps, call, input)),
  },
  {
    description: 'The organisation takes it from here.',
    outputFields: (t) => ({ url: t.exposeString('url', { description: 'Where the browser goes.' }) }),
  },
)
