import { mailHeaders, messageId, oneLine } from './headers.ts'
import type { Mail, MailPort } from './port.ts'

type MailboxMailOptions = {
  /** Keeps the mail; a second one with the same id must change nothing. */
  readonly store: (mail: Mail) => Promise<void>
  /** Lets development and tests have addresses that no mail reaches. */
  readonly refuses?: (address: string) => boolean
}

/** The local adapter: mail goes nowhere but into the mailbox that development and tests read. */
export function mailboxMail({ store, refuses = () => false }: MailboxMailOptions): MailPort {
  return {
    name: 'mailbox',
    async send(mail) {
      if (refuses(mail.to)) return { outcome: 'refused', code: 'mailbox_no_such_address' }
      try {
        await store(asSent(mail))
      } catch {
        // The store is idempotent, so "not yet" is right even when it did keep the mail before it failed.
        return { outcome: 'notYet', code: 'mailbox_unavailable' }
      }
      return { outcome: 'accepted', reference: mail.id }
    },
  }
}

function asSent(mail: Mail): Mail {
  return {
    ...mail,
    subject: oneLine(mail.subject),
    from: { name: oneLine(mail.from.name), address: mail.from.address },
    headers: { 'Message-ID': messageId(mail), ...mailHeaders(mail) },
  }
}
