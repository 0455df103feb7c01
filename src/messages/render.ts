import { frameOf } from './frame.ts'
import { gsm7Length, onePart, toGsm7 } from './gsm7.ts'
import { mailHtml } from './html.ts'
import type { Common } from './letterhead.ts'
import { readParams } from './params.ts'
import { mailPlainText } from './plain-text.ts'
import type { MailTemplate, SmsTemplate, Voice } from './template.ts'

export type RenderedMail = { readonly subject: string; readonly text: string; readonly html: string }

export function renderMail<P extends Common>(template: MailTemplate<P>, params: unknown, voice: Voice): RenderedMail {
  const parsed = template.parse(readParams(params))
  const text = template.text(parsed, voice)
  const frame = frameOf(parsed, voice)
  return {
    subject: text.subject,
    text: mailPlainText(text, frame),
    html: mailHtml({ text, frame, language: voice.language }),
  }
}

/** In the phone network's own alphabet, and in one SMS where a shorter wording makes that possible. */
export function renderSms<P>(template: SmsTemplate<P>, params: unknown, voice: Voice): string {
  const variants = template.variants(template.parse(readParams(params)), voice).map(toGsm7)
  return variants.find((variant) => gsm7Length(variant) <= onePart) ?? variants.at(-1) ?? ''
}
