/** One mail, ready to leave: texts written, secrets filled in. */
export type Mail = {
  /** The message row's id. The same id is the same mail, however often it is handed over. */
  readonly id: string
  readonly to: string
  readonly from: { readonly name: string; readonly address: string }
  readonly replyTo?: string
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly language: 'nl' | 'en'
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * What became of it. Codes name the provider and its answer, never a person: they are stored, logged and counted.
 *
 * - `accepted`: the provider has it; `reference` is its name for it.
 * - `refused`: it never will, as asked; repeating is pointless.
 * - `notYet`: certainly not sent, try again later.
 * - `unknown`: it may have left. A mail may be repeated, under the same id.
 */
export type HandOver =
  | { readonly outcome: 'accepted'; readonly reference: string }
  | { readonly outcome: 'refused'; readonly code: string }
  | { readonly outcome: 'notYet'; readonly code: string; readonly retryAfterSeconds?: number }
  | { readonly outcome: 'unknown'; readonly code: string }

/** The way out for mail. `send` never throws for a provider's trouble: every answer is one of the four outcomes. */
export interface MailPort {
  readonly name: string
  send(mail: Mail): Promise<HandOver>
}

/**
 * What the provider told afterwards. `bounced` says the address does not work, `failed` that this mail did not arrive.
 * `id` is the message row's id where the provider hands it back: it finds the row even when the report overtakes the
 * answer to the hand-over.
 */
export type Delivery = {
  readonly reference: string
  readonly id: string | null
  readonly state: 'delivered' | 'bounced' | 'failed'
  readonly code: string
  readonly at: Date
}

export type Webhook = {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  /** The bytes as they came in, as text: a signature covers them before any parsing. */
  readonly body: string
  readonly receivedAt: Date
}

/** Reads a provider's report. Empty when the report is genuine but about something else. */
export type ParseDelivery = (webhook: Webhook, secret: string) => readonly Delivery[] | 'forged' | 'malformed'
