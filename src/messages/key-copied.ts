import { sayMoment } from './dates.ts'
import { type Common, readCommon } from './letterhead.ts'
import { type MailTemplate, spoken } from './template.ts'

export type KeyCopied = Common & {
  readonly at: Date
  readonly signInUrl: string
}

/** A right signature with an old counter: a copy of the key is about, and was refused. */
export const keyCopied: MailTemplate<KeyCopied> = {
  channel: 'mail',
  name: 'key-copied',
  version: 1,
  priority: 'act',
  secret: null,
  parse: (params) => ({
    ...readCommon(params),
    at: params.instant('at'),
    signInUrl: params.link('signInUrl'),
  }),
  text: spoken({
    je: (p) => ({
      subject: `Een beveiligingssleutel is geweigerd bij ${p.portalName}`,
      preheader: 'Mogelijk is er een kopie van je sleutel gemaakt.',
      paragraphs: [
        `Op ${sayMoment(p.at, 'nl')} is bij ${p.portalName} een beveiligingssleutel van jouw account geweigerd: het lijkt erop dat er een kopie van is gemaakt. Met die sleutel is niemand binnengekomen.`,
        'Log in op een andere manier, verwijder de sleutel bij je instellingen en stel een nieuwe in.',
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: ['Weet je niet hoe dit kan? Neem dan meteen contact op met de servicedesk.'],
    }),
    u: (p) => ({
      subject: `Een beveiligingssleutel is geweigerd bij ${p.portalName}`,
      preheader: 'Mogelijk is er een kopie van uw sleutel gemaakt.',
      paragraphs: [
        `Op ${sayMoment(p.at, 'nl')} is bij ${p.portalName} een beveiligingssleutel van uw account geweigerd: het lijkt erop dat er een kopie van is gemaakt. Met die sleutel is niemand binnengekomen.`,
        'Log in op een andere manier, verwijder de sleutel bij uw instellingen en stel een nieuwe in.',
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: ['Weet u niet hoe dit kan? Neem dan meteen contact op met de servicedesk.'],
    }),
    en: (p) => ({
      subject: `A security key was refused at ${p.portalName}`,
      preheader: 'Somebody may have made a copy of your key.',
      paragraphs: [
        `On ${sayMoment(p.at, 'en')} a security key of your account for ${p.portalName} was refused: it looks as if somebody made a copy of it. Nobody got in with that key.`,
        'Sign in another way, remove the key in your settings and set up a new one.',
      ],
      button: { label: 'Sign in', url: p.signInUrl },
      afterButton: ['Do you not know how this can be? Please contact the service desk at once.'],
    }),
  }),
}
