import { expect, test } from 'vitest'
import { solve } from '../../src/providers/robot-check/solve.ts'
import { ask, type House, openApi, openHouse } from '../support/api.ts'
import { openScene } from '../support/scene.ts'
import { decide } from '../support/strangers.ts'

const scene = await openScene()
const api = await openApi(scene)
const house = await openHouse(scene)
await decide(scene, house, { robotCheck: true })

type Challenge = { readonly challenge: string; readonly difficulty: number; readonly expiresAt: string }

async function solved(at: House = house): Promise<string> {
  const { data } = await ask<{ robotChallenge: Challenge }>(
    api,
    at,
    '{ robotChallenge { challenge difficulty expiresAt } }',
  )
  return solve(data.robotChallenge.challenge, data.robotChallenge.difficulty)
}

async function reset(robotCheck: string | null, email = 'nobody@example.nl'): Promise<unknown> {
  const { data } = await ask<{ passwordResetRequest: { code?: string; isAccepted?: boolean } }>(
    api,
    house,
    `mutation ($input: PasswordResetRequestInput!) { passwordResetRequest(input: $input) {
      ... on UserError { code } ... on PasswordResetRequestPayload { isAccepted } } }`,
    { variables: { input: { identifier: email, robotCheck } } },
  )
  return data.passwordResetRequest.code ?? data.passwordResetRequest.isAccepted
}

test('hands out challenges that last ten minutes, and keeps nothing of them', async () => {
  const { data } = await ask<{ robotChallenge: Challenge }>(
    api,
    house,
    '{ robotChallenge { challenge difficulty expiresAt } }',
  )
  expect(data.robotChallenge).toMatchObject({ difficulty: 4, expiresAt: '2026-03-02T10:10:00.000Z' })
  expect(await scene.owner`select from spent_challenges`).toHaveLength(0)
})

test('asks for one, takes a right answer, and none that is wrong or from elsewhere', async () => {
  expect(await reset(null)).toBe('ROBOT_CHECK_NEEDED')
  expect(await reset('')).toBe('ROBOT_CHECK_NEEDED')
  expect(await reset('guess')).toBe('ROBOT_CHECK_FAILED')
  expect(await reset(await solved(await openHouse(scene)))).toBe('ROBOT_CHECK_FAILED')
  expect(await reset(await solved())).toBe(true)
})

test('takes none whose time is over', async () => {
  const answer = await solved()
  await scene.travelTo('2026-03-02T10:10:00Z')
  expect(await reset(answer)).toBe('ROBOT_CHECK_FAILED')
  await scene.travelTo('2026-03-02T10:00:00Z')
})

test('takes one answer once, also when it is shown many times in the same moment', async () => {
  const answer = await solved()
  const shown = await Promise.all(Array.from({ length: 8 }, (_, index) => reset(answer, `nobody-${index}@example.nl`)))
  expect(shown.toSorted()).toEqual([...Array(7).fill('ROBOT_CHECK_FAILED'), true].toSorted())
})

test('is not spent by what could not be meant anyway', async () => {
  const answer = await solved()
  expect(await reset(answer, 'nobody')).toBe('INVALID_INPUT')
  expect(await reset(answer, 'somebody-else@example.nl')).toBe(true)
})

test('is not asked where the portal does not want it', async () => {
  await decide(scene, house, { robotCheck: false })
  expect(await reset(null, 'once-more@example.nl')).toBe(true)
})
