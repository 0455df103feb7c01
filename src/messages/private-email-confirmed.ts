import { sayMoment } from './dates.ts'
import { type Common, readCommon } from './letterhead.ts'
import { type MailTemplate, spoken } from './template.ts'

export type PrivateEmailConfirmed = Common & {
  readonly changedAt: Date
  /** Whether people sign in with their mail address here. */
  readonly isSignInName: boolean
  readonly signInUrl: string
}

/** To the private address, once it is proven: where to look for mail from now on, and with what to sign in (S000-033). */
export const privateEmailConfirmed: MailTemplate<PrivateEmailConfirmed> = {
  channel: 'mail',
  name: 'private-email-confirmed',
  version: 1,
  priority: 'act',
  secret: null,
  parse: (params) => ({
    ...readCommon(params),
    changedAt: params.instant('changedAt'),
    isSignInName: params.flag('isSignInName'),
    signInUrl: params.link('signInUrl'),
  }),
  text: spoken({
    je: (p) => ({
      subject: `Dit is voortaan je e-mailadres voor ${p.portalName}`,
      preheader: 'E-mails over je account komen voortaan hier aan.',
      paragraphs: [
        `Je hebt dit e-mailadres op ${sayMoment(p.changedAt, 'nl')} aan je account voor ${p.portalName} gekoppeld. E-mails over je account komen voortaan hier aan, ook als je niet meer bij ${p.organisationName} werkt.`,
        p.isSignInName ? 'Je logt voortaan in met dit e-mailadres.' : 'Je inlognaam verandert niet.',
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: ['Was jij dit niet? Neem dan contact op met de servicedesk.'],
    }),
    u: (p) => ({
      subject: `Dit is voortaan uw e-mailadres voor ${p.portalName}`,
      preheader: 'E-mails over uw account komen voortaan hier aan.',
      paragraphs: [
        `U hebt dit e-mailadres op ${sayMoment(p.changedAt, 'nl')} aan uw account voor ${p.portalName} gekoppeld. E-mails over uw account komen voortaan hier aan, ook als u niet meer bij ${p.organisationName} werkt.`,
        p.isSignInName ? 'U logt voortaan in met dit e-mailadres.' : 'Uw inlognaam verandert niet.',
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: ['Was u dit niet? Neem dan contact op met de servicedesk.'],
    }),
    en: (p) => ({
      subject: `This is your e-mail address for ${p.portalName} from now on`,
      preheader: 'E-mails about your account arrive here from now on.',
      paragraphs: [
        `You linked this e-mail address to your account for ${p.portalName} on ${sayMoment(p.changedAt, 'en')}. E-mails about your account arrive here from now on, also when you no longer work at ${p.organisationName}.`,
        p.isSignInName ? 'From now on you sign in with this address.' : 'Your login name does not change.',
      ],
      button: { label: 'Sign in', url: p.signInUrl },
      afterButton: ['Was this not you? Please contact the service desk.'],
    }),
  }),
}
