import { compose } from './compose.ts'
import { readConfig } from './config.ts'
import { installTemporalRuntime, runProcess } from './process.ts'
import { serveWorkerDoor } from './start-api.ts'
import { startWorker } from './start-worker.ts'

await runProcess(async () => {
  installTemporalRuntime()
  const drempel = compose(readConfig(process.env), 'worker')
  const worker = await startWorker(drempel)
  const door = await serveWorkerDoor(drempel)
  drempel.log.info({ event: 'worker.started', port: door.port })
  return async () => {
    await worker.stop()
    await door.close()
    await drempel.close()
  }
})
