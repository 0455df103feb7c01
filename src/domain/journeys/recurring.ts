/** Work that comes back whatever the journeys do. Each has a row with its own next due instant. */
export const recurringWork = ['retention'] as const

export type RecurringName = (typeof recurringWork)[number]
