import { planOf } from '../commands/accounts/recovery-facts.ts'
import { findPeopleOfAccounts } from '../db/people.ts'
import { findPolicyInEffect } from '../db/portals.ts'
import { findRecoveries, type RecoveryCase } from '../db/recoveries.ts'
import type { ProofingCheck } from '../domain/accounts/proofing.ts'
import type { RecoveryStatus } from '../domain/accounts/recovery.ts'
import { builder } from './builder.ts'
import { allowed, type Context } from './context.ts'
import { JourneyRef } from './journey-ref.ts'
import { loadPeopleOfAccounts, PersonRef } from './person.ts'
import { PortalRef } from './portal.ts'

export const ProofingCheckRef = builder.enumType('ProofingCheck', {
  description: 'What a service desk can check of somebody it cannot see.',
  values: {
    CALLED_BACK: { description: 'Called back on the number that was on file before.' },
    EMPLOYMENT_DETAILS: { description: 'Asked what only employee and employer know.' },
    MANAGER_VOUCHED: { description: 'Their manager confirmed that it is them.' },
    IDENTITY_DOCUMENT: { description: 'Saw an identity document.' },
    VIDEO_CALL: { description: 'Saw them in a video call.' },
  } satisfies Record<ProofingCheck, object>,
})

const RecoveryStatusRef = builder.enumType('RecoveryStatus', {
  description: 'How far a recovery is.',
  values: {
    ASKED: { value: 'asked', description: 'Waits for a second person.' },
    APPROVED: { value: 'approved', description: 'Approved: the person still has time to object.' },
    ISSUED: { value: 'issued', description: 'The code has gone out.' },
    RECOVERED: { value: 'recovered', description: 'The code was used, and access is restored.' },
    OBJECTED: { value: 'objected', description: 'Somebody stopped it by an objection link.' },
    EXPIRED: { value: 'expired', description: 'It was not approved, or the code not used, in time.' },
    WITHDRAWN: { value: 'withdrawn', description: 'Desk, HR or an operator stopped it.' },
  } as const satisfies Record<string, { value: RecoveryStatus; description: string }>,
})

const RecoveryRef = builder.objectRef<RecoveryCase>('Recovery').implement({
  description: 'What was asked, checked and approved. For HR and service desk of the organisation.',
  fields: (t) => ({
    status: t.field({
      type: RecoveryStatusRef,
      description: 'How far it is.',
      resolve: ({ recovery }) => recovery.status,
    }),
    checks: t.field({
      type: [ProofingCheckRef],
      description: 'Which checks were made.',
      resolve: ({ recovery }) => recovery.checks,
    }),
    privateEmail: t.string({
      nullable: true,
      description:
        'The address that was given for them, for the colleague who approves to check with the person. Null where the code goes to the one on file, and once it has ended.',
      resolve: ({ recovery }) => recovery.privateEmail,
    }),
    setsPassword: t.boolean({
      description: 'Whether a password is chosen too, with a link and a PIN. False once it has ended.',
      resolve: ({ recovery }) => recovery.pinMobile !== null,
    }),
    startedBy: t.loadable({
      type: PersonRef,
      nullable: true,
      description: 'Who of the desk asked. Null where it is nobody you may see.',
      load: loadPeopleOfAccounts,
      resolve: ({ recovery }) => recovery.startedBy,
    }),
    startedByName: t.loadable({
      type: 'String',
      nullable: true,
      description: 'What they are called: whoever approves has to know, wherever the colleague works.',
      load: loadNames,
      resolve: ({ recovery }) => recovery.startedBy,
    }),
    approvedBy: t.loadable({
      type: PersonRef,
      nullable: true,
      description: 'Who approved. Null while nobody has, and where it is nobody you may see.',
      load: loadPeopleOfAccounts,
      resolve: ({ recovery }) => recovery.approvedBy,
    }),
    approvedByName: t.loadable({
      type: 'String',
      nullable: true,
      description: 'What they are called. Null while nobody has approved.',
      load: loadNames,
      resolve: ({ recovery }) => recovery.approvedBy,
    }),
    approveBefore: t.field({
      type: 'DateTime',
      description: 'Until when a second person may approve.',
      resolve: (held) => planOf(held).approveBefore,
    }),
    issueAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the code goes out, or went out. Null while nobody approved, or the notice has not left.',
      resolve: (held) => planOf(held).issueAt,
    }),
    expiresAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Until when the code works; null before it has gone out.',
      resolve: (held) => planOf(held).expiresAt,
    }),
  }),
})

builder.objectField(JourneyRef, 'recovery', (t) =>
  t.loadable({
    type: RecoveryRef,
    nullable: true,
    description:
      'What the service desk asked, checked and approved, where it is a recovery. For HR and service desk of the organisation; null for others.',
    load: loadRecoveries,
    resolve: ({ id, portalId, organisationId }, _args, context) => {
      const isOfPortal = portalId === context.portal.id
      return isOfPortal && allowed(context, 'recovery.write', organisationId) ? id : null
    },
  }),
)

builder.objectField(PortalRef, 'recoveryChecks', (t) =>
  t.field({
    type: [ProofingCheckRef],
    nullable: true,
    description:
      'What its service desk has to check before it starts a recovery. Null for any portal but the one this was asked at, and before there is a policy.',
    resolve: async ({ id }, _args, { portal, reader }) => {
      if (id !== portal.id) return null
      const found = await reader.read(findPolicyInEffect)
      return found?.policy.recovery.checks ?? null
    },
  }),
)

async function loadRecoveries(journeyIds: string[], { reader }: Context): Promise<(RecoveryCase | null)[]> {
  const found = await reader.read((tx) => findRecoveries(tx, journeyIds))
  return journeyIds.map((id) => found.find(({ journey }) => journey.id === id) ?? null)
}

/** Only within a recovery, which is shown to those who answer for it. */
async function loadNames(accountIds: string[], { reader }: Context): Promise<(string | null)[]> {
  const found = await reader.read((tx) => findPeopleOfAccounts(tx, accountIds))
  return accountIds.map((id) => found.find(({ account }) => account.id === id)?.name ?? null)
}
