import { sayUntil } from './dates.ts'
import { type Common, readCommon } from './letterhead.ts'
import { type MailTemplate, spoken } from './template.ts'

export type LeavingStatement = Common & {
  readonly year: number
  readonly closesAt: Date
  readonly signInUrl: string
}

/** The annual statement is there, and how long it can be had. */
export const leavingStatement: MailTemplate<LeavingStatement> = {
  channel: 'mail',
  name: 'leaving-statement',
  version: 1,
  priority: 'act',
  secret: null,
  parse: (params) => ({
    ...readCommon(params),
    year: params.count('year'),
    closesAt: params.instant('closesAt'),
    signInUrl: params.link('signInUrl'),
  }),
  text: spoken({
    je: (p) => ({
      subject: `Je jaaropgave ${p.year} staat klaar in ${p.portalName}`,
      preheader: `Je kunt hem ophalen ${sayUntil(p.closesAt, 'nl')}.`,
      paragraphs: [
        `Je jaaropgave over ${p.year} van ${p.organisationName} staat klaar in ${p.portalName}. Je hebt hem nodig voor je belastingaangifte.`,
        `Je kunt hem ophalen ${sayUntil(p.closesAt, 'nl')}. Bewaar hem daarna zelf.`,
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: [],
    }),
    u: (p) => ({
      subject: `Uw jaaropgave ${p.year} staat klaar in ${p.portalName}`,
      preheader: `U kunt hem ophalen ${sayUntil(p.closesAt, 'nl')}.`,
      paragraphs: [
        `Uw jaaropgave over ${p.year} van ${p.organisationName} staat klaar in ${p.portalName}. U hebt hem nodig voor uw belastingaangifte.`,
        `U kunt hem ophalen ${sayUntil(p.closesAt, 'nl')}. Bewaar hem daarna zelf.`,
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: [],
    }),
    en: (p) => ({
      subject: `Your annual statement for ${p.year} is ready in ${p.portalName}`,
      preheader: `You can download it ${sayUntil(p.closesAt, 'en')}.`,
      paragraphs: [
        `Your annual statement for ${p.year} of ${p.organisationName} is ready in ${p.portalName}. You need it for your tax return.`,
        `You can download it ${sayUntil(p.closesAt, 'en')}. Keep it yourself after that.`,
      ],
      button: { label: 'Sign in', url: p.signInUrl },
      afterButton: [],
    }),
  }),
}
