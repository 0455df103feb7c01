import { expect, test } from 'vitest'
import { issueRecoveryCode } from '../../src/commands/accounts/issue-recovery-code.ts'
import { accountHolder } from '../support/account-holder.ts'
import { ask, idOf, openApi, openHouse, sessionOf, signedInAs } from '../support/api.ts'
import { checks, note, noticeLeaves } from '../support/recovery.ts'
import { addOrganisation, openScene } from '../support/scene.ts'
import { enrolApp } from '../support/second-steps.ts'

const scene = await openScene()
const { owner } = scene
const api = await openApi(scene)
const house = await openHouse(scene)
const elsewhere = await openHouse(scene)
const otherOrganisation = await addOrganisation(scene, house.portalId)

const errors = '... on UserError { code message }'
const startDocument = `mutation($input: RecoveryStartInput!) { recoveryStart(input: $input) { __typename ${errors}
  ... on InvalidInput { problems { path code } }
  ... on RecoveryStartPayload { journey { id version kind status recovery { status checks startedBy { name } } } } } }`
const approveDocument = `mutation($input: RecoveryApproveInput!) { recoveryApprove(input: $input) { __typename ${errors}
  ... on RecoveryApprovePayload { journey { version recovery { status approvedBy { name } approveBefore issueAt expiresAt } } } } }`
const objectDocument = `mutation($input: RecoveryObjectInput!) { recoveryObject(input: $input) { __typename ${errors}
  ... on RecoveryObjectPayload { isStopped } } }`
const viewDocument = `query($token: String!) { recoveryObjection(token: $token) { __typename ... on UserError { code }
  ... on RecoveryObjection { portal { name } organisationName serviceDesk { phone } startedAt codeAt canObject } } }`
const journeyDocument = `query($id: ID!) { journey(id: $id) { status recovery { status startedBy { name } }
  timeline { nodes { fact by note data { name value } person { name } } } } }`

async function members() {
  const anna = await accountHolder(scene, house)
  await enrolApp(scene, house, anna)
  const desk = await signedInAs(scene, house, { role: 'SERVICE_DESK', name: 'Dirk Desk' })
  const hr = await signedInAs(scene, house, { role: 'HR', name: 'Hanna HR' })
  // As after a sign-in: whoever approves proved it afresh.
  await owner`update sessions set stepped_up_at = drempel.now() where account_id = ${hr.accountId}`
  return { anna, desk, hr }
}

type Result = {
  readonly __typename: string
  readonly code?: string
  readonly message?: string
  readonly journey?: Record<string, unknown>
}

async function started() {
  const { anna, desk, hr } = await members()
  const input = { person: idOf('Person', anna.personId), checks: [...checks], note }
  const { data } = await ask<{ recoveryStart: Result }>(api, house, startDocument, {
    as: desk.token,
    variables: { input },
  })
  const tokens = scene.random.tokens.slice(-2)
  const { journey } = data.recoveryStart
  return { anna, desk, hr, journey, id: String(journey?.id), token: tokens[0] ?? '' }
}

const journeyIdOf = (id: string) => Buffer.from(id, 'base64url').toString().split(':')[1] ?? ''

test('starts, approves, sends and stops as a desk, a colleague and the person do', async () => {
  const of = await started()
  expect(of.journey).toMatchObject({
    version: 1,
    kind: 'ACCOUNT_RECOVERY',
    status: 'OPEN',
    recovery: { status: 'ASKED', checks: [...checks], startedBy: { name: 'Dirk Desk' } },
  })
  const input = { id: of.id, expectedVersion: 1 }
  const own = await ask(api, house, approveDocument, { as: of.desk.token, variables: { input } })
  expect(own.data).toMatchObject({ recoveryApprove: { __typename: 'Refused', code: 'SECOND_PERSON_NEEDED' } })

  const journeyId = journeyIdOf(of.id)
  await noticeLeaves(scene, { journeyId })
  const approved = await ask(api, house, approveDocument, { as: of.hr.token, variables: { input } })
  expect(approved.data).toMatchObject({
    recoveryApprove: {
      journey: {
        version: 2,
        recovery: {
          status: 'APPROVED',
          approvedBy: { name: 'Hanna HR' },
          approveBefore: '2026-03-04T10:00:00.000Z',
          issueAt: '2026-03-03T10:00:00.000Z',
          expiresAt: null,
        },
      },
    },
  })

  const view = await ask(api, house, viewDocument, { variables: { token: of.token } })
  expect(view.data).toMatchObject({
    recoveryObjection: {
      portal: { name: 'Mijn Werk' },
      organisationName: expect.stringContaining('Acme'),
      serviceDesk: { phone: '088 123 45 67' },
      codeAt: '2026-03-03T10:00:00.000Z',
      canObject: true,
    },
  })
  const stop = { variables: { input: { token: of.token } } }
  expect((await ask(api, house, objectDocument, stop)).data).toEqual({
    recoveryObject: { __typename: 'RecoveryObjectPayload', isStopped: true },
  })
  expect((await ask(api, house, objectDocument, stop)).data).toMatchObject({
    recoveryObject: {
      __typename: 'Conflict',
      code: 'RECOVERY_ENDED',
      message: expect.stringContaining('service desk'),
    },
  })
})

test('names the colleague who asked, even where the one who approves may not see them', async () => {
  const of = await started()
  await scene.owner`update grants set organisation_id = null where account_id = ${of.desk.accountId}`
  const document =
    'query($id: ID!) { journey(id: $id) { recovery { startedBy { name } startedByName approvedByName } } }'
  const { data } = await ask(api, house, document, { as: of.hr.token, variables: { id: of.id } })
  expect(data).toEqual({
    journey: { recovery: { startedBy: null, startedByName: 'Dirk Desk', approvedByName: null } },
  })
})

test('names what is missing', async () => {
  const { anna, desk } = await members()
  const input = { person: idOf('Person', anna.personId), checks: ['CALLED_BACK'], note: '' }
  const { data } = await ask(api, house, startDocument, { as: desk.token, variables: { input } })
  expect(data).toMatchObject({
    recoveryStart: {
      code: 'INVALID_INPUT',
      problems: [
        { path: 'checks', code: 'CHECKS_MISSING' },
        { path: 'note', code: 'REQUIRED' },
      ],
    },
  })
})

test('asks for the objection by POST alone', async () => {
  const of = await started()
  const query = new URLSearchParams({ query: viewDocument, variables: JSON.stringify({ token: of.token }) })
  const path = `/graphql?${query}`
  const got = await api.send({
    method: 'GET',
    path,
    headers: { 'drempel-portal': house.slug, accept: 'application/json', 'x-graphql-yoga-csrf': '1' },
  })
  expect([got.status, got.headers.allow]).toEqual([405, 'POST'])
  expect(got.text).not.toContain('codeAt')
})

test('lets the person see all of it on the timeline but the notes, and nobody elsewhere anything', async () => {
  const of = await started()
  const seenBy = async (as: string | undefined, where = house) =>
    (
      await ask<{ journey: Record<string, unknown> | null }>(api, where, journeyDocument, {
        as,
        variables: { id: of.id },
      })
    ).data

  const own = await seenBy(await sessionOf(scene, house.portalId, of.anna.accountId))
  expect(own).toMatchObject({
    journey: {
      recovery: null,
      timeline: {
        nodes: [
          {
            fact: 'recoveryAsked',
            by: 'ACCOUNT',
            note: null,
            person: null,
            data: [{ name: 'checks', value: checks.join(' ') }],
          },
          { fact: 'recoveryNoticed', note: null },
        ],
      },
    },
  })
  expect(await seenBy(of.hr.token)).toMatchObject({
    journey: { recovery: { status: 'ASKED' }, timeline: { nodes: [{ note, person: { name: 'Dirk Desk' } }, {}] } },
  })
  const admin = await signedInAs(scene, house, { role: 'ADMIN' })
  expect(await seenBy(admin.token)).toMatchObject({ journey: { recovery: null } })
  const operator = await signedInAs(scene, house, { role: 'OPERATOR', organisationId: null })
  expect(await seenBy(operator.token)).toMatchObject({ journey: { recovery: null } })
  const other = await signedInAs(scene, house, { role: 'SERVICE_DESK', organisationId: otherOrganisation })
  expect(await seenBy(other.token)).toEqual({ journey: null })
  const abroad = await signedInAs(scene, elsewhere, { role: 'HR' })
  expect(await seenBy(abroad.token, elsewhere)).toEqual({ journey: null })
})

test('lists it among the person’s own journeys', async () => {
  const of = await started()
  const { data } = await ask(api, house, '{ viewer { person { journeys { nodes { id kind } } } } }', {
    as: await sessionOf(scene, house.portalId, of.anna.accountId),
  })
  expect(data).toEqual({ viewer: { person: { journeys: { nodes: [{ id: of.id, kind: 'ACCOUNT_RECOVERY' }] } } } })
})

test('tells anybody which checks the portal asks, and of no other portal', async () => {
  const { data } = await ask(api, house, '{ portal { recoveryChecks } }')
  expect(data).toEqual({ portal: { recoveryChecks: ['CALLED_BACK', 'EMPLOYMENT_DETAILS'] } })
})

test('lets only desk and HR in', async () => {
  const { anna } = await members()
  const input = { person: idOf('Person', anna.personId), checks: [...checks], note }
  for (const role of ['EMPLOYEE', 'APPROVER', 'ADMIN'] as const) {
    const { token: as } = await signedInAs(scene, house, { role })
    const told = await ask(api, house, startDocument, { as, variables: { input } })
    expect(told.errors[0]?.extensions.code, role).toBe('FORBIDDEN')
  }
  const stranger = await ask(api, house, startDocument, { variables: { input } })
  expect(stranger.errors[0]?.extensions.code).toBe('UNAUTHENTICATED')
})

test('writes neither code, nor link, nor name where they could be read', async () => {
  const of = await started()
  const journeyId = journeyIdOf(of.id)
  await noticeLeaves(scene, { journeyId })
  await ask(api, house, approveDocument, { as: of.hr.token, variables: { input: { id: of.id, expectedVersion: 1 } } })
  await scene.travelTo('2026-03-03T10:00:00Z')
  const act = { portalId: house.portalId, journeyId, plan: 1, seq: 2, key: 'recovery-code' }
  expect(await issueRecoveryCode(scene, act)).toBe('done')
  const code = scene.random.pins.at(-1) ?? ''
  const rows = await owner`
    select to_jsonb(t)::text as row from timeline t where journey_id = ${journeyId}
    union all select to_jsonb(a)::text from audit a where journey_id = ${journeyId}
    union all select to_jsonb(m)::text from messages m where journey_id = ${journeyId}
    union all select to_jsonb(r)::text from recoveries r where journey_id = ${journeyId}
    union all select to_jsonb(s)::text from secrets s where journey_id = ${journeyId}
    union all select to_jsonb(j)::text from journeys j where id = ${journeyId}
    union all select to_jsonb(k)::text from tasks k where journey_id = ${journeyId}`
  const kept = rows.map(({ row }) => String(row)).join('\n')
  const shown = `${code.slice(0, 4)} ${code.slice(4)}`
  for (const secret of [code, shown, of.token]) expect(kept).not.toContain(secret)
  const records = await owner`select to_jsonb(t)::text as row from timeline t where journey_id = ${journeyId}
    union all select to_jsonb(a)::text from audit a where journey_id = ${journeyId}`
  for (const { row } of records) expect(row).not.toMatch(/Anna|@example|Telefoon|Dirk|\+316/)
  expect(api.lines.join('\n')).not.toMatch(new RegExp(`${code}|${of.token}|Telefoon`))
})
