import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { planOffboardings } from '../../src/commands/employments/plan-offboardings.ts'
import { rehearseOffboarding } from '../../src/commands/employments/rehearse-offboarding.ts'
import type { Call } from '../../src/commands/execute.ts'
import { reading } from '../../src/db/client.ts'
import type { LeaverItem } from '../../src/domain/employments/leaver-item.ts'
import { accountHolder } from '../support/account-holder.ts'
import { type Asking, ask, idOf, keyFor, openApi, openHouse, signedInAs } from '../support/api.ts'
import { employed, leaving, planFor, planned } from '../support/leaving.ts'
import { actorWith, addOrganisation, callAs, openScene, type Stage } from '../support/scene.ts'

const scene = await openScene()
await scene.travelTo(planned)
const api = await openApi(scene)
const house = await openHouse(scene)
const lastDay = '2026-12-31'

const rehearse = (
  stage: Stage,
  item: LeaverItem,
  { as: call = stage.hr, ...more }: { as?: Call; policy?: object } = {},
) =>
  reading(scene.app, stage.portalId, (tx) =>
    rehearseOffboarding(tx, scene, { call, input: { organisationId: stage.organisationId, item, ...more } }),
  )

const document = `query($organisation: ID!, $item: LeaverItem!, $policy: LeavingPolicy) {
  offboardingRehearse(organisation: $organisation, item: $item, policy: $policy) {
    __typename
    ... on OffboardingRehearsal {
      person { name } lastDay firstDayOut narrowsAt closesAt findings { kind message }
      agenda { at kind mail { template recipient subject text } right { role from until } task { kind title dueAt } }
    }
    ... on UserError { code } ... on InvalidInput { problems { path code } }
  }
}`

type Shown = {
  readonly offboardingRehearse: {
    readonly agenda: readonly { readonly kind: string; readonly mail: Record<string, string | null> | null }[]
    readonly [field: string]: unknown
  }
}

const overHttp = (personId: string, { variables, ...asking }: Asking) => {
  const organisation = idOf('Organisation', house.organisationId)
  const all = { organisation, item: { person: idOf('Person', personId), lastDay }, ...variables }
  return ask<Shown>(api, house, document, { variables: all, ...asking })
}

/** Every row of every table, as one number each. */
async function everything(): Promise<Readonly<Record<string, string>>> {
  const tables = await scene.owner<{ name: string }[]>`
    select tablename as name from pg_tables where schemaname = 'drempel' order by tablename`
  const sums: Record<string, string> = {}
  for (const { name } of tables) {
    const [row] = await scene.owner<{ sum: string }[]>`
      select count(*) || ' ' || coalesce(sum(hashtextextended(t.xmin::text || t::text, 0)), 0) as sum from ${scene.owner(name)} t`
    sums[name] = row?.sum ?? ''
  }
  return sums
}

describe('a rehearsal over GraphQL', () => {
  let anna: Awaited<ReturnType<typeof accountHolder>>
  let hr: string
  beforeAll(async () => {
    await scene.owner`update organisations set mail_domains = '{acme.example}' where id = ${house.organisationId}`
    anna = await accountHolder(scene, house, { email: 'anna@acme.example' })
    hr = (await signedInAs(scene, house, { role: 'HR' })).token
  })

  it('tells HR who gets which mail when, with all of its text, and what changes', async () => {
    const { data } = await overHttp(anna.personId, { as: hr, headers: { 'accept-language': 'en' } })
    const { agenda, ...told } = data.offboardingRehearse
    expect(told).toEqual({
      __typename: 'OffboardingRehearsal',
      person: { name: 'Anna de Wit' },
      lastDay: '2026-12-31',
      firstDayOut: '2027-01-01',
      narrowsAt: '2026-12-31T23:00:00.000Z',
      closesAt: '2027-03-31T22:00:00.000Z',
      findings: [
        {
          kind: 'WORK_MAIL_ONLY',
          message: 'The only known mail address is the employer’s. It goes when the person has left.',
        },
      ],
    })
    expect(agenda[0]).toEqual({
      at: '2026-11-04T09:00:00.000Z',
      kind: 'MAIL',
      mail: {
        template: 'leaving-planned',
        recipient: 'anna@acme.example',
        subject: 'Je toegang tot Mijn Werk na je vertrek',
        text: expect.stringContaining('Geef een privé-e-mailadres op.'),
      },
      right: null,
      task: null,
    })
    expect(agenda).toContainEqual({
      at: '2026-12-31T23:00:00.000Z',
      kind: 'RIGHT_BEGINS',
      mail: null,
      right: { role: 'EX_EMPLOYEE', from: '2026-12-31T23:00:00.000Z', until: '2027-03-31T22:00:00.000Z' },
      task: null,
    })
    expect(agenda).toContainEqual({
      at: '2026-12-28T08:00:00.000Z',
      kind: 'TASK',
      mail: null,
      right: null,
      task: { kind: 'HELP_LEAVER', title: 'Help somebody who leaves', dueAt: '2026-12-31T23:00:00.000Z' },
    })
    const asked = agenda.find(({ mail }) => mail?.template === 'task-opened')
    expect(asked?.mail?.text).toContain(`https://${house.host}/tasks/…`)
  })

  it('shows a key that may not see people what happens, and nothing of whom', async () => {
    const key = await keyFor(scene, house, ['offboarding:write'])
    const { data, text } = await overHttp(anna.personId, { as: key })
    const { agenda, person, findings } = data.offboardingRehearse
    expect([person, findings]).toEqual([null, null])
    expect(agenda.find(({ kind }) => kind === 'MAIL')?.mail).toEqual({
      template: 'leaving-planned',
      recipient: null,
      subject: null,
      text: null,
    })
    for (const personal of ['Anna', 'acme.example']) expect(text).not.toContain(personal)
  })

  it('writes no row anywhere', async () => {
    await overHttp(anna.personId, { as: hr })
    const before = await everything()
    const { data } = await overHttp(anna.personId, { as: hr })
    expect(data.offboardingRehearse.agenda.length).toBeGreaterThan(10)
    expect(await everything()).toEqual(before)
    await planFor(scene, { stage: house, anna, lastDay })
    expect(await everything()).not.toEqual(before)
  })

  it('tries another policy, and says what is wrong with one that cannot be', async () => {
    const bert = await accountHolder(scene, house)
    const policy = { yearOf: 'FIRST_DAY_OUT', reminderHour: 7 }
    const { data } = await overHttp(bert.personId, { as: hr, variables: { policy } })
    expect(data.offboardingRehearse.closesAt).toBe('2028-03-31T22:00:00.000Z')
    const wrong = { reminderDays: [0], reminderHour: 24 }
    const refused = await overHttp(bert.personId, { as: hr, variables: { policy: wrong } })
    expect(refused.data.offboardingRehearse).toEqual({
      __typename: 'InvalidInput',
      code: 'INVALID_INPUT',
      problems: [
        { path: 'policy.reminderDays.0', code: 'INVALID_INPUT' },
        { path: 'policy.reminderHour', code: 'INVALID_INPUT' },
      ],
    })
  })
})

describe('whom a plan would refuse', () => {
  /** The codes that the plan of the same item answers. */
  const codesOfPlan = async (stage: Stage, item: LeaverItem) => {
    const [result] = await planOffboardings(scene, stage.hr, { organisationId: stage.organisationId, items: [item] })
    return result && 'problems' in result ? result.problems : []
  }

  it.each([
    ['nobody', () => ({ personId: randomUUID(), lastDay }), 'NOT_FOUND'],
    ['nobody by a reference', () => ({ externalReference: 'nobody', lastDay }), 'NOT_FOUND'],
    ['no day', (personId: string) => ({ personId, lastDay: '2026-02-30' }), 'INVALID_DATE'],
    ['nobody named', () => ({ lastDay }), 'REQUIRED'],
    ['a person named twice', (personId: string) => ({ personId, externalReference: '12', lastDay }), 'REQUIRED'],
  ])('is refused alike: %s', async (_name, itemOf, code) => {
    const { stage, anna } = await employed(scene)
    const item = itemOf(anna.personId)
    const problems = await codesOfPlan(stage, item)
    expect(problems[0]?.code).toBe(code)
    const refused = code === 'NOT_FOUND' ? { code } : { code: 'INVALID_INPUT', problems }
    await expect(rehearse(stage, item)).rejects.toMatchObject(refused)
  })

  it.each(['2026-12-31', '2027-01-31'])('is refused who is leaving already, for whatever day: %s', async (day) => {
    const { stage, anna } = await leaving(scene)
    await expect(rehearse(stage, { personId: anna.personId, lastDay: day })).rejects.toMatchObject({
      code: 'LEAVING_ALREADY',
    })
  })

  it('is refused who has nothing to lose', async () => {
    const { stage, anna } = await employed(scene, { role: 'EX_EMPLOYEE' })
    const item = { personId: anna.personId, lastDay }
    expect(await codesOfPlan(stage, item)).toEqual([{ path: 'person', code: 'NOTHING_TO_END' }])
    await expect(rehearse(stage, item)).rejects.toMatchObject({ code: 'NOTHING_TO_END' })
  })

  it('is refused to whoever may not plan there', async () => {
    const { stage, anna } = await employed(scene)
    const item = { personId: anna.personId, lastDay }
    const elsewhere = await addOrganisation(scene, stage.portalId)
    for (const actor of [actorWith('SERVICE_DESK', stage.organisationId), actorWith('HR', elsewhere)]) {
      const call = callAs(stage.portalId, actor)
      await expect(rehearse(stage, item, { as: call })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    }
  })
})
