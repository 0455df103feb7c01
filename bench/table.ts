import { type Measured, median } from './rounds.ts'

/** A line of the table, measured as often on both sides. */
export type Line = {
  readonly work: string
  readonly against: string
  readonly unit: string
  readonly measured: Measured
  /** What the design asks of the ratio Drempel : bare; left out where a figure is only shown. */
  readonly target?: { readonly atLeast: number } | { readonly atMost: number }
}

const head = ['work', 'against', 'unit', 'Drempel', 'bare', 'ratio', 'of rounds', 'target', 'met']

export function printTable(lines: readonly Line[]): string {
  const cells = [head, ...lines.map(cellsOf)]
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)))
  const print = (row: readonly string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')
  const rule = widths.map((width) => '-'.repeat(width)).join('  ')
  return [print(head), rule, ...cells.slice(1).map(print)].map((line) => line.trimEnd()).join('\n')
}

function cellsOf({ work, against, unit, measured, target }: Line): readonly string[] {
  const { drempel, bare } = measured
  const ratio = median(drempel) / median(bare)
  const ofRounds = drempel.map((value, round) => value / (bare[round] ?? Number.NaN))
  const range = `${Math.min(...ofRounds).toFixed(2)}–${Math.max(...ofRounds).toFixed(2)}`
  const figures = [figure(median(drempel)), figure(median(bare)), ratio.toFixed(2), range]
  if (target === undefined) return [work, against, unit, ...figures, '', '']
  const [sign, bound] = 'atLeast' in target ? ['≥', target.atLeast] : ['≤', target.atMost]
  const isMet = sign === '≥' ? ratio >= bound : ratio <= bound
  return [work, against, unit, ...figures, `${sign} ${bound.toFixed(2)}`, isMet ? 'yes' : 'NO']
}

function figure(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(1)
}
