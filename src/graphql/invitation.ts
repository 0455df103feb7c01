import { z } from 'zod'
import { correctInvitation } from '../commands/accounts/correct-invitation.ts'
import { renewInvitation } from '../commands/accounts/renew-invitation.ts'
import { type InvitationResult, sendInvitations } from '../commands/accounts/send-invitations.ts'
import { withdrawInvitation } from '../commands/accounts/withdraw-invitation.ts'
import { builder } from './builder.ts'
import { answers, ProblemRef, perform } from './errors.ts'
import { RoleRef } from './grant.ts'
import { JourneyRef } from './journey-ref.ts'
import { OrganisationRef } from './organisation.ts'
import { PersonRef } from './person.ts'
import { LanguageRef } from './portal.ts'

const mayInvite = { anyRight: ['invitations.write'] as const }
const whoInvites = 'For HR of the organisation, and for service keys with invitations:write.'
const expected =
  'The version you looked at; another one is refused with CHANGED_MEANWHILE, so that a repeated call acts once.'

const ItemRef = builder.inputType('InvitationItem', {
  description: 'Somebody to invite.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Full name.' }),
    email: t.string({ required: true, description: 'Where the invitation goes.' }),
    mobile: t.string({ description: 'Where the PIN goes. Without it HR is asked for one.' }),
    dateOfBirth: t.field({ type: 'Date', description: 'To tell people of one address apart.' }),
    startsOn: t.field({
      type: 'Date',
      description:
        'First working day: access begins then, and the invitation goes out shortly before, as the portal has it.',
    }),
    role: t.field({ type: RoleRef, description: 'What they will be. Default EMPLOYEE.' }),
    language: t.field({ type: LanguageRef, description: 'In which they are written to. Default the portal’s own.' }),
    username: t.string({ description: 'Where the portal signs in by user name.' }),
    externalReference: t.string({
      description:
        'Your own id of this person in this organisation, up to 100 characters. The same reference is the same invitation, so that repeating is safe.',
    }),
  }),
})

const OutcomeRef = builder.enumType('InvitationOutcome', {
  description: 'What became of one item.',
  values: {
    INVITED: { description: 'A journey began.' },
    REPEATED: { description: 'This reference was invited before: the same journey again.' },
    GRANTED: { description: 'The account is active: it has this access now, and a mail says so. No journey.' },
    ADDED: { description: 'The account is invited already: its open journey now opens this access too.' },
    REFUSED: { description: 'Nothing happened; the problems say why.' },
  },
})

const ResultRef = builder.objectRef<InvitationResult>('InvitationItemResult').implement({
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
      description: 'The activation, where there is one. Null for keys without journeys:read.',
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
  'invitationSend',
  {
    description: 'Whom an organisation invites.',
    inputFields: (t) => ({
      organisation: t.globalID({ for: OrganisationRef, required: true, description: 'The organisation that invites.' }),
      items: t.field({ type: [ItemRef], required: true, description: 'One to a thousand people.' }),
      idempotencyKey: t.string({
        description:
          'The same key with the same input answers as the first time and does nothing again. 8 to 100 characters.',
        validate: z.string().min(8).max(100),
      }),
    }),
  },
  {
    ...answers(
      `Invites people to activate an account, all in one go; each item has its own result, and one that cannot be meant stops no other. ${whoInvites}`,
      'REQUIRED',
      'TOO_MANY_ITEMS',
      'KEY_REUSED',
      'NOT_FOUND',
    ),
    authScopes: mayInvite,
    resolve: (_root, { input }, context, info) =>
      perform(context, info, async (call) => {
        const { organisation, ...asked } = input
        return { results: await sendInvitations(context.deps, call, { ...asked, organisationId: organisation.id }) }
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
  'invitationRenew',
  {
    description: 'Which invitation is sent anew.',
    inputFields: (t) => ({
      journey: t.globalID({ for: JourneyRef, required: true, description: 'The activation.' }),
      expectedVersion: t.int({ description: expected }),
    }),
  },
  {
    ...answers(
      `Sends a new link, also after the old one expired; older links stop working. ${whoInvites}`,
      'NOT_FOUND',
      'CHANGED_MEANWHILE',
      'JOURNEY_ENDED',
      'ALREADY_ACTIVE',
    ),
    authScopes: mayInvite,
    resolve: (_root, { input: { journey, expectedVersion } }, context, info) =>
      perform(context, info, (call) => renewInvitation(context.deps, call, { journeyId: journey.id, expectedVersion })),
  },
  {
    description: 'A new link is on its way.',
    outputFields: (t) => ({
      journey: t.field({
        type: JourneyRef,
        nullable: true,
        description: 'The activation.',
        resolve: ({ journeyId }) => journeyId,
      }),
    }),
  },
)

builder.relayMutationField(
  'invitationWithdraw',
  {
    description: 'Which invitation no longer stands, and why.',
    inputFields: (t) => ({
      journey: t.globalID({ for: JourneyRef, required: true, description: 'The activation.' }),
      reason: t.string({ required: true, description: 'Why, in words. Kept where it can be erased.' }),
      expectedVersion: t.int({ description: expected }),
    }),
  },
  {
    ...answers(
      `Withdraws an invitation: its links do nothing, and the access it gave is gone. ${whoInvites}`,
      'NOT_FOUND',
      'INVALID_INPUT',
      'CHANGED_MEANWHILE',
      'JOURNEY_ENDED',
      'ALREADY_ACTIVE',
    ),
    authScopes: mayInvite,
    resolve: (_root, { input: { journey, ...asked } }, context, info) =>
      perform(context, info, (call) => withdrawInvitation(context.deps, call, { ...asked, journeyId: journey.id })),
  },
  {
    description: 'The invitation no longer stands.',
    outputFields: (t) => ({
      journey: t.field({
        type: JourneyRef,
        nullable: true,
        description: 'The activation.',
        resolve: ({ journeyId }) => journeyId,
      }),
    }),
  },
)

builder.relayMutationField(
  'invitationCorrect',
  {
    description: 'What was wrong with an invitation. What is left out stays as it is.',
    inputFields: (t) => ({
      journey: t.globalID({ for: JourneyRef, required: true, description: 'The activation.' }),
      email: t.string({ description: 'The right mail address: the invitation is sent anew.' }),
      mobile: t.string({ description: 'The right mobile number: a fresh link is sent.' }),
      startsOn: t.field({ type: 'Date', description: 'The right first working day: the invitation is planned anew.' }),
      expectedVersion: t.int({ description: expected }),
    }),
  },
  {
    ...answers(
      `Puts right what was wrong with an invitation, and closes the task that asked for it. ${whoInvites}`,
      'NOT_FOUND',
      'INVALID_INPUT',
      'CHANGED_MEANWHILE',
      'JOURNEY_ENDED',
      'ALREADY_ACTIVE',
      'ADDRESS_TAKEN',
      'INVITED_ELSEWHERE',
    ),
    authScopes: mayInvite,
    resolve: (_root, { input: { journey, ...asked } }, context, info) =>
      perform(context, info, (call) => correctInvitation(context.deps, call, { ...asked, journeyId: journey.id })),
  },
  {
    description: 'The invitation is right.',
    outputFields: (t) => ({
      journey: t.field({
        type: JourneyRef,
        nullable: true,
        description: 'The activation.',
        resolve: ({ journeyId }) => journeyId,
      }),
    }),
  },
)
