import type { Language } from '../domain/portals/portal.ts'

const zone = 'Europe/Amsterdam'
const locale = { nl: 'nl-NL', en: 'en-GB' } as const

/** A day on the calendar (2025-12-01) as people say it: maandag 1 december 2025. */
export function sayDay(day: string, language: Language): string {
  return inDays(new Date(`${day}T12:00:00Z`), language, 'UTC')
}

/** An instant on the clock of Amsterdam. Someone who reads English may read it elsewhere. */
export function sayMoment(at: Date, language: Language): string {
  const time = new Intl.DateTimeFormat('nl-NL', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(at)
  const day = inDays(at, language, zone)
  return language === 'nl' ? `${day} om ${time} uur` : `${day} at ${time} (Dutch time)`
}

/** Until when something works. Midnight is told as the whole of the day before it, which nobody misreads. */
export function sayUntil(at: Date, language: Language): string {
  const lastMoment = new Date(at.getTime() - 1)
  const ends = new Intl.DateTimeFormat('nl-NL', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(at)
  if (ends !== '00:00') return `${language === 'nl' ? 'tot' : 'until'} ${sayMoment(at, language)}`
  return `${language === 'nl' ? 'tot en met' : 'up to and including'} ${inDays(lastMoment, language, zone)}`
}

function inDays(at: Date, language: Language, timeZone: string): string {
  const parts = { timeZone, weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' } as const
  // Whether English puts a comma after the weekday depends on the release of ICU.
  return new Intl.DateTimeFormat(locale[language], parts).format(at).replace(',', '')
}
