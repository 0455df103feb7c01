import { chooseRecovery } from '../commands/accounts/choose-recovery.ts'
import { renewBackupCodes } from '../commands/accounts/renew-backup-codes.ts'
import { sendBackupCode } from '../commands/accounts/send-backup-code.ts'
import { useRecoveryCode } from '../commands/accounts/use-recovery-code.ts'
import { backupCodeText } from '../domain/accounts/backup-code.ts'
import { localDate } from '../domain/time.ts'
import { builder } from './builder.ts'
import { answers, perform } from './errors.ts'
import { SessionKindRef } from './session.ts'
import { flowCodes, flowText, sessionText, uuidOf, whoHoldsFlow } from './sign-in.ts'
import { standFields, standOf } from './sign-in-flow.ts'

export const BackupCodesRef = builder.objectRef<readonly string[]>('BackupCodes').implement({
  description: 'Backup codes, each good for one sign-in. Shown this once, to their owner.',
  fields: (t) => ({
    codes: t.stringList({ description: 'Eight digits each, in two groups of four.', resolve: (codes) => [...codes] }),
    text: t.string({
      description: 'All of them as a text to print or to keep in a file, in the language of the request.',
      // Read, because the request of whoever is just signing in has no clock yet.
      resolve: (codes, _args, { portal, language, reader }) =>
        reader.read(
          async ({ now }) => backupCodeText(codes, { portalName: portal.name, madeOn: localDate(now) })[language],
        ),
    }),
  }),
})

const ChoiceRef = builder.enumType('RecoveryChoice', {
  description: 'What became of the second step that was out of reach (S000-065…070).',
  values: {
    PERMANENT: { description: 'It is lost: another one is set up at once, and then the old one is gone.' },
    TEMPORARY: { description: 'It will be there next time: in this once, with one fresh backup code.' },
  } as const,
})

builder.relayMutationField(
  'recoveryCodeUse',
  {
    description: 'The backup code.',
    inputFields: (t) => ({
      flow: t.string({ required: true, description: flowText }),
      code: t.string({ required: true, description: 'Eight digits, with or without spaces.' }),
      session: t.field({ type: SessionKindRef, defaultValue: 'COOKIE', required: true, description: sessionText }),
    }),
  },
  {
    ...answers(
      `A backup code in place of the second step. It is spent here; recoveryCodeChoose comes next. Every try counts. ${whoHoldsFlow}`,
      ...flowCodes,
      'BACKUP_CODE_WRONG',
      'TOO_MANY_ATTEMPTS',
      'CODE_EXHAUSTED',
    ),
    authScopes: { public: true },
    resolve: (_root, { input: { session, ...input } }, context, info) =>
      perform(context, info, async (call) =>
        standOf(context, session, await useRecoveryCode(context.deps, call, input)),
      ),
  },
  { description: 'Where the sign-in stands.', outputFields: standFields },
)

builder.relayMutationField(
  'recoveryCodeChoose',
  {
    description: 'What became of the second step.',
    inputFields: (t) => ({
      flow: t.string({ required: true, description: flowText }),
      choice: t.field({ type: ChoiceRef, required: true, description: 'Lost for good, or out of reach this once.' }),
      lost: t.idList({ description: 'Which of the flow’s factors are lost; none named: all of them. With PERMANENT.' }),
      session: t.field({ type: SessionKindRef, defaultValue: 'COOKIE', required: true, description: sessionText }),
    }),
  },
  {
    ...answers(
      `After a backup code: whether the second step is lost for good. A code of the service desk allows PERMANENT only. ${whoHoldsFlow}`,
      ...flowCodes,
      'NOT_FOUND',
    ),
    authScopes: { public: true },
    resolve: (_root, { input: { session, lost, ...input } }, context, info) =>
      perform(context, info, async (call) => {
        const asked = { ...input, lost: lost?.map(uuidOf) ?? null }
        const { entered, backupCodes } = await chooseRecovery(context.deps, call, asked)
        return { ...standOf(context, session, entered), backupCodes }
      }),
  },
  {
    description: 'Where the sign-in stands.',
    outputFields: (t) => ({
      ...standFields(t),
      backupCodes: t.field({
        type: BackupCodesRef,
        nullable: true,
        description: 'With TEMPORARY: one fresh code. Shown this once.',
        resolve: ({ backupCodes }) => backupCodes,
      }),
    }),
  },
)

builder.relayMutationField(
  'backupCodesRenew',
  null,
  {
    ...answers(
      'A new set of backup codes; the old ones no longer work. For whoever is signed in, proved it afresh and has a second step.',
      'STEP_UP_NEEDED',
      'METHOD_NOT_OFFERED',
    ),
    authScopes: { signedIn: true },
    resolve: (_root, _args, context, info) => perform(context, info, (call) => renewBackupCodes(context.deps, call)),
  },
  {
    description: 'The new set.',
    outputFields: (t) => ({
      backupCodes: t.field({ type: BackupCodesRef, description: 'Shown this once.', resolve: ({ codes }) => codes }),
    }),
  },
)

builder.relayMutationField(
  'backupCodeSend',
  null,
  {
    ...answers(
      'One backup code more by SMS to the number on file, where the portal offers it. Keeping them on paper is safer: the phone may be what gets lost. For whoever is signed in and proved it afresh.',
      'STEP_UP_NEEDED',
      'METHOD_NOT_OFFERED',
      'NO_MOBILE_PROVEN',
      'SEND_LIMIT',
    ),
    authScopes: { signedIn: true },
    resolve: (_root, _args, context, info) => perform(context, info, (call) => sendBackupCode(context.deps, call)),
  },
  {
    description: 'It is on its way.',
    outputFields: (t) => ({
      mobile: t.exposeString('mobile', { description: 'Enough of the number to recognise it.' }),
    }),
  },
)
