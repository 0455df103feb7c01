import { expect, it } from 'vitest'
import { type Behaviour, retryAfterSeconds } from '../../../test/support/sinks/behaviour.ts'
import { type ResendMail, startResendSink } from '../../../test/support/sinks/resend-sink.ts'
import { type MailHarness, type MailTrouble, mailContract, mailWith } from './contract.ts'
import type { HandOver } from './port.ts'
import { resendMail } from './resend.ts'

const apiKey = 're_test'

type ResendHarness = MailHarness & {
  readonly behave: (next: Behaviour) => void
  readonly mails: () => readonly ResendMail[]
}

const start = async (): Promise<ResendHarness> => {
  const sink = await startResendSink(apiKey)
  return {
    port: resendMail({ apiKey, baseUrl: sink.url, timeoutMs: 1500 }),
    behave: sink.behave,
    mails: sink.mails,
    close: sink.close,
    received: () =>
      sink.mails().map(({ key, body }) => ({
        ...body,
        key,
        replyTo: body.reply_to,
        header: (name) => Object.entries(body.headers).find(([header]) => header.toLowerCase() === name)?.[1],
      })),
  }
}

const when = (name: string, behaviour: Behaviour, expected: HandOver, kept = false): MailTrouble<ResendHarness> => ({
  name,
  expected,
  kept,
  begin: ({ behave }) => behave(behaviour),
  end: ({ behave }) => behave('accept'),
})

mailContract('Resend', {
  start,
  repeats: 'dropped',
  troubles: [
    when('the address is refused', 'refuse', { outcome: 'refused', code: 'resend_422_validation_error' }),
    when('it asks to slow down', 'rateLimit', {
      outcome: 'notYet',
      code: 'resend_429_rate_limit_exceeded',
      retryAfterSeconds,
    }),
    when('it is closed for a while', 'unavailable', { outcome: 'notYet', code: 'resend_503_application_error' }),
    when('our key is wrong', 'misconfigured', { outcome: 'notYet', code: 'resend_403_invalid_api_key' }),
    when('it breaks down', 'fault', { outcome: 'unknown', code: 'resend_500_application_error' }),
    when('it never answers', 'hang', { outcome: 'unknown', code: 'resend_timeout' }, true),
    when('the connection breaks', 'drop', { outcome: 'unknown', code: 'resend_no_answer' }, true),
  ],
})

it('cannot tell a refused connection from a broken one, and says so', async () => {
  const harness = await start()
  await harness.close()
  expect(await harness.port.send(mailWith())).toEqual({ outcome: 'unknown', code: 'resend_no_answer' })
})

it('counts a mail that already left with other words as sent', async () => {
  const harness = await start()
  const mail = mailWith()
  await harness.port.send(mail)
  const again = await harness.port.send({ ...mail, subject: 'Other words after a deploy' })
  expect(again).toEqual({ outcome: 'accepted', reference: mail.id })
  expect(harness.received().map(({ subject }) => subject)).toEqual([mail.subject])
  await harness.close()
})

it('gives Resend the id to bring back in its reports', async () => {
  const harness = await start()
  const mail = mailWith()
  await harness.port.send(mail)
  expect(harness.mails()[0]?.body.tags).toEqual([{ name: 'message', value: mail.id }])
  await harness.close()
})
