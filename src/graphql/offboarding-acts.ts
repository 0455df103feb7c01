import { extendOffboarding } from '../commands/employments/extend-offboarding.ts'
import { rescheduleOffboarding } from '../commands/employments/reschedule-offboarding.ts'
import { withdrawLeaving } from '../commands/employments/withdraw-offboarding.ts'
import { builder } from './builder.ts'
import { answers, perform } from './errors.ts'
import { JourneyRef } from './journey-ref.ts'
import { mayOffboard, whoOffboards } from './offboarding.ts'

const expected =
  'The version you looked at; another one is refused with CHANGED_MEANWHILE, so that a repeated call acts once.'
const whyText = 'Why, in words. Kept where it can be erased.'

builder.relayMutationField(
  'offboardingReschedule',
  {
    description: 'Which leaving is on another day.',
    inputFields: (t) => ({
      journey: t.globalID({ for: JourneyRef, required: true, description: 'The leaving.' }),
      lastDay: t.field({ type: 'Date', required: true, description: 'The right last day; it may lie in the past.' }),
      reason: t.string({ required: true, description: whyText }),
      expectedVersion: t.int({ description: expected }),
    }),
  },
  {
    ...answers(
      `Another last day, earlier or later. Everything is planned anew: what the earlier plan had not sent is not sent, and rights that had gone come back where the day is later. An extension falls away. ${whoOffboards}`,
      'NOT_FOUND',
      'INVALID_INPUT',
      'CHANGED_MEANWHILE',
      'JOURNEY_ENDED',
      'SECOND_PERSON_NEEDED',
    ),
    authScopes: mayOffboard,
    resolve: (_root, { input }, context, info) =>
      perform(context, info, (call) => {
        const { journey, ...asked } = input
        return rescheduleOffboarding(context.deps, call, { ...asked, journeyId: journey.id })
      }),
  },
  {
    description: 'It is planned anew, and the leaver is told.',
    outputFields: (t) => ({
      journey: t.field({
        type: JourneyRef,
        nullable: true,
        description: 'The leaving.',
        resolve: ({ journeyId }) => journeyId,
      }),
    }),
  },
)

builder.relayMutationField(
  'offboardingExtend',
  {
    description: 'Whose access lasts longer.',
    inputFields: (t) => ({
      journey: t.globalID({ for: JourneyRef, required: true, description: 'The leaving.' }),
      through: t.field({ type: 'Date', required: true, description: 'The last whole day of access.' }),
      reason: t.string({ required: true, description: whyText }),
      expectedVersion: t.int({ description: expected }),
    }),
  },
  {
    ...answers(
      `Gives one leaver access through a later day than the portal’s policy does. ${whoOffboards}`,
      'NOT_FOUND',
      'INVALID_INPUT',
      'CHANGED_MEANWHILE',
      'JOURNEY_ENDED',
      'SECOND_PERSON_NEEDED',
    ),
    authScopes: mayOffboard,
    resolve: (_root, { input }, context, info) =>
      perform(context, info, (call) => {
        const { journey, ...asked } = input
        return extendOffboarding(context.deps, call, { ...asked, journeyId: journey.id })
      }),
  },
  {
    description: 'It is planned anew, and the leaver is told.',
    outputFields: (t) => ({
      journey: t.field({
        type: JourneyRef,
        nullable: true,
        description: 'The leaving.',
        resolve: ({ journeyId }) => journeyId,
      }),
    }),
  },
)

builder.relayMutationField(
  'offboardingWithdraw',
  {
    description: 'Which leaving does not happen.',
    inputFields: (t) => ({
      journey: t.globalID({ for: JourneyRef, required: true, description: 'The leaving.' }),
      reason: t.string({ required: true, description: whyText }),
      expectedVersion: t.int({ description: expected }),
    }),
  },
  {
    ...answers(
      `Nobody leaves after all: rights are what they were, and what was planned is not sent. ${whoOffboards}`,
      'NOT_FOUND',
      'INVALID_INPUT',
      'CHANGED_MEANWHILE',
      'JOURNEY_ENDED',
      'SECOND_PERSON_NEEDED',
    ),
    authScopes: mayOffboard,
    resolve: (_root, { input }, context, info) =>
      perform(context, info, (call) => {
        const { journey, ...asked } = input
        return withdrawLeaving(context.deps, call, { ...asked, journeyId: journey.id })
      }),
  },
  {
    description: 'The leaving has ended, and the person is told.',
    outputFields: (t) => ({
      journey: t.field({
        type: JourneyRef,
        nullable: true,
        description: 'The leaving.',
        resolve: ({ journeyId }) => journeyId,
      }),
    }),
  },
)
