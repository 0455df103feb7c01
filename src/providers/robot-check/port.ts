export type RobotChallenge = { readonly challenge: string; readonly difficulty: number; readonly expiresAt: Date }

/** `spend` is the same for every answer to one challenge. Whoever stores it once, until `expiresAt`, takes no answer twice. */
export type RobotVerdict =
  | { readonly isHuman: false }
  | { readonly isHuman: true; readonly spend: Buffer; readonly expiresAt: Date }

/** Makes a flood of guesses dear and a single one cheap. A port: a portal may want a service that looks at people instead. */
export interface RobotCheckPort {
  /** A challenge counts in its own portal only. */
  issue(at: { readonly portalId: string; readonly now: Date }): RobotChallenge
  /** `answer` is `<challenge>.<counter>`, of which SHA-256 begins with `difficulty` zero bits. Never throws for what a client sent. */
  judge(answer: string, at: { readonly portalId: string; readonly now: Date }): Promise<RobotVerdict>
}
