import type { Language } from './portals/portal.ts'
import { lastDayBefore, localDate, localInstant } from './time.ts'

const zone = 'Europe/Amsterdam'
const locale = { nl: 'nl-NL', en: 'en-GB' } as const

/** The day of an instant in Amsterdam, as people say it: 4 november 2026. */
export function tellDay(at: Date, language: Language): string {
  const parts = { timeZone: zone, day: 'numeric', month: 'long', year: 'numeric' } as const
  return new Intl.DateTimeFormat(locale[language], parts).format(at)
}

/** An instant as a service desk reads it out. Who reads English may read it elsewhere. */
export function tellInstant(at: Date, language: Language): string {
  const [day, time] = [tellDay(at, language), timeOf(at, language)]
  return language === 'nl' ? `${day} om ${time} uur` : `${day} at ${time} (Dutch time)`
}

/** Until when something lasts. Midnight is told as the last whole day too: half of those who hear it would count a day more. */
export function tellUntil(at: Date, language: Language): string {
  const lastDay = tellLastDay(at, language)
  if (lastDay === null) return `${language === 'nl' ? 'tot' : 'until'} ${tellInstant(at, language)}`
  const [day, time] = [tellDay(at, language), timeOf(at, language)]
  return language === 'nl'
    ? `tot en met ${lastDay} (tot ${day}, ${time} uur)`
    : `up to and including ${lastDay} (until ${day}, ${time} Dutch time)`
}

/** The last whole day before a midnight; null for an instant amid a day. */
function tellLastDay(at: Date, language: Language): string | null {
  const isMidnight = localInstant(localDate(at)).getTime() === at.getTime()
  return isMidnight ? tellDay(localInstant(lastDayBefore(at)), language) : null
}

function timeOf(at: Date, language: Language): string {
  const parts = { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  const time = new Intl.DateTimeFormat('en-GB', parts).format(at)
  return language === 'nl' ? time.replace(':', '.') : time
}
