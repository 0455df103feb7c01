/** Codes of an authenticator app: RFC 6238 as every app knows it, SHA-1, six digits, steps of thirty seconds. */
export interface AuthenticatorAppPort {
  /** 160 bits from the CSPRNG, in base32. */
  newSecret(): string
  /**
   * The time step whose code this is, when it is within `window` steps of now and later than `afterStep`; null otherwise.
   * Keep the step and give it next time: no code counts twice. Never throws on malformed input.
   */
  verify(
    secret: string,
    code: string,
    when: { readonly now: Date; readonly window: number; readonly afterStep: number | null },
  ): number | null
  /** What the QR holds: `otpauth://totp/<issuer>:<account>?secret=…&issuer=…` */
  uri(key: { readonly secret: string; readonly issuer: string; readonly account: string }): string
  /** An SVG document, self-contained, readable by a screen scanner: dark on light, with a quiet zone around it. */
  qrSvg(uri: string): Promise<string>
}
