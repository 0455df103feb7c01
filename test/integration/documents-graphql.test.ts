import { expect, test } from 'vitest'
import type { DocumentKind } from '../../src/domain/documents/document.ts'
import { type Answer, ask, idOf, keyFor, openApi, openHouse, sessionOf, signedInAs } from '../support/api.ts'
import { pdf, publishedFor, systemOf } from '../support/documents.ts'
import { addOrganisation, openScene } from '../support/scene.ts'
import { transfer, uploadAs } from '../support/transport.ts'

const scene = await openScene()
const api = await openApi(scene)
const house = await openHouse(scene)
const { portalId, organisationId } = house
const organisation = idOf('Organisation', organisationId)
const worker = () => signedInAs(scene, house, { role: 'EMPLOYEE' })
const hr = await signedInAs(scene, house, { role: 'HR' })
const key = await keyFor(scene, house, ['documents:write'])

const mine = `query($filter: DocumentFilter, $orderBy: DocumentOrder, $first: Int, $after: String) {
  viewer { documents(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
    nodes { id title } pageInfo { hasNextPage endCursor } } } }`
type Mine = {
  viewer: {
    documents: { nodes: { id: string; title: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } }
  }
}
const titles = async (as: string, variables: Record<string, unknown> = {}) => {
  const { data, errors } = await ask<Mine>(api, house, mine, { as, variables })
  expect(errors).toEqual([])
  return data.viewer.documents.nodes.map(({ title }) => title)
}
const kindsOf = async (personId: string, as: string) => {
  const document = 'query($id: ID!) { person(id: $id) { documents { nodes { kind } } } }'
  const variables = { id: idOf('Person', personId) }
  const { data, errors } = await ask<{ person: { documents: { nodes: { kind: string }[] } | null } }>(
    api,
    house,
    document,
    { as, variables },
  )
  const nodes = data.person.documents?.nodes.map(({ kind }) => kind)
  return nodes?.sort() ?? errors.map(({ extensions }) => extensions.code)
}
const act = (as: string, name: string, input: object): Promise<Answer<Record<string, Record<string, unknown>>>> => {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}`
  const shown = name === 'documentUpload' ? '... on DocumentUploadPayload { document { id kind isShared } }' : ''
  const document = `mutation($input: ${type}Input!) { ${name}(input: $input) { __typename ${shown} ... on UserError { code } } }`
  return ask(api, house, document, { as, variables: { input } })
}
const seenOf = async (documentId: string) =>
  (
    await scene.owner<{ actor_id: string }[]>`
      select actor_id from audit where subject_id = ${documentId} and act = 'documentSee'`
  ).map(({ actor_id }) => actor_id)

const publishing = `mutation($input: PayslipPublishInput!) { payslipPublish(input: $input) {
  ... on PayslipPublishPayload { results {
    outcome version problems { path code } document { id title isUnread externalReference person { name } period { from until } } } }
  ... on UserError { code } } }`

test('a payroll system brings a payslip, and its owner opens it', async () => {
  const { personId, token } = await worker()
  const bytes = pdf('March')
  const file = await uploadAs(api, house, { as: key, body: bytes, name: '88213.pdf' })
  const item = {
    person: idOf('Person', personId),
    externalReference: 'slip-88213',
    period: { from: '2026-03-01', until: '2026-03-31' },
    file: file.id,
  }
  const variables = { input: { organisation, items: [item] } }
  const published = await ask(api, house, publishing, { as: key, variables })
  expect(published.data).toEqual({
    payslipPublish: {
      results: [
        {
          outcome: 'PUBLISHED',
          version: 1,
          problems: [],
          document: {
            id: expect.any(String),
            title: 'Loonstrook maart 2026',
            isUnread: true,
            externalReference: 'slip-88213',
            person: null,
            period: { from: '2026-03-01', until: '2026-03-31' },
          },
        },
      ],
    },
  })
  const opening = `mutation($id: ID!) { documentOpen(input: { id: $id }) { ... on DocumentOpenPayload { url } } }`
  const found = await ask<Mine>(api, house, mine, { as: token })
  const [document] = found.data.viewer.documents.nodes
  const { data } = await ask<{ documentOpen: { url: string } }>(api, house, opening, {
    as: token,
    variables: { id: document?.id },
  })
  expect((await transfer(api, house, data.documentOpen.url, { as: token })).body.equals(bytes)).toBe(true)
})

test('lists the own documents, newest first, in pages, of the kinds and the organisation asked for', async () => {
  const { personId, token, accountId } = await worker()
  const other = await addOrganisation(scene, portalId)
  await scene.owner`insert into grants (portal_id, account_id, role, organisation_id, valid_from, reason)
    values (${portalId}, ${accountId}, 'EX_EMPLOYEE', ${other}, '2020-01-01', 'test')`
  const there = { ...house, organisationId: other }
  const at = async (day: number, title: string, kind: DocumentKind, stage: typeof house = house) => {
    const documentId = await publishedFor(scene, stage, personId, { title, kind, call: systemOf(stage) })
    const instant = `2026-01-0${day}T10:00:00Z`
    await scene.owner`update documents set published_at = ${instant} where id = ${documentId}`
    await scene.owner`update document_versions set published_at = ${instant} where document_id = ${documentId}`
  }
  await at(1, 'a', 'PAYSLIP')
  await at(2, 'b', 'CONTRACT')
  await at(3, 'c', 'PAYSLIP', there)
  await at(4, 'd', 'CONTRACT', there)
  await at(5, 'e', 'PAYSLIP')
  expect(await titles(token)).toEqual(['e', 'c', 'b', 'a'])
  expect(await titles(token, { orderBy: { direction: 'ASC' } })).toEqual(['a', 'b', 'c', 'e'])
  expect(await titles(token, { filter: { kinds: ['PAYSLIP'] } })).toEqual(['e', 'c', 'a'])
  expect(await titles(token, { filter: { organisation: idOf('Organisation', other) } })).toEqual(['c'])
  const first = await ask<Mine>(api, house, mine, { as: token, variables: { first: 3 } })
  const { endCursor, hasNextPage } = first.data.viewer.documents.pageInfo
  expect(hasNextPage).toBe(true)
  expect(await titles(token, { first: 3, after: endCursor })).toEqual(['a'])
})

test('puts on record whoever sees that a document about health is there, and asks for it of nothing else', async () => {
  const owner = await worker()
  const absence = await publishedFor(scene, house, owner.personId, { kind: 'ABSENCE', title: 'Uitnodiging' })
  const payslip = await publishedFor(scene, house, owner.personId)
  expect(await titles(owner.token)).toEqual(['Loonstrook maart', 'Uitnodiging'])
  expect(await seenOf(absence)).toEqual([owner.accountId])
  const node = 'query($id: ID!) { node(id: $id) { id } }'
  await ask(api, house, node, { as: owner.token, variables: { id: idOf('Document', absence) } })
  await ask(api, house, node, { as: hr.token, variables: { id: idOf('Document', absence) } })
  expect(await seenOf(absence)).toEqual([owner.accountId, owner.accountId])
  expect(await seenOf(payslip)).toEqual([])
})

test('shows HR everything but what is about health and what was not shared, and the desk nothing', async () => {
  const owner = await worker()
  for (const kind of ['PAYSLIP', 'ANNUAL_STATEMENT', 'CONTRACT', 'ABSENCE', 'COACHING'] as const)
    await publishedFor(scene, house, owner.personId, { kind })
  const upload = async (shareWithHr: boolean) => {
    const { id: file } = await uploadAs(api, house, { as: owner.token, body: pdf(`${shareWithHr}`) })
    return act(owner.token, 'documentUpload', { organisation, file, title: 'Diploma', shareWithHr })
  }
  expect((await upload(false)).data).toMatchObject({
    documentUpload: { document: { kind: 'UPLOAD', isShared: false } },
  })
  const personnel = ['ANNUAL_STATEMENT', 'CONTRACT', 'PAYSLIP']
  expect(await kindsOf(owner.personId, hr.token)).toEqual(personnel)
  await upload(true)
  expect(await kindsOf(owner.personId, hr.token)).toEqual([...personnel, 'UPLOAD'])
  for (const role of ['SERVICE_DESK', 'ADMIN'] as const) {
    const { token } = await signedInAs(scene, house, { role })
    expect(await kindsOf(owner.personId, token)).toEqual(['FORBIDDEN'])
  }
  expect(await titles(owner.token)).toHaveLength(7)
})

test('HR of two organisations sees of each what is of it', async () => {
  const owner = await worker()
  await publishedFor(scene, house, owner.personId)
  const other = await addOrganisation(scene, portalId)
  const theirs = await signedInAs(scene, house, { role: 'HR', organisationId: other })
  await scene.owner`insert into grants (portal_id, account_id, role, organisation_id, valid_from, reason)
    values (${portalId}, ${owner.accountId}, 'EMPLOYEE', ${other}, '2020-01-01', 'test')`
  expect(await kindsOf(owner.personId, theirs.token)).toEqual([])
  expect(await kindsOf(owner.personId, hr.token)).toEqual(['PAYSLIP'])
})

test('an upload takes a file of one’s own, once, and nobody is told', async () => {
  const owner = await worker()
  const colleague = await worker()
  const { id: file } = await uploadAs(api, house, { as: owner.token, body: pdf() })
  const input = { organisation, file, title: 'Diploma' }
  const told = async (as: string, more = {}) =>
    (await act(as, 'documentUpload', { ...input, ...more })).data.documentUpload
  expect(await told(colleague.token)).toMatchObject({ code: 'FILE_UNKNOWN' })
  expect(await told(owner.token, { title: ' ' })).toMatchObject({ code: 'INVALID_INPUT' })
  expect(await told(owner.token, { file: 'x' })).toMatchObject({ code: 'FILE_UNKNOWN' })
  const both = await Promise.all([told(owner.token), told(owner.token)])
  expect(both.map((one) => one?.code ?? 'kept').sort()).toEqual(['FILE_USED', 'kept'])
  const mails = await scene.owner`select 1 from messages where person_id = ${owner.personId}`
  expect(mails).toEqual([])
})

test('an uploaded file that is a day old is gone', async () => {
  const owner = await worker()
  const { id: file } = await uploadAs(api, house, { as: owner.token, body: pdf() })
  await scene.travelTo('2026-03-03T10:00:00Z')
  const as = await sessionOf(scene, portalId, owner.accountId)
  const late = await act(as, 'documentUpload', { organisation, file, title: 'Diploma' })
  expect(late.data.documentUpload).toMatchObject({ code: 'FILE_UNKNOWN' })
  await scene.travelTo('2026-03-02T10:00:00Z')
})

test('what was published by mistake is gone for its owner, and its mail stays', async () => {
  const owner = await worker()
  const documentId = await publishedFor(scene, house, owner.personId)
  const id = idOf('Document', documentId)
  expect((await act(owner.token, 'documentWithdraw', { id, reason: 'not mine' })).errors[0]?.extensions.code).toBe(
    'FORBIDDEN',
  )
  expect((await act(hr.token, 'documentWithdraw', { id, reason: ' ' })).data.documentWithdraw).toMatchObject({
    code: 'INVALID_INPUT',
  })
  const two = await Promise.all([1, 2].map(() => act(hr.token, 'documentWithdraw', { id, reason: 'wrong person' })))
  expect(two.map(({ data }) => data.documentWithdraw?.code ?? 'done').sort()).toEqual(['DOCUMENT_WITHDRAWN', 'done'])
  expect(await titles(owner.token)).toEqual([])
  const node = 'query($id: ID!) { document(id: $id) { withdrawnAt } }'
  const seen = async (as: string) => (await ask(api, house, node, { as, variables: { id } })).data
  expect(await seen(owner.token)).toEqual({ document: null })
  expect(await seen(hr.token)).toEqual({ document: { withdrawnAt: '2026-03-02T10:00:00.000Z' } })
  const mails = await scene.owner`select status from messages where person_id = ${owner.personId}`
  expect(mails).toEqual([{ status: 'cancelled' }])
  const notes =
    await scene.owner`select d.note from audit a join audit_details d on d.portal_id = a.portal_id and d.audit_id = a.id
    where a.subject_id = ${documentId} and a.act = 'documentWithdraw' and a.code = 'DONE'`
  expect(notes).toEqual([{ note: 'wrong person' }])
})

test('a key takes back what it published itself, and HR nothing about health', async () => {
  const owner = await worker()
  const [row] = await scene.owner<
    { id: string }[]
  >`select id from service_keys where portal_id = ${portalId} order by id limit 1`
  const absence = await publishedFor(scene, house, owner.personId, { kind: 'ABSENCE', call: systemOf(house, row?.id) })
  const input = { id: idOf('Document', absence), reason: 'wrong person' }
  const told = async (as: string) => (await act(as, 'documentWithdraw', input)).data.documentWithdraw
  expect(await told(hr.token)).toMatchObject({ code: 'NOT_FOUND' })
  expect(await told(await keyFor(scene, house, ['documents:write']))).toMatchObject({ code: 'NOT_FOUND' })
  expect(await told(key)).toMatchObject({ __typename: 'DocumentWithdrawPayload' })
})

test('people take back what they uploaded, from HR too', async () => {
  const owner = await worker()
  const { id: file } = await uploadAs(api, house, { as: owner.token, body: pdf() })
  const kept = await act(owner.token, 'documentUpload', { organisation, file, title: 'Diploma', shareWithHr: true })
  const id = (kept.data.documentUpload as { document: { id: string } }).document.id
  const openedByHr = async () => (await act(hr.token, 'documentOpen', { id })).data.documentOpen
  expect(await kindsOf(owner.personId, hr.token)).toEqual(['UPLOAD'])
  expect(await openedByHr()).toMatchObject({ __typename: 'DocumentOpenPayload' })
  expect((await act(owner.token, 'documentWithdraw', { id, reason: 'old' })).data.documentWithdraw).toEqual({
    __typename: 'DocumentWithdrawPayload',
  })
  expect(await titles(owner.token)).toEqual([])
  expect(await kindsOf(owner.personId, hr.token)).toEqual([])
  expect(await openedByHr()).toMatchObject({ code: 'NOT_FOUND' })
})
