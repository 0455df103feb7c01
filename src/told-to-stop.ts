const sameMs = 1_000

/**
 * Aborts at the first signal to stop. npm passes Ctrl-C on to a process that the terminal has told already, so signals
 * within a second count as one; a later one ends the process at once, and the guards end the servers.
 */
export function toldToStop(): AbortSignal {
  const stopping = new AbortController()
  let firstAt = 0
  const hear = () => {
    if (!stopping.signal.aborted) {
      firstAt = Date.now()
      stopping.abort()
    } else if (Date.now() - firstAt > sameMs) process.exit(1)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, hear)
  return stopping.signal
}

export function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
