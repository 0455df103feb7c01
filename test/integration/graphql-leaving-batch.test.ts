import { expect, it } from 'vitest'
import { planLeavingChunk } from '../../src/commands/employments/plan-leaving-chunk.ts'
import { act, errors } from '../support/access-cases.ts'
import { ask, idOf, keyFor, openApi, openHouse, signedInAs } from '../support/api.ts'
import { openCallers } from '../support/callers.ts'
import { employ, listOf } from '../support/leaving-batch.ts'
import { openScene } from '../support/scene.ts'

const scene = await openScene()
const api = await openApi(scene)
const house = await openHouse(scene)
const elsewhere = await openHouse(scene)
const lastDay = '2026-12-31'

const add = `mutation($input: LeavingBatchAddInput!) { leavingBatchAdd(input: $input) {
  ... on LeavingBatchAddPayload {
    results {
      expected
      problems { path code }
      item { number person { name } narrowsAt closesAt findings { kind } outcome leaving { id } }
    }
    leavingBatch { status journeyId journey { id waitingFor } counts { items plannable expectedRefused left } }
  }
  ${errors}
} }`
const show = `query($id: ID!, $filter: LeavingBatchItemFilter, $after: String) { journey(id: $id) {
  kind
  status
  leavingBatch {
    externalReference
    status
    counts { items planned refused left }
    items(filter: $filter, first: 2, after: $after) {
      nodes { number expected outcome leaving { offboarding { lastDay } } problems { code } }
      pageInfo { hasNextPage endCursor }
    }
  }
  timeline { nodes { fact data { name value } } }
} }`

async function handIn(count: number, reference: string) {
  const people = await employ(scene, house, count)
  const items = [
    ...people.map(({ personId }) => ({ person: idOf('Person', personId ?? ''), lastDay })),
    { externalReference: 'nobody', lastDay },
  ]
  return { organisation: idOf('Organisation', house.organisationId), externalReference: reference, items }
}

it('shows HR the preview, starts, and shows what became of each, page by page', async () => {
  const { token } = await signedInAs(scene, house, { role: 'HR' })
  const input = await handIn(3, 'site closes')
  await scene.owner`update organisations set mail_domains = '{acme.example}' where id = ${house.organisationId}`
  await scene.owner`update people set email = 'carl@acme.example' where name = 'Leaver 3'`
  const { data } = await ask<{ leavingBatchAdd: { leavingBatch: { journey: { id: string } } } }>(api, house, add, {
    variables: { input },
    as: token,
  })
  const fine = {
    narrowsAt: '2026-12-31T23:00:00.000Z',
    closesAt: '2027-03-31T22:00:00.000Z',
    findings: [],
    outcome: null,
    leaving: null,
  }
  expect(data.leavingBatchAdd).toMatchObject({
    results: [
      { expected: 'PLANNABLE', problems: [], item: { number: 1, person: { name: 'Leaver 1' }, ...fine } },
      { expected: 'PLANNABLE', item: { number: 2, ...fine } },
      { expected: 'PLANNABLE', item: { number: 3, ...fine, findings: [{ kind: 'WORK_MAIL_ONLY' }] } },
      {
        expected: 'REFUSED',
        problems: [{ path: 'person', code: 'NOT_FOUND' }],
        item: { number: 4, person: null, findings: null },
      },
    ],
    leavingBatch: { status: 'GATHERING', counts: { items: 4, plannable: 3, expectedRefused: 1, left: 4 } },
  })

  const { id } = data.leavingBatchAdd.leavingBatch.journey
  const start = act('leavingBatchStart', 'LeavingBatchStart')
  const again = { variables: { input: { journey: id, expectedCount: 4 } }, as: token }
  for (let times = 0; times < 2; times++) {
    expect((await ask(api, house, start, again)).data).toEqual({
      leavingBatchStart: { __typename: 'LeavingBatchStartPayload' },
    })
  }
  const [journey] = await scene.owner<{ id: string }[]>`select id from journeys where kind = 'leaving-batch'`
  const list = listOf(scene, house)
  await planLeavingChunk(scene, await list.act(journey?.id ?? '', 'planned'))

  const page = async (more: object) =>
    (await ask<{ journey: Shown }>(api, house, show, { variables: { id, ...more }, as: token })).data.journey
  const first = await page({})
  expect(first).toMatchObject({
    kind: 'LEAVING_BATCH',
    leavingBatch: {
      externalReference: 'site closes',
      status: 'RUNNING',
      counts: { items: 4, planned: 3, refused: 1, left: 0 },
      items: {
        nodes: [
          { number: 1, outcome: 'PLANNED', leaving: { offboarding: { lastDay } } },
          { number: 2, outcome: 'PLANNED' },
        ],
        pageInfo: { hasNextPage: true },
      },
    },
  })
  const second = await page({ after: first.leavingBatch.items.pageInfo.endCursor })
  expect(second.leavingBatch.items.nodes.map(({ number }) => number)).toEqual([3, 4])
  for (const filter of [{ outcome: 'REFUSED' }, { expected: 'REFUSED' }]) {
    const { nodes } = (await page({ filter })).leavingBatch.items
    expect(nodes).toMatchObject([{ number: 4, outcome: 'REFUSED', leaving: null, problems: [{ code: 'NOT_FOUND' }] }])
  }
  expect((await page({ filter: { isHandled: false } })).leavingBatch.items.nodes).toEqual([])
})

type Shown = {
  readonly leavingBatch: {
    readonly items: {
      readonly nodes: readonly { readonly number: number }[]
      readonly pageInfo: { readonly endCursor: string }
    }
  }
}

it('is seen by HR and keys that may let people leave; operators see states and counts, others nothing', async () => {
  const callers = await openCallers(scene, house, elsewhere)
  const { journeyId } = await listOf(scene, house).add([{ externalReference: 'nobody', lastDay }])
  const id = idOf('Journey', journeyId)
  const seen = async (as: string | undefined) => {
    const { data } = await ask<{ journey: null | { leavingBatch: unknown; timeline: unknown } }>(api, house, show, {
      variables: { id },
      as,
    })
    if (!data?.journey) return 'nothing'
    return data.journey.leavingBatch === null ? 'the journey' : 'the list'
  }
  const answers = Object.entries(callers).map(async ([name, as]) => [name, await seen(as)] as const)
  expect(Object.fromEntries(await Promise.all(answers))).toEqual({
    stranger: 'nothing',
    worker: 'nothing',
    leaver: 'nothing',
    hr: 'the list',
    otherHr: 'nothing',
    desk: 'the journey',
    admin: 'the journey',
    operator: 'the journey',
    key: 'the list',
    smallKey: 'nothing',
    elsewhereHr: 'nothing',
    elsewhereOperator: 'nothing',
  })
  const { data } = await ask(api, house, show, { variables: { id }, as: callers.operator })
  expect(data).toMatchObject({
    journey: {
      leavingBatch: null,
      timeline: { nodes: expect.arrayContaining([{ fact: 'leaversAdded', data: expect.any(Array) }]) },
    },
  })
})

it('lets a key that sees nobody hand in and start, by nothing but its own references', async () => {
  const key = await keyFor(scene, house, ['offboarding:write'])
  const input = await handIn(1, 'by key')
  const { data } = await ask<{ leavingBatchAdd: { leavingBatch: { journeyId: string } } }>(api, house, add, {
    variables: { input },
    as: key,
  })
  expect(data).toMatchObject({
    leavingBatchAdd: {
      results: [
        { expected: 'PLANNABLE', item: { number: 1, person: null, findings: null } },
        { expected: 'REFUSED', item: { number: 2 } },
      ],
      leavingBatch: { journey: null },
    },
  })
  const { journeyId: journey } = data.leavingBatchAdd.leavingBatch
  const start = act('leavingBatchStart', 'LeavingBatchStart')
  expect((await ask(api, house, start, { variables: { input: { journey, expectedCount: 2 } }, as: key })).data).toEqual(
    {
      leavingBatchStart: { __typename: 'LeavingBatchStartPayload' },
    },
  )
})
