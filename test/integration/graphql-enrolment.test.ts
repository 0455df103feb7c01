import { expect, test } from 'vitest'
import { ask, idOf, openApi, openHouse, sessionOf, signedInAs } from '../support/api.ts'
import { addMember, begin } from '../support/enrolment.ts'
import { invite } from '../support/invitee.ts'
import { addOrganisation, openScene } from '../support/scene.ts'

const scene = await openScene()
const api = await openApi(scene)
const house = await openHouse(scene)

const document = 'query($id: ID!) { journey(id: $id) { kind enrolment { status deadlineAt } } }'
type Told = { readonly journey: { readonly kind: string; readonly enrolment: object | null } | null }
const see = async (journeyId: string, as: string) => {
  const { data, errors } = await ask<Told>(api, house, document, { variables: { id: idOf('Journey', journeyId) }, as })
  expect(errors).toEqual([])
  return data.journey
}

test('tells the deadline of an enrolment to its person and to whoever follows it, and to nobody else', async () => {
  const petra = await addMember(scene, house)
  const { journeyId } = await begin(scene, house, petra)
  const kind = 'FACTOR_ENROLMENT'
  const told = { kind, enrolment: { status: 'ASKED', deadlineAt: '2026-03-16T23:00:00.000Z' } }
  expect(await see(journeyId, await sessionOf(scene, house.portalId, petra.accountId))).toEqual(told)
  for (const role of ['HR', 'SERVICE_DESK', 'ADMIN'] as const) {
    expect(await see(journeyId, (await signedInAs(scene, house, { role })).token)).toEqual(told)
  }
  const operator = await signedInAs(scene, house, { role: 'OPERATOR', organisationId: null })
  expect(await see(journeyId, operator.token)).toEqual({ kind, enrolment: null })
  const elsewhere = await addOrganisation(scene, house.portalId)
  const stranger = await signedInAs(scene, house, { role: 'HR', organisationId: elsewhere })
  expect(await see(journeyId, stranger.token)).toBeNull()
})

test('tells none of a journey about something else', async () => {
  const { journeyId } = await invite(scene, house)
  const { token } = await signedInAs(scene, house, { role: 'HR' })
  expect(await see(journeyId, token)).toEqual({ kind: 'ACCOUNT_ACTIVATION', enrolment: null })
})
