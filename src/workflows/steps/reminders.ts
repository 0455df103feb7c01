import type { Sight } from '../journey.contract.ts'

type Calendar = Pick<Sight<unknown>, 'calendar' | 'now' | 'done'>

/** The newest reminder that is due, unless it was sent: nobody wants three of them after an outage. */
export function newestOverdue(seen: Calendar, name: string): string | undefined {
  const newest = remindersOf(seen, name)
    .filter(([, instant]) => instant <= seen.now)
    .at(-1)
  return newest === undefined || seen.done.includes(newest[0]) ? undefined : newest[0]
}

/** When the story must look again by itself: the first instant to come of those it waits for and its reminders. */
export function nextDue(seen: Calendar, names: readonly string[], reminder?: string): number | null {
  const instants = [
    ...names.map((name) => seen.calendar[name]),
    ...(reminder === undefined ? [] : remindersOf(seen, reminder).map(([, instant]) => instant)),
  ]
  const ahead = instants.filter((instant) => instant !== undefined).filter((instant) => instant > seen.now)
  return ahead.length === 0 ? null : Math.min(...ahead)
}

function remindersOf(seen: Calendar, name: string): readonly (readonly [string, number])[] {
  return Object.entries(seen.calendar)
    .filter(([key]) => key.startsWith(`${name}-`))
    .toSorted(([, a], [, b]) => a - b)
}
