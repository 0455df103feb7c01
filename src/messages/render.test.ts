import { expect, it } from 'vitest'
import { activationInvitation } from './activation-invitation.ts'
import { activationPin } from './activation-pin.ts'
import { backupCodeSms } from './backup-code-sms.ts'
import { backupCodeUsed } from './backup-code-used.ts'
import { sayDay, sayMoment, sayUntil } from './dates.ts'
import { gsm7Length, toGsm7 } from './gsm7.ts'
import { mailCode } from './mail-code.ts'
import { recoveryCode } from './recovery-code.ts'
import { recoveryNoticeSms } from './recovery-notice-sms.ts'
import { renderMail, renderSms } from './render.ts'
import { signInCode } from './sign-in-code.ts'

const common = {
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
}

const invitation = {
  ...common,
  link: 'https://mijn.example.net/activeren#token',
  validUntil: '2025-12-12T23:00:00.000Z',
  startsOn: '2025-12-01',
  pinBySms: true,
}

it('invites as the manual promises: who, from when, how, and how long the link works', () => {
  expect(renderMail(activationInvitation, invitation, { language: 'nl', form: 'je' })).toMatchObject({
    subject: 'Activeer je account voor Mijn Werkplek',
    text: `Beste Fenna de Vries,

Gemeente Zwolle nodigt je uit om je account voor Mijn Werkplek te activeren. Je hebt toegang vanaf maandag 1 december 2025.

Klik op de knop hieronder. Ter controle krijg je een pincode per sms op het mobiele nummer dat bij ons bekend is. Daarna kies je een wachtwoord en ben je klaar.

Activeer:
https://mijn.example.net/activeren#token

De link is persoonlijk en geldig tot en met vrijdag 12 december 2025. Stuur deze e-mail niet door.

Heb je een ander mobiel nummer gekregen, of verwacht je deze uitnodiging niet? Laat het dan de servicedesk weten.

Heb je een vraag? Je kunt terecht bij:
HR Servicedesk
- Telefoon: 088-102 7120
- Keuzemenu: optie 2. HR-Servicedesk
- E-mail: servicedesk@example.org
- Bereikbaar: elke werkdag 9.00–17.00 uur

Met vriendelijke groet,
Gemeente Zwolle

${'-- '}
Deze e-mail is automatisch verstuurd vanuit Mijn Werkplek. Een antwoord komt aan bij de servicedesk.`,
  })
})

it('sends a PIN that a phone offers on the portal only', () => {
  const params = { portalName: 'Mijn Werkplek', pin: '481526', validMinutes: 10, host: 'mijn.example.net' }
  expect(renderSms(activationPin, params, { language: 'nl', form: 'u' })).toBe(
    '481526 is uw pincode voor Mijn Werkplek. Hij is 10 minuten geldig. Geef hem aan niemand, ook niet aan ons.\n\n@mijn.example.net #481526',
  )
  expect(renderSms(activationPin, { ...params, host: null }, { language: 'en', form: 'u' })).toBe(
    '481526 is your PIN for Mijn Werkplek. It is valid for 10 minutes. Never share it, not even with us.',
  )
})

it('shortens the words around a PIN before it needs a second SMS', () => {
  const params = { portalName: 'P'.repeat(60), pin: '481526', validMinutes: 10, host: 'mijn.example.net' }
  expect(renderSms(activationPin, params, { language: 'nl', form: 'je' })).toBe(
    '481526 is je pincode, 10 minuten geldig. Geef hem aan niemand.\n\n@mijn.example.net #481526',
  )
})

it('gives a code by mail without a link to follow', () => {
  const params = { ...common, pin: '481526', validMinutes: 10, purpose: 'NUMBER_PROOF' }
  expect(renderMail(mailCode, params, { language: 'nl', form: 'u' })).toMatchObject({
    subject: 'Code om uw telefoonnummer in te stellen',
    text: expect.stringMatching(
      /^Geachte Fenna de Vries,\n\nU stelt een telefoonnummer in [^\n]+ Vul daar deze code in:\n\n481526\n\nDe code is 10 minuten geldig\./,
    ),
  })
})

it('leads from the backup code of the service desk back to two steps, as the manual does', () => {
  const params = {
    ...common,
    pin: '0756 6539',
    validUntil: '2025-12-12T23:00:00.000Z',
    signInUrl: 'https://mijn.example.net/sign-in',
  }
  const { text } = renderMail(recoveryCode, params, { language: 'nl', form: 'je' })
  expect(text).toContain(`
Met deze backupcode kun je weer inloggen bij Mijn Werkplek. Hij werkt één keer en is geldig tot en met vrijdag 12 december 2025:

0756 6539

Inloggen:
https://mijn.example.net/sign-in

Zo gebruik je de backupcode:

1. Gebruik je een authenticator-app? Zet die dan eerst op je eigen telefoon of tablet. Doe er verder nog niets mee.

2. Log in met je inlognaam en wachtwoord.

3. Kies bij de tweede stap voor “Probeer het op een andere manier” en dan voor “Backupcode gebruiken”. Vul de backupcode in.

4. Kies daarna dat je permanent geen toegang meer hebt tot je oude manier van inloggen.

5. Stel de tweestapsverificatie opnieuw in.
`)
})

it('tells by SMS what a code is for, and how to stop a recovery', () => {
  const voice = { language: 'nl', form: 'je' } as const
  const code = { portalName: 'Mijn Werkplek', pin: '481526', validMinutes: 10, host: 'mijn.example.net' }
  expect(renderSms(signInCode, code, voice)).toBe(
    '481526 is je inlogcode voor Mijn Werkplek. Hij is 10 minuten geldig. Geef hem aan niemand, ook niet aan ons.\n\n@mijn.example.net #481526',
  )
  expect(renderSms(backupCodeSms, { portalName: 'Mijn Werkplek', pin: '0756 6539' }, voice)).toBe(
    '0756 6539 is je backupcode voor Mijn Werkplek. Hij werkt één keer, in plaats van de gewone code. Bewaar hem goed en geef hem aan niemand.',
  )
  const link = `https://mijn.example.net/recovery/object#token=${'Z'.repeat(43)}`
  expect(renderSms(recoveryNoticeSms, { portalName: 'Mijn Werkplek', link }, voice)).toBe(
    `Herstel van je account. Niet gevraagd? Maak bezwaar: ${link}`,
  )
})

it('takes no code, count or purpose of another shape, and says which', () => {
  const voice = { language: 'en', form: 'u' } as const
  const sms = { portalName: 'Mijn Werkplek', pin: '0756 6539' }
  for (const pin of ['07566539', '0756  6539', '756 6539', ' 0756 6539', '0756 6539 0756 6539 0756', 7566539]) {
    expect(() => renderSms(backupCodeSms, { ...sms, pin }, voice)).toThrow('parameter pin is missing or wrong')
  }
  const used = { ...common, usedAt: '2025-11-21T09:30:00.000Z', signInUrl: 'https://mijn.example.net/sign-in' }
  for (const left of [-1, 0.5, '3', null]) {
    expect(() => renderMail(backupCodeUsed, { ...used, left }, voice)).toThrow('parameter left is missing or wrong')
  }
  const code = { ...common, pin: '481526', validMinutes: 10, purpose: 'toString' }
  expect(() => renderMail(mailCode, code, voice)).toThrow('parameter purpose is missing or wrong')
})

it('says a day, a moment and an end as people say them', () => {
  expect(sayDay('2026-03-29', 'nl')).toBe('zondag 29 maart 2026')
  expect(sayDay('2026-03-29', 'en')).toBe('Sunday 29 March 2026')
  expect(sayMoment(new Date('2026-07-01T12:05:00Z'), 'nl')).toBe('woensdag 1 juli 2026 om 14:05 uur')
  expect(sayMoment(new Date('2026-07-01T12:05:00Z'), 'en')).toBe('Wednesday 1 July 2026 at 14:05 (Dutch time)')
  expect(sayUntil(new Date('2026-07-01T12:05:00Z'), 'nl')).toBe('tot woensdag 1 juli 2026 om 14:05 uur')
  expect(sayUntil(new Date('2026-03-31T22:00:00Z'), 'nl')).toBe('tot en met dinsdag 31 maart 2026')
  expect(sayUntil(new Date('2025-12-31T23:00:00Z'), 'en')).toBe('up to and including Wednesday 31 December 2025')
})

it('writes names in the alphabet of the phone network', () => {
  expect(toGsm7('Zoë’s café – “Çelik” Łódź 😀 €5')).toBe('Zoe\'s café - "Çelik" ?ódz ? €5'.replace('ó', 'o'))
  expect(gsm7Length('€[]')).toBe(6)
})

const luminance = (colour: string) => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

it('keeps every colour of text readable', () => {
  const code = { ...common, pin: '481526', validMinutes: 10, purpose: 'EMAIL_CHANGE' }
  const voice = { language: 'nl', form: 'je' } as const
  const { html } = renderMail(activationInvitation, invitation, voice)
  const styles = [...(html + renderMail(mailCode, code, voice).html).matchAll(/style="([^"]*)"/g)].map(
    ([, style = '']) => style,
  )
  const pairs = styles.flatMap((style) => {
    const colour = /(?:^|;)color:(#[0-9a-f]{6})/.exec(style)?.[1]
    return colour ? [[colour, /background:(#[0-9a-f]{6})/.exec(style)?.[1] ?? '#ffffff'] as const] : []
  })
  expect(pairs.length).toBeGreaterThan(10)
  for (const [text, ground] of pairs) {
    const [light, dark] = [luminance(text), luminance(ground)].sort((a, b) => b - a)
    expect(((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5)
  }
})
