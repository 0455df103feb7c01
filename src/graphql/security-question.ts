import { setSecurityQuestion } from '../commands/accounts/set-security-question.ts'
import { findPolicyInEffect } from '../db/portals.ts'
import { findSecurityQuestion } from '../db/security-questions.ts'
import { questionTexts, type SecurityQuestion, securityQuestions } from '../domain/accounts/security-question.ts'
import { builder } from './builder.ts'
import type { Context } from './context.ts'
import { answers, perform } from './errors.ts'
import { PortalRef } from './portal.ts'
import { ViewerRef } from './viewer.ts'

export const SecurityQuestionRef = builder.enumType('SecurityQuestion', {
  description: 'What somebody may be asked when their password is lost, where a portal works with it.',
  values: {
    FIRST_SCHOOL: { description: questionTexts.FIRST_SCHOOL.en },
    FIRST_PET: { description: questionTexts.FIRST_PET.en },
    FIRST_STREET: { description: questionTexts.FIRST_STREET.en },
    FAVOURITE_BOOK: { description: questionTexts.FAVOURITE_BOOK.en },
    CHILDHOOD_FRIEND: { description: questionTexts.CHILDHOOD_FRIEND.en },
  } satisfies Record<SecurityQuestion, { description: string }>,
})

const QuestionTextRef = builder.objectRef<SecurityQuestion>('SecurityQuestionText').implement({
  description: 'A question and its words.',
  fields: (t) => ({
    question: t.field({ type: SecurityQuestionRef, description: 'Which.', resolve: (question) => question }),
    text: t.string({
      description: 'As it is put to the person, in the language of the request.',
      resolve: (question, _args, { language }) => questionTexts[question][language],
    }),
  }),
})

builder.objectField(PortalRef, 'securityQuestions', (t) =>
  t.field({
    type: [QuestionTextRef],
    description:
      'The questions to choose from; none where the portal does not work with them, and none for any portal but the one this was asked at.',
    resolve: async ({ id }, _args, context) =>
      id === context.portal.id && (await isUsed(context)) ? [...securityQuestions] : [],
  }),
)

builder.objectField(ViewerRef, 'securityQuestion', (t) =>
  t.field({
    type: SecurityQuestionRef,
    nullable: true,
    description: 'The question they chose for when their password is lost; null where they did not.',
    resolve: async ({ accountId }, _args, { reader }) =>
      (await reader.read((tx) => findSecurityQuestion(tx, accountId)))?.question ?? null,
  }),
)

builder.relayMutationField(
  'securityQuestionSet',
  {
    description: 'A question and one’s own answer.',
    inputFields: (t) => ({
      question: t.field({ type: SecurityQuestionRef, required: true, description: 'Which.' }),
      answer: t.string({
        required: true,
        description: 'At least two letters or digits. Capitals, accents and spaces do not matter.',
      }),
    }),
  },
  {
    ...answers(
      'Sets the question that is asked when one’s password is lost; another one takes its place. It is asked before the mail goes, and is never enough by itself. For whoever is signed in and proved afresh that it is them.',
      'STEP_UP_NEEDED',
      'QUESTION_NOT_USED',
      'INVALID_INPUT',
    ),
    authScopes: { signedIn: true },
    resolve: (_root, { input }, context, info) =>
      perform(context, info, (call) => setSecurityQuestion(context.deps, call, input)),
  },
  {
    description: 'The question is set.',
    outputFields: (t) => ({
      question: t.field({ type: SecurityQuestionRef, description: 'Which.', resolve: ({ question }) => question }),
    }),
  },
)

async function isUsed({ reader }: Context): Promise<boolean> {
  const found = await reader.read(findPolicyInEffect)
  return found?.policy.recovery.securityQuestion === true
}
