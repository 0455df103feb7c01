import type { Sms, SmsPort } from './port.ts'

type MailboxSmsOptions = {
  /** Keeps the SMS; a second one with the same id must change nothing. */
  readonly store: (sms: Sms) => Promise<void>
  /** Lets development and tests have numbers that no SMS reaches. */
  readonly refuses?: (number: string) => boolean
}

/** The local adapter: an SMS goes nowhere but into the mailbox that development and tests read. */
export function mailboxSms({ store, refuses = () => false }: MailboxSmsOptions): SmsPort {
  return {
    name: 'mailbox',
    async send(sms) {
      if (refuses(sms.to)) return { outcome: 'refused', code: 'mailbox_no_such_number' }
      try {
        await store(sms)
      } catch {
        // The store is idempotent, so "not yet" is right even when it did keep the SMS before it failed.
        return { outcome: 'notYet', code: 'mailbox_unavailable' }
      }
      return { outcome: 'accepted', reference: sms.id }
    },
  }
}
