import { previewFindings } from '../commands/employments/preview-findings.ts'
import type { JudgedItem, LeavingBatchItem } from '../db/leaving-batch-items.ts'
import type { FindingKind } from '../domain/employments/findings.ts'
import { leaverExpectations } from '../domain/employments/leaving-batch.ts'
import { doorsOf } from '../domain/employments/offboarding.ts'
import type { Policy } from '../domain/portals/policy.ts'
import { builder } from './builder.ts'
import { allowed, type Context } from './context.ts'
import { ProblemRef } from './errors.ts'
import { JourneyRef } from './journey-ref.ts'
import { OutcomeRef } from './offboarding.ts'
import { LeaverFindingRef } from './offboarding-facts.ts'
import { PersonRef } from './person.ts'

/** An item as it stands, or as it was judged a moment ago. */
export type BatchLeaver = {
  readonly item: JudgedItem & Partial<Pick<LeavingBatchItem, 'outcome' | 'leavingId'>>
  readonly list: List
  /** Of the whole page, by number. */
  readonly findings: () => Promise<ReadonlyMap<number, readonly FindingKind[]>>
}

type List = { readonly policy: Policy; readonly organisationId: string }

/** What would lock people out is read for all of a page at once, when it is asked of the first. */
export function pageOf({ reader }: Context, list: List, items: readonly BatchLeaver['item'][]): BatchLeaver[] {
  let reading: ReturnType<BatchLeaver['findings']> | undefined
  const findings = () => {
    reading ??= reader.read((tx) => previewFindings(tx, list.organisationId, items))
    return reading
  }
  return items.map((item) => ({ item, list, findings }))
}

const expectationDescriptions = {
  PLANNABLE: 'It would be planned.',
  REPEATED: 'This last day was recorded already.',
  REFUSED: 'It would be refused; the problems say why.',
} as const

export const ExpectationRef = builder.enumType('LeaverExpectation', {
  description: 'What would become of an item, as it was judged when it came in.',
  values: Object.fromEntries(
    leaverExpectations.map((one) => [one, { value: one, description: expectationDescriptions[one] }]),
  ),
})

export const LeavingBatchItemRef = builder.objectRef<BatchLeaver>('LeavingBatchItem').implement({
  description: 'Somebody on a list of leavers. Seen by whoever sees the list.',
  fields: (t) => ({
    number: t.int({ description: 'Its place on the list, from 1.', resolve: ({ item }) => item.number }),
    externalReference: t.string({
      nullable: true,
      description: 'Your own id of the person, where the item gave one.',
      resolve: ({ item }) => item.externalReference,
    }),
    person: t.field({
      type: PersonRef,
      nullable: true,
      description: 'Who. Null where nobody was meant, and for keys without people:read.',
      resolve: ({ item }) => item.personId,
    }),
    lastDay: t.field({ type: 'Date', description: 'The last day of employment.', resolve: ({ item }) => item.lastDay }),
    handsInPhone: t.boolean({
      description: 'Whether a phone of the employer goes back.',
      resolve: ({ item }) => item.handsInPhone,
    }),
    expected: t.field({
      type: ExpectationRef,
      description: 'What would become of it, as it was judged when it came in.',
      resolve: ({ item }) => item.expected,
    }),
    outcome: t.field({
      type: OutcomeRef,
      nullable: true,
      description: 'What became of it; null until it was handled.',
      resolve: ({ item }) => item.outcome ?? null,
    }),
    problems: t.field({
      type: [ProblemRef],
      description: 'Why it would be refused, or was; paths are within the item.',
      resolve: ({ item }) => [...item.problems],
    }),
    narrowsAt: t.field({
      type: 'DateTime',
      description: 'From when on only payslips and annual statements would be left.',
      resolve: (one) => doors(one).narrowAt,
    }),
    closesAt: t.field({
      type: 'DateTime',
      description: 'From when on there would be no access at all.',
      resolve: (one) => doors(one).closeAt,
    }),
    findings: t.field({
      type: [LeaverFindingRef],
      nullable: true,
      description:
        'What is wrong now and would lock them out; empty when nothing is. Null where nobody was meant, and for keys without people:read.',
      resolve: async ({ item, list, findings }, _args, context) => {
        if (item.personId === null || !allowed(context, 'people.read', list.organisationId)) return null
        return [...((await findings()).get(item.number) ?? [])]
      },
    }),
    leaving: t.field({
      type: JourneyRef,
      nullable: true,
      description: 'Their own leaving, once there is one. Null for keys without journeys:read.',
      resolve: ({ item }) => item.leavingId ?? null,
    }),
  }),
})

function doors({ item: { lastDay }, list }: BatchLeaver) {
  return doorsOf({ lastDay, extendedTo: null }, list.policy.offboarding)
}
