import { parseArgs } from 'node:util'
import { bundleWorkflows } from './activities/serve.ts'
import { compose } from './compose.ts'
import { readConfig } from './config.ts'
import { installTemporalRuntime, runCommandLine } from './process.ts'
import { gate } from './relay/gate.ts'

/** Before a release: which open journeys would this code tell differently? With --restart they begin again under it. */
await runCommandLine(async () => {
  const { values } = parseArgs({ options: { restart: { type: 'boolean', default: false } } })
  installTemporalRuntime()
  const drempel = compose(readConfig(process.env), 'command')
  try {
    const deps = {
      engine: drempel.engine,
      log: drempel.log,
      client: await drempel.temporal.ready(),
      bundle: await bundleWorkflows(),
    }
    const { replayed, unfit, restarted } = await gate(deps, values)
    for (const journey of unfit) console.log(`${journey.kind} ${journey.journeyId} generation ${journey.generation}`)
    console.log(`Replayed ${replayed} histories: ${unfit.length} no longer fit, ${restarted} started again.`)
    return unfit.length === restarted ? 0 : 1
  } finally {
    await drempel.close()
  }
})
