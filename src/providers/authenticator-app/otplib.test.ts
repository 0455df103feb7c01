import { create } from 'qrcode'
import { describe, expect, it } from 'vitest'
import { otplibAuthenticatorApp } from './otplib.ts'

const { newSecret, verify, uri, qrSvg } = otplibAuthenticatorApp

/** 12345678901234567890, the secret of RFC 6238's appendix B. */
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const at = (seconds: number) => new Date(seconds * 1000)
const now = at(1_111_111_109)
const step = 37_037_036
const code = '081804'

describe('a code of an authenticator app', () => {
  // Appendix B has eight digits; an app shows the last six.
  it.each([
    [59, '94287082', 1],
    [1_111_111_109, '07081804', 37_037_036],
    [1_111_111_111, '14050471', 37_037_037],
    [1_234_567_890, '89005924', 41_152_263],
    [2_000_000_000, '69279037', 66_666_666],
    [20_000_000_000, '65353130', 666_666_666],
  ])('is as RFC 6238 says at %d', (seconds, digits, expected) => {
    expect(verify(secret, digits.slice(2), { now: at(seconds), window: 0, afterStep: null })).toBe(expected)
  })

  it('is refused once its step was accepted', () => {
    expect(verify(secret, code, { now, window: 1, afterStep: step - 1 })).toBe(step)
    expect(verify(secret, code, { now, window: 1, afterStep: step })).toBeNull()
  })

  it('is refused when a later step was accepted, however much later', () => {
    expect(verify(secret, code, { now, window: 1, afterStep: step + 1 })).toBeNull()
    expect(verify(secret, code, { now, window: 1, afterStep: step + 1000 })).toBeNull()
  })

  it.each([
    ['previous', 1],
    ['next', -1],
  ])('of the %s step is accepted within a window of one and refused without', (_, steps) => {
    const later = at(1_111_111_109 + steps * 30)
    expect(verify(secret, code, { now: later, window: 1, afterStep: null })).toBe(step)
    expect(verify(secret, code, { now: later, window: 0, afterStep: null })).toBeNull()
  })

  it.each([2, -2])('is refused %d steps off', (steps) => {
    expect(verify(secret, code, { now: at(1_111_111_109 + steps * 30), window: 1, afterStep: null })).toBeNull()
  })

  it('is accepted one step off at either end of a step', () => {
    const first = (step + 1) * 30
    expect(verify(secret, code, { now: at(first), window: 1, afterStep: null })).toBe(step)
    expect(verify(secret, code, { now: at(first + 29.999), window: 1, afterStep: null })).toBe(step)
    expect(verify(secret, code, { now: at(first + 30), window: 1, afterStep: null })).toBeNull()
  })

  it.each([
    ['nothing', ''],
    ['five digits', '81804'],
    ['seven digits', '0081804'],
    ['eight digits', '07081804'],
    ['letters', '08180a'],
    ['digits of another script', '٠٨١٨٠٤'],
    ['a space', '081 804'],
    ['another code', '081805'],
  ])('is not %s', (_, given) => {
    expect(verify(secret, given, { now, window: 1, afterStep: null })).toBeNull()
  })

  it.each([
    ['nothing', ''],
    ['too short', 'GEZDGNBV'],
    ['no base32', '1890-!18901890189018901890189018'],
  ])('is of no secret that is %s', (_, given) => {
    expect(verify(given, code, { now, window: 1, afterStep: null })).toBeNull()
  })
})

describe('a secret of an authenticator app', () => {
  it('is 160 bits in base32, another one each time', () => {
    const [one, other] = [newSecret(), newSecret()]
    expect(one).toMatch(/^[A-Z2-7]{32}$/)
    expect(other).not.toBe(one)
  })

  it('is told to the app with the portal and the account', () => {
    expect(uri({ secret, issuer: 'Mijn Werk', account: 'fenna@example.org' })).toBe(
      `otpauth://totp/Mijn%20Werk:fenna%40example.org?secret=${secret}&issuer=Mijn%20Werk`,
    )
  })

  it('lets a name write no parameter of its own', () => {
    const written = new URL(uri({ secret, issuer: 'A&B: #1?', account: 'f&secret=AAAA' }))
    expect([...written.searchParams]).toEqual([
      ['secret', secret],
      ['issuer', 'A&B: #1?'],
    ])
    expect(decodeURIComponent(written.pathname)).toBe('/A&B: #1?:f&secret=AAAA')
    expect(written.hash).toBe('')
  })
})

describe('the QR of an authenticator app', () => {
  const text = uri({ secret, issuer: 'Mijn Werk', account: 'fenna@example.org' })

  it('is dark on light with four modules of quiet around it', async () => {
    const side = create(text, { errorCorrectionLevel: 'M' }).modules.size + 8
    const svg = await qrSvg(text)
    expect(svg).toContain(`viewBox="0 0 ${side} ${side}"`)
    expect(svg).toContain(`<path fill="#ffffff" d="M0 0h${side}v${side}H0z"/>`)
    expect(svg).toContain('<path stroke="#000000" d="M4 4.5h7')
  })

  it('asks nothing of elsewhere and says nothing in words', async () => {
    const svg = await qrSvg(text)
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" [^>]*>(<path [^>]*\/>){2}<\/svg>\n$/)
    expect(svg).not.toMatch(/href|style|script|otpauth/)
    expect(svg).not.toContain(secret)
  })
})
