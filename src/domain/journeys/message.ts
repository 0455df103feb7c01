export type Channel = 'mail' | 'sms'

/**
 * queued → sent → delivered | bounced. queued → cancelled (re-planned), expired (too late), failed (refused by the provider).
 * unknown: an SMS that may or may not have left; it is never repeated, the person can ask for another.
 */
export type MessageStatus = 'queued' | 'sent' | 'delivered' | 'bounced' | 'failed' | 'unknown' | 'cancelled' | 'expired'

/** Codes overtake everything, what a person waits for overtakes bulk. */
export const priorities = { code: 0, act: 10, bulk: 20 } as const

export type Priority = keyof typeof priorities
