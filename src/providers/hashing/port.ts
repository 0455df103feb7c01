/**
 * Slow hashing in a bounded pool. Beyond the queue's limit it throws Overloaded at once, so that a flood of sign-ins
 * costs neither memory nor the readers their turn.
 */
export interface HashingPort {
  /**
   * Holds a place among those who hash or wait for it, while `work` is done. For what strangers may ask: it throws Overloaded
   * before anything is asked of the database, else a flood would wait there, before the readers.
   */
  admit<T>(work: () => Promise<T>): Promise<T>
  hash(secret: string): Promise<string>
  /** The same hash for the same secret and salt: a set of backup codes has one salt, and is searched with one hash. */
  hashWith(secret: string, salt: Buffer): Promise<string>
  verify(hash: string, secret: string): Promise<boolean>
  /** As long as a real verification, for identifiers nobody has. */
  pretend(secret: string): Promise<false>
  readonly load: () => { readonly running: number; readonly queued: number }
}

export class Overloaded extends Error {
  override readonly name = 'Overloaded'
  readonly retryAfterSeconds = 2

  constructor() {
    super('the hashing pool is full')
  }
}
