import { z } from 'zod'
import type { LeaverResult } from '../commands/employments/plan-leavers.ts'
import { planOffboardings } from '../commands/employments/plan-offboardings.ts'
import type { LeaverItem } from '../domain/employments/leaver-item.ts'
import { builder } from './builder.ts'
import { answers, ProblemRef, perform } from './errors.ts'
import { JourneyRef } from './journey-ref.ts'
import { OrganisationRef } from './organisation.ts'
import { PersonRef } from './person.ts'

export const mayOffboard = { anyRight: ['offboarding.write'] as const }
export const whoOffboards = 'For HR of the organisation, and for service keys with offboarding:write.'

export const LeaverItemRef = builder.inputType('LeaverItem', {
  description: 'Somebody who leaves: named by their id, or by your own id of them.',
  fields: (t) => ({
    person: t.globalID({ for: PersonRef, description: 'Who.' }),
    externalReference: t.string({ description: 'Your own id of the person in this organisation.' }),
    lastDay: t.field({
      type: 'Date',
      required: true,
      description: 'The last day of employment, worked in full; not the first day out. It may lie in the past.',
    }),
    handsInPhone: t.boolean({
      description: 'Whether a phone of the employer goes back, and a second step with it. Default true.',
    }),
  }),
})

type Item = Omit<LeaverItem, 'personId'> & { readonly person?: { readonly id: string } | null | undefined }

export function asLeaver({ person, ...item }: Item): LeaverItem {
  return { ...item, personId: person?.id }
}

export const OutcomeRef = builder.enumType('LeaverOutcome', {
  description: 'What became of one item.',
  values: {
    PLANNED: { description: 'A journey began, and the leaver was told.' },
    REPEATED: { description: 'This last day is recorded already: the same journey again.' },
    REFUSED: { description: 'Nothing happened; the problems say why.' },
  },
})

const ResultRef = builder.objectRef<LeaverResult>('LeaverItemResult').implement({
  description: 'What became of one item, in the order of the items.',
  fields: (t) => ({
    outcome: t.field({ type: OutcomeRef, description: 'What became of it.', resolve: ({ outcome }) => outcome }),
    person: t.field({
      type: PersonRef,
      nullable: true,
      description: 'Who. Null when refused, and for keys without people:read.',
      resolve: (result) => ('personId' in result ? result.personId : null),
    }),
    journey: t.field({
      type: JourneyRef,
      nullable: true,
      description: 'The leaving. Null when refused, and for keys without journeys:read.',
      resolve: (result) => ('journeyId' in result ? result.journeyId : null),
    }),
    problems: t.field({
      type: [ProblemRef],
      description: 'Why it was refused; paths are within the item.',
      resolve: (result) => ('problems' in result ? [...result.problems] : []),
    }),
  }),
})

builder.relayMutationField(
  'offboardingPlan',
  {
    description: 'Who leaves an organisation, and when.',
    inputFields: (t) => ({
      organisation: t.globalID({ for: OrganisationRef, required: true, description: 'The organisation they leave.' }),
      items: t.field({ type: [LeaverItemRef], required: true, description: 'One to a thousand people.' }),
      note: t.string({ description: 'For HR, beside the timeline. Kept where it can be erased.' }),
      idempotencyKey: t.string({
        description:
          'The same key with the same input answers as the first time and does nothing again. 8 to 100 characters.',
        validate: z.string().min(8).max(100),
      }),
    }),
  },
  {
    ...answers(
      `Records who leaves and when. At once every right in this organisation gets its end: after the last day payslips and annual statements are left, until April. Everybody is told. Each item has its own result, and one that cannot be meant stops no other. ${whoOffboards}`,
      'REQUIRED',
      'TOO_MANY_ITEMS',
      'INVALID_INPUT',
      'KEY_REUSED',
      'NOT_FOUND',
    ),
    authScopes: mayOffboard,
    resolve: (_root, { input }, context, info) =>
      perform(context, info, async (call) => {
        const { organisation, items, ...asked } = input
        const all = { ...asked, organisationId: organisation.id, items: items.map(asLeaver) }
        return { results: await planOffboardings(context.deps, call, all) }
      }),
  },
  {
    description: 'The list was handled.',
    outputFields: (t) => ({
      results: t.field({
        type: [ResultRef],
        description: 'One per item, in the same order.',
        resolve: ({ results }) => [...results],
      }),
    }),
  },
)
