import { type Common, readCommon } from './letterhead.ts'
import { type MailTemplate, spoken } from './template.ts'

export type DocumentsPublished = Common & { readonly count: number; readonly documentsUrl: string }

/** Several documents at once (S001-003, S001-058): what they are stands behind the sign-in. */
export const documentsPublished: MailTemplate<DocumentsPublished> = {
  channel: 'mail',
  name: 'documents-published',
  version: 1,
  priority: 'bulk',
  secret: null,
  parse: (params) => ({
    ...readCommon(params),
    count: params.count('count'),
    documentsUrl: params.link('documentsUrl'),
  }),
  text: spoken({
    je: (p) => ({
      subject: `Er staan ${p.count} documenten voor je klaar in ${p.portalName}`,
      preheader: `${p.organisationName} heeft ${p.count} documenten voor je klaargezet.`,
      paragraphs: [
        `${p.organisationName} heeft ${p.count} documenten voor je klaargezet in ${p.portalName}.`,
        'Klik op de knop en log in om ze te bekijken.',
      ],
      button: { label: 'Bekijken', url: p.documentsUrl },
      afterButton: ['Verwacht je dit niet? Laat het dan de servicedesk weten.'],
    }),
    u: (p) => ({
      subject: `Er staan ${p.count} documenten voor u klaar in ${p.portalName}`,
      preheader: `${p.organisationName} heeft ${p.count} documenten voor u klaargezet.`,
      paragraphs: [
        `${p.organisationName} heeft ${p.count} documenten voor u klaargezet in ${p.portalName}.`,
        'Klik op de knop en log in om ze te bekijken.',
      ],
      button: { label: 'Bekijken', url: p.documentsUrl },
      afterButton: ['Verwacht u dit niet? Laat het dan de servicedesk weten.'],
    }),
    en: (p) => ({
      subject: `There are ${p.count} documents for you in ${p.portalName}`,
      preheader: `${p.organisationName} has put ${p.count} documents there for you.`,
      paragraphs: [
        `${p.organisationName} has put ${p.count} documents for you in ${p.portalName}.`,
        'Click the button and sign in to see them.',
      ],
      button: { label: 'View', url: p.documentsUrl },
      afterButton: ['Did you not expect this? Please tell the service desk.'],
    }),
  }),
}
