import { expect, it, test } from 'vitest'
import { narrowAccess } from '../../src/commands/employments/narrow-access.ts'
import { withdrawLeaving } from '../../src/commands/employments/withdraw-offboarding.ts'
import { accountHolder, openSessionOf } from '../support/account-holder.ts'
import { ask, idOf, keyFor, openApi, openHouse } from '../support/api.ts'
import { type Caller, callerNames, openCallers } from '../support/callers.ts'
import { actOf, planFor, why } from '../support/leaving.ts'
import { openScene } from '../support/scene.ts'

const scene = await openScene()
const api = await openApi(scene)
const house = await openHouse(scene)
const elsewhere = await openHouse(scene)
const callers = await openCallers(scene, house, elsewhere)
await scene.owner`update organisations set mail_domains = '{example.nl}' where id = ${house.organisationId}`

async function leave(lastDay = '2026-03-31') {
  const anna = await accountHolder(scene, house)
  return { stage: house, anna, journeyId: await planFor(scene, { stage: house, anna, lastDay }) }
}

const document = `query($id: ID!) {
  journey(id: $id) {
    timeline { nodes { fact note } }
    offboarding {
      status
      cause
      lastDay
      firstDayOut
      narrowsAt
      closesAt
      extendedTo
      handsInPhone
      findings { kind message whatHelps }
    }
  }
}`

type Seen = {
  readonly journey: {
    readonly timeline: { readonly nodes: readonly { readonly note: string | null }[] }
    readonly offboarding: { readonly findings: readonly { readonly kind: string }[] | null } | null
  } | null
}

async function see(journeyId: string, as: string | undefined): Promise<Seen['journey'] | string> {
  const { data, errors } = await ask<Seen>(api, house, document, { variables: { id: idOf('Journey', journeyId) }, as })
  return errors[0]?.extensions.code ?? data.journey
}

/** How much of a leaving somebody sees. */
async function sightOf(journeyId: string, as: string | undefined): Promise<string> {
  const seen = await see(journeyId, as)
  if (typeof seen === 'string') return seen
  if (seen === null) return 'nothing'
  if (seen.offboarding === null) return 'the journey'
  return seen.offboarding.findings === null ? 'the plan' : 'everything'
}

const everything = { hr: 'everything', desk: 'everything', admin: 'everything', key: 'everything' }
const strangers = { stranger: 'UNAUTHENTICATED', elsewhereHr: 'UNAUTHENTICATED', elsewhereOperator: 'UNAUTHENTICATED' }
const expected: Readonly<Partial<Record<Caller, string>>> = { ...everything, ...strangers, operator: 'the journey' }

test('who sees of a leaving what', async () => {
  const { journeyId } = await leave()
  const seen = await Promise.all(
    callerNames.map(async (name) => [name, await sightOf(journeyId, callers[name])] as const),
  )
  expect(Object.fromEntries(seen)).toEqual(
    Object.fromEntries(callerNames.map((name) => [name, expected[name] ?? 'nothing'])),
  )
})

test('a key for journeys alone sees the plan, and not what is wrong with the person’s sign-in', async () => {
  const { journeyId } = await leave()
  expect(await sightOf(journeyId, await keyFor(scene, house, ['journeys:read']))).toBe('the plan')
})

it('shows HR why it was said, and of what has ended no findings', async () => {
  const of = await leave('2026-04-30')
  expect(await see(of.journeyId, callers.hr)).toMatchObject({ timeline: { nodes: [{ note: why }] } })
  await withdrawLeaving(scene, house.hr, { journeyId: of.journeyId, reason: why })
  expect(await see(of.journeyId, callers.hr)).toMatchObject({ offboarding: { status: 'WITHDRAWN', findings: null } })
})

it('shows the leaver everything of their own, before and after the last day, and never why HR said so', async () => {
  const of = await leave('2026-03-02')
  const own = async () => see(of.journeyId, (await openSessionOf(scene, house.portalId, of.anna)).token)
  const before = await own()
  expect(before).toEqual({
    timeline: { nodes: [{ fact: 'leavingPlanned', note: null }] },
    offboarding: {
      status: 'PLANNED',
      cause: 'LEFT',
      lastDay: '2026-03-02',
      firstDayOut: '2026-03-03',
      narrowsAt: '2026-03-02T23:00:00.000Z',
      closesAt: '2027-03-31T22:00:00.000Z',
      extendedTo: null,
      handsInPhone: true,
      findings: [
        {
          kind: 'WORK_MAIL_ONLY',
          message: expect.stringMatching(/^The only known mail address/),
          whatHelps: expect.stringMatching(/^Give a private mail address/),
        },
      ],
    },
  })
  await scene.travelTo('2026-03-02T23:00:00Z')
  expect(await narrowAccess(scene, await actOf(scene, of, 'narrowed'))).toBe('done')
  expect(await own()).toMatchObject({ offboarding: { status: 'NARROWED', findings: [{ kind: 'WORK_MAIL_ONLY' }] } })
})
