import { endPersonSessions } from '../commands/accounts/end-person-sessions.ts'
import { builder } from './builder.ts'
import { answers, perform } from './errors.ts'
import { PersonRef } from './person.ts'

builder.relayMutationField(
  'personSessionsEnd',
  {
    description: 'Whose sessions end, and why.',
    inputFields: (t) => ({
      person: t.globalID({ for: PersonRef, required: true, description: 'The person.' }),
      reason: t.string({ required: true, description: 'Why, in words. Kept where it can be erased.' }),
    }),
  },
  {
    ...answers(
      'Ends all sessions and sign-ins under way of somebody, on every device, and forgets that their browsers were remembered: for a device that was stolen. They can sign in again. For HR and service desk of an organisation of the person, who answer for all of their rights over other people’s data.',
      'NOT_FOUND',
      'INVALID_INPUT',
      'RECOVERY_NOT_YOURS',
    ),
    // Who may not is told by the command, which puts that on record too.
    authScopes: { known: true },
    resolve: (_root, { input }, context, info) =>
      perform(context, info, (call) =>
        endPersonSessions(context.deps, call, { personId: input.person.id, reason: input.reason }),
      ),
  },
  {
    description: 'The person is signed in nowhere.',
    outputFields: (t) => ({
      person: t.field({
        type: PersonRef,
        nullable: true,
        description: 'The person.',
        resolve: ({ personId }) => personId,
      }),
    }),
  },
)
