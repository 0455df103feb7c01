import { removeOwnFactor } from '../commands/accounts/remove-factor.ts'
import { renameOwnFactor } from '../commands/accounts/rename-factor.ts'
import { setFactorOwner } from '../commands/accounts/set-factor-owner.ts'
import { backupCodesLeft } from '../db/backup-codes.ts'
import { type FactorRow, findFactors, listFactors } from '../db/factors.ts'
import { maskMobile } from '../domain/accounts/contact.ts'
import { builder } from './builder.ts'
import { byId, connect, pageCost } from './connection.ts'
import type { Context } from './context.ts'
import { answers, perform } from './errors.ts'
import { FactorKindRef } from './factor-kind.ts'
import { isOwnAccount, refuseStrangers } from './sight.ts'
import { ViewerRef } from './viewer.ts'

export const FactorRef = builder.loadableNodeRef('Factor', {
  id: { resolve: ({ id }: FactorRow) => id },
  load: async (ids: string[], context: Context) => {
    refuseStrangers(context)
    const found = await context.reader.read((tx) => findFactors(tx, ids))
    return found.filter(({ accountId, status }) => status === 'active' && isOwnAccount(context, accountId))
  },
  sort: ({ id }: FactorRow) => id,
  loaderOptions: { cache: false },
})

FactorRef.implement({
  description: 'A second step that is set up. Seen by its owner alone; what it is made of is never shown.',
  authScopes: (factor, context) => isOwnAccount(context, factor.accountId),
  fields: (t) => ({
    kind: t.field({ type: FactorKindRef, description: 'What kind it is.', resolve: ({ kind }) => kind }),
    name: t.exposeString('name', { description: 'What its owner calls it.' }),
    mobile: t.string({
      nullable: true,
      description: 'The end of the number, where a code goes to one.',
      resolve: ({ mobile }) => mobile && maskMobile(mobile),
    }),
    isOwnDevice: t.boolean({
      nullable: true,
      description:
        'Whether the device or number is their own and stays when they leave their employer. Null: nobody said.',
      resolve: ({ owner }) => owner && owner === 'own',
    }),
    isOnlyStep: t.boolean({
      description: 'Whether it can be the only step: a passkey that asks for a finger or a PIN.',
      resolve: ({ userVerified }) => userVerified,
    }),
    confirmedAt: t.expose('confirmedAt', { type: 'DateTime', nullable: true, description: 'When it was set up.' }),
    lastUsedAt: t.expose('lastUsedAt', { type: 'DateTime', nullable: true, description: 'When it was last used.' }),
  }),
})

const FactorConnectionRef = builder.connectionObject(
  { type: FactorRef, name: 'FactorConnection', description: 'A page of second steps.' },
  { name: 'FactorEdge' },
)

builder.objectFields(ViewerRef, (t) => ({
  factors: t.connection(
    {
      type: FactorRef,
      description: 'The second steps that are set up, the oldest first.',
      complexity: pageCost,
      resolve: ({ accountId }, args, { reader }) =>
        connect(args, byId, (page) => reader.read((tx) => listFactors(tx, accountId, page))),
    },
    FactorConnectionRef,
  ),
  backupCodesLeft: t.int({
    description: 'How many backup codes are left.',
    resolve: ({ accountId }, _args, { reader }) => reader.read((tx) => backupCodesLeft(tx, accountId)),
  }),
}))

builder.relayMutationField(
  'factorRename',
  {
    description: 'What it is called from now on.',
    inputFields: (t) => ({
      id: t.globalID({ for: FactorRef, required: true, description: 'The second step.' }),
      name: t.string({ required: true, description: 'One line, at most 60 characters.' }),
    }),
  },
  {
    ...answers('Gives one of one’s own second steps a name. For whoever is signed in.', 'NOT_FOUND', 'INVALID_INPUT'),
    authScopes: { signedIn: true },
    resolve: (_root, { input }, context, info) =>
      perform(context, info, (call) =>
        renameOwnFactor(context.deps, call, { factorId: input.id.id, name: input.name }),
      ),
  },
  {
    description: 'It has a name.',
    outputFields: (t) => ({
      factor: t.field({
        type: FactorRef,
        nullable: true,
        description: 'The second step.',
        resolve: ({ factorId }) => factorId,
      }),
    }),
  },
)

builder.relayMutationField(
  'factorOwnerSet',
  {
    description: 'Whose it is.',
    inputFields: (t) => ({
      id: t.globalID({ for: FactorRef, required: true, description: 'The second step.' }),
      isOwnDevice: t.boolean({
        required: true,
        description: 'Whether the device or number is one’s own. False for a phone or key of the employer.',
      }),
    }),
  },
  {
    ...answers(
      'Says of one of one’s own second steps whether it stays when one leaves one’s employer. For whoever is signed in.',
      'NOT_FOUND',
    ),
    authScopes: { signedIn: true },
    resolve: (_root, { input }, context, info) =>
      perform(context, info, (call) =>
        setFactorOwner(context.deps, call, { factorId: input.id.id, isOwnDevice: input.isOwnDevice }),
      ),
  },
  {
    description: 'It is known whose it is.',
    outputFields: (t) => ({
      factor: t.field({
        type: FactorRef,
        nullable: true,
        description: 'The second step.',
        resolve: ({ factorId }) => factorId,
      }),
    }),
  },
)

builder.relayMutationField(
  'factorRemove',
  {
    description: 'Which one goes.',
    inputFields: (t) => ({
      id: t.globalID({ for: FactorRef, required: true, description: 'The second step.' }),
    }),
  },
  {
    ...answers(
      'Takes one of one’s own second steps away; all other sessions end. Where the portal asks for one, the last one stays: set up the new one first. For whoever is signed in and proved it afresh.',
      'STEP_UP_NEEDED',
      'NOT_FOUND',
      'FACTOR_NEEDED',
    ),
    authScopes: { signedIn: true },
    resolve: (_root, { input }, context, info) =>
      perform(context, info, (call) => removeOwnFactor(context.deps, call, { factorId: input.id.id })),
  },
  {
    description: 'It is gone.',
    outputFields: (t) => ({
      factorId: t.globalID({
        description: 'The second step that went.',
        resolve: ({ factorId }) => ({ type: FactorRef, id: factorId }),
      }),
    }),
  },
)
