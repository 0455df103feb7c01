import { findGrants, type GrantView } from '../db/people.ts'
import { type GrantEnd, type GrantReason, grantEnds, roles } from '../domain/accounts/account.ts'
import { builder } from './builder.ts'
import { allowed, type Context } from './context.ts'
import { OrganisationRef } from './organisation.ts'
import { isOwnAccount, refuseStrangers } from './sight.ts'

const roleDescriptions = {
  EMPLOYEE: 'Works there.',
  EX_EMPLOYEE: 'Worked there, and still reaches payslips and statements.',
  APPROVER: 'Approves hours.',
  HR: 'Invites, corrects and follows people.',
  SERVICE_DESK: 'Helps people.',
  ADMIN: 'Manages the organisation’s own access, such as service keys.',
  OPERATOR: 'Keeps the installation going, and sees ids and states of every portal.',
} as const

export const RoleRef = builder.enumType('Role', {
  description: 'What somebody may do in an organisation.',
  values: Object.fromEntries(roles.map((role) => [role, { value: role, description: roleDescriptions[role] }])),
})

export const GrantReasonRef = builder.enumType('GrantReason', {
  description: 'Why somebody was given a right. The list grows.',
  values: {
    INVITATION: { value: 'invitation', description: 'By an invitation, of HR or of its system.' },
    INSTALLATION: { value: 'installation', description: 'By whoever runs the installation, at its beginning.' },
    LEAVING: { value: 'leaving', description: 'What somebody keeps who worked there.' },
    REHIRE: { value: 'rehire', description: 'They work there again.' },
    LEAVING_WITHDRAWN: { value: 'leaving-withdrawn', description: 'They did not leave after all.' },
    DEMO: { value: 'demo data', description: 'An example.' },
  } as const satisfies Record<string, { value: GrantReason; description: string }>,
})

const endDescriptions: Readonly<Record<GrantEnd, string>> = {
  WITHDRAWN: 'The invitation was withdrawn.',
  EXPIRED: 'The invitation expired.',
  LEFT: 'The work there ends.',
  BLOCKED: 'HR blocked it.',
  DECEASED: 'The person died.',
  REHIRED: 'They work there again, with another right.',
  CLOSED: 'The time after leaving is over.',
  ENDED: 'HR ended it.',
}

export const GrantEndRef = builder.enumType('GrantEnd', {
  description: 'Why a right ends or ended. The list grows.',
  values: Object.fromEntries(grantEnds.map((end) => [end, { value: end, description: endDescriptions[end] }])),
})

export const GrantRef = builder.loadableNodeRef('Grant', {
  id: { resolve: ({ id }: GrantView) => id },
  load: async (ids: string[], context: Context) => {
    refuseStrangers(context)
    const found = await context.reader.read((tx) => findGrants(tx, ids))
    return found.filter((grant) => seesGrant(context, grant))
  },
  sort: ({ id }: GrantView) => id,
  loaderOptions: { cache: false },
})

GrantRef.implement({
  description:
    'A right, with its end and why it was given. Seen by the person it is for and by HR, service desk and ADMIN of its organisation, and its keys with people:read.',
  authScopes: (grant, context) => seesGrant(context, grant),
  fields: (t) => ({
    role: t.field({ type: RoleRef, description: 'What it allows.', resolve: ({ role }) => role }),
    organisation: t.field({
      type: OrganisationRef,
      nullable: true,
      description: 'Where; null for the whole portal.',
      resolve: ({ organisationId }) => organisationId,
    }),
    system: t.exposeString('system', { nullable: true, description: 'In which system, where a portal has several.' }),
    validFrom: t.expose('validFrom', { type: 'DateTime', description: 'From when.' }),
    validUntil: t.expose('validUntil', {
      type: 'DateTime',
      nullable: true,
      description: 'Until when; null without an end.',
    }),
    isInForce: t.boolean({
      description: 'Whether it counts now.',
      resolve: ({ validFrom, validUntil }, _args, { now }) =>
        validFrom <= now && (validUntil === null || now < validUntil),
    }),
    reason: t.field({ type: GrantReasonRef, description: 'Why it was given.', resolve: ({ reason }) => reason }),
    endReason: t.field({
      type: GrantEndRef,
      nullable: true,
      description: 'Why it ends or ended; null while it has no end.',
      resolve: ({ endReason }) => endReason,
    }),
  }),
})

export const GrantConnectionRef = builder.connectionObject(
  { type: GrantRef, name: 'GrantConnection', description: 'A page of rights.' },
  { name: 'GrantEdge' },
)

export function seesGrant(context: Context, { accountId, organisationId }: GrantView): boolean {
  return isOwnAccount(context, accountId) || allowed(context, 'people.read', organisationId)
}
