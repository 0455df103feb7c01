import { type Common, readCommon } from './letterhead.ts'
import { type MailTemplate, spoken } from './template.ts'

export type EnrolmentLapsed = Common & {
  readonly signInUrl: string
}

/** The time to set up a second step is over. Nobody is locked out: signing in leads there first. */
export const enrolmentLapsed: MailTemplate<EnrolmentLapsed> = {
  channel: 'mail',
  name: 'enrolment-lapsed',
  version: 1,
  priority: 'bulk',
  secret: null,
  parse: (params) => ({
    ...readCommon(params),
    signInUrl: params.link('signInUrl'),
  }),
  text: spoken({
    je: (p) => ({
      subject: `Inloggen bij ${p.portalName}: stel eerst tweestapsverificatie in`,
      preheader: 'De eerste keer stel je de tweestapsverificatie in. Er gaat niets verloren.',
      paragraphs: [
        `Je hebt de tweestapsverificatie voor ${p.portalName} nog niet ingesteld. Vanaf nu moet dat eerst als je inlogt. Daarna kun je verder zoals je gewend bent.`,
        'Er gaat niets verloren: je account en je gegevens blijven zoals ze zijn.',
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: ['Lukt het instellen niet? De servicedesk helpt je verder.'],
    }),
    u: (p) => ({
      subject: `Inloggen bij ${p.portalName}: stel eerst tweestapsverificatie in`,
      preheader: 'De eerste keer stelt u de tweestapsverificatie in. Er gaat niets verloren.',
      paragraphs: [
        `U hebt de tweestapsverificatie voor ${p.portalName} nog niet ingesteld. Vanaf nu moet dat eerst als u inlogt. Daarna kunt u verder zoals u gewend bent.`,
        'Er gaat niets verloren: uw account en uw gegevens blijven zoals ze zijn.',
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: ['Lukt het instellen niet? De servicedesk helpt u verder.'],
    }),
    en: (p) => ({
      subject: `Signing in to ${p.portalName}: set up two-step verification first`,
      preheader: 'The first time you set up two-step verification. Nothing is lost.',
      paragraphs: [
        `You have not set up two-step verification for ${p.portalName} yet. From now on this comes first when you sign in. After that you can go on as you are used to.`,
        'Nothing is lost: your account and your data stay as they are.',
      ],
      button: { label: 'Sign in', url: p.signInUrl },
      afterButton: ['Do you have trouble setting it up? The service desk will help you.'],
    }),
  }),
}
