import { expect, test } from 'vitest'
import type { HistoryEntry, WorkflowHistoryPort, WorkflowRun } from '../../src/providers/workflow-history/port.ts'
import { ask, idOf, noWorkflows, openApi, openHouse, signedInAs } from '../support/api.ts'
import { invite } from '../support/invitee.ts'
import { openScene } from '../support/scene.ts'

const scene = await openScene()
const house = await openHouse(scene)
const operator = await signedInAs(scene, house, { role: 'OPERATOR', organisationId: null })
const { journeyId } = await invite(scene, house)

const run: WorkflowRun = {
  workflowId: `account-activation/${journeyId}/1`,
  runId: '0197a000-aaaa-7000-8000-000000000001',
  generation: 1,
  status: 'running',
  startedAt: new Date('2026-03-02T10:00:01Z'),
  endedAt: null,
  events: 45,
  url: 'http://localhost:8233/namespaces/drempel/workflows/x',
}

const entry = (number: number): HistoryEntry => ({
  number,
  at: new Date(run.startedAt.getTime() + number * 1_000),
  kind: 'acted',
  event: 'ActivityTaskCompleted',
  act: 'sendInvitation',
  code: 'done',
  attempt: 1,
  until: null,
})

const asked: string[] = []
const told: WorkflowHistoryPort = {
  runs: async (journey) => {
    asked.push(journey.journeyId)
    return [run]
  },
  history: async (_run, { after, limit }) =>
    Array.from({ length: 45 }, (_, index) => entry(index + 1))
      .filter(({ number }) => number > after)
      .slice(0, limit),
}

const runs = (fields: string) => `query($id: ID!) { journey(id: $id) { status ${fields} } }`
const variables = { id: idOf('Journey', journeyId) }

test('tells an operator every run of a journey and its history, page by page', async () => {
  const api = await openApi(scene, { workflows: told })
  const page = async (args: string) => {
    const fields = `runs { workflowId runId generation status startedAt events url
      history(${args}) { nodes { number at kind event act code attempt until } pageInfo { hasNextPage endCursor } } } runsUnavailable`
    const { data, errors } = await ask<{ journey: { runs: { history: Page }[] } }>(api, house, runs(fields), {
      variables,
      as: operator.token,
    })
    expect(errors).toEqual([])
    expect(data).toMatchObject({
      journey: { runs: [{ runId: run.runId, status: 'RUNNING', events: 45 }], runsUnavailable: null },
    })
    return data.journey.runs[0]?.history
  }
  type Page = { nodes: { number: number }[]; pageInfo: { hasNextPage: boolean; endCursor: string } }
  const first = await page('first: 20')
  expect(first?.nodes[0]).toEqual({
    number: 1,
    at: '2026-03-02T10:00:02.000Z',
    kind: 'ACTED',
    event: 'ActivityTaskCompleted',
    act: 'sendInvitation',
    code: 'done',
    attempt: 1,
    until: null,
  })
  const second = await page(`first: 20, after: "${first?.pageInfo.endCursor}"`)
  const third = await page(`first: 20, after: "${second?.pageInfo.endCursor}"`)
  const numbers = [first, second, third].flatMap((one) => one?.nodes.map(({ number }) => number) ?? [])
  expect(numbers).toEqual(Array.from({ length: 45 }, (_, index) => index + 1))
  expect(third?.pageInfo.hasNextPage).toBe(false)
  expect(asked).toEqual([journeyId, journeyId, journeyId])
})

test.each(['AWAY', 'FORGOTTEN'] as const)('answers null and %s, and the rest of the query', async (unavailable) => {
  const api = await openApi(scene, { workflows: { ...told, runs: async () => ({ unavailable }) } })
  const { data, errors } = await ask(api, house, runs('runs { runId } runsUnavailable'), {
    variables,
    as: operator.token,
  })
  expect(errors).toEqual([])
  expect(data).toEqual({ journey: { status: 'OPEN', runs: null, runsUnavailable: unavailable } })
})

test('answers null for the history of a run that can no longer be had', async () => {
  const api = await openApi(scene, { workflows: { ...told, history: noWorkflows.history } })
  const { data, errors } = await ask(api, house, runs('runs { runId history { nodes { kind } } }'), {
    variables,
    as: operator.token,
  })
  expect(errors).toEqual([])
  expect(data).toEqual({ journey: { status: 'OPEN', runs: [{ runId: run.runId, history: null }] } })
})

test('tells HR nothing of runs', async () => {
  const api = await openApi(scene, { workflows: told })
  const hr = await signedInAs(scene, house, { role: 'HR' })
  const { data, errors } = await ask(api, house, runs('runs { runId }'), { variables, as: hr.token })
  expect([data, errors[0]?.extensions.code]).toEqual([{ journey: { status: 'OPEN', runs: null } }, 'FORBIDDEN'])
})
