import { type Common, readCommon } from './letterhead.ts'
import { type MailTemplate, spoken } from './template.ts'

export type DocumentsUnread = Common & {
  readonly count: number
  /** Of the document, or of the list where there are several. */
  readonly documentUrl: string
}

/** Somebody was told of documents and has not opened them. What they are stands behind the sign-in. */
export const documentsUnread: MailTemplate<DocumentsUnread> = {
  channel: 'mail',
  name: 'documents-unread',
  version: 1,
  priority: 'bulk',
  secret: null,
  parse: (params) => ({
    ...readCommon(params),
    count: params.count('count'),
    documentUrl: params.link('documentUrl'),
  }),
  text: spoken({
    je: (p) => ({
      subject: `${inDutch(p)} nog ongelezen voor je klaar in ${p.portalName}`,
      preheader: `Van ${p.organisationName}.`,
      paragraphs: [
        `${inDutch(p)} nog ongelezen voor je klaar in ${p.portalName}, van ${p.organisationName}.`,
        `Klik op de knop en log in om ${it(p)} te bekijken.`,
      ],
      button: { label: 'Bekijken', url: p.documentUrl },
      afterButton: ['Verwacht je dit niet? Laat het dan de servicedesk weten.'],
    }),
    u: (p) => ({
      subject: `${inDutch(p)} nog ongelezen voor u klaar in ${p.portalName}`,
      preheader: `Van ${p.organisationName}.`,
      paragraphs: [
        `${inDutch(p)} nog ongelezen voor u klaar in ${p.portalName}, van ${p.organisationName}.`,
        `Klik op de knop en log in om ${it(p)} te bekijken.`,
      ],
      button: { label: 'Bekijken', url: p.documentUrl },
      afterButton: ['Verwacht u dit niet? Laat het dan de servicedesk weten.'],
    }),
    en: (p) => ({
      subject: `${inEnglish(p)} still unread in ${p.portalName}`,
      preheader: `From ${p.organisationName}.`,
      paragraphs: [
        `${inEnglish(p)} still unread in ${p.portalName}, from ${p.organisationName}.`,
        `Click the button and sign in to see ${p.count === 1 ? 'it' : 'them'}.`,
      ],
      button: { label: 'View', url: p.documentUrl },
      afterButton: ['Did you not expect this? Please tell the service desk.'],
    }),
  }),
}

function inDutch({ count }: DocumentsUnread): string {
  return count === 1 ? 'Er staat een document' : `Er staan ${count} documenten`
}

function it({ count }: DocumentsUnread): string {
  return count === 1 ? 'het' : 'ze'
}

function inEnglish({ count }: DocumentsUnread): string {
  return count === 1 ? 'A document for you is' : `${count} documents for you are`
}
