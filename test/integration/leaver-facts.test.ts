import { expect, test } from 'vitest'
import { confirmFactorEnrolment } from '../../src/commands/accounts/confirm-factor-enrolment.ts'
import { startFactorEnrolment } from '../../src/commands/accounts/start-factor-enrolment.ts'
import { createOrganisation } from '../../src/commands/portals/create-organisation.ts'
import { reading } from '../../src/db/client.ts'
import { findLeaverFacts } from '../../src/db/leaver-facts.ts'
import { leaverFindings } from '../../src/domain/employments/findings.ts'
import { accountHolder, callOfHolder, type Holder } from '../support/account-holder.ts'
import { ask, openApi, openHouse } from '../support/api.ts'
import { appCode } from '../support/app-code.ts'
import { addOrganisation, callAs, openScene, type Stage, setStage } from '../support/scene.ts'
import { enrolApp, enrolSms } from '../support/second-steps.ts'

const scene = await openScene()
const api = await openApi(scene)

const factsOf = ({ portalId, organisationId }: Stage, accountIds: readonly string[]) =>
  reading(scene.app, portalId, (tx) => findLeaverFacts(tx, { organisationId, accountIds }))

const tellDomains = ({ organisationId }: Stage, domains: string[]) =>
  scene.owner`update organisations set mail_domains = ${scene.owner.array(domains)} where id = ${organisationId}`

async function enrolWorkApp(stage: Stage, holder: Holder) {
  const call = callOfHolder(stage, holder)
  const { id, app } = await startFactorEnrolment(scene, call, { kind: 'app', isOwnDevice: false })
  await confirmFactorEnrolment(scene, call, { factorId: id, code: await appCode(scene, app?.secret ?? '') })
}

test('reads how many people sign in, each with address, password and second steps that count', async () => {
  const stage = await setStage(scene)
  await tellDomains(stage, ['acme.example'])
  const atWork = await accountHolder(scene, stage, { email: `w${stage.portalId}@acme.example` })
  await enrolWorkApp(stage, atWork)
  await enrolSms(scene, stage, atWork)
  await startFactorEnrolment(scene, callOfHolder(stage, atWork), { kind: 'key', isOwnDevice: true })
  const federated = await accountHolder(scene, stage)
  await scene.owner`update accounts set password_hash = null where id = ${federated.accountId}`
  const facts = await factsOf(stage, [atWork.accountId, federated.accountId])
  const common = { emailStatus: 'proven', mailDomains: ['acme.example'] }
  expect([...facts]).toEqual(
    expect.arrayContaining([
      [
        atWork.accountId,
        {
          ...common,
          email: atWork.email,
          hasPassword: true,
          factors: [
            { kind: 'app', owner: 'work', userVerified: false, isDead: false },
            { kind: 'sms', owner: null, userVerified: false, isDead: false },
          ],
        },
      ],
      [federated.accountId, { ...common, email: federated.email, hasPassword: false, factors: [] }],
    ]),
  )
  const found = [...facts.values()].map((signIn) => leaverFindings({ signIn, handsInPhone: true }))
  expect(
    found
      .flat()
      .map(({ kind }) => kind)
      .sort(),
  ).toEqual(['NO_OWN_FACTOR', 'NO_OWN_PASSWORD', 'WORK_MAIL_ONLY'])
})

test('reads nobody of another portal, and nobody who was not asked about', async () => {
  const [stage, elsewhere] = [await setStage(scene), await setStage(scene)]
  const [asked, other] = [await accountHolder(scene, stage), await accountHolder(scene, stage)]
  const foreign = await accountHolder(scene, elsewhere)
  const facts = await factsOf(stage, [asked.accountId, foreign.accountId])
  expect([...facts.keys()]).toEqual([asked.accountId])
  expect(facts.has(other.accountId)).toBe(false)
  expect((await factsOf({ ...stage, organisationId: elsewhere.organisationId }, [asked.accountId])).size).toBe(0)
})

test('keeps the domains an organisation was made with', async () => {
  const stage = await setStage(scene)
  const installation = callAs(stage.portalId, { kind: 'installation' })
  const serviceDesk = { name: 'Desk', mail: 'd@a.example', phone: '1', hours: { nl: '9-17', en: '9-17' } }
  const given = { name: 'Made', kind: 'employer', kvkNumber: null, rsin: null, serviceDesk } as const
  const { organisationId } = await createOrganisation(scene, installation, { ...given, mailDomains: ['made.example'] })
  const anna = await accountHolder(scene, stage)
  const facts = await factsOf({ ...stage, organisationId }, [anna.accountId])
  expect(facts.get(anna.accountId)?.mailDomains).toEqual(['made.example'])
})

const saysDocument = `mutation ($input: FactorOwnerSetInput!) { factorOwnerSet(input: $input) {
  ... on FactorOwnerSetPayload { factor { isOwnDevice } } ... on UserError { code } } }`
const ownDocument = '{ viewer { factors { nodes { id isOwnDevice } } } }'

test('lets its owner say whose a second step is, then and later, and nobody else', async () => {
  const house = await openHouse(scene)
  const [anna, berend] = [await accountHolder(scene, house), await accountHolder(scene, house)]
  await enrolApp(scene, house, anna)
  type Own = { viewer: { factors: { nodes: readonly { id: string; isOwnDevice: boolean | null }[] } } }
  const own = async () => (await ask<Own>(api, house, ownDocument, { as: anna.token })).data.viewer.factors.nodes[0]
  const unsaid = await own()
  expect(unsaid?.isOwnDevice).toBeNull()
  const say = async (as: string, isOwnDevice: boolean) =>
    (await ask(api, house, saysDocument, { as, variables: { input: { id: unsaid?.id, isOwnDevice } } })).data
  expect(await say(anna.token, false)).toEqual({ factorOwnerSet: { factor: { isOwnDevice: false } } })
  expect(await say(anna.token, true)).toEqual({ factorOwnerSet: { factor: { isOwnDevice: true } } })
  expect(await say(berend.token, false)).toEqual({ factorOwnerSet: { code: 'NOT_FOUND' } })
  expect((await own())?.isOwnDevice).toBe(true)
})

test('knows a second step whose number is dead, and the mail domains of employers that were left before', async () => {
  const stage = await setStage(scene)
  await tellDomains(stage, ['acme.example'])
  const anna = await accountHolder(scene, stage)
  await enrolSms(scene, stage, anna)
  const elsewhere = await addOrganisation(scene, stage.portalId)
  await tellDomains({ ...stage, organisationId: elsewhere }, ['before.example'])
  await scene.owner`insert into grants (portal_id, account_id, role, organisation_id, valid_from, reason)
    values (${stage.portalId}, ${anna.accountId}, 'EMPLOYEE', ${elsewhere}, '2020-01-01', 'invitation')`
  const known = async () => (await factsOf(stage, [anna.accountId])).get(anna.accountId)
  expect(await known()).toMatchObject({ mailDomains: ['acme.example'], factors: [{ kind: 'sms', isDead: false }] })
  await scene.owner`update grants set valid_until = drempel.now() where organisation_id = ${elsewhere}`
  await scene.owner`update people p set mobile = f.mobile, mobile_status = 'unreachable' from factors f
    where p.id = ${anna.personId} and f.account_id = ${anna.accountId}`
  expect(await known()).toMatchObject({ mailDomains: ['acme.example', 'before.example'], factors: [{ isDead: true }] })
})
