import { parseArgs } from 'node:util'
import { installTemporalRuntime } from '../src/process.ts'
import { type Installation, startInstallation } from './installation.ts'
import { accepted } from './rows/accepted.ts'
import { drained } from './rows/drained.ts'
import { mutation } from './rows/mutation.ts'
import { nextAct } from './rows/next-act.ts'
import { request } from './rows/request.ts'
import { type Line, printTable } from './table.ts'

const rows: Readonly<Record<string, (installation: Installation) => Promise<readonly Line[]>>> = {
  mutation,
  request,
  accepted,
  drained,
  'next-act': nextAct,
}

/** Prints ratios measured side by side. Nothing is asserted: a machine that is busy is no bug. */
const { values } = parseArgs({ options: { only: { type: 'string', multiple: true, default: Object.keys(rows) } } })
const unknown = values.only.filter((name) => !(name in rows))
if (unknown.length > 0) {
  console.error(`no such row: ${unknown.join(', ')}; there are ${Object.keys(rows).join(', ')}`)
  process.exit(1)
}

installTemporalRuntime()
const installation = await startInstallation(process.env)
try {
  const lines: Line[] = []
  for (const name of values.only) {
    const start = performance.now()
    lines.push(...((await rows[name]?.(installation)) ?? []))
    console.error(`${name}: ${((performance.now() - start) / 1_000).toFixed(0)} s`)
  }
  console.log(`\n${printTable(lines)}`)
} finally {
  await installation.stop()
}
