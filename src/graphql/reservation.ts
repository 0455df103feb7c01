import { publishReservations } from '../commands/documents/publish-reservations.ts'
import { findReservations, listReservations, type ReservationRow } from '../db/reservations.ts'
import { type ReservationUnit, reservationKinds, reservationUnits } from '../domain/documents/payroll-figures.ts'
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

const kindDescriptions = {
  VACATION_DAYS: 'Vacation days (“vakantiedagen”).',
  HOLIDAY_PAY: 'Holiday pay (“vakantiegeld”).',
  PUBLIC_HOLIDAYS: 'Public holidays (“feestdagen”).',
  SHORT_LEAVE: 'Short and special leave (“kort verzuim en bijzonder verlof”).',
  WAITING_DAYS: 'Days of waiting in illness (“wachtdagen”).',
  WORKING_TIME_REDUCTION: 'Reduction of working time (“ADV”).',
  OTHER: 'Something else.',
} as const

const KindRef = builder.enumType('ReservationKind', {
  description: 'What is built up.',
  values: Object.fromEntries(
    reservationKinds.map((kind) => [kind, { value: kind, description: kindDescriptions[kind] }]),
  ),
})

const unitDescriptions = { HOURS: 'Hours.', DAYS: 'Days.', EUR: 'Euros: a hundredth is a cent.' } as const

const UnitRef = builder.enumType('ReservationUnit', {
  description: 'In what a reservation is counted.',
  values: Object.fromEntries(
    reservationUnits.map((unit) => [unit, { value: unit, description: unitDescriptions[unit] }]),
  ),
})

type Quantity = { readonly hundredths: number; readonly unit: ReservationUnit }

const QuantityRef = builder.objectRef<Quantity>('ReservationQuantity').implement({
  description:
    'So much of a reservation, in whole hundredths so that nothing is rounded: 1250 of HOURS are twelve and a half hours, 1250 of EUR are € 12.50.',
  fields: (t) => ({
    hundredths: t.exposeInt('hundredths', { description: 'How many hundredths of the unit.' }),
    unit: t.field({ type: UnitRef, description: 'Of which unit.', resolve: ({ unit }) => unit }),
  }),
})

const ReservationRef = builder.loadableNodeRef('Reservation', {
  id: { resolve: ({ id }: ReservationRow) => id },
  load: async (ids: string[], context: Context) => {
    refuseStrangers(context)
    const found = await context.reader.read((tx) => findReservations(tx, ids))
    return found.filter((reservation) => seesFigure(context, reservation))
  },
  sort: ({ id }: ReservationRow) => id,
  loaderOptions: { cache: false },
})

ReservationRef.implement({
  description: `What somebody has built up (“reservering”), as it stood on a day. ${whoSees}`,
  interfaces: [PayrollFigureRef],
  authScopes: (reservation, context) => seesFigure(context, reservation),
  fields: (t) => ({
    kind: t.field({ type: KindRef, description: 'What is built up.', resolve: ({ kind }) => kind }),
    builtUp: t.field({
      type: QuantityRef,
      description: 'How much was built up.',
      resolve: ({ builtUp, unit }) => ({ hundredths: builtUp, unit }),
    }),
    taken: t.field({
      type: QuantityRef,
      description: 'How much of it was taken or paid out.',
      resolve: ({ taken, unit }) => ({ hundredths: taken, unit }),
    }),
    balance: t.field({
      type: QuantityRef,
      description: 'How much is left, as payroll says: it may carry something over from before.',
      resolve: ({ balance, unit }) => ({ hundredths: balance, unit }),
    }),
    asOf: t.expose('asOf', { type: 'Date', description: 'On which day it stood so.' }),
  }),
})

const ConnectionRef = builder.connectionObject(
  { type: ReservationRef, name: 'ReservationConnection', description: 'A page of reservations.' },
  { name: 'ReservationEdge' },
)

function connectReservations(context: Context, personId: string, asked: AskedFigures) {
  const list = (listing: Parameters<typeof listReservations>[1]) =>
    context.reader.read((tx) => listReservations(tx, listing))
  return connectFigures(context, { personId, dayOf: ({ asOf }: ReservationRow) => asOf }, { asked, list })
}

builder.objectField(ViewerRef, 'reservations', (t) =>
  t.connection(
    {
      type: ReservationRef,
      description: 'Module “Reserveringen”: what they have built up where they work, the newest first.',
      args: figureArgs,
      complexity: pageCost,
      resolve: ({ personId }, args, context) => connectReservations(context, personId, args),
    },
    ConnectionRef,
  ),
)

builder.objectField(PersonRef, 'reservations', (t) =>
  t.connection(
    {
      type: ReservationRef,
      nullable: true,
      description:
        'What they have built up, the newest first. For themselves where they work, and for HR of the organisation.',
      authScopes: ({ id }, _args, context) => mayList(context, id),
      args: figureArgs,
      complexity: pageCost,
      resolve: ({ id }, args, context) => connectReservations(context, id, args),
    },
    ConnectionRef,
  ),
)

const ItemRef = builder.inputType('ReservationItem', {
  description: 'A reservation to publish, as it stands on a day.',
  fields: (t) => ({
    externalReference: t.string({
      required: true,
      description:
        'Your own id of this reservation, up to 100 characters. The same reference is the same reservation: publish it again whenever it changes.',
    }),
    person: t.globalID({ for: PersonRef, description: 'Whose it is. Either this or personReference.' }),
    personReference: t.string({ description: 'Whose it is, by your own reference of their invitation.' }),
    kind: t.field({ type: KindRef, required: true, description: 'What is built up.' }),
    unit: t.field({ type: UnitRef, required: true, description: 'In what it is counted.' }),
    builtUp: t.int({ required: true, description: 'How much was built up, in hundredths of the unit.' }),
    taken: t.int({ required: true, description: 'How much was taken or paid out, in hundredths of the unit.' }),
    balance: t.int({ required: true, description: 'How much is left, in hundredths of the unit.' }),
    asOf: t.field({ type: 'Date', required: true, description: 'On which day it stands so.' }),
  }),
})

builder.relayMutationField(
  'reservationPublish',
  {
    description: 'What people have built up.',
    inputFields: (t) => ({
      organisation: t.globalID({ for: OrganisationRef, required: true, description: 'Whose payroll.' }),
      items: t.field({ type: [ItemRef], required: true, description: 'One to a thousand reservations.' }),
    }),
  },
  {
    ...answers(
      `Publishes reservations to the people who built them up, all in one go; each item has its own result, and one that cannot be meant stops no other. ${whoPublishes}`,
      ...publishCodes,
    ),
    authScopes: publishers,
    resolve: (_root, { input }, context, info) =>
      perform(context, info, async (call) => {
        const items = input.items.map(({ person, ...item }) => ({ ...item, personId: person?.id }))
        return {
          results: await publishReservations(context.deps, call, { organisationId: input.organisation.id, items }),
        }
      }),
  },
  {
    description: 'The reservations were handled.',
    outputFields: (t) => ({
      results: t.field({
        type: [FigureResultRef],
        description: 'One per item, in the same order.',
        resolve: ({ results }) => [...results],
      }),
    }),
  },
)
