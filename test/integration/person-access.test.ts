import { expect, test } from 'vitest'
import { accountHolder } from '../support/account-holder.ts'
import { ask, idOf, keyFor, openApi, openHouse, signedInAs } from '../support/api.ts'
import { aMomentBefore, closing, lastDayIsOver, leave } from '../support/leaver.ts'
import { addOrganisation, openScene } from '../support/scene.ts'

const scene = await openScene()
const api = await openApi(scene)
const house = await openHouse(scene)
const { portalId, organisationId } = house
await scene.owner`update organisations set name = 'Gemeente Ommen' where id = ${organisationId}`
const zwolle = await addOrganisation(scene, portalId, 'Gemeente Zwolle')

const hr = await signedInAs(scene, house, { role: 'HR', name: 'Hanna de Vries' })
const desk = await signedInAs(scene, house, { role: 'SERVICE_DESK' })
const admin = await signedInAs(scene, house, { role: 'ADMIN' })
const otherHr = await signedInAs(scene, house, { role: 'HR', organisationId: zwolle })
const key = await keyFor(scene, house, ['people:read'])

const anna = await accountHolder(scene, house)
await leave(scene, house, anna, { givenBy: hr.accountId })

type Access = {
  readonly at: string
  readonly rights: readonly Record<string, unknown>[]
  readonly next: { readonly at: string; readonly text: string } | null
  readonly summary: string
}

const document = `query($id: ID!, $at: DateTime) { person(id: $id) { access(at: $at) {
  at
  rights { role organisation { name } grant { id role } reason givenBy givenAt until endReason text }
  next { at text }
  summary } } }`

async function accessOf(
  as: string,
  at?: Date | string,
  language = 'en',
  personId = anna.personId,
): Promise<Access | null> {
  const variables = { id: idOf('Person', personId), at: at instanceof Date ? at.toISOString() : at }
  const headers = { 'accept-language': language }
  const { data, errors } = await ask<{ person: { access: Access } | null }>(api, house, document, {
    as,
    variables,
    headers,
  })
  expect(errors).toEqual([])
  return data.person?.access ?? null
}

const march = '2027-03-02T10:00:00.000Z'

test('says which right, from which grant, by whom and why, until when, and what comes next', async () => {
  const [grant] = await scene.owner<{ id: string }[]>`
    select id from grants where account_id = ${anna.accountId} and role = 'EX_EMPLOYEE'`
  const text =
    'Access to their own payslips and annual statements at Gemeente Ommen, because of the work there up to and including 31 December 2026. This access runs up to and including 31 March 2027 (until 1 April 2027, 00:00 Dutch time). Given by Hanna de Vries (HR) on 4 November 2026.'
  const next =
    'On 1 April 2027 at 00:00 (Dutch time) the access to their own payslips and annual statements at Gemeente Ommen ends, because of the end of the time after leaving. After that there is no more access at Gemeente Ommen.'
  expect(await accessOf(desk.token, march)).toEqual({
    at: march,
    rights: [
      {
        role: 'EX_EMPLOYEE',
        organisation: { name: 'Gemeente Ommen' },
        grant: { id: idOf('Grant', grant?.id ?? ''), role: 'EX_EMPLOYEE' },
        reason: 'LEAVING',
        givenBy: 'by Hanna de Vries (HR)',
        givenAt: '2026-11-04T10:00:00.000Z',
        until: closing.toISOString(),
        endReason: 'CLOSED',
        text,
      },
    ],
    next: { at: closing.toISOString(), text: next },
    summary: `On 2 March 2027 at 11:00 (Dutch time) Anna de Wit has a${text.slice(1)} ${next}`,
  })
})

test('tells the person the same, in their own language and without the name of whoever gave it', async () => {
  const access = await accessOf(anna.token, march, 'nl')
  expect(access?.summary).toBe(
    'Op 2 maart 2027 om 11.00 uur heb je toegang tot je eigen loonstroken en jaaropgaven bij Gemeente Ommen, vanwege het werk daar tot en met 31 december 2026. Deze toegang loopt tot en met 31 maart 2027 (tot 1 april 2027, 00.00 uur). Gegeven door HR van Gemeente Ommen op 4 november 2026. Op 1 april 2027 om 00.00 uur eindigt de toegang tot je eigen loonstroken en jaaropgaven bij Gemeente Ommen, vanwege het einde van de termijn na vertrek. Daarna is er bij Gemeente Ommen geen toegang meer.',
  )
  expect(access?.rights).toMatchObject([{ givenBy: 'door HR van Gemeente Ommen' }])
})

test.each([
  ['HR', () => hr.token, 'by Hanna de Vries (HR)'],
  ['ADMIN', () => admin.token, 'by HR of Gemeente Ommen'],
  ['a key with people:read', () => key, 'by HR of Gemeente Ommen'],
])('tells %s who gave it as far as they may know', async (_who, token, givenBy) => {
  expect((await accessOf(token(), march))?.rights).toMatchObject([{ givenBy }])
})

test('changes its answer at the very millisecond', async () => {
  const rolesAt = async (at: Date) => (await accessOf(hr.token, at))?.rights.map(({ role }) => role)
  expect(await rolesAt(aMomentBefore(lastDayIsOver))).toEqual(['EMPLOYEE'])
  expect(await rolesAt(lastDayIsOver)).toEqual(['EX_EMPLOYEE'])
  expect(await rolesAt(aMomentBefore(closing))).toEqual(['EX_EMPLOYEE'])
  expect(await rolesAt(closing)).toEqual([])
  expect(await rolesAt(aMomentBefore(new Date('2020-01-01T00:00:00Z')))).toEqual([])
})

test('answers for now where no instant is given, and in the past tense for what is past', async () => {
  expect(await accessOf(hr.token)).toMatchObject({ at: '2026-03-02T10:00:00.000Z', rights: [{ role: 'EMPLOYEE' }] })
  expect((await accessOf(hr.token, '2025-03-02T10:00:00.000Z'))?.summary).toContain(
    'Anna de Wit had access as an employee',
  )
})

test('says nothing of another employer’s rights, neither as such nor as what comes next', async () => {
  const bert = await accountHolder(scene, house)
  await leave(scene, house, bert)
  await scene.owner`insert into grants (portal_id, account_id, role, organisation_id, valid_from, valid_until, reason)
    values (${portalId}, ${bert.accountId}, 'APPROVER', ${zwolle}, '2026-02-01', '2027-02-15', 'invitation')`
  const told = async (as: string, at = '2027-01-15T10:00:00.000Z') => accessOf(as, at, 'en', bert.personId)
  const [own, ommen, there] = [await told(bert.token), await told(hr.token), await told(otherHr.token)]
  expect(own?.rights).toMatchObject([{ role: 'APPROVER' }, { role: 'EX_EMPLOYEE' }])
  expect(own?.next).toMatchObject({ at: '2027-02-15T00:00:00.000Z' })
  expect(ommen?.rights).toMatchObject([{ role: 'EX_EMPLOYEE' }])
  expect(ommen?.next).toMatchObject({ at: closing.toISOString() })
  expect(JSON.stringify(ommen)).not.toContain('Zwolle')
  expect(there?.rights).toMatchObject([{ role: 'APPROVER' }])
  expect(JSON.stringify(there)).not.toContain('Ommen')
  // Over in Zwolle, though not in Ommen.
  expect((await told(otherHr.token, '2027-03-01T10:00:00.000Z'))?.summary).toContain(
    'no more access at Gemeente Zwolle',
  )
  expect(await accessOf(otherHr.token, march)).toBeNull()
})

test('answers for each of a list apart', async () => {
  const list = '{ people(first: 100) { nodes { id access { rights { role } } } } }'
  const { data } = await ask<{ people: { nodes: { id: string; access: Access }[] } }>(api, house, list, {
    as: hr.token,
  })
  const roles = new Map(data.people.nodes.map(({ id, access }) => [id, access.rights.map(({ role }) => role)]))
  expect(roles.get(idOf('Person', anna.personId))).toEqual(['EMPLOYEE'])
  expect(roles.get(idOf('Person', hr.personId))).toEqual(['HR'])
})
