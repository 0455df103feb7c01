import { z } from 'zod'
import { blockPerson, reportDeath } from '../commands/employments/end-now.ts'
import { extendOffboarding } from '../commands/employments/extend-offboarding.ts'
import { type LeaverResult, planOffboardings } from '../commands/employments/plan-offboardings.ts'
import { rehireLeaver } from '../commands/employments/rehire-leaver.ts'
import { rescheduleOffboarding } from '../commands/employments/reschedule-offboarding.ts'
import { withdrawLeaving } from '../commands/employments/withdraw-offboarding.ts'
import { builder } from './builder.ts'
import { answers, ProblemRef, perform } from './errors.ts'
import { JourneyRef } from './journey-ref.ts'
import { OrganisationRef } from './organisation.ts'
import { PersonRef } from './person.ts'

const mayOffboard = { anyRight: ['offboarding.write'] as const }
const whoOffboards = 'For HR of the organisation, and for service keys with offboarding:write.'
const expected =
  'The version you looked at; another one is refused with CHANGED_MEANWHILE, so that a repeated call acts once.'
const whyText = 'Why, in words. Kept where it can be erased.'

const ItemRef = builder.inputType('LeaverItem', {
  description: 'Somebody who leaves: named by their id, or by your own id of them.',
  fields: (t) => ({
    person: t.globalID({ for: PersonRef, description: 'Who.' }),
    externalReference: t.string({ description: 'Your own id of the person in this organisation.' }),
    lastDay: t.field({
      type: 'Date',
      required: true,
      description: 'The last day of employment, worked in full; not the first day out. It may lie in the past.',
    }),
    handsInPhone: t.boolean({
      description: 'Whether a phone of the employer goes back, and a second step with it. Default true.',
    }),
  }),
})

const OutcomeRef = builder.enumType('LeaverOutcome', {
  description: 'What became of one item.',
  values: {
    PLANNED: { description: 'A journey began, and the leaver was told.' },
    REPEATED: { description: 'This last day is recorded already: the same journey again.' },
    REFUSED: { description: 'Nothing happened; the problems say why.' },
  },
})

const ResultRef = builder.objectRef<LeaverResult>('LeaverItemResult').implement({
  description: 'What became of one item, in the order of the items.',
  fields: (t) => ({
    outcome: t.field({ type: OutcomeRef, description: 'What became of it.', resolve: ({ outcome }) => outcome }),
    person: t.field({
      type: PersonRef,
      nullable: true,
      description: 'Who. Null when refused, and for keys without people:read.',
      resolve: (result) => ('personId' in result ? result.personId : null),
    }),
    journey: t.field({
      type: JourneyRef,
      nullable: true,
      description: 'The leaving. Null when refused, and for keys without journeys:read.',
      resolve: (result) => ('journeyId' in result ? result.journeyId : null),
    }),
    problems: t.field({
      type: [ProblemRef],
      description: 'Why it was refused; paths are within the item.',
      resolve: (result) => ('problems' in result ? [...result.problems] : []),
    }),
  }),
})

builder.relayMutationField(
  'offboardingPlan',
  {
    description: 'Who leaves an organisation, and when.',
    inputFields: (t) => ({
      organisation: t.globalID({ for: OrganisationRef, required: true, description: 'The organisation they leave.' }),
      items: t.field({ type: [ItemRef], required: true, description: 'One to a thousand people.' }),
      note: t.string({ description: 'For HR, beside the timeline. Kept where it can be erased.' }),
      idempotencyKey: t.string({
        description:
          'The same key with the same input answers as the first time and does nothing again. 8 to 100 characters.',
        validate: z.string().min(8).max(100),
      }),
    }),
  },
  {
    ...answers(
      `Records who leaves and when. At once every right in this organisation gets its end: after the last day payslips and annual statements are left, until April. Everybody is told. Each item has its own result, and one that cannot be meant stops no other. ${whoOffboards}`,
      'REQUIRED',
      'TOO_MANY_ITEMS',
      'INVALID_INPUT',
      'KEY_REUSED',
      'NOT_FOUND',
    ),
    authScopes: mayOffboard,
    resolve: (_root, { input }, context, info) =>
      perform(context, info, async (call) => {
        const { organisation, items, ...asked } = input
        const leavers = items.map(({ person, ...item }) => ({ ...item, personId: person?.id }))
        const all = { ...asked, organisationId: organisation.id, items: leavers }
        return { results: await planOffboardings(context.deps, call, all) }
      }),
  },
  {
    description: 'The list was handled.',
    outputFields: (t) => ({
      results: t.field({
        type: [ResultRef],
        description: 'One per item, in the same order.',
        resolve: ({ results }) => [...results],
      }),
    }),
  },
)

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

builder.relayMutationField(
  'leaverRehire',
  {
    description: 'Who comes back.',
    inputFields: (t) => ({
      organisation: t.globalID({ for: OrganisationRef, required: true, description: 'Which organisation says so.' }),
      person: t.globalID({ for: PersonRef, required: true, description: 'Who.' }),
      startsOn: t.field({ type: 'Date', description: 'The first new day. Default now.' }),
      reason: t.string({ required: true, description: whyText }),
    }),
  },
  {
    ...answers(
      `The same account has the rights of an employee again from the first new day, and everything of the leaving is cancelled; whoever comes back before they were gone keeps all they had. Also after access was closed, and where a block or a death was reported in error. ${whoOffboards}`,
      'NOT_FOUND',
      'INVALID_INPUT',
      'NOT_GONE',
    ),
    authScopes: mayOffboard,
    resolve: (_root, { input }, context, info) =>
      perform(context, info, (call) => {
        const { organisation, person, startsOn = null, reason } = input
        const asked = { organisationId: organisation.id, personId: person.id, startsOn, reason }
        return rehireLeaver(context.deps, call, asked)
      }),
  },
  {
    description: 'They have access again, and are told.',
    outputFields: (t) => ({
      journey: t.field({
        type: JourneyRef,
        nullable: true,
        description: 'The leaving that has ended.',
        resolve: ({ journeyId }) => journeyId,
      }),
    }),
  },
)

builder.relayMutationField(
  'personBlock',
  {
    description: 'Who is blocked for cause.',
    inputFields: (t) => ({
      organisation: t.globalID({ for: OrganisationRef, required: true, description: 'Which organisation says so.' }),
      person: t.globalID({ for: PersonRef, required: true, description: 'Who.' }),
      reason: t.string({ required: true, description: whyText }),
    }),
  },
  {
    ...answers(
      `Everything that this organisation gave ends now, sessions included. The right to payslips and statements stays: HR has a task to send them by post. ${whoOffboards}`,
      'NOT_FOUND',
      'INVALID_INPUT',
    ),
    authScopes: mayOffboard,
    resolve: (_root, { input }, context, info) =>
      perform(context, info, (call) => {
        const { organisation, person, reason } = input
        return blockPerson(context.deps, call, { organisationId: organisation.id, personId: person.id, reason })
      }),
  },
  {
    description: 'Nothing is open to them any more.',
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
  'personDeathReport',
  {
    description: 'Who died.',
    inputFields: (t) => ({
      organisation: t.globalID({ for: OrganisationRef, required: true, description: 'Which organisation says so.' }),
      person: t.globalID({ for: PersonRef, required: true, description: 'Who.' }),
      diedOn: t.field({ type: 'Date', required: true, description: 'The day of death, on which the contract ended.' }),
      reason: t.string({ required: true, description: whyText }),
    }),
  },
  {
    ...answers(
      `Everything that this organisation gave ends now. Nothing is sent to the person any more, unless another employer of theirs still does; HR has a task to help the heirs. ${whoOffboards}`,
      'NOT_FOUND',
      'INVALID_INPUT',
    ),
    authScopes: mayOffboard,
    resolve: (_root, { input }, context, info) =>
      perform(context, info, (call) => {
        const { organisation, person, diedOn, reason } = input
        const asked = { organisationId: organisation.id, personId: person.id, diedOn, reason }
        return reportDeath(context.deps, call, asked)
      }),
  },
  {
    description: 'Everything has ended.',
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
