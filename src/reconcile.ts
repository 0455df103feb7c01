import { setTimeout as pause } from 'node:timers/promises'
import { compose } from './compose.ts'
import { readConfig } from './config.ts'
import { reconciliationReport, requestReconciliation } from './db/reconciliation.ts'
import { runCommandLine } from './process.ts'

const patienceMs = 120_000

/** Asks the workers to reconcile and prints what they found: the same door as the operators' mutation. */
await runCommandLine(async () => {
  const drempel = compose(readConfig(process.env), 'command')
  try {
    const id = await requestReconciliation(drempel.engine, 'command')
    for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await pause(250)) {
      const report = await reconciliationReport(drempel.engine, id)
      if (report === undefined) continue
      console.log(`Compared ${report.checked} open journeys with their workflows.`)
      console.log(`Started again: ${report.started}. Woken: ${report.woken}. Ended: ${report.ended}.`)
      for (const { journeyId, code } of report.unrepaired) console.log(`Not repaired: ${journeyId} (${code})`)
      return report.unrepaired.length === 0 ? 0 : 1
    }
    console.error('No worker answered within two minutes. Is one running, and does Temporal answer it?')
    return 1
  } finally {
    await drempel.close()
  }
})
