import type { Form, Language } from '../portals/portal.ts'

/** Whom a sentence is about: somebody by name, or whoever hears it. */
export type Who = { readonly name: string } | { readonly form: Form }

type Tense = { readonly isPast: boolean }
type Changing = Tense & { readonly moment: string | null; readonly what: string; readonly why: string }

/** Whole sentences of an answer about access. Dates and phrases come ready made; nobody’s sex is told. */
export type Sentences = {
  own(who: Who): string
  of(organisation: string | null): string
  at(organisations: readonly (string | null)[]): string
  has(who: Who, told: Tense & { readonly moment: string; readonly what: string }): string
  hasNone(who: Who, told: Tense & { readonly moment: string; readonly at: string; readonly anyMore: boolean }): string
  hasAlso(told: Tense & { readonly what: string }): string
  lasts(told: Tense & { readonly until: string | null }): string
  lasted(told: { readonly what: string; readonly until: string; readonly why: string }): string
  neverBegan(told: { readonly what: string; readonly why: string }): string
  readonly neverGiven: string
  given(told: { readonly by: string | null; readonly on: string }): string
  readonly byItself: string
  readonly byInstallation: string
  byPerson(name: string): string
  byHr(organisation: string | null): string
  bySystem(organisation: string | null): string
  /** The first change of several names the moment, those at the same one do not. */
  ends(told: Changing): string
  begins(told: Changing): string
  nothingAfter(told: Tense & { readonly at: string }): string
  notActivated(told: Tense): string
  readonly closed: string
}

const nl: Sentences = {
  own: (who) => ('name' in who ? 'de eigen' : { je: 'je eigen', u: 'uw eigen' }[who.form]),
  of: (organisation) => `van ${organisation ?? 'het hele portaal'}`,
  at: (organisations) => namesOf(organisations, { elsewhere: 'in het hele portaal', at: 'bij', and: 'en' }),
  has: (who, { moment, what, isPast }) => `Op ${moment} ${dutchHas(who, isPast)} toegang ${what}.`,
  hasNone: (who, { moment, at, anyMore, isPast }) =>
    `Op ${moment} ${dutchHas(who, isPast)} ${spaced(at)}geen toegang${anyMore ? ' meer' : ''}.`,
  hasAlso: ({ what, isPast }) => `Ook ${isPast ? 'was' : 'is'} er toegang ${what}.`,
  lasts: ({ until, isPast }) =>
    until === null ? 'Deze toegang heeft geen einddatum.' : `Deze toegang ${isPast ? 'liep' : 'loopt'} ${until}.`,
  lasted: ({ what, until, why }) => `De toegang ${what} liep ${until}${why}.`,
  neverBegan: ({ what, why }) => `De toegang ${what} is vervallen voordat die begon${why}.`,
  neverGiven: 'Er is nooit toegang gegeven.',
  given: ({ by, on }) => (by === null ? `Gegeven op ${on}; door wie is niet vastgelegd.` : `Gegeven ${by} op ${on}.`),
  byItself: 'door het portaal zelf',
  byInstallation: 'door de beheerder van het portaal',
  byPerson: (name) => `door ${name} (HR)`,
  byHr: (organisation) => `door HR van ${organisation ?? 'het hele portaal'}`,
  bySystem: (organisation) => `door het HR-systeem van ${organisation ?? 'het hele portaal'}`,
  ends: ({ moment, what, why, isPast }) =>
    `${dutchWhen(moment, isPast)} ${isPast ? 'eindigde' : 'eindigt'} de toegang ${what}${why}.`,
  begins: ({ moment, what, why, isPast }) =>
    `${dutchWhen(moment, isPast)} ${isPast ? 'begon' : 'begint'} de toegang ${what}${why}.`,
  nothingAfter: ({ at, isPast }) => `Daarna ${isPast ? 'was' : 'is'} er ${spaced(at)}geen toegang meer.`,
  notActivated: ({ isPast }) =>
    isPast ? 'Het account was toen nog niet geactiveerd.' : 'Het account is nog niet geactiveerd: inloggen kan daarna.',
  closed: 'Het account is gesloten.',
}

const en: Sentences = {
  own: (who) => ('name' in who ? 'their own' : 'your own'),
  of: (organisation) => `of ${organisation ?? 'the whole portal'}`,
  at: (organisations) => namesOf(organisations, { elsewhere: 'in the whole portal', at: 'at', and: 'and' }),
  has: (who, { moment, what, isPast }) => `On ${moment} ${englishHas(who, isPast)} access ${what}.`,
  hasNone: (who, { moment, at, anyMore, isPast }) =>
    `On ${moment} ${englishHas(who, isPast)} no ${anyMore ? 'more ' : ''}access${leading(at)}.`,
  hasAlso: ({ what, isPast }) => `There ${isPast ? 'was' : 'is'} also access ${what}.`,
  lasts: ({ until, isPast }) =>
    until === null ? 'This access has no end date.' : `This access ${isPast ? 'ran' : 'runs'} ${until}.`,
  lasted: ({ what, until, why }) => `The access ${what} ran ${until}${why}.`,
  neverBegan: ({ what, why }) => `The access ${what} lapsed before it began${why}.`,
  neverGiven: 'No access was ever given.',
  given: ({ by, on }) => (by === null ? `Given on ${on}; by whom was not recorded.` : `Given ${by} on ${on}.`),
  byItself: 'by the portal itself',
  byInstallation: 'by whoever runs the portal',
  byPerson: (name) => `by ${name} (HR)`,
  byHr: (organisation) => `by HR of ${organisation ?? 'the whole portal'}`,
  bySystem: (organisation) => `by the HR system of ${organisation ?? 'the whole portal'}`,
  ends: ({ moment, what, why, isPast }) =>
    `${englishWhen(moment)} the access ${what} ${isPast ? 'ended' : 'ends'}${why}.`,
  begins: ({ moment, what, why, isPast }) =>
    `${englishWhen(moment)} the access ${what} ${isPast ? 'began' : 'begins'}${why}.`,
  nothingAfter: ({ at, isPast }) => `After that there ${isPast ? 'was' : 'is'} no more access${leading(at)}.`,
  notActivated: ({ isPast }) =>
    isPast
      ? 'The account had not been activated then.'
      : 'The account has not been activated yet: signing in is possible after that.',
  closed: 'The account is closed.',
}

export const sentencesIn: Readonly<Record<Language, Sentences>> = { nl, en }

function dutchHas(who: Who, isPast: boolean): string {
  const subject = 'name' in who ? who.name : who.form
  if (isPast) return `had ${subject}`
  if ('name' in who) return `heeft ${subject}`
  return who.form === 'je' ? 'heb je' : 'hebt u'
}

function englishHas(who: Who, isPast: boolean): string {
  const subject = 'name' in who ? who.name : 'you'
  if (isPast) return `${subject} had`
  return 'name' in who ? `${subject} has` : 'you have'
}

function dutchWhen(moment: string | null, isPast: boolean): string {
  if (moment !== null) return `Op ${moment}`
  return isPast ? 'Toen' : 'Dan'
}

function englishWhen(moment: string | null): string {
  return moment === null ? 'Then' : `On ${moment}`
}

type Joining = { readonly elsewhere: string; readonly at: string; readonly and: string }

function namesOf(organisations: readonly (string | null)[], { elsewhere, at, and }: Joining): string {
  const names = [...new Set(organisations.filter((name) => name !== null))]
  if (names.length < new Set(organisations).size) return elsewhere
  const last = names.pop()
  if (last === undefined) return ''
  return names.length === 0 ? `${at} ${last}` : `${at} ${names.join(', ')} ${and} ${last}`
}

function spaced(text: string): string {
  return text === '' ? '' : `${text} `
}

function leading(text: string): string {
  return text === '' ? '' : ` ${text}`
}
