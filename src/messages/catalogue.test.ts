import { describe, expect, it } from 'vitest'
import { catalogue, findMessage, type Message } from './catalogue.ts'
import { gsm7Length } from './gsm7.ts'
import type { Voice } from './template.ts'

const link = 'https://mijn.example.net/activeren?stap=1&taal=nl#Zm9vYmFy_geheim-token'

const instants = [
  'addedAt',
  'at',
  'changedAt',
  'closedAt',
  'closesAt',
  'completedAt',
  'earliestAt',
  'endedAt',
  'removedAt',
  'renewedAt',
  'setAt',
  'startedAt',
  'usedAt',
]

const params = {
  portalName: 'Mijn Werkplek',
  recipientName: 'Fenna de Vries',
  organisationName: 'Gemeente Zwolle',
  serviceDesk: {
    name: 'HR Servicedesk',
    mail: 'servicedesk@example.org',
    phone: '088-102 7120',
    menuHint: { nl: 'optie 2. HR-Servicedesk', en: 'option 2. HR-Servicedesk' },
    hours: { nl: 'elke werkdag 9.00–17.00 uur', en: 'every working day 9.00–17.00' },
  },
  link,
  signInUrl: link,
  taskUrl: link,
  validUntil: '2025-12-12T23:00:00.000Z',
  activatedAt: '2025-11-21T09:30:00.000Z',
  startsOn: '2025-12-01',
  pinBySms: true,
  numberEnding: '78',
  username: 'FdeVries@mijn.example.net',
  title: 'Mobiel nummer corrigeren',
  concerns: 'personeelsnummer 100203',
  dueOn: '2025-12-05',
  pin: '481526',
  validMinutes: 10,
  host: 'mijn.example.net',
  purpose: 'EMAIL_CHANGE',
  kind: 'SMS',
  outcome: 'OBJECTED',
  usernames: 'FdeVries, FdeVries2',
  newAddress: 'f•••@prive.example',
  byReset: true,
  isSignInName: true,
  isNewAddress: true,
  isLink: false,
  left: 9,
  deskPhone: '088-102 7120',
  deadlineOn: '2025-12-05',
  lastDay: '2025-12-31',
  isAnew: false,
  isBlocked: false,
  year: 2025,
  count: 12,
  documentsUrl: link,
  todo: { giveEmail: true, ownFactor: true, ownPassword: true },
  about: 'PAYSLIP',
  isCorrection: false,
  documentUrl: link,
  ...Object.fromEntries(instants.map((name) => [name, '2025-11-21T09:30:00.000Z'])),
}

/** Where one sample does not fit all. */
const own: Readonly<Record<string, object>> = {
  'recovery-code': { pin: '0756 6539' },
  'backup-code-sms': { pin: '0756 6539' },
}

/** What a template also has to say well: every value of a code, every end of a count. */
const also: Readonly<Record<string, readonly object[]>> = {
  'mail-code': [{ purpose: 'NUMBER_PROOF' }],
  'password-changed': [{ byReset: false }],
  'email-changed': [{ isSignInName: false }],
  'private-email-confirmed': [{ isSignInName: false }],
  'factor-added': [{ kind: 'APP' }, { kind: 'KEY' }],
  'factor-removed': [{ kind: 'APP' }, { kind: 'KEY' }],
  'backup-code-used': [{ left: 1 }, { left: 0 }],
  'mobile-changed': [{ numberEnding: null }],
  'document-published': [
    { isCorrection: true },
    ...['ANNUAL_STATEMENT', 'DOCUMENT'].flatMap((about) => [{ about }, { about, isCorrection: true }]),
  ],
  'recovery-notice': [{ newAddress: null }],
  'recovery-code': [{ isNewAddress: false }],
  'recovery-reminder': [{ isLink: true }],
  'recovery-ended': [{ outcome: 'WITHDRAWN' }, { outcome: 'EXPIRED' }],
  'leaving-planned': [{ isAnew: true }, { todo: { giveEmail: false, ownFactor: false, ownPassword: false } }],
  'leaving-closed': [{ isBlocked: true }],
  'leaving-cancelled': [{ startsOn: null }],
}

/** There is nowhere to go from these. */
const linkless: ReadonlySet<string> = new Set(['mail-code', 'account-not-active', 'recovery-ended', 'leaving-closed'])

const voices: readonly Voice[] = [
  { language: 'nl', form: 'je' },
  { language: 'nl', form: 'u' },
  { language: 'en', form: 'je' },
  { language: 'en', form: 'u' },
]

const mails = catalogue.filter((message) => message.channel === 'mail')
const texts = catalogue.filter((message) => message.channel === 'sms')
const spoken = catalogue.flatMap((message) => voices.map((voice) => ({ message, voice, title: title(message, voice) })))

function told(message: Message, more: object = {}): object {
  return { ...params, ...own[message.name], ...more }
}

function title({ name, version }: Message, { language, form }: Voice): string {
  return `${name} ${version} in ${language}, ${form}`
}

function words(message: Message, voice: Voice, more: object = {}): string {
  const rendered = message.render(told(message, more), voice)
  const written = typeof rendered === 'string' ? rendered : `${rendered.subject}\n${rendered.text}\n${rendered.html}`
  return written.replaceAll(link, '').replace(/https?:\S+/g, '')
}

describe('every message', () => {
  it('has a name and version of its own and is found by them', () => {
    expect(new Set(catalogue.map(({ name, version }) => `${name}@${version}`)).size).toBe(catalogue.length)
    for (const message of catalogue) expect(findMessage(message.name, message.version)).toBe(message)
    expect(findMessage('activation-invitation', 99)).toBeUndefined()
  })

  it.each(spoken)('$title leaves no gap, with everything told and with only what must be', ({ message, voice }) => {
    const least = { startsOn: null, username: null, concerns: null, dueOn: null, recipientName: null, host: null }
    const desk = { ...params.serviceDesk, menuHint: undefined }
    for (const more of [{}, { ...least, pinBySms: false, serviceDesk: desk }, ...(also[message.name] ?? [])]) {
      expect(words(message, voice, more)).not.toMatch(/undefined|null|NaN|\[object|Invalid|\$\{| {2}\S| [.,]/)
    }
  })

  it.each(spoken.filter(({ voice }) => voice.language === 'nl'))('$title keeps to its form of address', (one) => {
    const other = one.voice.form === 'u' ? /\b(je|jij|jou|jouw|jezelf)\b/i : /\b(u|uw|uzelf)\b/i
    const its = one.voice.form === 'u' ? /\b(u|uw)\b/i : /\b(je|jij|jouw)\b/i
    for (const more of [{}, ...(also[one.message.name] ?? [])]) {
      expect(words(one.message, one.voice, more)).not.toMatch(other)
      expect(words(one.message, one.voice, more)).toMatch(its)
    }
  })

  it.each(spoken.filter(({ voice }) => voice.language === 'en'))('$title is English', ({ message, voice }) => {
    for (const more of [{}, ...(also[message.name] ?? [])]) {
      expect(words(message, voice, more)).not.toMatch(/\b(je|uw|het|een|niet|geldig|dan)\b/i)
      expect(words(message, voice, more)).toBe(words(message, { language: 'en', form: 'je' }, more))
    }
  })

  it.each(catalogue)(
    '$name refuses to be sent without what it needs, and does not tell what it was given',
    (message) => {
      const voice = { language: 'nl', form: 'je' } as const
      expect(() => message.render({}, voice)).toThrow('parameter portalName is missing or wrong')
      expect(() => message.render(null, voice)).toThrow('missing or wrong')
      expect(() => message.render({ ...params, portalName: ['Fenna'] }, voice)).toThrow(/^(?!.*Fenna).*portalName/)
      const { secret } = message
      if (secret === null) return
      expect(() => message.render(told(message, { [secret]: undefined }), voice)).toThrow(secret)
      const hostile = 'javascript:alert(1)'
      expect(() => message.render(told(message, { [secret]: hostile }), voice)).toThrow(/^(?!.*alert)/)
    },
  )

  it.each(catalogue)('$name has its PIN or link sealed, not among the plain parameters', (message) => {
    const voice = { language: 'nl', form: 'je' } as const
    const written = words(message, voice)
    for (const name of ['pin', 'link'].filter((param) => param !== message.secret)) {
      expect(words(message, voice, { [name]: undefined })).toBe(written)
    }
  })

  it.each(Object.keys(also))('%s says something else for each of its cases', (name) => {
    const message = findMessage(name, 1)
    if (message === undefined) throw new Error(`no message ${name}`)
    for (const voice of voices) {
      const said = [{}, ...(also[name] ?? [])].map((more) => words(message, voice, more))
      expect(new Set(said).size).toBe(said.length)
    }
  })
})

describe('every mail', () => {
  it.each(mails)('$name shows its link, where it has one, as a button and once more to copy', (message) => {
    const { html, text } = message.render(told(message), { language: 'nl', form: 'je' })
    if (linkless.has(message.name)) {
      expect(html).not.toMatch(/href="http|Werkt de knop niet/)
      expect(text).not.toContain('http')
      return
    }
    const escaped = link.replace('&', '&amp;')
    expect(html.split(`href="${escaped}"`)).toHaveLength(3)
    expect(html.split(`>${escaped}<`)).toHaveLength(2)
    expect(text.split('\n')).toContain(link)
  })

  it.each(mails.filter(({ secret }) => secret === 'pin'))(
    '$name shows its code large and never in passing',
    (message) => {
      const pin = message.name === 'recovery-code' ? '0756 6539' : '481526'
      for (const voice of voices) {
        const { html, text, subject } = message.render(told(message), voice)
        expect(html.match(new RegExp(`<p style="[^"]*font-size:32px[^"]*user-select:all">${pin}</p>`))).not.toBeNull()
        expect(text.split('\n').filter((line) => line === pin)).toHaveLength(1)
        expect(subject).not.toContain(pin)
        // Once alone, and beyond what an inbox or a locked screen shows of a mail: preheader, heading, greeting.
        expect(html.split(pin)).toHaveLength(2)
        const visible = html.slice(html.indexOf('<body')).replace(/<[^>]*>/g, '')
        expect(visible.indexOf(pin)).toBeGreaterThan(180)
      }
    },
  )

  it.each(mails)('$name names the service desk with number, menu, mail and hours', (message) => {
    const { html, text } = message.render(told(message), { language: 'en', form: 'u' })
    for (const written of [html, text]) {
      for (const part of ['HR Servicedesk', '088-102 7120', 'option 2.', 'servicedesk@example.org', '9.00–17.00']) {
        expect(written).toContain(part)
      }
    }
    expect(html).toContain('href="tel:0881027120"')
    expect(html).toContain('href="mailto:servicedesk@example.org"')
  })

  it.each(mails)('$name is readable by everyone and fetches nothing', (message) => {
    for (const voice of voices) {
      const { html, subject } = message.render(told(message), voice)
      expect(html).toContain(`<html lang="${voice.language}" dir="ltr">`)
      expect(html).toContain('name="viewport"')
      expect(html).toContain('<title>')
      expect(html.match(/<h1 /g)).toHaveLength(1)
      expect(html.match(/<table(?! role="presentation")/g)).toBeNull()
      expect(html).not.toMatch(/<(img|script|style|link|iframe|form|object)\b|url\(|@import|src=/i)
      expect(subject.length).toBeLessThan(90)
    }
  })

  it.each(mails)('$name escapes a hostile name and lets it break no line', (message) => {
    const attack = '<img src=x onerror=alert(1)>"\'&\r\nBcc: x@example.org\u202e\u2028'
    const hostile = {
      recipientName: attack,
      organisationName: attack,
      portalName: attack,
      title: attack,
      concerns: attack,
      username: attack,
      usernames: attack,
      newAddress: attack,
    }
    const rendered = message.render(told(message, hostile), { language: 'nl', form: 'je' })
    expect(rendered.html).not.toMatch(/<img|onerror=alert\(1\)>|\u202e/)
    expect(rendered.html).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp; Bcc: x@example.org')
    expect(rendered.subject).not.toMatch(/[\r\n\u2028\u202e]/)
    expect(rendered.text).not.toMatch(/^Bcc/m)
  })
})

describe('every SMS', () => {
  it.each(texts)('$name fits into one', (message) => {
    for (const voice of voices) {
      const long = {
        portalName: 'Het Mijn Werkplek Portaal van de Samenwerkende Gemeenten',
        host: 'mijn.samenwerking.example.nl',
        link: `https://mijn.samenwerking.example.nl/recovery/object#token=${'Z'.repeat(43)}`,
      }
      expect(gsm7Length(message.render(told(message), voice))).toBeLessThanOrEqual(160)
      expect(gsm7Length(message.render(told(message, long), voice))).toBeLessThanOrEqual(160)
    }
  })
})
