import { beforeAll, describe, expect, it } from 'vitest'
import { readClock } from '../../src/db/engine.ts'
import { localDate, localInstant } from '../../src/domain/time.ts'
import { temporalHistory } from '../../src/providers/workflow-history/temporal.ts'
import { eventually } from '../support/eventually.ts'
import { type Installation, type SeededPortal, testInstallation } from '../support/installation.ts'
import { invite, newPeople } from '../support/people.ts'

let installation: Installation
let portal: SeededPortal

beforeAll(async () => {
  installation = await testInstallation()
  portal = await installation.seedPortal()
  await installation.work()
})

describe("a journey's history", () => {
  it('is told in the words of the story', async () => {
    const [journeyId = ''] = await invite(installation, portal, newPeople(1))
    await installation.drempel.temporal.ready()
    const workflows = temporalHistory({
      client: installation.drempel.temporal.client,
      uiUrl: async () => 'http://temporal.test',
    })
    const running = await eventually('Temporal lists the run', async () => {
      const runs = await workflows.runs({ kind: 'account-activation', journeyId })
      return Array.isArray(runs) ? runs[0] : undefined
    })
    expect(running).toMatchObject({ status: 'running', endedAt: null })
    expect(running.events).toBeGreaterThan(2)
    const today = localDate(await readClock(installation.drempel.engine))
    await installation.machine.travelTo(localInstant(today, { plusDays: 9 }))
    const run = await eventually('Temporal lists the run', async () => {
      const runs = await workflows.runs({ kind: 'account-activation', journeyId })
      return Array.isArray(runs) && runs[0]?.status === 'completed' ? runs[0] : undefined
    })
    expect(run).toMatchObject({ generation: 1, workflowId: `account-activation/${journeyId}/1` })
    expect(run?.url).toMatch(/^http:\/\/temporal\.test\/namespaces\/test-\w+\/workflows\/account-activation%2F/)

    const entries = await workflows.history(run, { after: 0, limit: 500 })
    if (!Array.isArray(entries)) throw new Error('the history is away')
    const told = entries
      .filter(({ kind }) => kind !== 'other')
      .map(({ kind, act, code }) => [kind, act, code].filter(Boolean).join(' '))
    expect(told[0]).toBe('started')
    expect(told).toContain('looked lookAtActivation')
    expect(told).toContain('rested restJourney')
    expect(told.filter((line) => line === 'acted sendActivationReminder done')).toHaveLength(2)
    expect(told).toContain('acted expireActivation done')
    expect(told.at(-1)).toBe('ended expired')

    const page = await workflows.history(run, { after: 2, limit: 3 })
    expect(page).toEqual(entries.slice(2, 5))
  })

  it('is forgotten for a journey Temporal never heard of', async () => {
    const workflows = temporalHistory({ client: installation.drempel.temporal.client, uiUrl: async () => undefined })
    const journey = { kind: 'account-activation', journeyId: '019f0000-0000-7000-8000-000000000000' }
    expect(await workflows.runs(journey)).toEqual({ unavailable: 'FORGOTTEN' })
  })

  it('is away while Temporal is', async () => {
    const workflows = temporalHistory({ client: () => undefined, uiUrl: async () => undefined })
    expect(await workflows.runs({ kind: 'account-activation', journeyId: 'x' })).toEqual({ unavailable: 'AWAY' })
  })
})
