import { describe, expect, it } from 'vitest'
import { softwareKey } from '../../../test/support/software-key.ts'
import type { KeyCredential, OptionsJson } from './port.ts'
import { webAuthnSecurityKeys as keys } from './simple-webauthn.ts'

const origin = 'https://acme.example'
const rp = { id: 'acme.example', name: 'Mijn Werk', origins: [origin, 'https://www.acme.example'] }
const user = { id: '01990b7e-7c3a-7bd1-9f0e-3c1f2a4b5d6e', name: 'fenna@example.org', displayName: 'Fenna de Vries' }
const wrong = { verdict: 'wrong' }

type Touch = Parameters<ReturnType<typeof softwareKey>['register']>[2]

const creation = (challenge: string, exclude: readonly KeyCredential[] = []) =>
  keys.registrationOptions({ rp, challenge, user, exclude })

/** A key of the user, as the portal keeps it. */
async function registered(touch?: Touch) {
  const device = softwareKey({ origin })
  const challenge = keys.newChallenge()
  const response = device.register(await creation(challenge), origin, touch)
  const key = await keys.verifyRegistration({ rp, challenge, response })
  if (key === null) throw new Error('the registration does not hold')
  return { device, key, challenge, response }
}

/** An assertion of that key, and what is needed to judge it. */
async function asserted(touch?: Touch & { readonly from?: string }) {
  const { device, key } = await registered()
  const challenge = keys.newChallenge()
  const options = await keys.assertionOptions({ rp, challenge, allow: [key], userVerification: 'preferred' })
  const response = device.assert(options, touch?.from ?? origin, touch)
  return { device, options, given: { rp, challenge, response, key, userVerification: 'preferred' as const } }
}

const inside = (response: OptionsJson) => response.response as Readonly<Record<string, string>>
const changed = (response: OptionsJson, changes: object) => ({
  ...response,
  response: { ...inside(response), ...changes },
})

const malformed: readonly [string, unknown][] = [
  ['nothing', undefined],
  ['null', null],
  ['text', 'x'],
  ['a number', 5],
  ['a list', []],
  ['an empty object', {}],
  ['an id alone', { id: 'AAAA', rawId: 'AAAA', type: 'public-key' }],
  ['no answer within', { id: 'AAAA', rawId: 'AAAA', type: 'public-key', response: null }],
  ['parts that are no text', { id: 'AAAA', rawId: 'AAAA', type: 'public-key', response: { clientDataJSON: {} } }],
  [
    'client data that is no JSON',
    { id: 'AAAA', rawId: 'AAAA', type: 'public-key', response: { clientDataJSON: 'AAAA' } },
  ],
  [
    'client data that is null',
    { id: 'AAAA', rawId: 'AAAA', type: 'public-key', response: { clientDataJSON: 'bnVsbA' } },
  ],
]

describe('a challenge for a security key', () => {
  it('is 256 bits, another one each time', () => {
    const [one, other] = [keys.newChallenge(), keys.newChallenge()]
    expect(one).toMatch(/^[\w-]{43}$/)
    expect(other).not.toBe(one)
  })
})

describe('the registration of a security key', () => {
  it('asks for a passkey where there can be one, and for no attestation', async () => {
    const { key } = await registered()
    const challenge = keys.newChallenge()
    expect(JSON.parse(JSON.stringify(await creation(challenge, [key])))).toEqual({
      challenge,
      rp: { id: 'acme.example', name: 'Mijn Werk' },
      user: { ...user, id: Buffer.from(user.id).toString('base64url') },
      pubKeyCredParams: [-8, -7, -257].map((alg) => ({ alg, type: 'public-key' })),
      timeout: 300_000,
      attestation: 'none',
      excludeCredentials: [{ id: key.id.toString('base64url'), transports: ['usb'], type: 'public-key' }],
      authenticatorSelection: { residentKey: 'preferred', requireResidentKey: false, userVerification: 'preferred' },
      extensions: { credProps: true },
      hints: [],
    })
  })

  it('gives what is to be kept', async () => {
    const { key, response } = await registered()
    expect(key).toEqual({
      id: Buffer.from(String(response.id), 'base64url'),
      publicKey: expect.any(Buffer),
      counter: 0,
      transports: ['usb'],
      userVerified: true,
      isBackedUp: false,
    })
    expect(key.publicKey).toHaveLength(77)
  })

  it('tells a key without PIN and a passkey that is backed up', async () => {
    const { key } = await registered({ userVerified: false, isBackedUp: true })
    expect(key).toMatchObject({ userVerified: false, isBackedUp: true })
  })

  it('is not done twice by one key', async () => {
    const { device, key } = await registered()
    const again = await creation(keys.newChallenge(), [key])
    expect(() => device.register(again)).toThrow('InvalidStateError')
  })

  it('does not hold for another challenge, origin, portal or kind of act', async () => {
    const { device, challenge, response } = await registered()
    const judge = (given: object) => keys.verifyRegistration({ rp, challenge, response, ...given })
    const options = await creation(challenge)
    expect(await judge({ challenge: keys.newChallenge() })).toBeNull()
    expect(await judge({ response: device.register(options, 'https://acme.example.evil.example') })).toBeNull()
    expect(await judge({ rp: { ...rp, id: 'other.example' } })).toBeNull()
    expect(await judge({ response: softwareKey({ origin, rpId: 'other.example' }).register(options) })).toBeNull()
    expect(await judge({ response: (await asserted()).given.response })).toBeNull()
    expect(await judge({})).not.toBeNull()
  })

  it('does not hold within a frame of another site', async () => {
    await expect(registered({ isFramed: true })).rejects.toThrow('does not hold')
  })

  // Its certificates would be read, and the addresses in them asked.
  it('looks at no attestation, whoever it says made the key', async () => {
    const { challenge, response } = await registered()
    const bare = Buffer.from(inside(response).attestationObject ?? '', 'base64url').toString('latin1')
    const boasting = bare.replace('dnone', 'eapple').replace('\xa0', '\xa1cx5c\x81Dnone')
    const attestationObject = Buffer.from(boasting, 'latin1').toString('base64url')
    const given = { rp, challenge, response: changed(response, { attestationObject }) }
    expect(await keys.verifyRegistration(given)).toMatchObject({ counter: 0, transports: ['usb'] })
  })

  it('keeps of the transports what can be one', async () => {
    const { challenge, response } = await registered()
    const told = async (transports: unknown) =>
      (await keys.verifyRegistration({ rp, challenge, response: changed(response, { transports }) }))?.transports
    expect(await told(['nfc', 'usb', 'nfc', 'smart-card', 5, null, '', 'x'.repeat(99), '<b>'])).toEqual([
      'nfc',
      'usb',
      'smart-card',
    ])
    expect(await told('usb')).toEqual([])
    expect(await told(undefined)).toEqual([])
  })

  it.each(malformed)('does not hold with %s', async (_, response) => {
    expect(await keys.verifyRegistration({ rp, challenge: keys.newChallenge(), response })).toBeNull()
  })

  it('does not hold with an attestation object that is cut short', async () => {
    const { challenge, response } = await registered()
    const whole = Buffer.from(inside(response).attestationObject ?? '', 'base64url')
    for (const length of [0, 1, 30, whole.length - 1]) {
      const attestationObject = whole.subarray(0, length).toString('base64url')
      const given = { rp, challenge, response: changed(response, { attestationObject }) }
      expect(await keys.verifyRegistration(given)).toBeNull()
    }
  })
})

describe('the assertion of a security key', () => {
  it('is asked of the keys on the list', async () => {
    const { options, given } = await asserted()
    expect(JSON.parse(JSON.stringify(options))).toEqual({
      rpId: 'acme.example',
      challenge: given.challenge,
      allowCredentials: [{ id: given.key.id.toString('base64url'), transports: ['usb'], type: 'public-key' }],
      timeout: 300_000,
      userVerification: 'preferred',
    })
  })

  it('is right, from each origin of the portal, and raises the counter', async () => {
    const { device, options, given } = await asserted()
    expect(keys.credentialId(given.response)).toEqual(given.key.id)
    expect(await keys.verifyAssertion(given)).toEqual({ verdict: 'right', counter: 1, userVerified: true })
    const next = { ...given, key: { ...given.key, counter: 1 }, response: device.assert(options, rp.origins[1]) }
    expect(await keys.verifyAssertion(next)).toEqual({ verdict: 'right', counter: 2, userVerified: true })
  })

  it('is right for a passkey nobody was named for', async () => {
    const { device, key } = await registered()
    const challenge = keys.newChallenge()
    const options = await keys.assertionOptions({ rp, challenge, allow: [], userVerification: 'required' })
    expect(options).toMatchObject({ allowCredentials: [], userVerification: 'required' })
    const response = device.assert(options)
    expect(keys.credentialId(response)).toEqual(key.id)
    expect(await keys.verifyAssertion({ rp, challenge, response, key, userVerification: 'required' })).toMatchObject({
      verdict: 'right',
    })
  })

  it('is wrong for another challenge, portal or key', async () => {
    const { given } = await asserted()
    const { key } = await registered()
    expect(await keys.verifyAssertion({ ...given, challenge: keys.newChallenge() })).toEqual(wrong)
    expect(await keys.verifyAssertion({ ...given, rp: { ...rp, id: 'other.example' } })).toEqual(wrong)
    expect(await keys.verifyAssertion({ ...given, key })).toEqual(wrong)
    expect(await keys.verifyAssertion({ ...given, key: { ...key, id: given.key.id } })).toEqual(wrong)
  })

  it('is wrong from another origin', async () => {
    const { given } = await asserted({ from: 'https://acme.example.evil.example' })
    expect(await keys.verifyAssertion(given)).toEqual(wrong)
  })

  it('is wrong with a passkey of another portal', async () => {
    const device = softwareKey({ origin, rpId: 'other.example' })
    const other = { ...rp, id: 'other.example' }
    const first = { rp: other, challenge: keys.newChallenge() }
    const made = device.register(await keys.registrationOptions({ ...first, user, exclude: [] }))
    const key = await keys.verifyRegistration({ ...first, response: made })
    if (key === null) throw new Error('the registration does not hold')
    const challenge = keys.newChallenge()
    const asked = { challenge, allow: [key], userVerification: 'preferred' as const }
    const response = device.assert(await keys.assertionOptions({ rp, ...asked }))
    expect(await keys.verifyAssertion({ rp, response, key, ...asked })).toEqual(wrong)
    expect(await keys.verifyAssertion({ rp: other, response, key, ...asked })).toMatchObject({ verdict: 'right' })
  })

  it('is wrong within a frame of another site', async () => {
    expect(await keys.verifyAssertion((await asserted({ isFramed: true })).given)).toEqual(wrong)
  })

  it('is wrong with one bit of its signature changed', async () => {
    const { given } = await asserted()
    const signature = Buffer.from(inside(given.response).signature ?? '', 'base64url')
    signature[20] = (signature[20] ?? 0) ^ 1
    const response = changed(given.response, { signature: signature.toString('base64url') })
    expect(await keys.verifyAssertion({ ...given, response })).toEqual(wrong)
  })

  it('tells a counter that did not rise', async () => {
    const { given } = await asserted({ counter: 7 })
    const judgedAfter = (counter: number) => keys.verifyAssertion({ ...given, key: { ...given.key, counter } })
    expect(await judgedAfter(6)).toEqual({ verdict: 'right', counter: 7, userVerified: true })
    expect(await judgedAfter(7)).toEqual({ verdict: 'counterWentBack' })
    expect(await judgedAfter(8)).toEqual({ verdict: 'counterWentBack' })
  })

  it('tells a counter that fell back to nothing, and lets a passkey that never counts be', async () => {
    const { given } = await asserted({ counter: 0 })
    expect(await keys.verifyAssertion({ ...given, key: { ...given.key, counter: 3 } })).toEqual({
      verdict: 'counterWentBack',
    })
    expect(await keys.verifyAssertion(given)).toEqual({ verdict: 'right', counter: 0, userVerified: true })
  })

  // Whoever lacks the key could otherwise have it taken for a copy, and so lock its owner out.
  it('is wrong, and no sign of a copy, with a low counter under a signature that does not hold', async () => {
    const { given } = await asserted({ counter: 1 })
    const response = changed(given.response, { signature: inside((await asserted()).given.response).signature })
    expect(await keys.verifyAssertion({ ...given, response, key: { ...given.key, counter: 9 } })).toEqual(wrong)
  })

  it('is wrong without PIN or fingerprint where one is required', async () => {
    const { given } = await asserted({ userVerified: false })
    expect(await keys.verifyAssertion({ ...given, userVerification: 'required' })).toEqual(wrong)
    expect(await keys.verifyAssertion(given)).toEqual({ verdict: 'right', counter: 1, userVerified: false })
  })

  it.each(malformed)('is wrong with %s', async (_, response) => {
    const { given } = await asserted()
    expect(await keys.verifyAssertion({ ...given, response })).toEqual(wrong)
    const named = { ...Object(response), id: given.response.id, rawId: given.response.id }
    expect(await keys.verifyAssertion({ ...given, response: named })).toEqual(wrong)
  })
})

describe('the credential a response claims to be of', () => {
  it.each([
    ['nothing', undefined],
    ['null', null],
    ['no id', {}],
    ['an id that is no text', { id: 5 }],
    ['an empty id', { id: '' }],
    ['an id of another alphabet', { id: 'a+b/' }],
    ['an id with padding', { id: 'AA==' }],
    ['an id longer than any', { id: 'A'.repeat(1368) }],
  ])('is none with %s', (_, response) => expect(keys.credentialId(response)).toBeNull())
})
