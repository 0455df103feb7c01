/**
 * How a sink treats what it is handed. `hang` and `drop` are the two that leave the sender in doubt: the sink takes
 * the message, then never answers or breaks the connection.
 */
export type Behaviour = 'accept' | 'refuse' | 'rateLimit' | 'unavailable' | 'fault' | 'misconfigured' | 'hang' | 'drop'

/** What `rateLimit` tells a sender over HTTP to wait. */
export const retryAfterSeconds = 7
