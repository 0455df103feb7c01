import { describe, expect, it } from 'vitest'
import { parseCmDelivery } from './cm-delivery.ts'

const credentials = 'cm:s3cret:with-colon'
const receivedAt = new Date('2025-11-21T10:00:00.000Z')
const id = '01990b7e-7c3a-7bd1-9f0e-3c1f2a4b5d6e'
const reference = id.replaceAll('-', '')

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`

const report = (code: unknown, more: object = {}) => ({
  received: '2025-11-21T10:59:58',
  to: '0031612345678',
  reference,
  status: { code, errorCode: '', errorDescription: 'about 0031612345678' },
  operator: '20404',
  ...more,
})

const parse = (msg: unknown, authorization: string | undefined = basic(credentials)) =>
  parseCmDelivery({ headers: { authorization }, body: JSON.stringify({ messages: { msg } }), receivedAt }, credentials)

describe('a status report of CM', () => {
  it('tells that an SMS was delivered', () => {
    expect(parse(report('2'))).toEqual([{ reference, id, state: 'delivered', code: 'cm_status_2', at: receivedAt }])
  })

  it('tells that a number did not answer, with the code of the network and none of its words', () => {
    const status = { code: 3, errorCode: 27, errorDescription: 'absent' }
    const [found] = parse(report('3', { status }))
    expect(found).toEqual({ reference, id, state: 'bounced', code: 'cm_status_3_27', at: receivedAt })
  })

  it('tells that CM or an operator rejected it', () => {
    expect(parse(report('1'))).toMatchObject([{ state: 'failed', code: 'cm_status_1' }])
  })

  it('has nothing to tell while the SMS is underway', () => {
    expect(parse(report('0'))).toEqual([])
    expect(parse(report('4'))).toEqual([])
  })

  it('may hold several', () => {
    expect(parse([report('2'), report('0'), report('3')])).toHaveLength(2)
  })

  it('keeps the instant that names its time zone', () => {
    const [found] = parse(report('2', { received: '2025-11-21T11:00:00+02:00' }))
    expect(found).toMatchObject({ at: new Date('2025-11-21T09:00:00Z') })
  })

  it('knows a reference that is no id of ours as just that', () => {
    expect(parse(report('2', { reference: 'elsewhere' }))).toMatchObject([{ reference: 'elsewhere', id: null }])
  })

  it.each([
    ['no credentials', undefined],
    ['the wrong password', basic('cm:s3cret')],
    ['another scheme', `Bearer ${Buffer.from(credentials).toString('base64')}`],
    ['an empty header', ''],
  ])('is forged with %s', (_, authorization) => {
    const body = JSON.stringify({ messages: { msg: report('2') } })
    expect(parseCmDelivery({ headers: { authorization }, body, receivedAt }, credentials)).toBe('forged')
  })

  it.each([
    ['no document', 'x'],
    ['an empty body', ''],
    ['null', 'null'],
    ['no messages', '{}'],
    ['no message', '{"messages":{"msg":null}}'],
    ['a message that is none', '{"messages":{"msg":[null]}}'],
    ['an unknown status', JSON.stringify({ messages: { msg: report('9') } })],
    ['a status borrowed from JavaScript', JSON.stringify({ messages: { msg: report('toString') } })],
    ['no reference', JSON.stringify({ messages: { msg: report('2', { reference: '' }) } })],
  ])('is malformed with %s', (_, body) => {
    expect(parseCmDelivery({ headers: { authorization: basic(credentials) }, body, receivedAt }, credentials)).toBe(
      'malformed',
    )
  })
})
