import { confirmStepUpPassword, startStepUp } from '../commands/accounts/step-up.ts'
import { builder } from './builder.ts'
import { answers, perform } from './errors.ts'
import { OpenedSessionRef } from './session.ts'
import { flowCodes } from './sign-in.ts'
import { FlowRef, standOf } from './sign-in-flow.ts'

builder.relayMutationField(
  'sessionStepUpStart',
  null,
  {
    ...answers(
      'Begins to show afresh that it is you: what changes credentials and addresses asks for it. Go on with signInFactorSend and signInFactorConfirm, or with sessionStepUpConfirm where there is no second step. For whoever is signed in.',
    ),
    authScopes: { signedIn: true },
    resolve: (_root, _args, context, info) => perform(context, info, (call) => startStepUp(context.deps, call)),
  },
  {
    description: 'What is asked.',
    outputFields: (t) => ({
      flow: t.field({
        type: FlowRef,
        description: 'Its token goes with what comes next.',
        resolve: ({ flow }) => flow,
      }),
    }),
  },
)

builder.relayMutationField(
  'sessionStepUpConfirm',
  {
    description: 'The password once more.',
    inputFields: (t) => ({
      flow: t.string({ required: true, description: 'The token of the step-up.' }),
      password: t.string({ required: true, description: 'Exactly as it was set.' }),
    }),
  },
  {
    ...answers(
      'The step-up of an account without a second step. Every try counts. For whoever is signed in and began it.',
      ...flowCodes,
      'PASSWORD_WRONG',
      'TOO_MANY_ATTEMPTS',
      'CODE_EXHAUSTED',
    ),
    authScopes: { signedIn: true },
    resolve: (_root, { input }, context, info) =>
      perform(context, info, async (call) => {
        const { session } = standOf(context, 'COOKIE', await confirmStepUpPassword(context.deps, call, input))
        return { isFresh: true, session }
      }),
  },
  {
    description: 'It is you.',
    outputFields: (t) => ({
      isFresh: t.exposeBoolean('isFresh', { description: 'Always true.' }),
      session: t.field({
        type: OpenedSessionRef,
        nullable: true,
        description: 'The session, carried as before under another token: the one before no longer counts.',
        resolve: ({ session }) => session,
      }),
    }),
  },
)
