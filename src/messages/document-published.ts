import { type Common, readCommon } from './letterhead.ts'
import { type MailTemplate, spoken } from './template.ts'

/** DOCUMENT for contracts and whatever says something about somebody's health alike: a mail passes many hands. */
const abouts = ['PAYSLIP', 'ANNUAL_STATEMENT', 'DOCUMENT'] as const

type About = (typeof abouts)[number]

/** What is no longer named: rows of an earlier release may say it. */
const unnamed = ['CONTRACT'] as const

export type DocumentPublished = Common & {
  readonly about: About
  readonly isCorrection: boolean
  readonly documentUrl: string
}

const dutch: Readonly<Record<About, string>> = {
  PAYSLIP: 'loonstrook',
  ANNUAL_STATEMENT: 'jaaropgaaf',
  DOCUMENT: 'document',
}

const english: Readonly<Record<About, string>> = {
  PAYSLIP: 'payslip',
  ANNUAL_STATEMENT: 'annual statement',
  DOCUMENT: 'document',
}

/** A document is ready (S001-003, S001-058). The link names it and opens nothing by itself. */
export const documentPublished: MailTemplate<DocumentPublished> = {
  channel: 'mail',
  name: 'document-published',
  version: 1,
  priority: 'act',
  secret: null,
  parse: (params) => ({
    ...readCommon(params),
    about: abouts.find((about) => about === params.oneOf('about', [...abouts, ...unnamed])) ?? 'DOCUMENT',
    isCorrection: params.flag('isCorrection'),
    documentUrl: params.link('documentUrl'),
  }),
  text: spoken({
    je: (p) => ({
      subject: `Er staat een ${inDutch(p)} voor je klaar in ${p.portalName}`,
      preheader: `${p.organisationName} heeft een ${inDutch(p)} voor je klaargezet.`,
      paragraphs: [
        `${p.organisationName} heeft een ${inDutch(p)} voor je klaargezet in ${p.portalName}.`,
        ...(p.isCorrection ? ['Deze komt in de plaats van de versie die je eerder kreeg.'] : []),
        'Klik op de knop en log in om het te bekijken.',
      ],
      button: { label: 'Bekijken', url: p.documentUrl },
      afterButton: ['Verwacht je dit niet? Laat het dan de servicedesk weten.'],
    }),
    u: (p) => ({
      subject: `Er staat een ${inDutch(p)} voor u klaar in ${p.portalName}`,
      preheader: `${p.organisationName} heeft een ${inDutch(p)} voor u klaargezet.`,
      paragraphs: [
        `${p.organisationName} heeft een ${inDutch(p)} voor u klaargezet in ${p.portalName}.`,
        ...(p.isCorrection ? ['Deze komt in de plaats van de versie die u eerder kreeg.'] : []),
        'Klik op de knop en log in om het te bekijken.',
      ],
      button: { label: 'Bekijken', url: p.documentUrl },
      afterButton: ['Verwacht u dit niet? Laat het dan de servicedesk weten.'],
    }),
    en: (p) => ({
      subject: `There is ${inEnglish(p)} for you in ${p.portalName}`,
      preheader: `${p.organisationName} has put ${inEnglish(p)} there for you.`,
      paragraphs: [
        `${p.organisationName} has put ${inEnglish(p)} for you in ${p.portalName}.`,
        ...(p.isCorrection ? ['It takes the place of the version you had before.'] : []),
        'Click the button and sign in to see it.',
      ],
      button: { label: 'View', url: p.documentUrl },
      afterButton: ['Did you not expect this? Please tell the service desk.'],
    }),
  }),
}

function inDutch({ about, isCorrection }: DocumentPublished): string {
  if (!isCorrection) return dutch[about]
  return `${about === 'DOCUMENT' ? 'verbeterd' : 'verbeterde'} ${dutch[about]}`
}

function inEnglish({ about, isCorrection }: DocumentPublished): string {
  if (isCorrection) return `a corrected ${english[about]}`
  return `${about === 'ANNUAL_STATEMENT' ? 'an' : 'a'} ${english[about]}`
}
