import { plusMinutes } from '../time.ts'

export type SendLimit = { readonly most: number; readonly minutes: number }

/**
 * From when another code may be sent, or null when it may be at once. Each count is of the codes of the last so many
 * minutes, newest first; with several counts the one that asks for the longest wait decides.
 */
export function limitedUntil({ most, minutes }: SendLimit, ...counts: readonly (readonly Date[])[]): Date | null {
  const [latest] = counts.flatMap((sent) => sent[most - 1] ?? []).toSorted((a, b) => b.getTime() - a.getTime())
  return latest === undefined ? null : plusMinutes(latest, minutes)
}
