import { confirmFactorEnrolment } from '../commands/accounts/confirm-factor-enrolment.ts'
import { skipFactorEnrolment } from '../commands/accounts/skip-factor-enrolment.ts'
import { type EnrolmentStarted, startFactorEnrolment } from '../commands/accounts/start-factor-enrolment.ts'
import { BackupCodesRef } from './backup-code.ts'
import { builder } from './builder.ts'
import { answers, perform } from './errors.ts'
import { FactorRef } from './factor.ts'
import { FactorKindRef } from './factor-kind.ts'
import { SessionKindRef } from './session.ts'
import { flowCodes, parseJson, sessionText, uuidOf, whoHoldsFlow } from './sign-in.ts'
import { standFields, standOf } from './sign-in-flow.ts'

const inFlow = 'The token of the sign-in that asks for it; none where one is signed in and proved it afresh.'
const whoEnrols = 'For whoever holds the token of a sign-in that asks for it, or is signed in and proved it afresh.'

const AppRef = builder.objectRef<NonNullable<EnrolmentStarted['app']>>('AuthenticatorAppSetup').implement({
  description: 'What an authenticator app is set up with. Shown this once, to whoever sets it up.',
  fields: (t) => ({
    qrSvg: t.exposeString('qrSvg', { description: 'The code to scan, as an SVG picture.' }),
    secret: t.exposeString('secret', { description: 'The same to type, where scanning does not work (S002-048).' }),
    uri: t.exposeString('uri', { description: 'The same as a link that opens the app on the phone itself.' }),
  }),
})

builder.relayMutationField(
  'factorEnrolmentStart',
  {
    description: 'What is set up.',
    inputFields: (t) => ({
      flow: t.string({ description: inFlow }),
      kind: t.field({ type: FactorKindRef, required: true, description: 'What kind.' }),
      mobile: t.string({
        description: 'For SMS: the number, as people type it (06…, 0031…, +31…). Left out: the number on file.',
      }),
      name: t.string({ description: 'What its owner calls it, at most 60 characters.' }),
      isOwnDevice: t.boolean({
        description: 'Whether the device or number is one’s own, not the employer’s. Left out: nobody said.',
      }),
    }),
  },
  {
    ...answers(
      `Begins to set up a second step: sends the codes that are needed, and answers what the app or the browser needs. Beginning again replaces what was begun. ${whoEnrols}`,
      ...flowCodes,
      'STEP_UP_NEEDED',
      'INVALID_INPUT',
      'METHOD_NOT_OFFERED',
      'FACTOR_EXISTS',
      'TOO_MANY_FACTORS',
      'NO_CHANNEL',
      'SEND_LIMIT',
      'CHANGED_MEANWHILE',
    ),
    authScopes: { public: true },
    resolve: (_root, { input }, context, info) =>
      perform(context, info, (call) => startFactorEnrolment(context.deps, call, input)),
  },
  {
    description: 'It can be confirmed.',
    outputFields: (t) => ({
      enrolment: t.exposeID('id', { description: 'Give it to factorEnrolmentConfirm.' }),
      mobile: t.exposeString('mobile', { nullable: true, description: 'The end of the number a code was sent to.' }),
      needsNumberCode: t.exposeBoolean('needsNumberCode', { description: 'Whether a code was sent by SMS.' }),
      needsMailCode: t.exposeBoolean('needsMailCode', {
        description: 'Whether a code was sent by mail as well: the number was not known before.',
      }),
      app: t.field({
        type: AppRef,
        nullable: true,
        description: 'For an app: what to set it up with.',
        resolve: ({ app }) => app,
      }),
      keyOptions: t.string({
        nullable: true,
        description: 'For a security key: JSON for `PublicKeyCredential.parseCreationOptionsFromJSON`.',
        resolve: ({ keyOptions }) => keyOptions && JSON.stringify(keyOptions),
      }),
      expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when it can be confirmed.' }),
    }),
  },
)

builder.relayMutationField(
  'factorEnrolmentConfirm',
  {
    description: 'The proof.',
    inputFields: (t) => ({
      flow: t.string({ description: inFlow }),
      enrolment: t.id({ required: true, description: 'From factorEnrolmentStart.' }),
      code: t.string({ description: 'For SMS: from the SMS. For an app: from the app.' }),
      numberCode: t.string({ description: 'For an app, where needsNumberCode was true: from the SMS.' }),
      mailCode: t.string({ description: 'Where needsMailCode was true: from the mail.' }),
      keyResponse: t.string({ description: 'For a security key: what the browser answered, as JSON.' }),
      replaces: t.globalID({
        for: FactorRef,
        description: 'One of one’s own second steps, whose place this one takes: it goes in the same moment.',
      }),
      session: t.field({ type: SessionKindRef, defaultValue: 'COOKIE', required: true, description: sessionText }),
    }),
  },
  {
    ...answers(
      `Proves a second step; from here on it counts, and all other sessions end. Every try counts. ${whoEnrols}`,
      ...flowCodes,
      'STEP_UP_NEEDED',
      'NOT_FOUND',
      'CODE_WRONG',
      'CODE_EXPIRED',
      'CODE_EXHAUSTED',
      'CODE_NOT_SENT',
      'MAIL_CODE_NEEDED',
      'KEY_REFUSED',
      'FACTOR_EXISTS',
    ),
    authScopes: { public: true },
    resolve: (_root, { input }, context, info) =>
      perform(context, info, async (call) => {
        const { enrolment, keyResponse, replaces, session, ...given } = input
        const response = keyResponse ? parseJson(keyResponse) : null
        const asked = { ...given, factorId: uuidOf(enrolment), response, replaces: replaces?.id ?? null }
        const { factorId, entered, backupCodes } = await confirmFactorEnrolment(context.deps, call, asked)
        const nowhere = { session: null, flow: null, deviceToken: null, notices: [] }
        if (entered === null) return { factorId, backupCodes, ...nowhere }
        return { factorId: null, backupCodes, ...standOf(context, session, entered) }
      }),
  },
  {
    description: 'It is set up, and where the sign-in stands.',
    outputFields: (t) => ({
      ...standFields(t),
      factor: t.field({
        type: FactorRef,
        nullable: true,
        description: 'The second step; null in a sign-in, which is nobody’s yet: viewer.factors has it, once in.',
        resolve: ({ factorId }) => factorId,
      }),
      backupCodes: t.field({
        type: BackupCodesRef,
        nullable: true,
        description: 'A set of backup codes, where there was none. Shown this once.',
        resolve: ({ backupCodes }) => backupCodes,
      }),
    }),
  },
)

builder.relayMutationField(
  'factorEnrolmentSkip',
  {
    description: 'What is left out.',
    inputFields: (t) => ({
      flow: t.string({ required: true, description: 'The token of the sign-in under way.' }),
      kind: t.field({ type: FactorKindRef, description: 'Which method; none for all that are left.' }),
      session: t.field({ type: SessionKindRef, defaultValue: 'COOKIE', required: true, description: sessionText }),
    }),
  },
  {
    ...answers(
      `Leaves a method out for now; at least one must be set up. ${whoHoldsFlow}`,
      ...flowCodes,
      'FACTOR_NEEDED',
    ),
    authScopes: { public: true },
    resolve: (_root, { input: { session, flow, kind } }, context, info) =>
      perform(context, info, async (call) =>
        standOf(context, session, await skipFactorEnrolment(context.deps, call, { flow, kind: kind ?? null })),
      ),
  },
  { description: 'Where the sign-in stands.', outputFields: standFields },
)
