import { type SealedKind, sealedKinds } from '../db/sealed.ts'

export type Counts = Readonly<Record<SealedKind, number>>

export const none: Counts = { factors: 0, messages: 0, inquiries: 0 }

export function plus(counts: Counts = none, kind: SealedKind, more: number): Counts {
  return { ...counts, [kind]: counts[kind] + more }
}

const words: Readonly<Record<SealedKind, readonly [one: string, many: string]>> = {
  factors: ['app secret', 'app secrets'],
  messages: ['waiting message', 'waiting messages'],
  inquiries: ['inquiry', 'inquiries'],
}

export function wordFor(kind: SealedKind, count: number): string {
  const [one, many] = words[kind]
  return count === 1 ? one : many
}

export function tellCounts(counts: Counts): string {
  const parts = sealedKinds
    .filter((kind) => counts[kind] > 0)
    .map((kind) => `${counts[kind]} ${wordFor(kind, counts[kind])}`)
  return parts.length === 0 ? 'nothing' : parts.join(', ')
}
