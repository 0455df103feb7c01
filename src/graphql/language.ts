import { setLanguage } from '../commands/accounts/set-language.ts'
import { builder } from './builder.ts'
import { answers, perform } from './errors.ts'
import { PersonRef } from './person.ts'
import { LanguageRef } from './portal.ts'

builder.relayMutationField(
  'languageSet',
  {
    description: 'Which language.',
    inputFields: (t) => ({
      language: t.field({ type: LanguageRef, required: true, description: 'One that the portal speaks.' }),
    }),
  },
  {
    ...answers('In which language one is written to. For whoever is signed in.', 'LANGUAGE_NOT_SPOKEN'),
    authScopes: { signedIn: true },
    resolve: (_root, { input }, context, info) =>
      perform(context, info, (call) => setLanguage(context.deps, call, input)),
  },
  {
    description: 'The language is set.',
    outputFields: (t) => ({
      person: t.field({
        type: PersonRef,
        description: 'Who is written to in it.',
        resolve: ({ personId }) => personId,
      }),
    }),
  },
)
