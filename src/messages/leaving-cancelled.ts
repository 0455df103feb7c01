import { sayDay } from './dates.ts'
import { type Common, readCommon } from './letterhead.ts'
import { type MailTemplate, spoken } from './template.ts'

export type LeavingCancelled = Common & {
  /** The first day of whoever comes back; null where nobody ever left. */
  readonly startsOn: string | null
  readonly signInUrl: string
}

/** Nobody leaves any more, or somebody comes back: nothing of the earlier mails counts. */
export const leavingCancelled: MailTemplate<LeavingCancelled> = {
  channel: 'mail',
  name: 'leaving-cancelled',
  version: 1,
  priority: 'act',
  secret: null,
  parse: (params) => ({
    ...readCommon(params),
    startsOn: params.optionalDay('startsOn'),
    signInUrl: params.link('signInUrl'),
  }),
  text: spoken({
    je: (p) => ({
      subject: `Je toegang tot ${p.portalName} ${p.startsOn === null ? 'blijft' : 'is er weer'}`,
      preheader: `Eerdere e-mails over je vertrek gelden niet meer.`,
      paragraphs: [
        p.startsOn === null
          ? `Je vertrek bij ${p.organisationName} is ingetrokken. Je toegang tot ${p.portalName} is wat hij was.`
          : `Je werkt vanaf ${sayDay(p.startsOn, 'nl')} weer bij ${p.organisationName}. Vanaf die dag heb je weer toegang tot ${p.portalName}, met hetzelfde account.`,
        'Wat we eerder mailden over je vertrek, geldt niet meer.',
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: [],
    }),
    u: (p) => ({
      subject: `Uw toegang tot ${p.portalName} ${p.startsOn === null ? 'blijft' : 'is er weer'}`,
      preheader: `Eerdere e-mails over uw vertrek gelden niet meer.`,
      paragraphs: [
        p.startsOn === null
          ? `Uw vertrek bij ${p.organisationName} is ingetrokken. Uw toegang tot ${p.portalName} is wat hij was.`
          : `U werkt vanaf ${sayDay(p.startsOn, 'nl')} weer bij ${p.organisationName}. Vanaf die dag hebt u weer toegang tot ${p.portalName}, met hetzelfde account.`,
        'Wat we eerder mailden over uw vertrek, geldt niet meer.',
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: [],
    }),
    en: (p) => ({
      subject: `${p.startsOn === null ? 'You keep' : 'You have'} your access to ${p.portalName}`,
      preheader: `Earlier mails about your leaving no longer count.`,
      paragraphs: [
        p.startsOn === null
          ? `You are not leaving ${p.organisationName} after all. Your access to ${p.portalName} is what it was.`
          : `You work at ${p.organisationName} again from ${sayDay(p.startsOn, 'en')}. From that day on you have access to ${p.portalName} again, with the same account.`,
        'What we wrote earlier about your leaving no longer counts.',
      ],
      button: { label: 'Sign in', url: p.signInUrl },
      afterButton: [],
    }),
  }),
}
