import { calendarOf, findingsOfCases } from '../commands/employments/leaving-case.ts'
import { findOffboardings, type OffboardingCase } from '../db/offboardings.ts'
import { type FindingKind, findingKinds } from '../domain/employments/findings.ts'
import { findingTexts } from '../domain/employments/findings-texts.ts'
import type { LeavingCause, OffboardingStatus } from '../domain/employments/offboarding.ts'
import { addDays } from '../domain/time.ts'
import { builder } from './builder.ts'
import type { Context } from './context.ts'
import { JourneyRef, reachesItsPerson, seesItsPerson } from './journey-ref.ts'

const StatusRef = builder.enumType('OffboardingStatus', {
  description: 'How far a leaving is.',
  values: {
    PLANNED: { value: 'planned', description: 'The last day is not over.' },
    NARROWED: { value: 'narrowed', description: 'Only payslips and annual statements are left.' },
    CLOSED: { value: 'closed', description: 'Access has ended.' },
    REHIRED: { value: 'rehired', description: 'They came back.' },
    WITHDRAWN: { value: 'withdrawn', description: 'Nobody leaves after all.' },
  } as const satisfies Record<string, { value: OffboardingStatus; description: string }>,
})

const CauseRef = builder.enumType('LeavingCause', {
  description: 'Why somebody goes.',
  values: {
    LEFT: { value: 'left', description: 'The employment ends.' },
    BLOCKED: { value: 'blocked', description: 'Blocked for cause: everything ended at once.' },
    DECEASED: { value: 'deceased', description: 'Died: everything ended at once, and nothing is sent.' },
  } as const satisfies Record<string, { value: LeavingCause; description: string }>,
})

const kindDescriptions: Readonly<Record<FindingKind, string>> = {
  WORK_MAIL_ONLY: 'The only address is the employer’s.',
  MAIL_UNREACHABLE: 'Mail does not arrive.',
  NO_OWN_FACTOR: 'No second step stays with them.',
  NO_OWN_PASSWORD: 'They sign in through the employer alone.',
}

const FindingKindRef = builder.enumType('LeaverFindingKind', {
  description: 'What would lock a leaver out.',
  values: Object.fromEntries(
    findingKinds.map((kind) => [kind, { value: kind, description: kindDescriptions[kind] }]),
  ) as Record<FindingKind, { value: FindingKind; description: string }>,
})

export const LeaverFindingRef = builder.objectRef<FindingKind>('LeaverFinding').implement({
  description: 'Something that is wrong now, in words that can be read out.',
  fields: (t) => ({
    kind: t.field({ type: FindingKindRef, description: 'What.', resolve: (kind) => kind }),
    message: t.string({
      description: 'What is wrong, in the language of the request.',
      resolve: (kind, _args, { language }) => findingTexts[kind][language].message,
    }),
    whatHelps: t.string({
      description: 'What to do about it, in the language of the request.',
      resolve: (kind, _args, { language }) => findingTexts[kind][language].whatHelps,
    }),
  }),
})

const OffboardingRef = builder.objectRef<OffboardingCase>('Offboarding').implement({
  description:
    'What is planned for somebody who leaves. For the leaver, for HR, service desk and ADMIN of the organisation, and for its keys with journeys:read.',
  fields: (t) => ({
    status: t.field({
      type: StatusRef,
      description: 'How far it is.',
      resolve: ({ offboarding }) => offboarding.status,
    }),
    cause: t.field({ type: CauseRef, description: 'Why they go.', resolve: ({ offboarding }) => offboarding.cause }),
    lastDay: t.field({
      type: 'Date',
      description: 'The last day of employment, worked in full.',
      resolve: ({ offboarding }) => offboarding.lastDay,
    }),
    firstDayOut: t.field({
      type: 'Date',
      description: 'The day after it.',
      resolve: ({ offboarding }) => addDays(offboarding.lastDay, 1),
    }),
    narrowsAt: t.field({
      type: 'DateTime',
      description: 'From when on only payslips and annual statements are left.',
      resolve: (held) => calendarOf(held).narrowAt,
    }),
    closesAt: t.field({
      type: 'DateTime',
      description: 'From when on there is no access at all.',
      resolve: (held) => calendarOf(held).closeAt,
    }),
    extendedTo: t.field({
      type: 'Date',
      nullable: true,
      description: 'Through which day HR extended it.',
      resolve: ({ offboarding }) => offboarding.extendedTo,
    }),
    handsInPhone: t.boolean({
      description: 'Whether a phone of the employer goes back.',
      resolve: ({ offboarding }) => offboarding.handsInPhone,
    }),
    findings: t.loadableList({
      type: LeaverFindingRef,
      nullable: true,
      description:
        'What is wrong now and would lock them out; empty when nothing is. For the leaver and for whoever may see people there; null for others, and when it has ended.',
      load: loadFindings,
      resolve: (held) => held,
    }),
  }),
})

builder.objectField(JourneyRef, 'offboarding', (t) =>
  t.loadable({
    type: OffboardingRef,
    nullable: true,
    description: 'What is planned, where somebody leaves. Null for other journeys, and for operators.',
    load: loadOffboardings,
    resolve: (journey, _args, context) =>
      journey.kind === 'offboarding' && seesItsPerson(context, journey) ? journey.id : null,
  }),
)

async function loadOffboardings(journeyIds: string[], { reader }: Context): Promise<(OffboardingCase | null)[]> {
  const found = await reader.read((tx) => findOffboardings(tx, journeyIds))
  return journeyIds.map((id) => found.find(({ journey }) => journey.id === id) ?? null)
}

async function loadFindings(asked: readonly OffboardingCase[], context: Context): Promise<(FindingKind[] | null)[]> {
  const seen = asked.filter(({ journey }) => journey.status === 'open' && reachesItsPerson(context, journey))
  const found = await context.reader.read((tx) => findingsOfCases(tx, seen))
  return asked.map((held) => (seen.includes(held) ? [...(found.get(held.journey.id) ?? [])] : null))
}
