/**
 * Temporal's own download, in a process of its own: it can only be stopped by ending its process, and it would set up the
 * SDK's runtime, which a worker in the same process must set up itself.
 */
import { TestWorkflowEnvironment } from '@temporalio/testing'

const [downloadDir = '', version = ''] = process.argv.slice(2)
const executable = { type: 'cached-download', downloadDir, version: `v${version}` } as const
const environment = await TestWorkflowEnvironment.createLocal({ server: { executable } })
await environment.teardown()
