/** One SMS, ready to leave. */
export type Sms = {
  /** The message row's id. */
  readonly id: string
  /** E.164: +31612345678. */
  readonly to: string
  /** What the phone shows as sender: at most 11 letters and digits, or a number. */
  readonly from: string
  readonly text: string
  readonly language: 'nl' | 'en'
  /** After this the network drops it rather than deliver it: a code that arrives too late only confuses. */
  readonly validMinutes?: number
}

/**
 * What became of it. Codes name the provider and its answer, never a person: they are stored, logged and counted.
 *
 * - `accepted`: the provider has it; `reference` is the name under which it reports delivery.
 * - `refused`: it never will, as asked; repeating is pointless.
 * - `notYet`: certainly not sent, try again later.
 * - `unknown`: it may have left. An SMS is then never repeated: no provider takes the same one twice as one.
 */
export type HandOver =
  | { readonly outcome: 'accepted'; readonly reference: string }
  | { readonly outcome: 'refused'; readonly code: string }
  | { readonly outcome: 'notYet'; readonly code: string; readonly retryAfterSeconds?: number }
  | { readonly outcome: 'unknown'; readonly code: string }

/** The way out for SMS. `send` never throws for a provider's trouble: every answer is one of the four outcomes. */
export interface SmsPort {
  readonly name: string
  send(sms: Sms): Promise<HandOver>
}

/** What the provider told afterwards; `id` is the message row's id where the provider hands it back. */
export type Delivery = {
  readonly reference: string
  readonly id: string | null
  readonly state: 'delivered' | 'bounced' | 'failed'
  readonly code: string
  readonly at: Date
}

export type Webhook = {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: string
  readonly receivedAt: Date
}

/** Reads a provider's report. Empty when the report is genuine but about something else. */
export type ParseDelivery = (webhook: Webhook, secret: string) => readonly Delivery[] | 'forged' | 'malformed'
