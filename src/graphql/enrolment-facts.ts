import { type EnrolmentSight, findEnrolments } from '../db/enrolments.ts'
import { type EnrolmentStatus, enrolmentCalendar } from '../domain/accounts/enrolment.ts'
import { builder } from './builder.ts'
import type { Context } from './context.ts'

const EnrolmentStatusRef = builder.enumType('EnrolmentStatus', {
  description: 'What came of asking somebody to set up a second step.',
  values: {
    ASKED: { value: 'asked', description: 'It is asked, and can still be put off.' },
    ENROLLED: { value: 'enrolled', description: 'A second step was set up.' },
    LAPSED: { value: 'lapsed', description: 'The time is over: signing in leads to setting one up first.' },
    WITHDRAWN: { value: 'withdrawn', description: 'It is no longer asked.' },
  } as const satisfies Record<string, { value: EnrolmentStatus; description: string }>,
})

export const EnrolmentRef = builder.objectRef<EnrolmentSight>('Enrolment').implement({
  description:
    'The time somebody has to set up a second step. For that person, and for HR, service desk and ADMIN of the organisation and its keys with journeys:read.',
  fields: (t) => ({
    status: t.field({ type: EnrolmentStatusRef, description: 'What came of it.', resolve: ({ status }) => status }),
    deadlineAt: t.field({
      type: 'DateTime',
      description: 'Until when it can be put off; from then on signing in leads to it first.',
      resolve: (enrolment) => enrolmentCalendar(enrolment, enrolment.policy.factors).deadlineAt,
    }),
  }),
})

export async function loadEnrolments(journeyIds: string[], { reader }: Context): Promise<(EnrolmentSight | null)[]> {
  const found = await reader.read((tx) => findEnrolments(tx, journeyIds))
  return journeyIds.map((id) => found.find(({ journeyId }) => journeyId === id) ?? null)
}
