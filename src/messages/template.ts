import type { Priority } from '../domain/journeys/message.ts'
import type { Form, Language } from '../domain/portals/portal.ts'
import type { Params } from './params.ts'

/** How a portal speaks to this person. English knows one form of address. */
export type Voice = { readonly language: Language; readonly form: Form }

/** What a mail says. The greeting, the copyable link, the service desk and the closing are the same in every mail. */
export type MailText = {
  readonly subject: string
  /** The line an inbox shows after the subject. */
  readonly preheader: string
  readonly paragraphs: readonly string[]
  /** To be typed over, so shown large. Never in the subject or the preheader: a locked screen shows those. */
  readonly code?: string
  /** Null where there is nowhere to go from the mail. */
  readonly button: { readonly label: string; readonly url: string } | null
  readonly afterButton: readonly string[]
}

type Template<P> = {
  readonly name: string
  /** Raised when texts or parameters change. Rows pin the version they were written for, so the old one stays. */
  readonly version: number
  readonly priority: Priority
  /** The parameter that is a one-time secret: it rides sealed in the row, never among the plain parameters. */
  readonly secret: Extract<keyof P, string> | null
  readonly parse: (params: Params) => P
}

export type MailTemplate<P> = Template<P> & {
  readonly channel: 'mail'
  readonly text: (params: P, voice: Voice) => MailText
}

export type SmsTemplate<P> = Template<P> & {
  readonly channel: 'sms'
  /** From full to short: the first that fits into one SMS is sent. */
  readonly variants: (params: P, voice: Voice) => readonly [string, ...string[]]
}

type Spoken<P, T> = Record<Form | 'en', (params: P) => T>

/** One text for each way of speaking, side by side, so that a change to one is seen to miss the others. */
export function spoken<P, T>(texts: Spoken<P, T>): (params: P, voice: Voice) => T {
  return (params, { language, form }) => texts[language === 'en' ? 'en' : form](params)
}
