import { createServer } from 'node:net'
import { expect, it } from 'vitest'
import { type Behaviour, retryAfterSeconds } from '../../../test/support/sinks/behaviour.ts'
import { type CmMessage, startCmSink } from '../../../test/support/sinks/cm-sink.ts'
import { cmSms } from './cm.ts'
import { type SmsHarness, type SmsTrouble, smsContract, smsWith } from './contract.ts'
import type { HandOver } from './port.ts'

const productToken = '00000000-0000-4000-8000-000000000000'

type CmHarness = SmsHarness & {
  readonly behave: (next: Behaviour) => void
  readonly messages: () => readonly CmMessage[]
}

const start = async (): Promise<CmHarness> => {
  const sink = await startCmSink(productToken)
  return {
    port: cmSms({ productToken, baseUrl: sink.url, timeoutMs: 1500 }),
    behave: sink.behave,
    messages: sink.messages,
    close: sink.close,
    received: () =>
      sink.messages().map(({ reference, from, to, body }) => ({
        key: reference,
        from,
        to: to.map(({ number }) => number.replace(/^00/, '+')).join(),
        text: body.content,
      })),
  }
}

const when = (name: string, behaviour: Behaviour, expected: HandOver, kept = false): SmsTrouble<CmHarness> => ({
  name,
  expected,
  kept,
  begin: ({ behave }) => behave(behaviour),
  end: ({ behave }) => behave('accept'),
})

smsContract('CM.com', {
  start,
  troubles: [
    when('the number is refused', 'refuse', { outcome: 'refused', code: 'cm_303' }),
    when('it asks to slow down', 'rateLimit', { outcome: 'notYet', code: 'cm_429', retryAfterSeconds }),
    when('it is closed for a while', 'unavailable', { outcome: 'notYet', code: 'cm_503' }),
    when('our balance is spent', 'misconfigured', { outcome: 'notYet', code: 'cm_102' }),
    when('it breaks down', 'fault', { outcome: 'unknown', code: 'cm_500' }),
    when('it never answers', 'hang', { outcome: 'unknown', code: 'cm_no_answer' }, true),
    when('the connection breaks', 'drop', { outcome: 'unknown', code: 'cm_no_answer' }, true),
  ],
})

it('names the SMS after its row, in the 32 letters CM allows, and lets a late code lapse', async () => {
  const { port, messages, close } = await start()
  const sms = smsWith({ id: '01990b7e-7c3a-7bd1-9f0e-3c1f2a4b5d6e', validMinutes: 10 })
  const reference = '01990b7e7c3a7bd19f0e3c1f2a4b5d6e'
  expect(await port.send(sms)).toEqual({ outcome: 'accepted', reference })
  expect(messages()[0]).toMatchObject({
    reference,
    to: [{ number: '0031612345678' }],
    allowedChannels: ['SMS'],
    validity: '10m',
  })
  await close()
})

it('knows that nothing left when nobody listens', async () => {
  const { port, close } = await start()
  await close()
  expect(await port.send(smsWith())).toEqual({ outcome: 'notYet', code: 'cm_no_connection' })
})

it('knows that nothing left when the connection is never secured', async () => {
  const silent = createServer(() => undefined)
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const address = silent.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const sms = cmSms({ productToken, baseUrl: `https://127.0.0.1:${port}`, timeoutMs: 200 })
  expect(await sms.send(smsWith())).toEqual({ outcome: 'notYet', code: 'cm_no_connection' })
  silent.close()
})

it('is told when the product token is wrong', async () => {
  const sink = await startCmSink('another')
  const sms = cmSms({ productToken, baseUrl: sink.url })
  expect(await sms.send(smsWith())).toEqual({ outcome: 'notYet', code: 'cm_101' })
  await sink.close()
})
