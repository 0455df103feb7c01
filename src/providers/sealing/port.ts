/** Seals the copy of a one-time secret that rides in its message's row. The context must be the same to open it again. */
export interface SealingPort {
  seal(plain: string, context: string): Buffer
  /** The name of the key that seals. Whatever names another is sealed anew before that key may go. */
  readonly current: string
  /** The name of the key a value is sealed under. */
  keyOf(sealed: Buffer): string
  open(sealed: Buffer, context: string): string
  /** A digest only this installation can make: throttle buckets must not give addresses away. */
  blind(text: string): Buffer
}
