import { randomBytes } from 'node:crypto'
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { decodeAttestationObject, decodeClientDataJSON, isoBase64URL, isoCBOR } from '@simplewebauthn/server/helpers'
import type { KeyCredential, SecurityKeysPort } from './port.ts'

/** EdDSA, ES256 and RS256. Named, so that what is offered and what is taken does not depend on the runtime. */
const algorithms = [-8, -7, -257]

/** Five minutes, WebAuthn's own advice (15.1): finding a key and typing its PIN takes some people a while. */
const timeout = 300_000

const longestId = 1023

export const webAuthnSecurityKeys: SecurityKeysPort = {
  newChallenge: () => randomBytes(32).toString('base64url'),

  registrationOptions: async ({ rp, challenge, user, exclude }) => ({
    ...(await generateRegistrationOptions({
      rpID: rp.id,
      rpName: rp.name,
      userID: bytes(Buffer.from(user.id)),
      userName: user.name,
      userDisplayName: user.displayName,
      // As bytes: a string would be taken for text and encoded once more.
      challenge: bytes(Buffer.from(challenge, 'base64url')),
      timeout,
      attestationType: 'none',
      excludeCredentials: exclude.map(described),
      authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
      supportedAlgorithmIDs: algorithms,
    })),
  }),

  async verifyRegistration({ rp, challenge, response }) {
    try {
      const { verified, registrationInfo } = await verifyRegistrationResponse({
        response: withoutAttestation(response as RegistrationResponseJSON),
        expectedChallenge: challenge,
        expectedOrigin: [...rp.origins],
        expectedRPID: rp.id,
        requireUserVerification: false,
        supportedAlgorithmIDs: algorithms,
      })
      if (!verified) return null
      const { credential, userVerified, credentialBackedUp, attestationObject } = registrationInfo
      const id = Buffer.from(credential.id, 'base64url')
      // The library reads a key that was cut short without a word, and mends its length.
      const isWhole = Buffer.from(attestationObject).includes(Buffer.from(credential.publicKey))
      if (!isWhole || id.length === 0 || id.length > longestId) return null
      return {
        id,
        publicKey: Buffer.from(credential.publicKey),
        counter: credential.counter,
        transports: transportsIn(credential.transports),
        userVerified,
        isBackedUp: credentialBackedUp,
      }
    } catch {
      // Whatever the library cannot read or does not accept, it throws about.
      return null
    }
  },

  assertionOptions: async ({ rp, challenge, allow, userVerification }) => ({
    ...(await generateAuthenticationOptions({
      rpID: rp.id,
      challenge: bytes(Buffer.from(challenge, 'base64url')),
      timeout,
      allowCredentials: allow.map(described),
      userVerification,
    })),
  }),

  credentialId(response) {
    const id = (response as { id?: unknown } | null | undefined)?.id
    if (typeof id !== 'string') return null
    const found = Buffer.from(id, 'base64url')
    const isWhole = found.length > 0 && found.length <= longestId && found.toString('base64url') === id
    return isWhole ? found : null
  },

  async verifyAssertion({ rp, challenge, response, key, userVerification }) {
    if (!webAuthnSecurityKeys.credentialId(response)?.equals(key.id)) return { verdict: 'wrong' }
    try {
      const { verified, authenticationInfo } = await verifyAuthenticationResponse({
        response: unframed(response as AuthenticationResponseJSON),
        expectedChallenge: challenge,
        expectedOrigin: [...rp.origins],
        expectedRPID: rp.id,
        // The library looks at the counter before the signature. We look after it: who has no key must not be able to make
        // it look cloned.
        credential: { id: key.id.toString('base64url'), publicKey: bytes(key.publicKey), counter: 0 },
        requireUserVerification: userVerification === 'required',
      })
      if (!verified) return { verdict: 'wrong' }
      const { newCounter: counter, userVerified } = authenticationInfo
      return counterRose(key, counter) ? { verdict: 'right', counter, userVerified } : { verdict: 'counterWentBack' }
    } catch {
      // As above: an exception is the library's way to refuse.
      return { verdict: 'wrong' }
    }
  },
}

/** Passkeys that live on several devices do not count: theirs stays zero. */
function counterRose(key: KeyCredential, counter: number): boolean {
  return counter > key.counter || (counter === 0 && key.counter === 0)
}

/**
 * What browsers do when none was asked for. Looking at an attestation would mean reading certificates of a stranger's making,
 * and asking the addresses in them whether they were revoked.
 */
function withoutAttestation(given: RegistrationResponseJSON): RegistrationResponseJSON {
  const { response } = unframed(given)
  const authData = decodeAttestationObject(isoBase64URL.toBuffer(response.attestationObject)).get('authData')
  const bare = new Map<string, string | Uint8Array | Map<string, never>>([
    ['fmt', 'none'],
    ['attStmt', new Map<string, never>()],
    ['authData', authData],
  ])
  return {
    ...given,
    response: { ...response, attestationObject: isoBase64URL.fromBuffer(bytes(isoCBOR.encode(bare))) },
  }
}

/** Another site that frames ours could borrow a touch. The library lets it pass where a browser does not name that site. */
function unframed<Response extends RegistrationResponseJSON | AuthenticationResponseJSON>(given: Response): Response {
  if (decodeClientDataJSON(given.response.clientDataJSON).crossOrigin)
    throw new Error('answered within a foreign frame')
  return given
}

function described({ id, transports }: Pick<KeyCredential, 'id' | 'transports'>) {
  return { id: id.toString('base64url'), transports: [...transports] }
}

/** The client's own word, kept only to be given back to it; words of later standards included. */
function transportsIn(given: unknown): readonly string[] {
  if (!Array.isArray(given)) return []
  const words = given.filter((word): word is string => typeof word === 'string' && /^[a-z][a-z-]{1,31}$/.test(word))
  return [...new Set(words)].slice(0, 8)
}

/** The library wants bytes that do not share their memory. */
function bytes(buffer: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer)
}
