// 25006: connected to a server that was the primary a moment ago.
const awayCodes = /^(08|53|57P|25006|40001|40P01|55P03)/
const awayDriverCodes =
  /^(ECONN|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|CONNECT_TIMEOUT|CONNECTION_)/

/** Whether the database is away, busy or changing hands: what time alone mends. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  if (code !== undefined && (awayCodes.test(code) || awayDriverCodes.test(code))) return true
  return isAway(error.cause)
}
