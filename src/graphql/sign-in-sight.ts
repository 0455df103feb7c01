import { inspectSignIn } from '../commands/accounts/inspect-sign-in.ts'
import type { FactorSight, SignInSight } from '../commands/accounts/see-sign-in.ts'
import { listJourneys } from '../db/journey-views.ts'
import type { Obligation } from '../domain/accounts/enrolment.ts'
import { blockTexts } from '../domain/accounts/sign-in-block-texts.ts'
import { type BlockCode, blockCodes, type SignInBlock, type SignInTry } from '../domain/accounts/sign-in-blocks.ts'
import { builder } from './builder.ts'
import { byId, connect, pageCost } from './connection.ts'
import { answers, perform } from './errors.ts'
import { FactorKindRef } from './factor-kind.ts'
import { JourneyConnectionRef } from './journey.ts'
import { JourneyRef } from './journey-ref.ts'
import { AccountStatusRef, PersonRef } from './person.ts'
import { reachOf } from './sight.ts'

const ObligationRef = builder.enumType('FactorObligation', {
  description: 'Whether somebody has to set up a second step.',
  values: {
    NONE: { value: 'none', description: 'No: it is set up, or not asked.' },
    BEGIN: { value: 'begin', description: 'Yes: the days of grace begin at the next sign-in.' },
    LATER: { value: 'later', description: 'Yes, before the deadline.' },
    NOW: { value: 'now', description: 'Yes: signing in leads there first.' },
  } as const satisfies Record<string, { value: Obligation; description: string }>,
})

const blockDescriptions: Readonly<Record<BlockCode, string>> = {
  ACCOUNT_CLOSED: 'The account is closed.',
  NOT_ACTIVATED: 'Invited, and not activated yet.',
  INVITATION_EXPIRED: 'The invitation has expired.',
  INVITATION_WITHDRAWN: 'No invitation counts any more.',
  NO_ACCESS: 'No right is in force now: it ended, has not begun or was never given.',
  NO_PASSWORD: 'There is no password, and no key that could stand for one.',
  WRONG_PASSWORD_LATELY: 'At least three wrong passwords within the last hour, and no success since.',
  WRONG_CODES_LATELY: 'At least three failed second steps within the last hour, and no success since.',
  ENROLMENT_DUE: 'A second step is obligatory and none is set up: signing in leads there.',
  MAIL_UNPROVEN: 'A first number would need a code by mail, and nobody has shown that mail arrives.',
  NUMBER_UNREACHABLE: 'Codes come by SMS alone, and the number is missing, wrong or out of reach.',
  MAIL_BOUNCED: 'Mail comes back: neither invitations nor new passwords arrive.',
  RECOVERY_UNDER_WAY: 'The service desk is restoring access.',
}

const BlockCodeRef = builder.enumType('SignInBlockCode', {
  description: 'What keeps somebody from signing in. The list grows.',
  values: Object.fromEntries(blockCodes.map((code) => [code, { value: code, description: blockDescriptions[code] }])),
})

const BlockRef = builder.objectRef<SignInBlock>('SignInBlock').implement({
  description: 'One thing that keeps somebody from signing in, to read out.',
  fields: (t) => ({
    code: t.field({ type: BlockCodeRef, description: 'What it is.', resolve: ({ code }) => code }),
    message: t.string({
      description: 'What is in the way, in the language of the request.',
      resolve: ({ text }, _args, { language }) => blockTexts[text][language].message,
    }),
    whatHelps: t.string({
      description: 'What to do about it, in the language of the request.',
      resolve: ({ text }, _args, { language }) => blockTexts[text][language].whatHelps,
    }),
    since: t.expose('since', { type: 'DateTime', nullable: true, description: 'Since when, where it is known.' }),
    until: t.expose('until', {
      type: 'DateTime',
      nullable: true,
      description:
        'When it ends or changes by itself, such as when an invitation expires; null where a person must act.',
    }),
  }),
})

const TryRef = builder.objectRef<SignInTry>('SignInTry').implement({
  description: 'A try to get in, and what came of it. Not from where.',
  fields: (t) => ({
    at: t.expose('at', { type: 'DateTime', description: 'When.' }),
    act: t.exposeString('act', { description: 'Which mutation, such as `signIn`.' }),
    code: t.exposeString('code', { description: '`DONE`, or the code of the refusal.' }),
  }),
})

const FactorSightRef = builder.objectRef<FactorSight>('FactorSight').implement({
  description: 'A second step as others may see it: that it is there, and how it is used.',
  fields: (t) => ({
    kind: t.field({ type: FactorKindRef, description: 'What it is.', resolve: ({ kind }) => kind }),
    mobile: t.exposeString('mobile', { nullable: true, description: 'Of an SMS: the end of the number.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was set up.' }),
    lastUsedAt: t.expose('lastUsedAt', { type: 'DateTime', nullable: true, description: 'When it was last used.' }),
  }),
})

const SignInSightRef = builder.objectRef<SignInSight>('SignInSight').implement({
  description: 'How somebody can sign in and what is in the way, at the moment of the look. No secrets.',
  fields: (t) => ({
    identifier: t.exposeString('identifier', { description: 'What they sign in with.' }),
    accountStatus: t.field({
      type: AccountStatusRef,
      description: 'How far the account is.',
      resolve: ({ accountStatus }) => accountStatus,
    }),
    hasPassword: t.exposeBoolean('hasPassword', { description: 'Whether a password is set.' }),
    obligation: t.field({
      type: ObligationRef,
      description: 'Whether they have to set up a second step.',
      resolve: ({ obligation }) => obligation,
    }),
    deadlineAt: t.expose('deadlineAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Until when that can be put off; passed where it no longer can, null where no days of grace run.',
    }),
    factors: t.field({
      type: [FactorSightRef],
      description: 'The second steps that are set up, the oldest first.',
      resolve: ({ factors }) => [...factors],
    }),
    backupCodesLeft: t.exposeInt('backupCodesLeft', { description: 'How many of their own backup codes are left.' }),
    rememberedDevices: t.exposeInt('rememberedDevices', {
      description: 'On how many devices the second step is left out.',
    }),
    openSessions: t.exposeInt('openSessions', { description: 'Where they are signed in now, as a number.' }),
    lastSignedInAt: t.expose('lastSignedInAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When they last got in; null when never.',
    }),
    recentTries: t.field({
      type: [TryRef],
      description: 'The last ten tries, the newest first.',
      resolve: ({ recentTries }) => [...recentTries],
    }),
    openJourneys: t.connection(
      {
        type: JourneyRef,
        description: 'What they are in the middle of, as far as the asker may see it, the newest first.',
        complexity: pageCost,
        resolve: ({ accountId }, args, context) => {
          const filter = { reach: reachOf(context, ['journeys.read']), status: 'open', subjectId: accountId } as const
          const order = { by: 'STARTED', direction: 'DESC' } as const
          return connect(args, byId, (page) =>
            context.reader.read((tx) => listJourneys(tx, { ...filter, portalId: context.portal.id }, { page, order })),
          )
        },
      },
      JourneyConnectionRef,
    ),
    blocks: t.field({
      type: [BlockRef],
      description: 'What is in the way, to be told in this order; empty when nothing is known to be.',
      resolve: ({ blocks }) => [...blocks],
    }),
  }),
})

builder.relayMutationField(
  'personSignInInspect',
  {
    description: 'Whose sign-in is looked at, and why.',
    inputFields: (t) => ({
      person: t.globalID({ for: PersonRef, required: true, description: 'The person.' }),
      reason: t.string({ description: 'Why, in words, such as a ticket. Kept where it can be erased.' }),
    }),
  },
  {
    ...answers(
      'Why can this person not get in? It changes nothing, and is a mutation because every look is on record: who looked at whom, when and why, the refused ones too. For HR and service desk of an organisation where the person has or had access.',
      'NOT_FOUND',
      'INVALID_INPUT',
    ),
    // Who may not is told by the command, which puts that on record too.
    authScopes: { known: true },
    resolve: (_root, { input }, context, info) =>
      perform(context, info, async (call) => {
        const personId = input.person.id
        return { personId, sight: await inspectSignIn(context.deps, call, { personId, reason: input.reason }) }
      }),
  },
  {
    description: 'How it stands with somebody’s sign-in.',
    outputFields: (t) => ({
      person: t.field({
        type: PersonRef,
        nullable: true,
        description: 'The person.',
        resolve: ({ personId }) => personId,
      }),
      sight: t.field({ type: SignInSightRef, description: 'What there is to see.', resolve: ({ sight }) => sight }),
    }),
  },
)
