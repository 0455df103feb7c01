import type { Config } from './config.ts'
import type { Pool } from './db/client.ts'
import { getChunk, putChunk, removeChunks } from './db/file-chunks.ts'
import { keepInMailbox } from './db/mailbox.ts'
import type { DocumentStorePort } from './providers/document-store/port.ts'
import { postgresDocumentStore } from './providers/document-store/postgres.ts'
import { mailboxMail } from './providers/mail/mailbox.ts'
import type { MailPort } from './providers/mail/port.ts'
import { resendMail } from './providers/mail/resend.ts'
import { smtpMail } from './providers/mail/smtp.ts'
import { cmSms } from './providers/sms/cm.ts'
import { mailboxSms } from './providers/sms/mailbox.ts'
import type { SmsPort } from './providers/sms/port.ts'

type Pools = { readonly app: Pool; readonly engine: Pool }

// `.invalid` never exists (RFC 2606), and no number ends like this: a bounce can be had without a button.
const refuses = {
  mail: (address: string) => address.endsWith('.invalid'),
  sms: (number: string) => number.endsWith('0000000'),
}

/** Configuration has seen to it that what a provider needs is there, and that production has no mailbox. */
export function mailProvider({ mail }: Config, pools: Pools): MailPort & { close?: () => Promise<void> } {
  if (mail.provider === 'resend') {
    return resendMail({ apiKey: given(mail.resendKey), ...(mail.resendUrl ? { baseUrl: mail.resendUrl } : {}) })
  }
  if (mail.provider === 'smtp') return smtpMail({ url: given(mail.smtpUrl), timeoutMs: 10_000 })
  return mailboxMail({
    refuses: refuses.mail,
    store: ({ id, to, from, subject, text, html }) =>
      keepInMailbox(pools, {
        id,
        channel: 'mail',
        recipient: to,
        sender: `${from.name} <${from.address}>`,
        subject,
        text,
        html,
      }),
  })
}

export function smsProvider({ sms }: Config, pools: Pools): SmsPort {
  if (sms.provider === 'cm') {
    return cmSms({ productToken: given(sms.cmToken), ...(sms.cmUrl ? { baseUrl: sms.cmUrl } : {}) })
  }
  return mailboxSms({
    refuses: refuses.sms,
    store: ({ id, to, from, text }) => keepInMailbox(pools, { id, channel: 'sms', recipient: to, sender: from, text }),
  })
}

export function documentStore({ app }: Pick<Pools, 'app'>): DocumentStorePort {
  return postgresDocumentStore({
    put: (place, number, bytes) => putChunk(app, place, number, bytes),
    get: (place, number) => getChunk(app, place, number),
    remove: (place) => removeChunks(app, place),
  })
}

function given(value: string | undefined): string {
  if (value === undefined) throw new Error('the configuration was not checked')
  return value
}
