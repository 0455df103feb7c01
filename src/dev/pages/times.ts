import { isLocalDate, localInstant } from '../../domain/time.ts'

const shown = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Amsterdam',
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})

/** As the clock in Amsterdam shows it, by which all deadlines go. */
export function showInstant(instant: Date): string {
  return shown.format(instant)
}

/** What a date field and a time field hold, read as the clock in Amsterdam; undefined when they hold something else. */
export function parseLocal(day: string, time: string): Date | undefined {
  const match = /^([01]\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?$/.exec(time)
  if (match === null || !isLocalDate(day)) return undefined
  const [, hour = '0', minute = '0'] = match
  return new Date(localInstant(day, { hour: Number(hour) }).getTime() + Number(minute) * 60_000)
}
