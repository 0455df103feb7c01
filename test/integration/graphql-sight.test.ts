import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { ask, idOf, keyFor, openApi, openHouse, sessionOf, signedInAs } from '../support/api.ts'
import { type Caller, callerNames, openCallers } from '../support/callers.ts'
import { publishedFor } from '../support/documents.ts'
import { activate, invite } from '../support/invitee.ts'
import { openScene } from '../support/scene.ts'

const scene = await openScene()
const api = await openApi(scene)
const house = await openHouse(scene)
const elsewhere = await openHouse(scene)
const callers = await openCallers(scene, house, elsewhere)
const { portalId, organisationId } = house

const invitee = await invite(scene, house, {
  name: 'Geheime Gerda',
  email: 'geheim@example.org',
  mobile: '+31687654321',
})
const note = 'zij is ziek geworden'
await scene.owner`with entry as (
    insert into timeline (portal_id, journey_id, fact, actor_kind, plan) values (${portalId}, ${invitee.journeyId}, 'postponed', 'account', 1)
    returning id)
  insert into timeline_notes (portal_id, timeline_id, note) select ${portalId}, id, ${note} from entry`

async function newId(statement: Promise<readonly { id: string }[]>): Promise<string> {
  const [row] = await statement
  return row?.id ?? ''
}

const somebody = await signedInAs(scene, house, { role: 'EMPLOYEE', name: 'Willem Werker' })
await keyFor(scene, house, ['people:read'])
const nodes = {
  Person: somebody.personId,
  Journey: invitee.journeyId,
  Organisation: organisationId,
  Document: await publishedFor(scene, house, somebody.personId),
  Task: await newId(scene.owner`
    insert into tasks (portal_id, journey_id, key, kind, organisation_id, role, about_person_id)
    values (${portalId}, ${invitee.journeyId}, 'p1/x', 'CORRECT_EMAIL', ${organisationId}, 'HR', ${invitee.personId}) returning id`),
  Grant: await newId(scene.owner`select id from grants where account_id = ${somebody.accountId}`),
  Session: await newId(scene.owner`select id from sessions where account_id = ${somebody.accountId}`),
  ServiceKey: await newId(scene.owner`select id from service_keys where portal_id = ${portalId} limit 1`),
  Reconciliation: await newId(scene.owner`insert into reconciliations (cause) values ('interval') returning id`),
}

const sees: Record<keyof typeof nodes, readonly Caller[]> = {
  Person: ['hr', 'desk', 'admin', 'key', 'smallKey'],
  Journey: ['hr', 'desk', 'admin', 'operator', 'key'],
  Document: ['hr'],
  Organisation: ['worker', 'leaver', 'hr', 'desk', 'admin', 'operator', 'key', 'smallKey'],
  Task: ['hr', 'desk', 'operator'],
  Grant: ['hr', 'desk', 'admin', 'key', 'smallKey'],
  Session: [],
  ServiceKey: ['admin'],
  Reconciliation: ['operator'],
}

test.each(Object.entries(nodes))(
  'shows a %s by its id to those who may see it, and nothing to others',
  async (type, id) => {
    const told = await Promise.all(
      callerNames.map(async (name) => {
        const document = 'query($id: ID!) { node(id: $id) { id } }'
        const { data, errors } = await ask<{ node: object | null }>(api, house, document, {
          variables: { id: idOf(type, id) },
          as: callers[name],
        })
        return [name, errors[0]?.extensions.code ?? (data.node === null ? 'nothing' : 'seen')]
      }),
    )
    const known = callerNames.filter((name) => name !== 'stranger' && !name.startsWith('elsewhere'))
    const expected = callerNames.map((name) => {
      if (!known.includes(name)) return [name, 'UNAUTHENTICATED']
      return [name, Object.entries(sees).some(([one, who]) => one === type && who.includes(name)) ? 'seen' : 'nothing']
    })
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(expected))
  },
)

const everything = `{ journeys { nodes {
  id status waitingFor portal { slug } organisation { name }
  person { name email }
  invitation { externalReference }
  timeline { nodes { fact by note person { name } } }
  messages { nodes { key status recipient } }
  tasks { nodes { kind person { name } url } }
} } tasks { nodes { kind person { name } } } }`

test.each([
  ['of the same portal', house, 'operator'],
  ['of another portal', elsewhere, 'elsewhereOperator'],
] as const)('shows an operator %s ids and states, and nothing personal', async (_where, at, name) => {
  const { errors, text, data } = await ask<{ journeys: { nodes: { id: string }[] } }>(api, at, everything, {
    as: callers[name],
  })
  expect(errors).toEqual([])
  const shown = data.journeys.nodes.find(({ id }) => id === idOf('Journey', invitee.journeyId))
  expect(shown).toMatchObject({
    status: 'OPEN',
    portal: { slug: house.slug },
    organisation: { name: expect.stringContaining('Acme') },
    person: null,
    invitation: null,
    messages: { nodes: [{ key: 'p1/invitation', recipient: null }] },
    tasks: { nodes: [{ kind: 'CORRECT_EMAIL', person: null }] },
  })
  for (const secret of ['Gerda', 'geheim@', '87654321', note]) expect(text).not.toContain(secret)
})

test('shows HR of the organisation what is personal about a journey', async () => {
  const document =
    'query($id: ID!) { journey(id: $id) { person { name } invitation { role contactProblem } timeline { nodes { note } } messages { nodes { recipient } } } }'
  const { data, errors } = await ask(api, house, document, {
    variables: { id: idOf('Journey', invitee.journeyId) },
    as: callers.hr,
  })
  expect(errors).toEqual([])
  expect(data).toMatchObject({
    journey: {
      person: { name: 'Geheime Gerda' },
      invitation: { role: 'EMPLOYEE', contactProblem: null },
      timeline: { nodes: expect.arrayContaining([{ note }]) },
      messages: { nodes: [{ recipient: 'geheim@example.org' }] },
    },
  })
})

test('shows people their own journey, without what HR wrote about it', async () => {
  const own = await invite(scene, house)
  const { token } = await activate(scene, house, own)
  await scene.owner`with entry as (
      insert into timeline (portal_id, journey_id, fact, actor_kind, plan) values (${portalId}, ${own.journeyId}, 'postponed', 'account', 1)
      returning id)
    insert into timeline_notes (portal_id, timeline_id, note) select ${portalId}, id, ${note} from entry`
  const document = 'query($id: ID!) { journey(id: $id) { person { email } timeline { nodes { fact note } } } }'
  const { data, text, errors } = await ask(api, house, document, {
    variables: { id: idOf('Journey', own.journeyId) },
    as: token,
  })
  expect(errors).toEqual([])
  expect(data).toMatchObject({ journey: { person: { email: own.email } } })
  expect(text).toContain('activated')
  expect(text).not.toContain(note)
})

test('shows HR a person’s access in their own organisation alone', async () => {
  const other = await newId(
    scene.owner`select id from organisations where portal_id = ${portalId} and id <> ${organisationId} limit 1`,
  )
  await scene.owner`insert into grants (portal_id, account_id, role, organisation_id, valid_from, reason)
    values (${portalId}, ${somebody.accountId}, 'APPROVER', ${other}, '2020-01-01', 'invitation')`
  const document = 'query($id: ID!) { person(id: $id) { grants { nodes { role } } } }'
  const rolesFor = async (as: string | undefined) => {
    const { data } = await ask(api, house, document, { variables: { id: idOf('Person', somebody.personId) }, as })
    return data
  }
  expect(await rolesFor(callers.hr)).toEqual({ person: { grants: { nodes: [{ role: 'EMPLOYEE' }] } } })
  expect(await rolesFor(somebody.token)).toEqual({
    person: { grants: { nodes: [{ role: 'APPROVER' }, { role: 'EMPLOYEE' }] } },
  })
})

test('closes the door on the second a right ends, with the session still open', async () => {
  const { accountId } = await signedInAs(scene, house, { role: 'HR' })
  const token = await sessionOf(scene, portalId, accountId)
  const people = () => ask(api, house, '{ people(first: 1) { nodes { id } } }', { as: token })
  const [{ now } = { now: new Date() }] = await scene.owner<{ now: Date }[]>`select drempel.now()`
  await scene.owner`update grants set valid_until = ${new Date(now.getTime() + 1_000)} where account_id = ${accountId}`
  await scene.owner`insert into grants (portal_id, account_id, role, organisation_id, valid_from, reason)
    values (${portalId}, ${accountId}, 'EMPLOYEE', ${organisationId}, '2020-01-01', 'invitation')`
  await scene.travelTo(new Date(now.getTime() + 999))
  expect((await people()).errors).toEqual([])
  await scene.travelTo(new Date(now.getTime() + 1_000))
  expect((await people()).errors[0]?.extensions.code).toBe('FORBIDDEN')
})

test('tells the same of an id of another portal and of one that never was', async () => {
  const there = await invite(scene, elsewhere)
  const document = 'query($id: ID!) { journey(id: $id) { status } }'
  const [foreign, unknown] = await Promise.all(
    [there.journeyId, randomUUID()].map((id) =>
      ask(api, house, document, { variables: { id: idOf('Journey', id) }, as: callers.hr }),
    ),
  )
  expect(foreign?.text).toBe('{"data":{"journey":null}}')
  expect(unknown?.text).toBe(foreign?.text)
})

test('shows a key no address and no number without people:read', async () => {
  const document = 'query($id: ID!) { journey(id: $id) { person { name } messages { nodes { key recipient } } } }'
  const variables = { id: idOf('Journey', invitee.journeyId) }
  const as = await keyFor(scene, house, ['journeys:read'])
  const { data, errors } = await ask(api, house, document, { variables, as })
  expect(errors).toEqual([])
  expect(data).toEqual({ journey: { person: null, messages: { nodes: [{ key: 'p1/invitation', recipient: null }] } } })
})

// One task nobody else may see took the whole answer with it.
test('shows whoever sees a journey the tasks that are theirs to see, and the rest of it', async () => {
  const document = 'query($id: ID!) { journey(id: $id) { status tasks { nodes { kind } } } }'
  const variables = { id: idOf('Journey', invitee.journeyId) }
  const seen = async (name: Caller) => {
    const { data, errors } = await ask(api, house, document, { variables, as: callers[name] })
    expect(errors).toEqual([])
    return data
  }
  const tasks = (...kinds: string[]) => ({
    journey: { status: 'OPEN', tasks: { nodes: kinds.map((kind) => ({ kind })) } },
  })
  for (const name of ['hr', 'desk', 'operator'] as const) expect(await seen(name)).toEqual(tasks('CORRECT_EMAIL'))
  for (const name of ['admin', 'key'] as const) expect(await seen(name)).toEqual(tasks())
})

test('shows an operator the name of an organisation, and no number and no desk of it', async () => {
  await scene.owner`update organisations set kvk_number = '12345678' where id = ${organisationId}`
  const document = 'query($id: ID!) { organisation(id: $id) { kind kvkNumber serviceDesk { name } } }'
  const variables = { id: idOf('Organisation', organisationId) }
  const seen = async (name: Caller) => (await ask(api, house, document, { variables, as: callers[name] })).data
  expect(await seen('worker')).toEqual({
    organisation: { kind: 'EMPLOYER', kvkNumber: '12345678', serviceDesk: { name: 'Servicedesk' } },
  })
  expect(await seen('operator')).toEqual({ organisation: { kind: 'EMPLOYER', kvkNumber: null, serviceDesk: null } })
})

test('shows what HR wrote to HR and service desk alone', async () => {
  const document = 'query($id: ID!) { journey(id: $id) { timeline { nodes { note } } } }'
  const variables = { id: idOf('Journey', invitee.journeyId) }
  const readers: Caller[] = []
  for (const name of sees.Journey) {
    const { text, errors } = await ask(api, house, document, { variables, as: callers[name] })
    expect(errors).toEqual([])
    if (text.includes(note)) readers.push(name)
  }
  expect(readers).toEqual(['hr', 'desk'])
})

test('leads from a person to their journeys, as far as the asker may see them', async () => {
  const own = await invite(scene, house)
  const { token } = await activate(scene, house, own)
  const document = 'query($id: ID!) { person(id: $id) { journeys { nodes { id } } } }'
  const seen = async (as: string | undefined) => {
    const { data, errors } = await ask(api, house, document, { variables: { id: idOf('Person', own.personId) }, as })
    expect(errors).toEqual([])
    return data
  }
  const journeys = { person: { journeys: { nodes: [{ id: idOf('Journey', own.journeyId) }] } } }
  for (const as of [token, callers.hr, callers.desk, callers.admin, callers.key])
    expect(await seen(as)).toEqual(journeys)
  expect(await seen(callers.smallKey)).toEqual({ person: { journeys: { nodes: [] } } })
  for (const as of [callers.otherHr, callers.operator]) expect(await seen(as)).toEqual({ person: null })
  const { data } = await ask(api, house, '{ viewer { person { journeys { nodes { id } } } } }', { as: token })
  expect(data).toEqual({ viewer: journeys })
})
