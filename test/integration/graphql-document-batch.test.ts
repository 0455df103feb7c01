import { expect, test } from 'vitest'
import { closeBatch } from '../../src/commands/documents/close-batch.ts'
import { tellBatch } from '../../src/commands/documents/tell-batch.ts'
import { ask, idOf, keyFor, openApi, openHouse, signedInAs } from '../support/api.ts'
import { payday } from '../support/document-batch.ts'
import { systemOf } from '../support/documents.ts'
import { addOrganisation, openScene } from '../support/scene.ts'

const scene = await openScene()
const api = await openApi(scene)
const house = await openHouse(scene)
const { organisationId, portalId } = house
const key = await keyFor(scene, house, ['documents:write', 'journeys:read'])
const [known] = await scene.owner<{ id: string }[]>`select id from service_keys where portal_id = ${portalId}`
const payroll = systemOf(house, known?.id)
const { add, items, upload, name, system, people, act } = await payday(scene, house, 3, payroll)
const [slip, absence, wrong] = items
if (!slip || !absence || !wrong) throw new Error('three items were made')
const { journeyId, results } = await add([
  slip,
  { ...absence, kind: 'ABSENCE', fileId: await upload() },
  { ...wrong, personId: null, personReference: 'nobody' },
])
await closeBatch(scene, system, name)
await tellBatch(scene, await act(journeyId, 'told'))

const document = `query($id: ID!) { journey(id: $id) { kind person { name } messages { nodes { key recipient } }
  batch { externalReference progress { items done refused told }
    items { nodes { externalReference outcome person { id } untold mailStatus isOpened problem { path code } } } } } }`

type Seen = {
  journey: {
    kind: string
    person: unknown
    messages: { nodes: { key: string; recipient: string | null }[] }
    batch: { progress: object; items: { nodes: { externalReference: string }[] } } | null
  } | null
}
const see = async (as: string) => {
  const { data } = await ask<Seen>(api, house, document, { as, variables: { id: idOf('Journey', journeyId) } })
  return data.journey
}
const refs = (seen: Seen['journey']) => seen?.batch?.items.nodes.map(({ externalReference }) => externalReference)

test('shows HR what became of each item, but nothing of anybody’s health', async () => {
  const seen = await see((await signedInAs(scene, house, { role: 'HR' })).token)
  expect(seen).toMatchObject({ kind: 'DOCUMENT_BATCH', person: null })
  expect(seen?.batch).toEqual({
    externalReference: 'march',
    progress: { items: 3, done: 2, refused: 1, told: 2 },
    items: {
      nodes: [
        {
          externalReference: 'slip-0',
          outcome: 'PUBLISHED',
          person: { id: idOf('Person', people[0]?.personId ?? '') },
          untold: null,
          mailStatus: 'QUEUED',
          isOpened: false,
          problem: null,
        },
        {
          externalReference: 'slip-2',
          outcome: 'REFUSED',
          person: null,
          untold: null,
          mailStatus: null,
          isOpened: false,
          problem: { path: 'person', code: 'PERSON_UNKNOWN' },
        },
      ],
    },
  })
  // Whoever was written to would tell as much.
  const told = { key: 'p1/told', recipient: null }
  expect(seen?.messages.nodes).toEqual([told, told])
})

test('shows all items to the system that published them, on record, and nobody’s health to another', async () => {
  const [, absent] = results
  const absenceId = absent && 'documentId' in absent ? absent.documentId : null
  const seenBy = () => scene.owner`select actor_id from audit where subject_id = ${absenceId} and act = 'documentSee'`
  const another = await keyFor(scene, house, ['documents:write', 'journeys:read'])
  expect(refs(await see(another))).toEqual(['slip-0', 'slip-2'])
  expect(await seenBy()).toEqual([])
  expect(refs(await see(key))).toEqual(['slip-0', 'slip-1', 'slip-2'])
  expect(await seenBy()).toEqual([{ actor_id: known?.id }])
})

test('shows no batch to anybody else', async () => {
  const otherId = await addOrganisation(scene, portalId)
  const desk = await signedInAs(scene, house, { role: 'SERVICE_DESK' })
  const operator = await signedInAs(scene, house, { role: 'OPERATOR', organisationId: null })
  const otherHr = await signedInAs(scene, house, { role: 'HR', organisationId: otherId })
  expect((await see(desk.token))?.batch).toBeNull()
  expect((await see(operator.token))?.batch).toBeNull()
  expect(await see(otherHr.token)).toBeNull()
  expect(await see(people[0]?.token ?? '')).toBeNull()
})

test('finds a batch by the organisation’s own id, page by page', async () => {
  const list = async (args: string) => {
    const query = `query($id: ID!) { organisation(id: $id) { documentBatch(externalReference: "march") {
      items${args} { nodes { externalReference } pageInfo { endCursor } } } } }`
    const variables = { id: idOf('Organisation', organisationId) }
    const { data, errors } = await ask<{
      organisation: {
        documentBatch: { items: { nodes: { externalReference: string }[]; pageInfo: { endCursor: string } } }
      }
    }>(api, house, query, { as: key, variables })
    expect(errors).toEqual([])
    const { nodes, pageInfo } = data.organisation.documentBatch.items
    return { found: nodes.map(({ externalReference }) => externalReference), cursor: pageInfo.endCursor }
  }
  const first = await list('(first: 2)')
  const second = await list(`(first: 2, after: "${first.cursor}")`)
  expect([first.found, second.found]).toEqual([['slip-0', 'slip-1'], ['slip-2']])
  expect((await list('(filter: { outcome: REFUSED })')).found).toEqual(['slip-2'])
  expect((await list('(filter: { isOpened: false })')).found).toEqual(['slip-0', 'slip-1'])
})
