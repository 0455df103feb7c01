import { expect, test } from 'vitest'
import { parsePolicy } from '../../src/domain/portals/policy.ts'
import { ask, type House, idOf, openApi, openHouse, signedInAs } from '../support/api.ts'
import { invite } from '../support/invitee.ts'
import { openScene } from '../support/scene.ts'

const scene = await openScene()
const api = await openApi(scene)
const house = await openHouse(scene)
const decided = await openHouse(scene)

const signIn = `{
  entries { audience label explanation way url }
  notice factorMethods factorOffer rememberDays backupCodeBySms passwordRecovery needsRobotCheckForReset
}`

async function put({ portalId }: House, version: number, from: string, document: object) {
  const policy = JSON.parse(JSON.stringify(parsePolicy(document)))
  expect(policy).toHaveProperty('signIn')
  await scene.owner`insert into portal_policies (portal_id, version, effective_from, document)
    values (${portalId}, ${version}, ${from}, ${scene.owner.json(policy)})`
}

const seenAt = async (at: House, language: string) => {
  const { data, errors } = await ask(api, at, `{ portal { signIn ${signIn} } }`, {
    headers: { 'accept-language': language },
  })
  expect(errors).toEqual([])
  return data
}

test('tells a stranger what holds where nothing was decided', async () => {
  expect(await seenAt(house, 'en')).toEqual({
    portal: {
      signIn: {
        entries: [{ audience: 'Everybody', label: 'Sign in', explanation: null, way: 'ACCOUNT', url: null }],
        notice: null,
        factorMethods: ['KEY', 'APP', 'SMS'],
        factorOffer: 'ONE',
        rememberDays: 0,
        backupCodeBySms: false,
        passwordRecovery: 'IDENTIFIER',
        needsRobotCheckForReset: false,
      },
    },
  })
})

test('tells what a portal decided, in the language asked for and the order it chose', async () => {
  await put(decided, 2, '2026-01-01', {
    signIn: {
      entries: [
        {
          audience: { nl: 'Medewerkers', en: 'Employees' },
          label: { nl: 'Inloggen', en: 'Sign in' },
          explanation: { nl: 'Met je werk-account.', en: 'With your account at work.' },
          way: 'organisation',
        },
        {
          audience: { nl: 'HR', en: 'HR' },
          label: { nl: 'Elders', en: 'Elsewhere' },
          way: 'elsewhere',
          url: 'https://elders.example/',
        },
      ],
      notice: { nl: 'LET OP', en: 'MIND' },
    },
    factors: { methods: ['sms', 'key', 'app'], offer: 'each', rememberDays: 30, backupCodeBySms: true },
    recovery: { password: 'birthDate', robotCheck: true },
  })
  // What holds from tomorrow on is not told today.
  await put(decided, 3, '2026-03-03', { signIn: { notice: { nl: 'morgen', en: 'tomorrow' } } })
  const rest = {
    ...{ factorMethods: ['SMS', 'KEY', 'APP'], factorOffer: 'EACH', rememberDays: 30, backupCodeBySms: true },
    ...{ passwordRecovery: 'BIRTH_DATE', needsRobotCheckForReset: true },
  }
  const url = 'https://elders.example/'
  expect(await seenAt(decided, 'nl')).toEqual({
    portal: {
      signIn: {
        entries: [
          {
            audience: 'Medewerkers',
            label: 'Inloggen',
            explanation: 'Met je werk-account.',
            way: 'ORGANISATION',
            url: null,
          },
          { audience: 'HR', label: 'Elders', explanation: null, way: 'ELSEWHERE', url },
        ],
        notice: 'LET OP',
        ...rest,
      },
    },
  })
  expect(await seenAt(decided, 'en')).toMatchObject({
    portal: { signIn: { entries: [{ audience: 'Employees' }, { label: 'Elsewhere' }], notice: 'MIND' } },
  })
})

test('tells an operator nothing of how people sign in at another portal', async () => {
  const { journeyId } = await invite(scene, decided)
  const { token } = await signedInAs(scene, house, { role: 'OPERATOR', organisationId: null })
  const document = `query($id: ID!) { portal { signIn { factorOffer } } journey(id: $id) { portal { slug signIn { factorOffer } } } }`
  const { data, errors } = await ask(api, house, document, { variables: { id: idOf('Journey', journeyId) }, as: token })
  expect(errors).toEqual([])
  expect(data).toEqual({
    portal: { signIn: { factorOffer: 'ONE' } },
    journey: { portal: { slug: decided.slug, signIn: null } },
  })
})

test('tells nothing of a portal whose first policy is still to come', async () => {
  const early = await openHouse(scene)
  await scene.owner`update portal_policies set effective_from = '2026-03-03' where portal_id = ${early.portalId}`
  expect(await seenAt(early, 'en')).toEqual({ portal: { signIn: null } })
})
