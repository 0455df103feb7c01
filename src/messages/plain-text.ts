import type { Frame } from './frame.ts'
import type { MailText } from './template.ts'

/** The same mail without any layout. The link stands alone on its line, so that every reader makes it clickable whole. */
export function mailPlainText(text: MailText, frame: Frame): string {
  return [
    frame.greeting,
    ...text.paragraphs,
    `${text.button.label}:\n${text.button.url}`,
    ...text.afterButton,
    [frame.help, frame.desk, ...frame.contacts.map(({ label, value }) => `- ${label}: ${value}`)].join('\n'),
    `${frame.closing}\n${frame.sender}`,
    `-- \n${frame.small}`,
  ].join('\n\n')
}
