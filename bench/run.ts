import { parseArgs } from 'node:util'
import { installTemporalRuntime } from '../src/process.ts'
import { type Installation, startInstallation } from './installation.ts'
import { accepted } from './rows/accepted.ts'
import { drained } from './rows/drained.ts'
import { flood } from './rows/flood.ts'
import { killed, killedOnCluster, leaving, leavingOnCluster } from './rows/killed.ts'
import { mutation } from './rows/mutation.ts'
import { nextAct } from './rows/next-act.ts'
import { read } from './rows/read.ts'
import { request } from './rows/request.ts'
import { signIn } from './rows/sign-in.ts'
import { type Line, printTable } from './table.ts'

/** Lines of the table, and what is told below it in words. */
type Row = (installation: Installation, size: number | undefined) => Promise<readonly (Line | string)[]>

const rows: Readonly<Record<string, Row>> = {
  read,
  mutation,
  request,
  'sign-in': signIn,
  flood,
  accepted,
  drained,
  'next-act': nextAct,
  killed,
  'killed-on-cluster': killedOnCluster,
  leaving,
  'leaving-on-cluster': leavingOnCluster,
}

/** Prints ratios measured side by side. Nothing is asserted: a machine that is busy is no bug. */
const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: Object.keys(rows) },
    // How many journeys, in the rows that are killed.
    size: { type: 'string' },
  },
})
const unknown = values.only.filter((name) => !(name in rows))
if (unknown.length > 0) {
  console.error(`no such row: ${unknown.join(', ')}; there are ${Object.keys(rows).join(', ')}`)
  process.exit(1)
}

const size = values.size === undefined ? undefined : Number(values.size)
if (size !== undefined && !(Number.isSafeInteger(size) && size > 0)) {
  console.error(`--size ${values.size} is no number of journeys`)
  process.exit(1)
}

installTemporalRuntime()
const installation = await startInstallation(process.env)
const lines: Line[] = []
const notes: string[] = []
try {
  for (const name of values.only) {
    const start = performance.now()
    for (const told of (await rows[name]?.(installation, size)) ?? []) {
      if (typeof told === 'string') notes.push(told)
      else lines.push(told)
    }
    console.error(`${name}: ${((performance.now() - start) / 1_000).toFixed(0)} s`)
  }
} finally {
  // Where a row fails, what was measured before it is told all the same.
  console.log(['', printTable(lines), ...notes].join('\n'))
  await installation.stop()
}
