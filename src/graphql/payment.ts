import { publishPayments } from '../commands/documents/publish-payments.ts'
import { findPayments, listPayments, type PaymentRow } from '../db/payments.ts'
import { paymentKinds } from '../domain/documents/payroll-figures.ts'
import { builder } from './builder.ts'
import { pageCost } from './connection.ts'
import type { Context } from './context.ts'
import { answers, perform } from './errors.ts'
import { MoneyInputRef, MoneyRef } from './money.ts'
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
  WAGES: 'Wages.',
  HOLIDAY_PAY: 'Holiday pay (“vakantiegeld”).',
  RESERVATIONS: 'Reservations paid out.',
  EXPENSES: 'Expenses.',
  ADVANCE: 'An advance on wages.',
  OTHER: 'Something else: its description says what.',
} as const

const KindRef = builder.enumType('PaymentKind', {
  description: 'What was paid.',
  values: Object.fromEntries(paymentKinds.map((kind) => [kind, { value: kind, description: kindDescriptions[kind] }])),
})

const PaymentRef = builder.loadableNodeRef('Payment', {
  id: { resolve: ({ id }: PaymentRow) => id },
  load: async (ids: string[], context: Context) => {
    refuseStrangers(context)
    const found = await context.reader.read((tx) => findPayments(tx, ids))
    return found.filter((payment) => seesFigure(context, payment))
  },
  sort: ({ id }: PaymentRow) => id,
  loaderOptions: { cache: false },
})

PaymentRef.implement({
  description: `A payment (“betaling”). ${whoSees}`,
  interfaces: [PayrollFigureRef],
  authScopes: (payment, context) => seesFigure(context, payment),
  fields: (t) => ({
    paidOn: t.expose('paidOn', { type: 'Date', description: 'On which day.' }),
    amount: t.field({
      type: MoneyRef,
      description: 'How much.',
      resolve: ({ amountCents }) => ({ cents: amountCents }),
    }),
    kind: t.field({ type: KindRef, description: 'What was paid.', resolve: ({ kind }) => kind }),
    description: t.exposeString('description', { nullable: true, description: 'What payroll says about it.' }),
    periodFrom: t.expose('periodFrom', {
      type: 'Date',
      nullable: true,
      description: 'First day of the period paid for.',
    }),
    periodUntil: t.expose('periodUntil', { type: 'Date', nullable: true, description: 'Last day of that period.' }),
  }),
})

const ConnectionRef = builder.connectionObject(
  { type: PaymentRef, name: 'PaymentConnection', description: 'A page of payments.' },
  { name: 'PaymentEdge' },
)

function connectPayments(context: Context, personId: string, asked: AskedFigures) {
  const list = (listing: Parameters<typeof listPayments>[1]) => context.reader.read((tx) => listPayments(tx, listing))
  return connectFigures(context, { personId, dayOf: ({ paidOn }: PaymentRow) => paidOn }, { asked, list })
}

builder.objectField(ViewerRef, 'payments', (t) =>
  t.connection(
    {
      type: PaymentRef,
      description: 'Module “Betalingen”: what they were paid where they work, the newest first.',
      args: figureArgs,
      complexity: pageCost,
      resolve: ({ personId }, args, context) => connectPayments(context, personId, args),
    },
    ConnectionRef,
  ),
)

builder.objectField(PersonRef, 'payments', (t) =>
  t.connection(
    {
      type: PaymentRef,
      nullable: true,
      description:
        'What they were paid, the newest first. For themselves where they work, and for HR of the organisation.',
      authScopes: ({ id }, _args, context) => mayList(context, id),
      args: figureArgs,
      complexity: pageCost,
      resolve: ({ id }, args, context) => connectPayments(context, id, args),
    },
    ConnectionRef,
  ),
)

const ItemRef = builder.inputType('PaymentItem', {
  description: 'A payment to publish.',
  fields: (t) => ({
    externalReference: t.string({
      required: true,
      description:
        'Your own id of this payment, up to 100 characters. The same reference is the same payment, so that repeating is safe.',
    }),
    person: t.globalID({ for: PersonRef, description: 'Whose it is. Either this or personReference.' }),
    personReference: t.string({ description: 'Whose it is, by your own reference of their invitation.' }),
    paidOn: t.field({ type: 'Date', required: true, description: 'On which day.' }),
    amount: t.field({ type: MoneyInputRef, required: true, description: 'How much.' }),
    kind: t.field({ type: KindRef, required: true, description: 'What is paid.' }),
    description: t.string({ description: 'What the person is told about it, up to 200 characters.' }),
    periodFrom: t.field({
      type: 'Date',
      description: 'First day of the period paid for. Together with the last, or neither.',
    }),
    periodUntil: t.field({ type: 'Date', description: 'Last day of that period.' }),
  }),
})

builder.relayMutationField(
  'paymentPublish',
  {
    description: 'What an organisation’s payroll paid.',
    inputFields: (t) => ({
      organisation: t.globalID({ for: OrganisationRef, required: true, description: 'Whose payroll.' }),
      items: t.field({ type: [ItemRef], required: true, description: 'One to a thousand payments.' }),
    }),
  },
  {
    ...answers(
      `Publishes payments to the people they are of, all in one go; each item has its own result, and one that cannot be meant stops no other. ${whoPublishes}`,
      ...publishCodes,
    ),
    authScopes: publishers,
    resolve: (_root, { input }, context, info) =>
      perform(context, info, async (call) => {
        const items = input.items.map(({ person, amount, ...item }) => ({
          ...item,
          personId: person?.id,
          amountCents: amount.cents,
        }))
        return { results: await publishPayments(context.deps, call, { organisationId: input.organisation.id, items }) }
      }),
  },
  {
    description: 'The payments were handled.',
    outputFields: (t) => ({
      results: t.field({
        type: [FigureResultRef],
        description: 'One per item, in the same order.',
        resolve: ({ results }) => [...results],
      }),
    }),
  },
)
