/** What the loops need of a logger: an event's name and ids. */
export type Log = {
  debug(entry: LogEntry): void
  info(entry: LogEntry): void
  warn(entry: LogEntry): void
  error(entry: LogEntry): void
}

export type LogEntry = { readonly event: string; readonly [key: string]: unknown }
