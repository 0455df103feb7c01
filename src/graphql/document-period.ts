import type { Period } from '../domain/documents/document.ts'
import { builder } from './builder.ts'

export const PeriodRef = builder.objectRef<Period>('DocumentPeriod').implement({
  description: 'The days a document is about, both included.',
  fields: (t) => ({
    from: t.expose('from', { type: 'Date', description: 'The first day.' }),
    until: t.expose('until', { type: 'Date', description: 'The last day.' }),
  }),
})

export const PeriodInputRef = builder.inputType('DocumentPeriodInput', {
  description: 'The days a document is about, both included.',
  fields: (t) => ({
    from: t.field({ type: 'Date', required: true, description: 'The first day.' }),
    until: t.field({ type: 'Date', required: true, description: 'The last day.' }),
  }),
})

type Dated = { readonly periodFrom: string | null; readonly periodUntil: string | null }

export function periodOf({ periodFrom: from, periodUntil: until }: Dated): Period | null {
  return from === null || until === null ? null : { from, until }
}
