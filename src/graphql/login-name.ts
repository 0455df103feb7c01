import { requestLoginName } from '../commands/accounts/request-login-name.ts'
import { builder } from './builder.ts'
import { answers, perform } from './errors.ts'
import { robotCheckText } from './robot-check.ts'

builder.relayMutationField(
  'loginNameRequest',
  {
    description: 'Whose name was forgotten.',
    inputFields: (t) => ({
      email: t.string({ required: true, description: 'The mail address that is on file.' }),
      robotCheck: t.string({ description: robotCheckText }),
    }),
  },
  {
    ...answers(
      'Mails what somebody signs in with to their own mailbox, if there is anybody. The answer is the same for every address. Anybody may ask; who asks often is slowed down.',
      'INVALID_INPUT',
      'ROBOT_CHECK_NEEDED',
      'ROBOT_CHECK_FAILED',
      'TOO_MANY_ATTEMPTS',
    ),
    authScopes: { public: true },
    resolve: (_root, { input }, context, info) =>
      perform(context, info, (call) => requestLoginName(context.deps, call, input)),
  },
  {
    description: 'If somebody is known at that address, a mail is on its way.',
    outputFields: (t) => ({ isAccepted: t.exposeBoolean('isAccepted', { description: 'Always true.' }) }),
  },
)
