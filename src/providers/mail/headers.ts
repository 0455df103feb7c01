import type { Mail } from './port.ts'

/**
 * What a good sender says about a mail nobody typed: RFC 3834 keeps holiday replies away, the X- header does the same
 * for Exchange without silencing its bounces. No List-Unsubscribe: these mails belong to an act of the person or of
 * HR and there is no list to leave. A mail that does have one says so in `headers`.
 */
export function mailHeaders(mail: Mail): Record<string, string> {
  const own = Object.entries(mail.headers ?? {}).map(([name, value]) => [name, oneLine(value)])
  return {
    'Auto-Submitted': 'auto-generated',
    'X-Auto-Response-Suppress': 'DR, RN, NRN, OOF, AutoReply',
    'Content-Language': mail.language,
    ...Object.fromEntries(own),
  }
}

/** The same row gives the same Message-ID, so a mailbox that receives it twice can tell. */
export function messageId(mail: Mail): string {
  return `<${mail.id}@${mail.from.address.slice(mail.from.address.lastIndexOf('@') + 1)}>`
}

/** Line breaks and other control characters would let a name write headers of its own. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
}
