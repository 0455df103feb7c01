import { findActivationFacts } from '../db/journey-views.ts'
import { builder } from './builder.ts'
import type { Context } from './context.ts'
import { RoleRef } from './grant.ts'

const ContactProblemRef = builder.enumType('ContactProblem', {
  description: 'Why no message helps the person any further. Each is a task for HR.',
  values: {
    WRONG_NUMBER: { description: 'Whoever the number reached said it is not theirs.' },
    MAIL_BOUNCED: { description: 'Mail came back.' },
    SMS_UNREACHABLE: { description: 'The network cannot deliver to the number.' },
    NO_MOBILE: { description: 'A PIN is asked and no number is known.' },
  },
})

type Facts = Awaited<ReturnType<typeof findActivationFacts>>[number]

export const InvitationRef = builder.objectRef<Facts>('Invitation').implement({
  description:
    'What HR said when it invited somebody. For HR, service desk and ADMIN of the organisation, and for its keys with journeys:read.',
  fields: (t) => ({
    role: t.field({ type: RoleRef, description: 'As what.', resolve: ({ role }) => role }),
    startsOn: t.expose('startsOn', {
      type: 'Date',
      nullable: true,
      description: 'First working day, where it was told.',
    }),
    externalReference: t.exposeString('externalReference', {
      nullable: true,
      description: 'The organisation’s own id of the person.',
    }),
    contactProblem: t.field({
      type: ContactProblemRef,
      nullable: true,
      description: 'What stands in the way of reaching the person.',
      resolve: ({ contactProblem }) => contactProblem,
    }),
  }),
})

export async function loadInvitations(journeyIds: string[], { reader }: Context): Promise<(Facts | null)[]> {
  const found = await reader.read((tx) => findActivationFacts(tx, journeyIds))
  return journeyIds.map((id) => found.find(({ journeyId }) => journeyId === id) ?? null)
}
