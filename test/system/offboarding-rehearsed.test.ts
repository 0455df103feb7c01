import { beforeAll, describe, expect, it } from 'vitest'
import { putPolicy } from '../../src/commands/portals/put-policy.ts'
import { type Installation, type SeededPortal, testInstallation } from '../support/installation.ts'
import { addLeaver, ownMailDomain, planLeaver, rehearse, standStill } from '../support/leavers.ts'
import { factsToCome, type Line, type Played, playedLines, rehearsedLines, rightsOf } from '../support/played-agenda.ts'

const plannedAt = '2026-11-04T09:00:00.000Z'
let installation: Installation
let portal: SeededPortal

beforeAll(async () => {
  installation = await testInstallation()
  portal = await installation.seedPortal()
  await standStill(installation, plannedAt)
  await ownMailDomain(installation, portal, 'acme.example')
  await installation.work()
})

type Leaving = Parameters<typeof addLeaver>[2] & {
  readonly lastDay: string
  readonly policy?: Parameters<typeof rehearse>[2]['policy']
}

const work = (name: string) => ({ name, email: `${name.toLowerCase().replaceAll(' ', '.')}@acme.example` })
const leavings: Readonly<Record<string, Leaving>> = {
  'on 31 December, with nothing wrong': { lastDay: '2026-12-31', name: 'Anna de Wit' },
  'on 31 December, with a work address, in English': { lastDay: '2026-12-31', language: 'en', ...work('Bob Smith') },
  'on 1 January, without a password of their own': { lastDay: '2027-01-01', hasPassword: false, name: 'Cor Bos' },
  'on a day between two reminders': { lastDay: '2026-11-14', ...work('Dirk Vos') },
  'some weeks ago': { lastDay: '2026-08-31', ...work('Els Smit') },
  'so long ago that access is over': { lastDay: '2025-06-30', ...work('Fay Mulder') },
  'with more than one right, one of which ends by itself and one of which never begins': {
    lastDay: '2026-11-30',
    rights: [
      { role: 'EMPLOYEE', from: '2020-01-01T00:00:00Z' },
      { role: 'APPROVER', from: '2020-01-01T00:00:00Z', until: '2026-11-15T23:00:00Z' },
      { role: 'APPROVER', from: '2026-12-15T23:00:00Z' },
    ],
  },
  'under a policy that does not hold yet': {
    lastDay: '2026-12-31',
    ...work('Gijs Bakker'),
    policy: {
      yearOf: 'FIRST_DAY_OUT',
      reminderDays: [20, 1],
      reminderHour: 8,
      warnDays: 10,
      closingReminderDays: [60],
    },
  },
}

type Story = Played & { readonly rehearsed: readonly Line[] }

/** Rehearsed, then recorded in the same instant. */
async function begin({ lastDay, policy, ...being }: Leaving): Promise<Story> {
  const { personId, accountId } = await addLeaver(installation, portal, being)
  const before = await rightsOf(installation, portal, accountId)
  const rehearsed = rehearsedLines(await rehearse(installation, portal, { personId, lastDay, policy }))
  if (policy) {
    const call = { ...portal.hr, actor: { kind: 'installation' } as const }
    await putPolicy(installation.drempel, call, { document: { offboarding: policy } })
  }
  const journeyId = await planLeaver(installation, portal, { personId, lastDay })
  return { journeyId, accountId, before, rehearsed }
}

describe('a rehearsal', () => {
  const stories = new Map<string, Story>()

  beforeAll(async () => {
    for (const [name, leaving] of Object.entries(leavings)) stories.set(name, await begin(leaving))
    await installation.machine.travelTo(new Date('2028-04-02T00:00:00Z'))
  }, 300_000)

  it.each(Object.keys(leavings))(
    'says what then happens, instant by instant and word by word: left %s',
    async (name) => {
      const story = stories.get(name)
      if (story === undefined) throw new Error('nobody left')
      const { lines, facts } = await playedLines(installation, portal, story)
      expect(lines).toEqual(story.rehearsed)
      expect(facts).toEqual(factsToCome(story.rehearsed, plannedAt))
    },
  )
})
