import { sayDay } from './dates.ts'
import { type Common, readCommon } from './letterhead.ts'
import { type MailTemplate, spoken } from './template.ts'

export type AccessGranted = Common & {
  readonly signInUrl: string
  readonly startsOn: string | null
}

/** Someone who already has an account in the portal was given access to one more organisation: nothing to activate. */
export const accessGranted: MailTemplate<AccessGranted> = {
  channel: 'mail',
  name: 'access-granted',
  version: 1,
  priority: 'act',
  secret: null,
  parse: (params) => ({
    ...readCommon(params),
    signInUrl: params.link('signInUrl'),
    startsOn: params.optionalDay('startsOn'),
  }),
  text: spoken({
    je: (p) => ({
      subject: `Je krijgt ook toegang tot ${p.organisationName}`,
      preheader: `Je bestaande account voor ${p.portalName} blijft gewoon werken.`,
      paragraphs: [
        `${p.startsOn ? `Vanaf ${sayDay(p.startsOn, 'nl')}` : 'Vanaf nu'} geeft je account voor ${p.portalName} ook toegang tot ${p.organisationName}.`,
        'Je hoeft niets te activeren: je logt in zoals je gewend bent.',
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: ['Verwacht je dit niet? Laat het dan de servicedesk weten.'],
    }),
    u: (p) => ({
      subject: `U krijgt ook toegang tot ${p.organisationName}`,
      preheader: `Uw bestaande account voor ${p.portalName} blijft gewoon werken.`,
      paragraphs: [
        `${p.startsOn ? `Vanaf ${sayDay(p.startsOn, 'nl')}` : 'Vanaf nu'} geeft uw account voor ${p.portalName} ook toegang tot ${p.organisationName}.`,
        'U hoeft niets te activeren: u logt in zoals u gewend bent.',
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: ['Verwacht u dit niet? Laat het dan de servicedesk weten.'],
    }),
    en: (p) => ({
      subject: `You get access to ${p.organisationName} as well`,
      preheader: `Your existing account for ${p.portalName} keeps working as before.`,
      paragraphs: [
        `${p.startsOn ? `From ${sayDay(p.startsOn, 'en')}` : 'From now on'} your account for ${p.portalName} also gives you access to ${p.organisationName}.`,
        'There is nothing to activate: sign in as you are used to.',
      ],
      button: { label: 'Sign in', url: p.signInUrl },
      afterButton: ['Did you not expect this? Please tell the service desk.'],
    }),
  }),
}
