import { type MailHarness, mailContract } from './contract.ts'
import { mailboxMail } from './mailbox.ts'
import type { Mail } from './port.ts'

type MailboxHarness = MailHarness & { trouble: 'full' | 'unknown address' | undefined }

const start = async (): Promise<MailboxHarness> => {
  const mails = new Map<string, Mail>()
  const harness: MailboxHarness = {
    trouble: undefined,
    port: mailboxMail({
      store: async (mail) => {
        if (harness.trouble === 'full') throw new Error(`no room for ${mail.to}`)
        if (!mails.has(mail.id)) mails.set(mail.id, mail)
      },
      refuses: () => harness.trouble === 'unknown address',
    }),
    received: () =>
      [...mails.values()].map((mail) => ({
        ...mail,
        key: mail.id,
        from: `${mail.from.name} <${mail.from.address}>`,
        replyTo: mail.replyTo,
        header: (name) => Object.entries(mail.headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1],
      })),
    close: async () => undefined,
  }
  return harness
}

const end = (harness: MailboxHarness) => {
  harness.trouble = undefined
}

mailContract('mailbox', {
  start,
  repeats: 'dropped',
  troubles: [
    {
      name: 'no mail reaches the address',
      expected: { outcome: 'refused', code: 'mailbox_no_such_address' },
      begin: (harness) => {
        harness.trouble = 'unknown address'
      },
      end,
    },
    {
      name: 'the store is away',
      expected: { outcome: 'notYet', code: 'mailbox_unavailable' },
      begin: (harness) => {
        harness.trouble = 'full'
      },
      end,
    },
  ],
})
