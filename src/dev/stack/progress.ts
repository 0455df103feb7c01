const everyMs = 10_000

/** Says what is being done and, as long as it takes, how long it has taken. */
export async function withProgress<T>(what: string, log: (line: string) => void, work: () => Promise<T>): Promise<T> {
  const began = Date.now()
  const seconds = () => Math.round((Date.now() - began) / 1_000)
  log(what)
  const timer = setInterval(() => log(`${what}: ${seconds()} s`), everyMs)
  try {
    const result = await work()
    if (seconds() >= everyMs / 1_000) log(`${what}: done in ${seconds()} s`)
    return result
  } finally {
    clearInterval(timer)
  }
}
