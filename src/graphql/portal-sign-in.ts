import { findPolicyInEffect } from '../db/portals.ts'
import type { Policy } from '../domain/portals/policy.ts'
import { builder } from './builder.ts'
import type { Context } from './context.ts'
import { FactorKindRef } from './factor-kind.ts'
import { PortalRef } from './portal.ts'

type Entry = Policy['signIn']['entries'][number]

const WayRef = builder.enumType('SignInWay', {
  description: 'Where a way in leads.',
  values: {
    ACCOUNT: { value: 'account', description: 'To an identifier and a password of this portal.' },
    ORGANISATION: {
      value: 'organisation',
      description: 'To a mail address, and from there to the employer’s own sign-in.',
    },
    ELSEWHERE: { value: 'elsewhere', description: 'To another site.' },
  } as const satisfies Record<string, { value: Entry['way']; description: string }>,
})

const OfferRef = builder.enumType('FactorOffer', {
  description: 'How second steps are offered.',
  values: {
    ONE: { value: 'one', description: 'The person chooses one.' },
    EACH: { value: 'each', description: 'One after the other; each may be skipped, at least one must stay.' },
  } as const satisfies Record<string, { value: Policy['factors']['offer']; description: string }>,
})

const PasswordRecoveryRef = builder.enumType('PasswordRecovery', {
  description: 'What is asked for a new password.',
  values: {
    IDENTIFIER: { value: 'identifier', description: 'What people sign in with.' },
    BIRTH_DATE: { value: 'birthDate', description: 'The mail address that is on file, and the date of birth.' },
  } as const satisfies Record<string, { value: Policy['recovery']['password']; description: string }>,
})

const EntryRef = builder.objectRef<Entry>('SignInEntry').implement({
  description: 'A way in, as a start page shows it, in the language of the request.',
  fields: (t) => ({
    audience: t.string({
      description: 'For whom. Entries of one audience stand together.',
      resolve: ({ audience }, _args, { language }) => audience[language],
    }),
    label: t.string({
      description: 'What its button says.',
      resolve: ({ label }, _args, { language }) => label[language],
    }),
    explanation: t.string({
      nullable: true,
      description: 'Who should choose it, where that needs a word.',
      resolve: ({ explanation }, _args, { language }) => explanation?.[language] ?? null,
    }),
    way: t.field({ type: WayRef, description: 'Where it leads.', resolve: ({ way }) => way }),
    url: t.exposeString('url', { nullable: true, description: 'The other site; null for a way within this portal.' }),
  }),
})

const PortalSignInRef = builder.objectRef<Policy>('PortalSignIn').implement({
  description: 'What a portal decided about signing in, as far as its pages need it. Anybody may see it.',
  authScopes: { public: true },
  fields: (t) => ({
    entries: t.field({
      type: [EntryRef],
      description: 'The ways in, in the order in which they are shown.',
      resolve: ({ signIn }) => signIn.entries,
    }),
    notice: t.string({
      nullable: true,
      description: 'What stands beside the fields, in the language of the request; null where nothing does.',
      resolve: ({ signIn }, _args, { language }) => signIn.notice?.[language] ?? null,
    }),
    factorMethods: t.field({
      type: [FactorKindRef],
      description: 'The second steps that can be set up, in the order in which they are offered.',
      resolve: ({ factors }) => factors.methods,
    }),
    factorOffer: t.field({
      type: OfferRef,
      description: 'How they are offered.',
      resolve: ({ factors }) => factors.offer,
    }),
    rememberDays: t.int({
      description: 'For how many days the second step may be left out on a device of one’s own; 0: never.',
      resolve: ({ factors }) => factors.rememberDays,
    }),
    backupCodeBySms: t.boolean({
      description: 'Whether a backup code may be had by SMS.',
      resolve: ({ factors }) => factors.backupCodeBySms,
    }),
    passwordRecovery: t.field({
      type: PasswordRecoveryRef,
      description: 'What is asked for a new password.',
      resolve: ({ recovery }) => recovery.password,
    }),
    needsRobotCheckForReset: t.boolean({
      description: 'Whether a robot check is asked with it.',
      resolve: ({ recovery }) => recovery.robotCheck,
    }),
  }),
})

builder.objectField(PortalRef, 'signIn', (t) =>
  t.loadable({
    type: PortalSignInRef,
    nullable: true,
    description:
      'How people sign in here, by the policy in effect. Null for any portal but the one this was asked at, whose policy only its own host tells, and before there is a policy.',
    load: loadPolicies,
    resolve: ({ id }, _args, context) => (id === context.portal.id ? id : null),
  }),
)

/** Of the own portal alone, and read once however often an answer asks for it. */
async function loadPolicies(portalIds: string[], { reader }: Context): Promise<(Policy | null)[]> {
  const found = await reader.read(findPolicyInEffect)
  return portalIds.map(() => found?.policy ?? null)
}
