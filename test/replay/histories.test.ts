import { readdirSync, readFileSync } from 'node:fs'
import { Worker, type WorkflowBundle } from '@temporalio/worker'
import { beforeAll, describe, expect, it } from 'vitest'
import { bundleWorkflows } from '../../src/activities/serve.ts'
import type { JourneyKind } from '../../src/domain/journeys/journey.ts'
import { installTemporalRuntime } from '../../src/process.ts'

const folder = new URL('./histories/', import.meta.url)
const files = readdirSync(folder).filter((name) => name.endsWith('.json'))

let workflowBundle: WorkflowBundle

beforeAll(async () => {
  installTemporalRuntime()
  workflowBundle = await bundleWorkflows()
})

// A history that no longer replays is a decision: journeys begun under it have to go through the gate.
describe('the histories of released stories', () => {
  it.each([
    'account-activation',
    'factor-enrolment',
    'account-recovery',
    'offboarding',
    'document-batch',
    'leaving-batch',
  ] satisfies JourneyKind[])('are there for %s', (kind) => {
    expect(files.filter((name) => name.startsWith(`${kind}-`)).length).toBeGreaterThan(0)
  })

  it.each(files)('%s replays', async (name) => {
    const history: unknown = JSON.parse(readFileSync(new URL(name, folder), 'utf8'))
    await Worker.runReplayHistory({ workflowBundle }, history)
  })
})
