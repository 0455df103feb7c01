/** The portal as keys know it: a key answers to no other id, a response counts from these origins alone. */
export type RelyingParty = { readonly id: string; readonly name: string; readonly origins: readonly string[] }

/** What is kept of a registered key. The counter is the one of its last accepted assertion. */
export type KeyCredential = {
  readonly id: Buffer
  readonly publicKey: Buffer
  readonly counter: number
  readonly transports: readonly string[]
}

export type NewKey = KeyCredential & {
  readonly userVerified: boolean
  /** A passkey that its maker keeps a copy of. */
  readonly isBackedUp: boolean
}

/** `preferred` takes a key without PIN or fingerprint too: enough beside a password, not instead of one. */
export type UserVerification = 'required' | 'preferred'

/** `counterWentBack`: a right signature with a counter that did not rise. Somebody has a copy of the key. */
export type AssertionVerdict =
  | { readonly verdict: 'right'; readonly counter: number; readonly userVerified: boolean }
  | { readonly verdict: 'wrong' }
  | { readonly verdict: 'counterWentBack' }

/** JSON for the browser's `parseCreationOptionsFromJSON` and `parseRequestOptionsFromJSON`. */
export type OptionsJson = Readonly<Record<string, unknown>>

type Known = Pick<KeyCredential, 'id' | 'transports'>
type Asked = { readonly rp: RelyingParty; readonly challenge: string }
type Given = Asked & { readonly response: unknown }

/** Security keys and passkeys (WebAuthn, level 3). Nothing is remembered here: the challenge is the caller's to keep and to spend. */
export interface SecurityKeysPort {
  /** 256 bits, base64url. */
  newChallenge(): string
  /**
   * PublicKeyCredentialCreationOptionsJSON: discoverable preferred, user verification preferred, attestation none. Keys in
   * `exclude` are not registered twice. `user.id` is the account's id, never a name: keys give it away unasked.
   */
  registrationOptions(
    asked: Asked & {
      readonly user: { readonly id: string; readonly name: string; readonly displayName: string }
      readonly exclude: readonly Known[]
    },
  ): Promise<OptionsJson>
  /** Null when it does not hold: wrong challenge, origin or rp id, malformed. Never throws for what a client sent. */
  verifyRegistration(given: Given): Promise<NewKey | null>
  /** PublicKeyCredentialRequestOptionsJSON. An empty allow list asks for a discoverable passkey. */
  assertionOptions(
    asked: Asked & { readonly allow: readonly Known[]; readonly userVerification: UserVerification },
  ): Promise<OptionsJson>
  /** The credential a response claims to be of, before anything is verified. */
  credentialId(response: unknown): Buffer | null
  /** Never throws for what a client sent. */
  verifyAssertion(
    given: Given & { readonly key: KeyCredential; readonly userVerification: UserVerification },
  ): Promise<AssertionVerdict>
}
