import { publishPhases } from '../commands/documents/publish-phases.ts'
import { findPhases, listPhases, type PhaseRow } from '../db/phases.ts'
import { agencyPhases } from '../domain/documents/payroll-figures.ts'
import { builder } from './builder.ts'
import { pageCost } from './connection.ts'
import type { Context } from './context.ts'
import { answers, perform } from './errors.ts'
import { OrganisationRef } from './organisation.ts'
import {
  type AskedFigures,
  connectFigures,
  figureArgs,
  mayList,
  PayrollFigureRef,
  seesFigure,
  whoSees,
} from './payroll-figure.ts'
import { FigureResultRef, publishCodes, publishers, whoPublishes } from './payroll-figure-result.ts'
import { PersonRef } from './person.ts'
import { refuseStrangers } from './sight.ts'
import { ViewerRef } from './viewer.ts'

const phaseDescriptions = {
  A: 'Phase A (ABU).',
  B: 'Phase B (ABU).',
  C: 'Phase C (ABU).',
  ONE_TWO: 'Phase 1-2 (NBBU).',
  THREE: 'Phase 3 (NBBU).',
  FOUR: 'Phase 4 (NBBU).',
} as const

const AgencyPhaseRef = builder.enumType('AgencyPhase', {
  description: 'How far somebody is in agency work, in the words of the agreement their agency keeps.',
  values: Object.fromEntries(
    agencyPhases.map((phase) => [phase, { value: phase, description: phaseDescriptions[phase] }]),
  ),
})

const PhaseRef = builder.loadableNodeRef('Phase', {
  id: { resolve: ({ id }: PhaseRow) => id },
  load: async (ids: string[], context: Context) => {
    refuseStrangers(context)
    const found = await context.reader.read((tx) => findPhases(tx, ids))
    return found.filter((phase) => seesFigure(context, phase))
  },
  sort: ({ id }: PhaseRow) => id,
  loaderOptions: { cache: false },
})

PhaseRef.implement({
  description: `A phase of agency work (“uitzendfase”) somebody is or was in. ${whoSees}`,
  interfaces: [PayrollFigureRef],
  authScopes: (phase, context) => seesFigure(context, phase),
  fields: (t) => ({
    phase: t.field({ type: AgencyPhaseRef, description: 'Which phase.', resolve: ({ phase }) => phase }),
    weeksWorked: t.exposeInt('weeksWorked', { description: 'How many weeks they worked in it.' }),
    from: t.expose('from', { type: 'Date', description: 'Its first day.' }),
    until: t.expose('until', {
      type: 'Date',
      nullable: true,
      description: 'Its last day, as far as payroll knows; null where it does not end yet.',
    }),
  }),
})

const ConnectionRef = builder.connectionObject(
  { type: PhaseRef, name: 'PhaseConnection', description: 'A page of phases.' },
  { name: 'PhaseEdge' },
)

function connectPhases(context: Context, personId: string, asked: AskedFigures) {
  const list = (listing: Parameters<typeof listPhases>[1]) => context.reader.read((tx) => listPhases(tx, listing))
  return connectFigures(context, { personId, dayOf: ({ from }: PhaseRow) => from }, { asked, list })
}

builder.objectField(ViewerRef, 'phases', (t) =>
  t.connection(
    {
      type: PhaseRef,
      description: 'Module “Fases”: their phases of agency work where they work, the newest first.',
      args: figureArgs,
      complexity: pageCost,
      resolve: ({ personId }, args, context) => connectPhases(context, personId, args),
    },
    ConnectionRef,
  ),
)

builder.objectField(PersonRef, 'phases', (t) =>
  t.connection(
    {
      type: PhaseRef,
      nullable: true,
      description:
        'Their phases of agency work, the newest first. For themselves where they work, and for HR of the organisation.',
      authScopes: ({ id }, _args, context) => mayList(context, id),
      args: figureArgs,
      complexity: pageCost,
      resolve: ({ id }, args, context) => connectPhases(context, id, args),
    },
    ConnectionRef,
  ),
)

const ItemRef = builder.inputType('PhaseItem', {
  description: 'A phase of agency work to publish.',
  fields: (t) => ({
    externalReference: t.string({
      required: true,
      description:
        'Your own id of this phase of this person, up to 100 characters. The same reference is the same phase: publish it again whenever it changes.',
    }),
    person: t.globalID({ for: PersonRef, description: 'Whose it is. Either this or personReference.' }),
    personReference: t.string({ description: 'Whose it is, by your own reference of their invitation.' }),
    phase: t.field({ type: AgencyPhaseRef, required: true, description: 'Which phase.' }),
    weeksWorked: t.int({ required: true, description: 'How many weeks they worked in it.' }),
    from: t.field({ type: 'Date', required: true, description: 'Its first day.' }),
    until: t.field({ type: 'Date', description: 'Its last day, where it is known.' }),
  }),
})

builder.relayMutationField(
  'phasePublish',
  {
    description: 'In which phases of agency work people are.',
    inputFields: (t) => ({
      organisation: t.globalID({ for: OrganisationRef, required: true, description: 'Whose payroll.' }),
      items: t.field({ type: [ItemRef], required: true, description: 'One to a thousand phases.' }),
    }),
  },
  {
    ...answers(
      `Publishes phases to the people who are in them, all in one go; each item has its own result, and one that cannot be meant stops no other. ${whoPublishes}`,
      ...publishCodes,
    ),
    authScopes: publishers,
    resolve: (_root, { input }, context, info) =>
      perform(context, info, async (call) => {
        const items = input.items.map(({ person, ...item }) => ({ ...item, personId: person?.id }))
        return { results: await publishPhases(context.deps, call, { organisationId: input.organisation.id, items }) }
      }),
  },
  {
    description: 'The phases were handled.',
    outputFields: (t) => ({
      results: t.field({
        type: [FigureResultRef],
        description: 'One per item, in the same order.',
        resolve: ({ results }) => [...results],
      }),
    }),
  },
)
