export type RankTest = {
  /** Of the first sample against the second; half of n·m when neither tends to be larger. */
  readonly u: number
  readonly z: number
  /** Two-sided: how often two samples of one distribution differ at least as much. */
  readonly p: number
}

/** Mann–Whitney by the normal approximation, with its correction for ties and for continuity. */
export function mannWhitney(one: readonly number[], other: readonly number[]): RankTest {
  const [n, m] = [one.length, other.length]
  const all = [...one.map((value) => ({ value, isOne: true })), ...other.map((value) => ({ value, isOne: false }))]
  const { rankSum, ties } = rank(all.toSorted((a, b) => a.value - b.value))
  const u = rankSum - (n * (n + 1)) / 2
  const middle = (n * m) / 2
  const total = n + m
  const spread = Math.sqrt(((n * m) / 12) * (total + 1 - ties / (total * (total - 1))))
  const distance = Math.max(0, Math.abs(u - middle) - 0.5)
  const z = spread === 0 ? 0 : (Math.sign(u - middle) * distance) / spread
  return { u, z, p: Math.min(1, 2 * upperTail(Math.abs(z))) }
}

type Ranked = { readonly value: number; readonly isOne: boolean }

/** Equal values share the mean of their ranks. */
function rank(sorted: readonly Ranked[]): { readonly rankSum: number; readonly ties: number } {
  let rankSum = 0
  let ties = 0
  for (let from = 0; from < sorted.length; ) {
    const value = sorted[from]?.value
    const after = sorted.findIndex((entry, at) => at > from && entry.value !== value)
    const group = sorted.slice(from, after === -1 ? sorted.length : after)
    rankSum += group.filter(({ isOne }) => isOne).length * (from + (group.length + 1) / 2)
    ties += group.length ** 3 - group.length
    from += group.length
  }
  return { rankSum, ties }
}

/** Of the normal distribution (Abramowitz and Stegun 26.2.17, exact to seven digits). */
function upperTail(z: number): number {
  const t = 1 / (1 + 0.2316419 * z)
  const series = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429]
  const sum = series.reduceRight((rest, factor) => t * (factor + rest), 0)
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * sum
}
