/** Where secrets come from. A port, so that a test can say which PIN was drawn. */
export interface RandomPort {
  /** 256 bits as base64url: link, session and key tokens. */
  token(): string
  /** Decimal digits, leading zeros included, each equally likely. */
  digits(count: number): string
  /** Salts. */
  bytes(count: number): Buffer
}
