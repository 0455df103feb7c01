import { GraphQLError } from 'graphql'
import { approveRecovery } from '../commands/accounts/approve-recovery.ts'
import { objectToRecovery } from '../commands/accounts/object-to-recovery.ts'
import { startRecovery } from '../commands/accounts/start-recovery.ts'
import { type ObjectionView, seeObjection } from '../commands/accounts/view-recovery-objection.ts'
import type { Code } from '../domain/codes.ts'
import { actCost, builder } from './builder.ts'
import { answers, asMember, perform } from './errors.ts'
import { JourneyRef } from './journey-ref.ts'
import { ServiceDeskRef } from './organisation.ts'
import { PersonRef } from './person.ts'
import { PortalRef } from './portal.ts'
import { ProofingCheckRef } from './recovery-facts.ts'

const byDesk = { anyRight: ['recovery.write'] as const }
const whoRecovers = 'For service desk and HR of an organisation of the person.'
const link = ['LINK_UNKNOWN', 'LINK_EXPIRED'] as const
const ofAddress = [
  'UNCHANGED',
  'WORK_ADDRESS',
  'ADDRESS_TAKEN',
  'ADDRESS_NOT_THEIRS',
  'NO_SECOND_CHANNEL',
] as const satisfies readonly Code[]
const tokenText = 'What the link carries after `#token=`.'
const whoHolds = 'For whoever holds the link.'

builder.relayMutationField(
  'recoveryStart',
  {
    description: 'Whose access is restored, and what was checked.',
    inputFields: (t) => ({
      person: t.globalID({ for: PersonRef, required: true, description: 'Who lost the second step.' }),
      checks: t.field({
        type: [ProofingCheckRef],
        required: true,
        description: 'The checks that were made. All that the portal asks have to be among them.',
      }),
      note: t.string({
        required: true,
        description:
          'What happened and how it was checked, for the colleague who approves. Kept where it can be erased.',
      }),
      privateEmail: t.string({
        description:
          'Where the address on file is lost too, as when somebody has left: where the code goes, and their address once it was used. Until then nothing else goes there.',
      }),
      isPasswordLost: t.boolean({
        description:
          'With privateEmail: another password is chosen too, by a link in that mailbox and a PIN to a number known before. Whoever has no password gets one in any case.',
      }),
    }),
  },
  {
    ...answers(
      `Begins to restore the access of somebody who lost a second step, or with it the mailbox and the password. The person is told on every channel that is known, and a colleague is asked to approve. ${whoRecovers}`,
      'NOT_FOUND',
      'INVALID_INPUT',
      'SECOND_PERSON_NEEDED',
      'RECOVERY_NOT_YOURS',
      'ACCOUNT_NOT_ACTIVE',
      'NOTHING_TO_RECOVER',
      'NO_CHANNEL',
      ...ofAddress,
      'RECOVERY_UNDER_WAY',
    ),
    authScopes: byDesk,
    resolve: (_root, { input }, context, info) =>
      perform(context, info, (call) => startRecovery(context.deps, call, { ...input, personId: input.person.id })),
  },
  {
    description: 'The person and a colleague are told.',
    outputFields: (t) => ({
      journey: t.field({
        type: JourneyRef,
        nullable: true,
        description: 'The journey.',
        resolve: ({ journeyId }) => journeyId,
      }),
    }),
  },
)

builder.relayMutationField(
  'recoveryApprove',
  {
    description: 'Which recovery may go on.',
    inputFields: (t) => ({
      id: t.globalID({ for: JourneyRef, required: true, description: 'The journey.' }),
      expectedVersion: t.int({
        required: true,
        description: 'The version you looked at; another one is refused with CHANGED_MEANWHILE.',
      }),
    }),
  },
  {
    ...answers(
      `The second pair of eyes: the waiting time begins, then the code goes to the person. Never for whoever started it, nor for the person themselves. Whoever approves proves afresh that it is them. ${whoRecovers}`,
      'NOT_FOUND',
      'SECOND_PERSON_NEEDED',
      'ALREADY_APPROVED',
      'JOURNEY_ENDED',
      'CHANGED_MEANWHILE',
      'RECOVERY_NOT_YOURS',
      'ACCOUNT_NOT_ACTIVE',
      'NOTHING_TO_RECOVER',
      'NO_CHANNEL',
      ...ofAddress,
      'STEP_UP_NEEDED',
    ),
    authScopes: byDesk,
    resolve: (_root, { input }, context, info) =>
      perform(context, info, (call) => approveRecovery(context.deps, call, { ...input, journeyId: input.id.id })),
  },
  {
    description: 'The waiting time has begun.',
    outputFields: (t) => ({
      journey: t.field({
        type: JourneyRef,
        nullable: true,
        description: 'The journey.',
        resolve: ({ journeyId }) => journeyId,
      }),
    }),
  },
)

const RecoveryObjectionRef = builder.objectRef<ObjectionView>('RecoveryObjection').implement({
  description: 'What an objection would stop. Shown to whoever holds the link, and names nobody.',
  fields: (t) => ({
    portal: t.field({ type: PortalRef, description: 'Where.', resolve: ({ portal }) => portal }),
    organisationName: t.exposeString('organisationName', { description: 'Whose service desk was asked.' }),
    serviceDesk: t.field({
      type: ServiceDeskRef,
      description: 'Whom to call, above all when it is too late to object.',
      resolve: ({ serviceDesk }) => serviceDesk,
    }),
    startedAt: t.expose('startedAt', { type: 'DateTime', description: 'When it was asked.' }),
    codeAt: t.expose('codeAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the code leaves, or left; null while nobody approved.',
    }),
    newAddress: t.exposeString('newAddress', {
      nullable: true,
      description: 'A hint of the private address it would lead to; null where it leads to none, or has ended.',
    }),
    canObject: t.exposeBoolean('canObject', {
      description: 'Whether it can still be stopped. False when it was stopped already, or has come to its end.',
    }),
  }),
})

builder.queryField('recoveryObjection', (t) =>
  t.field({
    type: RecoveryObjectionRef,
    ...answers(
      `What a link to object leads to. Asking stops nothing. ${whoHolds} By POST only: a token has no place in an address.`,
      ...link,
    ),
    authScopes: { public: true },
    // Anybody may ask, and each time it is a transaction of its own.
    complexity: actCost,
    args: { token: t.arg.string({ required: true, description: tokenText }) },
    resolve: (_root, { token }, { facts, reader }) => {
      if (facts.method === 'POST') return reader.read((tx) => seeObjection(tx, { token })).catch(refuse)
      const http = { status: 405, headers: { allow: 'POST' } }
      throw new GraphQLError('Ask this by POST.', { extensions: { code: 'BAD_REQUEST', http } })
    },
  }),
)

builder.relayMutationField(
  'recoveryObject',
  {
    description: 'Which recovery is stopped.',
    inputFields: (t) => ({ token: t.string({ required: true, description: tokenText }) }),
  },
  {
    ...answers(
      `“I did not ask for this”: stops a recovery at any moment before its end, and whatever was signed in ends. ${whoHolds}`,
      ...link,
      'RECOVERY_ENDED',
    ),
    authScopes: { public: true },
    resolve: (_root, { input }, context, info) =>
      perform(context, info, async (call) => {
        await objectToRecovery(context.deps, call, input)
        return { isStopped: true }
      }),
  },
  {
    description: 'The recovery is stopped, and the service desk is asked who wanted it.',
    outputFields: (t) => ({ isStopped: t.exposeBoolean('isStopped', { description: 'Always true.' }) }),
  },
)

function refuse(error: unknown): never {
  throw asMember(error)
}
