import { sayMoment } from './dates.ts'
import { type Common, readCommon } from './letterhead.ts'
import { type SecondStep, saySecondStep, secondSteps } from './second-step.ts'
import { type MailTemplate, spoken } from './template.ts'

export type FactorAdded = Common & {
  readonly kind: SecondStep
  readonly addedAt: Date
  readonly signInUrl: string
}

/** Tells the mailbox of one more way to sign in: whoever did not add it must hear of it. */
export const factorAdded: MailTemplate<FactorAdded> = {
  channel: 'mail',
  name: 'factor-added',
  version: 1,
  priority: 'act',
  secret: null,
  parse: (params) => ({
    ...readCommon(params),
    kind: params.oneOf('kind', secondSteps),
    addedAt: params.instant('addedAt'),
    signInUrl: params.link('signInUrl'),
  }),
  text: spoken({
    je: (p) => ({
      subject: `Toegevoegd aan je tweestapsverificatie: ${saySecondStep(p.kind, 'nl')}`,
      preheader: 'Was jij dit niet? Neem dan meteen contact op met de servicedesk.',
      paragraphs: [
        `Aan de tweestapsverificatie van je account voor ${p.portalName} is ${saySecondStep(p.kind, 'nl')} toegevoegd op ${sayMoment(p.addedAt, 'nl')}.`,
        'Je kunt dit voortaan gebruiken bij het inloggen.',
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: [
        'Was jij dit niet? Neem dan meteen contact op met de servicedesk. Iemand anders kan dan bij jouw gegevens.',
      ],
    }),
    u: (p) => ({
      subject: `Toegevoegd aan uw tweestapsverificatie: ${saySecondStep(p.kind, 'nl')}`,
      preheader: 'Was u dit niet? Neem dan meteen contact op met de servicedesk.',
      paragraphs: [
        `Aan de tweestapsverificatie van uw account voor ${p.portalName} is ${saySecondStep(p.kind, 'nl')} toegevoegd op ${sayMoment(p.addedAt, 'nl')}.`,
        'U kunt dit voortaan gebruiken bij het inloggen.',
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: [
        'Was u dit niet? Neem dan meteen contact op met de servicedesk. Iemand anders kan dan bij uw gegevens.',
      ],
    }),
    en: (p) => ({
      subject: `Added to your two-step verification: ${saySecondStep(p.kind, 'en')}`,
      preheader: 'Was this not you? Please contact the service desk at once.',
      paragraphs: [
        `On ${sayMoment(p.addedAt, 'en')} this was added to the two-step verification of your account for ${p.portalName}: ${saySecondStep(p.kind, 'en')}.`,
        'From now on you can use it to sign in.',
      ],
      button: { label: 'Sign in', url: p.signInUrl },
      afterButton: [
        'Was this not you? Please contact the service desk at once. Someone else may be able to see your data.',
      ],
    }),
  }),
}
