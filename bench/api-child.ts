import { compose } from '../src/compose.ts'
import { readConfig } from '../src/config.ts'
import { serveApi } from '../src/start-api.ts'
import type { ApiState } from './api-process.ts'

const everyMs = 10

const drempel = compose(readConfig(process.env), 'api')
const { port } = await serveApi(drempel)
let peakRss = 0

setInterval(() => {
  peakRss = Math.max(peakRss, process.memoryUsage.rss())
}, everyMs)

function tell(): void {
  const rss = process.memoryUsage.rss()
  process.send?.({ port, rss, peakRss: Math.max(peakRss, rss) } satisfies ApiState)
  peakRss = rss
}

process.on('message', tell)
process.on('disconnect', () => process.exit(0))
tell()
