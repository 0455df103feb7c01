import { expect, it } from 'vitest'
import { type SmsHarness, smsContract, smsWith } from './contract.ts'
import { mailboxSms } from './mailbox.ts'
import type { Sms } from './port.ts'

type MailboxHarness = SmsHarness & { trouble: 'full' | 'unknown number' | undefined }

const start = async (): Promise<MailboxHarness> => {
  const kept = new Map<string, Sms>()
  const harness: MailboxHarness = {
    trouble: undefined,
    port: mailboxSms({
      store: async (sms) => {
        if (harness.trouble === 'full') throw new Error(`no room for ${sms.to}`)
        if (!kept.has(sms.id)) kept.set(sms.id, sms)
      },
      refuses: () => harness.trouble === 'unknown number',
    }),
    received: () => [...kept.values()].map((sms) => ({ ...sms, key: sms.id })),
    close: async () => undefined,
  }
  return harness
}

const end = (harness: MailboxHarness) => {
  harness.trouble = undefined
}

smsContract('mailbox', {
  start,
  troubles: [
    {
      name: 'no SMS reaches the number',
      expected: { outcome: 'refused', code: 'mailbox_no_such_number' },
      begin: (harness) => {
        harness.trouble = 'unknown number'
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

it('holds one SMS however often it is handed over', async () => {
  const { port, received } = await start()
  const sms = smsWith()
  await port.send(sms)
  await port.send(sms)
  expect(received()).toHaveLength(1)
})
