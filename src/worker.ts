import { compose } from './compose.ts'
import { readConfig } from './config.ts'
import { installTemporalRuntime, runProcess } from './process.ts'
import { startWorker } from './start-worker.ts'

await runProcess(async () => {
  installTemporalRuntime()
  const drempel = compose(readConfig(process.env), 'worker')
  const worker = await startWorker(drempel)
  drempel.log.info({ event: 'worker.started' })
  return async () => {
    await worker.stop()
    await drempel.close()
  }
})
