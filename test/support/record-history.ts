import { writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js'

/** `RECORD_HISTORIES=1` keeps a history for test/replay: once per released version of a story. */
export async function recordHistory(name: string, history: Parameters<typeof historyToJSON>[0]): Promise<void> {
  if (process.env.RECORD_HISTORIES !== '1') return
  const file = new URL(`../replay/histories/${name}.json`, import.meta.url)
  const text = JSON.stringify(JSON.parse(historyToJSON(history)))
  // Which machine recorded it is nobody's business.
  await writeFile(file, `${text.replaceAll(`${process.pid}@${hostname()}`, '1@worker')}\n`)
}
