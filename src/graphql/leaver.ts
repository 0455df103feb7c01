import { blockPerson, reportDeath } from '../commands/employments/end-now.ts'
import { rehireLeaver } from '../commands/employments/rehire-leaver.ts'
import { builder } from './builder.ts'
import { answers, perform } from './errors.ts'
import { JourneyRef } from './journey-ref.ts'
import { mayOffboard, whoOffboards } from './offboarding.ts'
import { OrganisationRef } from './organisation.ts'
import { PersonRef } from './person.ts'

const whyText = 'Why, in words. Kept where it can be erased.'

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
      'SECOND_PERSON_NEEDED',
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
