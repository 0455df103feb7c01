import type { ObjectFieldBuilder } from '@pothos/core'
import type { Entered } from '../commands/accounts/enter.ts'
import type { FactorChoice, FlowView } from '../commands/accounts/flow-view.ts'
import type { SignedIn } from '../commands/accounts/open-session.ts'
import type { SignInNotice } from '../domain/accounts/sign-in.ts'
import { builder } from './builder.ts'
import type { Context } from './context.ts'
import { FactorKindRef } from './factor-kind.ts'
import { handOver, type Opened, OpenedSessionRef } from './session.ts'

const StepRef = builder.enumType('SignInStep', {
  description: 'What a sign-in asks next.',
  values: {
    CONFIRM_FACTOR: {
      description:
        'The second step: signInFactorSend and signInFactorConfirm, signInKeyStart, or a backup code with recoveryCodeUse.',
    },
    CONFIRM_PASSWORD: { description: 'The password once more, where there is no second step: sessionStepUpConfirm.' },
    CHOOSE_RECOVERY: {
      description: 'After a backup code: whether the second step is lost for good, with recoveryCodeChoose.',
    },
    ENROL_FACTOR: {
      description:
        'A second step is set up: factorEnrolmentStart and factorEnrolmentConfirm; a method is left out with factorEnrolmentSkip.',
    },
    CHANGE_PASSWORD: {
      description: 'The password no longer keeps the rules: another one, with signInPasswordChange.',
    },
  } as const,
})

const ChoiceRef = builder.objectRef<FactorChoice>('FactorChoice').implement({
  description: 'A way to do the second step. Shown to whoever gave the right password.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Names it in signInFactorSend, signInFactorConfirm and recoveryCodeChoose.' }),
    kind: t.field({ type: FactorKindRef, description: 'What kind it is.', resolve: ({ kind }) => kind }),
    name: t.exposeString('name', { description: 'What its owner calls it.' }),
    mobile: t.exposeString('mobile', {
      nullable: true,
      description: 'The end of the number, where a code goes to one.',
    }),
  }),
})

export const FlowRef = builder.objectRef<FlowView>('SignInFlow').implement({
  description:
    'A sign-in under way. Shown to whoever holds its token; it expires, and ends when a credential changes elsewhere.',
  fields: (t) => ({
    token: t.exposeString('token', {
      description: 'Give it as `flow` with the next act. Keep it in memory only: it stands for the password.',
    }),
    step: t.field({ type: StepRef, description: 'What is asked next.', resolve: ({ step }) => step }),
    factors: t.field({
      type: [ChoiceRef],
      description: 'The ways to do the second step: “Probeer het op een andere manier” lists them.',
      resolve: ({ factors }) => [...factors],
    }),
    usesBackupCodes: t.exposeBoolean('usesBackupCodes', { description: 'Whether a backup code will do instead.' }),
    mayRemember: t.exposeBoolean('mayRemember', {
      description: 'Whether the browser may be remembered, so that the second step is not asked here for a while.',
    }),
    methods: t.field({
      type: [FactorKindRef],
      description: 'What can be set up now, in the order in which to offer it.',
      resolve: ({ methods }) => [...methods],
    }),
    maySkip: t.exposeBoolean('maySkip', { description: 'Whether a method may be left out: at least one must stay.' }),
    isRecovery: t.exposeBoolean('isRecovery', {
      description: 'Whether the backup code came from the service desk: then only PERMANENT can be chosen.',
    }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when it can go on.' }),
  }),
})

const NoticeKindRef = builder.enumType('SignInNoticeKind', {
  description: 'What somebody should hear of when they are in.',
  values: {
    ACCESS_ENDS: { description: 'All access ends at this instant.' },
    ENROL_FACTOR_BEFORE: { description: 'A second step has to be set up before this instant.' },
    FEW_BACKUP_CODES: { description: 'Few backup codes are left.' },
  } as const,
})

const NoticeRef = builder.objectRef<SignInNotice>('SignInNotice').implement({
  description: 'Something to hear of after signing in. Shown to whoever signed in.',
  fields: (t) => ({
    kind: t.field({ type: NoticeKindRef, description: 'What it is about.', resolve: ({ kind }) => kind }),
    at: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When.',
      resolve: (notice) => ('at' in notice ? notice.at : null),
    }),
    left: t.int({
      nullable: true,
      description: 'How many are left.',
      resolve: (notice) => ('left' in notice ? notice.left : null),
    }),
  }),
})

/** Where a sign-in stands, in every answer that moves one. */
export type Stand = {
  readonly session: Opened | null
  readonly flow: FlowView | null
  readonly deviceToken: string | null
  readonly notices: readonly SignInNotice[]
}

type Fields<P extends Stand> = ObjectFieldBuilder<typeof builder.$inferSchemaTypes, P>

/** The fields of every payload that moves a sign-in: in, or at the next step. */
export function standFields<P extends Stand>(t: Fields<P>) {
  return {
    session: t.field({
      type: OpenedSessionRef,
      nullable: true,
      description:
        'The session; null while a step is left. After a step-up the one it began in, carried as before under another token: the one before no longer counts.',
      resolve: ({ session }) => session,
    }),
    flow: t.field({
      type: FlowRef,
      nullable: true,
      description: 'What is asked next; null when nothing more is.',
      resolve: ({ flow }) => flow,
    }),
    deviceToken: t.string({
      nullable: true,
      description:
        'For clients that carry a bearer token: give it in the header `drempel-device` when signing in again, and this device is known. Another one with each sign-in, told once; browsers get a cookie.',
      resolve: ({ deviceToken }) => deviceToken,
    }),
    notices: t.field({
      type: [NoticeRef],
      description: 'What to hear of, once in.',
      resolve: ({ notices }) => [...notices],
    }),
  }
}

/** Hands session and device to the client the way it asked for. */
export function standOf(context: Context, kind: 'COOKIE' | 'BEARER', entered: Entered): Stand {
  const { session, flow, device, notices } = entered
  const opened = session === null ? null : handOver(context, carriedAs(context, session) ?? kind, session)
  if (device !== null && kind === 'COOKIE') context.facts.setDeviceCookie(device)
  const deviceToken = device !== null && kind === 'BEARER' ? device.token : null
  return { session: opened, flow, deviceToken, notices }
}

/** A session that was stepped up goes on as it came; null for one that was opened. */
function carriedAs({ actor, facts }: Context, { sessionId }: SignedIn): 'COOKIE' | 'BEARER' | null {
  if (actor.kind !== 'account' || actor.sessionId !== sessionId || facts.credentials.kind !== 'session') return null
  return facts.credentials.by === 'cookie' ? 'COOKIE' : 'BEARER'
}
