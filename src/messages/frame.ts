import type { Common } from './letterhead.ts'
import type { Voice } from './template.ts'

/** What stands around every mail's own text. */
export type Frame = {
  readonly greeting: string
  readonly copyHint: string
  readonly help: string
  readonly desk: string
  readonly contacts: readonly { readonly label: string; readonly value: string; readonly href: string | null }[]
  readonly closing: string
  readonly sender: string
  readonly small: string
}

export function frameOf(common: Common, { language, form }: Voice): Frame {
  return language === 'en' ? english(common) : dutch(common, form === 'u')
}

function dutch({ recipientName, organisationName, portalName, serviceDesk: desk }: Common, formal: boolean): Frame {
  return {
    greeting: recipientName === null ? 'Goedendag,' : `${formal ? 'Geachte' : 'Beste'} ${recipientName},`,
    copyHint: `Werkt de knop niet? Kopieer dan deze link en plak hem in de adresbalk van ${formal ? 'uw' : 'je'} browser:`,
    help: formal ? 'Hebt u een vraag? U kunt terecht bij:' : 'Heb je een vraag? Je kunt terecht bij:',
    desk: desk.name,
    contacts: [
      { label: 'Telefoon', value: desk.phone, href: telephone(desk.phone) },
      ...(desk.menuHint ? [{ label: 'Keuzemenu', value: desk.menuHint.nl, href: null }] : []),
      { label: 'E-mail', value: desk.mail, href: `mailto:${desk.mail}` },
      { label: 'Bereikbaar', value: desk.hours.nl, href: null },
    ],
    closing: 'Met vriendelijke groet,',
    sender: organisationName,
    small: `Deze e-mail is automatisch verstuurd vanuit ${portalName}. Een antwoord komt aan bij de servicedesk.`,
  }
}

function english({ recipientName, organisationName, portalName, serviceDesk: desk }: Common): Frame {
  return {
    greeting: recipientName === null ? 'Hello,' : `Dear ${recipientName},`,
    copyHint: 'Does the button not work? Copy this link and paste it into the address bar of your browser:',
    help: 'Do you have a question? Please contact:',
    desk: desk.name,
    contacts: [
      { label: 'Phone', value: desk.phone, href: telephone(desk.phone) },
      ...(desk.menuHint ? [{ label: 'Phone menu', value: desk.menuHint.en, href: null }] : []),
      { label: 'E-mail', value: desk.mail, href: `mailto:${desk.mail}` },
      { label: 'Hours', value: desk.hours.en, href: null },
    ],
    closing: 'Kind regards,',
    sender: organisationName,
    small: `This e-mail was sent automatically by ${portalName}. A reply reaches the service desk.`,
  }
}

function telephone(number: string): string {
  return `tel:${number.replace(/[^\d+]/g, '')}`
}
