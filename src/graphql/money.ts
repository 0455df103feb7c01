import { builder } from './builder.ts'

const CurrencyRef = builder.enumType('Currency', {
  description: 'In which currency.',
  values: { EUR: { description: 'Euro.' } },
})

export const MoneyRef = builder.objectRef<{ readonly cents: number }>('Money').implement({
  description: 'An amount of money, in whole cents so that nothing is rounded: 123456 cents of EUR are € 1,234.56.',
  fields: (t) => ({
    cents: t.exposeInt('cents', { description: 'How much, in cents. Negative where it goes back.' }),
    currency: t.field({ type: CurrencyRef, description: 'Of which currency.', resolve: () => 'EUR' as const }),
  }),
})

export const MoneyInputRef = builder.inputType('MoneyInput', {
  description: 'An amount of money, in whole cents.',
  fields: (t) => ({
    cents: t.int({
      required: true,
      description: 'How much, in cents: 123456 for € 1,234.56. Negative where it goes back.',
    }),
    currency: t.field({ type: CurrencyRef, required: true, description: 'Of which currency.' }),
  }),
})
