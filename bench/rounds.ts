export type Measured = { readonly drempel: readonly number[]; readonly bare: readonly number[] }
export type Sides = {
  /** One measurement of one side; its preparation is not part of the figure. */
  readonly drempel: () => Promise<number>
  readonly bare: () => Promise<number>
}

/** A B A B …: whatever slows the machine down for a while slows both sides. A first round, thrown away, warms both up. */
export async function alternate(rounds: number, sides: Sides, options: { warmUp?: boolean } = {}): Promise<Measured> {
  const drempel: number[] = []
  const bare: number[] = []
  if (options.warmUp ?? true) {
    await sides.drempel()
    await sides.bare()
  }
  for (let round = 0; round < rounds; round++) {
    drempel.push(await sides.drempel())
    bare.push(await sides.bare())
  }
  return { drempel, bare }
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (sorted.length - 1) * q
  const below = sorted[Math.floor(at)]
  const above = sorted[Math.ceil(at)]
  if (below === undefined || above === undefined) throw new Error('nothing was measured')
  return below + (above - below) * (at - Math.floor(at))
}

/** Milliseconds since an instant of `performance.now()`. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/** As many as `lanes` at a time, each taking the next one when it is free. */
export async function inLanes<T>(
  items: readonly T[],
  lanes: number,
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  const left = items.values()
  const lane = async () => {
    for (const item of left) await work(item)
  }
  await Promise.all(Array.from({ length: lanes }, lane))
}

/** So many of a list at each call, one after the other. */
export function inTurns<T>(items: readonly T[], size: number): () => readonly T[] {
  let next = 0
  return () => {
    const turn = items.slice(next, next + size)
    next += size
    if (turn.length < size) throw new Error('there is nothing left to take a turn with')
    return turn
  }
}
