import { Temporal } from 'temporal-polyfill'

const zone = 'Europe/Amsterdam'

/** Legal days and reminders are days on the calendar of Amsterdam, wherever the server stands. */
export function localDate(instant: Date): string {
  return zoned(instant).toPlainDate().toString()
}

/** The instant at which the clock in Amsterdam shows this hour on the given day, plus a number of days. */
export function localInstant(day: string, { plusDays = 0, hour = 0 }: { plusDays?: number; hour?: number } = {}): Date {
  const at = Temporal.PlainDate.from(day)
    .add({ days: plusDays })
    .toZonedDateTime({ timeZone: zone, plainTime: { hour } })
  return new Date(at.epochMilliseconds)
}

/** The last whole day before an end at midnight: what people are told as the day to act by. */
export function lastDayBefore(instant: Date): string {
  return localDate(new Date(instant.getTime() - 1))
}

/** A day so many days after another; before it, where the number is negative. */
export function addDays(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString()
}

export function yearOf(day: string): number {
  return Temporal.PlainDate.from(day).year
}

export function isLocalDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() === text
  } catch {
    return false
  }
}

export function later(a: Date, b: Date): Date {
  return a > b ? a : b
}

export function plusMinutes(instant: Date, minutes: number): Date {
  return new Date(instant.getTime() + minutes * 60_000)
}

function zoned(instant: Date): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone)
}
