import { compose } from './compose.ts'
import { readConfig } from './config.ts'
import { runProcess } from './process.ts'
import { serveApi } from './start-api.ts'

await runProcess(async () => {
  const drempel = compose(readConfig(process.env), 'api')
  const api = await serveApi(drempel)
  drempel.log.info({ event: 'api.started', port: api.port })
  return async () => {
    await api.close()
    await drempel.close()
  }
})
