import { expect, test } from 'vitest'
import { publishPayments } from '../../src/commands/documents/publish-payments.ts'
import { ask, idOf, keyFor, openApi, openHouse, sessionOf, signedInAs } from '../support/api.ts'
import { payrollOf, wages } from '../support/payroll.ts'
import { addOrganisation, openScene } from '../support/scene.ts'

const scene = await openScene()
const api = await openApi(scene)
const house = await openHouse(scene)
const { organisationId, portalId } = house
const otherId = await addOrganisation(scene, portalId)
const jan = await signedInAs(scene, house, { role: 'EMPLOYEE' })
const hr = await signedInAs(scene, house, { role: 'HR' })
const key = await keyFor(scene, house, ['payroll:write', 'people:read'])

type Page = { nodes: { id: string; externalReference: string; version: number }[]; pageInfo: { endCursor: string } }
type Own = { viewer: { payments: Page; reservations: Page; phases: Page } }

const own = `{ viewer {
  payments { nodes { id externalReference version amount { cents currency } paidOn kind description periodFrom periodUntil replacedAt organisation { id } } }
  reservations { nodes { id externalReference version kind asOf builtUp { hundredths unit } taken { hundredths } balance { hundredths } } }
  phases { nodes { id externalReference version phase weeksWorked from until } } } }`
const ofPerson = `query($id: ID!) { person(id: $id) { payments { nodes { externalReference } }
  reservations { nodes { externalReference } } phases { nodes { externalReference } } } }`
const node = 'query($id: ID!) { node(id: $id) { id } }'

const organisation = idOf('Organisation', organisationId)
const person = idOf('Person', jan.personId)
const publish = (name: string, item: object) => {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}`
  const document = `mutation($input: ${type}Input!) { ${name}(input: $input) {
    ... on ${type}Payload { results { outcome version problems { path code } } } ... on UserError { code } } }`
  return ask<Record<string, { results: unknown[] }>>(api, house, document, {
    as: key,
    variables: { input: { organisation, items: [{ person, ...item }] } },
  })
}
const amount = { cents: 123_456, currency: 'EUR' }

test('shows the person what payroll published', async () => {
  const told = [
    await publish('paymentPublish', {
      externalReference: 'P-1',
      paidOn: '2026-03-27',
      amount,
      kind: 'WAGES',
      description: 'Loon maart',
      periodFrom: '2026-03-01',
      periodUntil: '2026-03-31',
    }),
    await publish('reservationPublish', {
      externalReference: 'R-1',
      kind: 'HOLIDAY_PAY',
      unit: 'EUR',
      builtUp: 9_876,
      taken: 0,
      balance: 9_876,
      asOf: '2026-03-27',
    }),
    await publish('phasePublish', { externalReference: 'F-1', phase: 'ONE_TWO', weeksWorked: 12, from: '2026-01-05' }),
  ]
  const published = { results: [{ outcome: 'PUBLISHED', version: 1, problems: [] }] }
  expect(told.map(({ data }) => Object.values(data)[0])).toEqual([published, published, published])
  const { data, errors } = await ask<Own>(api, house, own, { as: jan.token })
  expect(errors).toEqual([])
  const common = { id: expect.any(String), version: 1 }
  expect(data.viewer).toEqual({
    payments: {
      nodes: [
        {
          ...common,
          externalReference: 'P-1',
          amount,
          paidOn: '2026-03-27',
          kind: 'WAGES',
          description: 'Loon maart',
          periodFrom: '2026-03-01',
          periodUntil: '2026-03-31',
          replacedAt: null,
          organisation: { id: organisation },
        },
      ],
    },
    reservations: {
      nodes: [
        {
          ...common,
          externalReference: 'R-1',
          kind: 'HOLIDAY_PAY',
          asOf: '2026-03-27',
          builtUp: { hundredths: 9_876, unit: 'EUR' },
          taken: { hundredths: 0 },
          balance: { hundredths: 9_876 },
        },
      ],
    },
    phases: {
      nodes: [
        { ...common, externalReference: 'F-1', phase: 'ONE_TWO', weeksWorked: 12, from: '2026-01-05', until: null },
      ],
    },
  })
})

test('shows them to the person and to HR of the organisation, and to nobody else', async () => {
  const outcome = async (as: string | undefined) => {
    const { data, errors } = await ask<{ person: Record<string, Page | null> | null }>(api, house, ofPerson, {
      as,
      variables: { id: person },
    })
    const lists = Object.values(data.person ?? {}).map((page) => page?.nodes.length ?? null)
    return [lists, ...new Set(errors.map(({ extensions }) => extensions.code))]
  }
  const otherHr = await signedInAs(scene, house, { role: 'HR', organisationId: otherId })
  const desk = await signedInAs(scene, house, { role: 'SERVICE_DESK' })
  const admin = await signedInAs(scene, house, { role: 'ADMIN' })
  const colleague = await signedInAs(scene, house, { role: 'EMPLOYEE' })
  const operator = await signedInAs(scene, house, { role: 'OPERATOR', organisationId: null })
  const nothing = [null, null, null]
  expect({
    jan: await outcome(jan.token),
    hr: await outcome(hr.token),
    desk: await outcome(desk.token),
    admin: await outcome(admin.token),
    key: await outcome(key),
    otherHr: await outcome(otherHr.token),
    colleague: await outcome(colleague.token),
    operator: await outcome(operator.token),
    stranger: await outcome(undefined),
  }).toEqual({
    jan: [[1, 1, 1]],
    hr: [[1, 1, 1]],
    desk: [nothing, 'FORBIDDEN'],
    admin: [nothing, 'FORBIDDEN'],
    key: [nothing, 'FORBIDDEN'],
    otherHr: [[]],
    colleague: [[]],
    operator: [[]],
    stranger: [[], 'UNAUTHENTICATED'],
  })
})

test('shows HR of another organisation what its own payroll said alone', async () => {
  const both = await signedInAs(scene, house, { role: 'EMPLOYEE' })
  await scene.owner`insert into grants (portal_id, account_id, role, organisation_id, valid_from, reason)
    values (${portalId}, ${both.accountId}, 'EMPLOYEE', ${otherId}, '2020-01-01', 'test')`
  const otherHr = await signedInAs(scene, house, { role: 'HR', organisationId: otherId })
  for (const [id, reference] of [
    [organisationId, 'here'],
    [otherId, 'there'],
  ] as const) {
    const items = [wages(reference, { personId: both.personId })]
    await publishPayments(scene, payrollOf({ ...house, organisationId: id }), { organisationId: id, items })
  }
  const seen = async (as: string, more = '') => {
    const document = `query($id: ID!) { person(id: $id) { payments${more} { nodes { externalReference } } } }`
    const variables = { id: idOf('Person', both.personId) }
    const { data } = await ask<{ person: { payments: Page } }>(api, house, document, { as, variables })
    return data.person.payments.nodes.map(({ externalReference }) => externalReference).toSorted()
  }
  expect(await seen(both.token)).toEqual(['here', 'there'])
  expect(await seen(both.token, `(filter: { organisation: "${idOf('Organisation', otherId)}" })`)).toEqual(['there'])
  expect(await seen(hr.token)).toEqual(['here'])
  expect(await seen(otherHr.token)).toEqual(['there'])
})

test('shows whoever has left none of them, from the very instant', async () => {
  const leaver = await signedInAs(scene, house, { role: 'EMPLOYEE' })
  const items = [wages('leaver', { personId: leaver.personId })]
  await publishPayments(scene, payrollOf(house), { organisationId, items })
  const seen = async () => {
    const as = await sessionOf(scene, portalId, leaver.accountId)
    const { data } = await ask<Own>(api, house, own, { as })
    return data.viewer.payments.nodes.map(({ id }) => id)
  }
  const [id] = await seen()
  await scene.owner`update grants set valid_until = '2026-03-02T23:00:00Z' where account_id = ${leaver.accountId}`
  await scene.owner`insert into grants (portal_id, account_id, role, organisation_id, valid_from, reason)
    values (${portalId}, ${leaver.accountId}, 'EX_EMPLOYEE', ${organisationId}, '2026-03-02T23:00:00Z', 'test')`
  await scene.travelTo('2026-03-02T22:59:59.999Z')
  expect(await seen()).toEqual([id])
  await scene.travelTo('2026-03-02T23:00:00Z')
  expect(await seen()).toEqual([])
  const as = await sessionOf(scene, portalId, leaver.accountId)
  expect((await ask(api, house, node, { as, variables: { id } })).data).toEqual({ node: null })
  const hrs = await sessionOf(scene, portalId, hr.accountId)
  expect((await ask(api, house, node, { as: hrs, variables: { id } })).data).toEqual({ node: { id } })
  await scene.travelTo('2026-03-02T10:00:00Z')
})

test('pages by day, both ways, and keeps to the days asked for', async () => {
  const piet = await signedInAs(scene, house, { role: 'EMPLOYEE' })
  const days = ['2026-01-30', '2026-02-27', '2026-02-27', '2026-03-27']
  const items = days.map((paidOn, n) => wages(`D-${n}`, { personId: piet.personId, paidOn }))
  await publishPayments(scene, payrollOf(house), { organisationId, items })
  const list = async (args: string) => {
    const document = `{ viewer { payments${args} { nodes { externalReference } pageInfo { endCursor } } } }`
    const { data } = await ask<Own>(api, house, document, { as: piet.token })
    const { nodes, pageInfo } = data.viewer.payments
    return { refs: nodes.map(({ externalReference }) => externalReference), cursor: pageInfo.endCursor }
  }
  const first = await list('(first: 2)')
  const second = await list(`(first: 2, after: "${first.cursor}")`)
  expect([...first.refs, ...second.refs]).toEqual(['D-3', 'D-2', 'D-1', 'D-0'])
  expect((await list('(orderBy: { direction: ASC })')).refs).toEqual(['D-0', 'D-1', 'D-2', 'D-3'])
  const february = '(filter: { from: "2026-02-01", until: "2026-02-27" })'
  expect((await list(february)).refs).toEqual(['D-2', 'D-1'])
})

test('shows what a correction replaced only where it is asked for', async () => {
  const marie = await signedInAs(scene, house, { role: 'EMPLOYEE' })
  const item = wages('C-1', { personId: marie.personId })
  for (const amountCents of [1, 2]) {
    await publishPayments(scene, payrollOf(house), { organisationId, items: [{ ...item, amountCents }] })
  }
  const list = async (args: string) => {
    const document = `{ viewer { payments${args} { nodes { version amount { cents } replacedAt } } } }`
    const { data } = await ask<{ viewer: { payments: { nodes: object[] } } }>(api, house, document, { as: marie.token })
    return data.viewer.payments.nodes
  }
  const now = { version: 2, amount: { cents: 2 }, replacedAt: null }
  expect(await list('')).toEqual([now])
  expect(await list('(filter: { includeReplaced: true })')).toEqual([
    now,
    { version: 1, amount: { cents: 1 }, replacedAt: '2026-03-02T10:00:00.000Z' },
  ])
})
