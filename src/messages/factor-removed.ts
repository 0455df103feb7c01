import { sayMoment } from './dates.ts'
import { type Common, readCommon } from './letterhead.ts'
import { type SecondStep, saySecondStep, secondSteps } from './second-step.ts'
import { type MailTemplate, spoken } from './template.ts'

export type FactorRemoved = Common & {
  readonly kind: SecondStep
  readonly removedAt: Date
  readonly signInUrl: string
}

/** Tells the mailbox that a way to sign in is gone: whoever did not remove it must hear of it. */
export const factorRemoved: MailTemplate<FactorRemoved> = {
  channel: 'mail',
  name: 'factor-removed',
  version: 1,
  priority: 'act',
  secret: null,
  parse: (params) => ({
    ...readCommon(params),
    kind: params.oneOf('kind', secondSteps),
    removedAt: params.instant('removedAt'),
    signInUrl: params.link('signInUrl'),
  }),
  text: spoken({
    je: (p) => ({
      subject: `Verwijderd uit je tweestapsverificatie: ${saySecondStep(p.kind, 'nl')}`,
      preheader: 'Was jij dit niet? Neem dan meteen contact op met de servicedesk.',
      paragraphs: [
        `Uit de tweestapsverificatie van je account voor ${p.portalName} is ${saySecondStep(p.kind, 'nl')} verwijderd op ${sayMoment(p.removedAt, 'nl')}.`,
        'Je kunt dit niet meer gebruiken bij het inloggen.',
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: [
        'Was jij dit niet? Neem dan meteen contact op met de servicedesk. Iemand anders kan dan bij jouw gegevens.',
      ],
    }),
    u: (p) => ({
      subject: `Verwijderd uit uw tweestapsverificatie: ${saySecondStep(p.kind, 'nl')}`,
      preheader: 'Was u dit niet? Neem dan meteen contact op met de servicedesk.',
      paragraphs: [
        `Uit de tweestapsverificatie van uw account voor ${p.portalName} is ${saySecondStep(p.kind, 'nl')} verwijderd op ${sayMoment(p.removedAt, 'nl')}.`,
        'U kunt dit niet meer gebruiken bij het inloggen.',
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: [
        'Was u dit niet? Neem dan meteen contact op met de servicedesk. Iemand anders kan dan bij uw gegevens.',
      ],
    }),
    en: (p) => ({
      subject: `Removed from your two-step verification: ${saySecondStep(p.kind, 'en')}`,
      preheader: 'Was this not you? Please contact the service desk at once.',
      paragraphs: [
        `On ${sayMoment(p.removedAt, 'en')} this was removed from the two-step verification of your account for ${p.portalName}: ${saySecondStep(p.kind, 'en')}.`,
        'You can no longer use it to sign in.',
      ],
      button: { label: 'Sign in', url: p.signInUrl },
      afterButton: [
        'Was this not you? Please contact the service desk at once. Someone else may be able to see your data.',
      ],
    }),
  }),
}
