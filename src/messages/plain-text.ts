import type { Frame } from './frame.ts'
import type { MailText } from './template.ts'

/** The same mail without any layout. Link and code stand alone on their line, so that the one is clickable and the other copied whole. */
export function mailPlainText(text: MailText, frame: Frame): string {
  return [
    frame.greeting,
    ...text.paragraphs,
    ...(text.code === undefined ? [] : [text.code]),
    ...(text.button === null ? [] : [`${text.button.label}:\n${text.button.url}`]),
    ...text.afterButton,
    [frame.help, frame.desk, ...frame.contacts.map(({ label, value }) => `- ${label}: ${value}`)].join('\n'),
    `${frame.closing}\n${frame.sender}`,
    `-- \n${frame.small}`,
  ].join('\n\n')
}
