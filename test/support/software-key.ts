import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

type Json = Readonly<Record<string, unknown>>
type Descriptor = { readonly id: string }
type CreationOptions = {
  readonly rp: { readonly id: string }
  readonly user: { readonly id: string }
  readonly challenge: string
  readonly excludeCredentials?: readonly Descriptor[]
}
type RequestOptions = {
  readonly rpId: string
  readonly challenge: string
  readonly allowCredentials?: readonly Descriptor[]
}

type Touch = {
  /** The PIN or the fingerprint was right. Default: true. */
  readonly userVerified?: boolean
  /** What the key says it counted, whatever it did count. */
  readonly counter?: number
  /** Its maker keeps a copy. Default: false. */
  readonly isBackedUp?: boolean
  /** The page was framed by another site. Default: false. */
  readonly isFramed?: boolean
}

type Held = {
  readonly id: Buffer
  readonly rpId: string
  readonly user: string
  readonly privateKey: KeyObject
  counter: number
}

type Defaults = {
  /** Where the browser is, unless an act says otherwise. */
  readonly origin?: string
  /** What a browser that lies signs for, whatever the options say. */
  readonly rpId?: string
}

/**
 * A security key and the browser around it: answers options as JSON with what `credential.toJSON()` gives. It holds any number
 * of discoverable P-256 credentials, and counts. An optional `origin` is where the browser is.
 */
export function softwareKey({ origin: home = 'https://portal.example', rpId: forced }: Defaults = {}) {
  const held: Held[] = []

  const register = (options: Json, origin = home, touch: Touch = {}): Json => {
    const { rp, user, challenge, excludeCredentials = [] } = options as CreationOptions
    if (held.some((one) => isAmong(excludeCredentials, one))) throw new Error('InvalidStateError: already registered')
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const one: Held = { id: randomBytes(32), rpId: forced ?? rp.id, user: user.id, privateKey, counter: 0 }
    held.push(one)
    const idLength = Buffer.from([0, one.id.length])
    const attested = Buffer.concat([Buffer.alloc(16), idLength, one.id, coseKey(publicKey)])
    const authenticatorData = Buffer.concat([head(one, 0x40, touch), attested])
    return credential(one, {
      clientDataJSON: clientData('webauthn.create', { challenge, origin, touch }),
      attestationObject: attestationObject(authenticatorData).toString('base64url'),
      transports: ['usb'],
    })
  }

  const assert = (options: Json, origin = home, touch: Touch = {}): Json => {
    const { rpId, challenge, allowCredentials = [] } = options as RequestOptions
    const fitting = held.filter((one) => one.rpId === (forced ?? rpId))
    const one = fitting.findLast((each) => allowCredentials.length === 0 || isAmong(allowCredentials, each))
    if (one === undefined) throw new Error(`NotAllowedError: no credential for ${rpId}`)
    one.counter++
    const clientDataJSON = clientData('webauthn.get', { challenge, origin, touch })
    const authenticatorData = head(one, 0, touch)
    const digest = createHash('sha256').update(Buffer.from(clientDataJSON, 'base64url')).digest()
    return credential(one, {
      clientDataJSON,
      authenticatorData: authenticatorData.toString('base64url'),
      signature: sign('sha256', Buffer.concat([authenticatorData, digest]), one.privateKey).toString('base64url'),
      userHandle: one.user,
    })
  }

  return { register, assert }
}

function isAmong(descriptors: readonly Descriptor[], { id }: Held): boolean {
  return descriptors.some((descriptor) => descriptor.id === id.toString('base64url'))
}

function credential({ id }: Held, response: Json): Json {
  const text = id.toString('base64url')
  return {
    id: text,
    rawId: text,
    type: 'public-key',
    authenticatorAttachment: 'cross-platform',
    clientExtensionResults: {},
    response,
  }
}

function clientData(
  type: string,
  { challenge, origin, touch }: { readonly challenge: string; readonly origin: string; readonly touch: Touch },
): string {
  const written = JSON.stringify({ type, challenge, origin, crossOrigin: touch.isFramed ?? false })
  return Buffer.from(written).toString('base64url')
}

/** The hash of the rp id, the flags and the counter: the first 37 bytes of authenticator data. */
function head(
  { rpId, counter }: Held,
  more: number,
  { userVerified = true, isBackedUp = false, ...touch }: Touch,
): Buffer {
  const flags = Buffer.from([0x01 | more | (userVerified ? 0x04 : 0) | (isBackedUp ? 0x18 : 0)])
  const count = Buffer.alloc(4)
  count.writeUInt32BE(touch.counter ?? counter)
  return Buffer.concat([createHash('sha256').update(rpId).digest(), flags, count])
}

/** CBOR by hand: `{ 1: 2, 3: -7, -1: 1, -2: x, -3: y }`, an ES256 key as COSE writes it. */
function coseKey(publicKey: KeyObject): Buffer {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  return Buffer.concat([
    Buffer.from('a5010203262001215820', 'hex'),
    Buffer.from(x, 'base64url'),
    Buffer.from('225820', 'hex'),
    Buffer.from(y, 'base64url'),
  ])
}

/** CBOR by hand: `{ fmt: 'none', attStmt: {}, authData }`. */
function attestationObject(authenticatorData: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from('a363666d74646e6f6e656761747453746d74a0686175746844617461', 'hex'),
    Buffer.from([0x58, authenticatorData.length]),
    authenticatorData,
  ])
}
