import { installTemporalRuntime } from '../../src/process.ts'
import { startBareWorker } from './worker.ts'

/** A bare worker in a process of its own, which tells of each step before it is done. */
export type BareStepTaken = { readonly id: string; readonly n: number }

installTemporalRuntime()

function tell(taken: BareStepTaken | 'ready'): Promise<void> {
  return new Promise((resolve) => process.send?.(taken, undefined, undefined, () => resolve()))
}

const step = (id: string, n: number) => tell({ id, n })
await startBareWorker(JSON.parse(process.argv[2] ?? '{}'), { step, act: step })
process.on('disconnect', () => process.exit(0))
await tell('ready')
