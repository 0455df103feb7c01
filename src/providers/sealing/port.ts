/** Seals the copy of a one-time secret that rides in its message's row. The context must be the same to open it again. */
export interface SealingPort {
  seal(plain: string, context: string): Buffer
  open(sealed: Buffer, context: string): string
  /** A digest only this installation can make: throttle buckets must not give addresses away. */
  blind(text: string): Buffer
}
