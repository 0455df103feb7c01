/** An event's name and ids. The process's own log redacts what should never have come this far. */
export type HttpLog = {
  info(entry: { event: string; [key: string]: unknown }): void
  error(entry: { event: string; [key: string]: unknown }): void
}
