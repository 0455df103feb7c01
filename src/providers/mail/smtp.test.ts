import { expect, it } from 'vitest'
import type { Behaviour } from '../../../test/support/sinks/behaviour.ts'
import { startSmtpSink } from '../../../test/support/sinks/smtp-sink.ts'
import { type MailHarness, type MailTrouble, mailContract, mailWith } from './contract.ts'
import type { HandOver } from './port.ts'
import { smtpMail } from './smtp.ts'

const account = { user: 'portaal@example.net', password: 'p@ss:w/rd?#%' }

type SmtpHarness = MailHarness & { readonly behave: (next: Behaviour) => void }

const start = async (): Promise<SmtpHarness> => {
  const sink = await startSmtpSink(account)
  const port = smtpMail({ url: sink.url, timeoutMs: 1500 })
  return {
    port,
    behave: sink.behave,
    close: async () => {
      await port.close()
      await sink.close()
    },
    received: () =>
      sink.mails().map((mail) => ({
        key: mail.messageId ?? '',
        to: mail.to?.map(({ address }) => address).join() ?? '',
        from: `${mail.from?.name} <${mail.from?.address}>`,
        replyTo: mail.replyTo?.[0]?.address,
        subject: mail.subject ?? '',
        text: mail.text ?? '',
        html: (mail.html ?? '').trim(),
        header: (name) => mail.headers.find(({ key }) => key === name)?.value,
      })),
  }
}

const when = (name: string, behaviour: Behaviour, expected: HandOver, kept = false): MailTrouble<SmtpHarness> => ({
  name,
  expected,
  kept,
  begin: ({ behave }) => behave(behaviour),
  end: ({ behave }) => behave('accept'),
})

mailContract('SMTP', {
  start,
  repeats: 'recognisable',
  troubles: [
    when('the address is refused', 'refuse', { outcome: 'refused', code: 'smtp_550_5_1_1' }),
    when('it asks to slow down', 'rateLimit', { outcome: 'notYet', code: 'smtp_450_4_7_1' }),
    when('it is closing down', 'unavailable', { outcome: 'notYet', code: 'smtp_421_4_3_2' }),
    when('our login is wrong', 'misconfigured', { outcome: 'notYet', code: 'smtp_535_5_7_8' }),
    when('it breaks down over the mail', 'fault', { outcome: 'notYet', code: 'smtp_451_4_3_0' }),
    when('it never answers', 'hang', { outcome: 'unknown', code: 'smtp_socket_timeout' }, true),
    when('the connection breaks', 'drop', { outcome: 'unknown', code: 'smtp_econnection' }, true),
  ],
})

it('knows that nothing left when nobody listens', async () => {
  const harness = await start()
  await harness.close()
  const sink = await startSmtpSink(account)
  await sink.close()
  const port = smtpMail({ url: sink.url, timeoutMs: 1500 })
  expect(await port.send(mailWith())).toEqual({ outcome: 'notYet', code: 'smtp_econnrefused' })
  await port.close()
})

it('names the mail after its row and the domain it comes from', async () => {
  const harness = await start()
  const mail = mailWith()
  expect(await harness.port.send(mail)).toEqual({ outcome: 'accepted', reference: `${mail.id}@mail.example.net` })
  expect(harness.received()[0]?.key).toBe(`<${mail.id}@mail.example.net>`)
  await harness.close()
})

it('sends nothing to a server whose certificate it does not trust', async () => {
  const sink = await startSmtpSink(account)
  const port = smtpMail({ url: sink.url.replace(/\?.*/, ''), timeoutMs: 1500 })
  expect(await port.send(mailWith())).toEqual({ outcome: 'notYet', code: 'smtp_depth_zero_self_signed_cert' })
  expect(sink.mails()).toEqual([])
  await port.close()
  await sink.close()
})
