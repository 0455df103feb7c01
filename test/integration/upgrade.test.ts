import { createHash, randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { afterAll, expect, test } from 'vitest'
import { lookAtActivation } from '../../src/commands/accounts/look-at-activation.ts'
import { signIn } from '../../src/commands/accounts/sign-in.ts'
import { openPool, reading } from '../../src/db/client.ts'
import { migrate } from '../../src/db/migrate.ts'
import { policyInEffect } from '../../src/db/portals.ts'
import { findSession } from '../../src/db/sessions.ts'
import { holdersPassword } from '../support/account-holder.ts'
import { databaseOfFirstRelease } from '../support/first-release.ts'
import { openScene, setStage } from '../support/scene.ts'
import { stranger } from '../support/second-steps.ts'

const { ownerUrl, url, adminUrl } = await databaseOfFirstRelease()
const owner = postgres(adminUrl, { max: 2, onnotice: () => undefined, connection: { search_path: 'drempel' } })
const app = openPool(url, 'drempel_app', { max: 4 })
afterAll(() => Promise.all([owner.end(), app.close()]))
const scene = { ...(await openScene()), owner, app }

// What the first release stored, with the widest bounds it allowed.
const storedPolicy = {
  activation: {
    leadDays: null,
    reminderDays: [3, 6],
    reminderHour: 9,
    validDays: 7,
    pin: 'sms',
    pinMinutes: 60,
    pinAttempts: 5,
    pinsPerHour: 5,
    pinsPerPlan: 15,
  },
  password: { minLength: 12, composition: [] },
  session: { idleMinutes: 30, absoluteHours: 12 },
}

async function addPerson(portalId: string, status: 'active' | 'invited'): Promise<{ id: string; email: string }> {
  const email = `${randomUUID()}@example.nl`
  const hash = status === 'active' ? await scene.hashing.hash(holdersPassword) : null
  const [person] = await owner<
    { id: string }[]
  >`insert into people (portal_id, name, language, email, email_status, mobile)
    values (${portalId}, 'Anna de Wit', 'nl', ${email}, 'proven', '+31612345678') returning id`
  const [account] = await owner<{ id: string }[]>`
    insert into accounts (portal_id, person_id, identifier, status, password_hash)
    values (${portalId}, ${person?.id ?? ''}, ${email}, ${status}, ${hash}) returning id`
  return { id: account?.id ?? '', email }
}

// The driver learns the types of this database with its first question.
await owner`select 1`
const stage = await setStage(scene)
const { portalId, organisationId } = stage
await owner`update portal_policies set document = ${owner.json(storedPolicy)} where portal_id = ${portalId}`
const [hr, invited] = [await addPerson(portalId, 'active'), await addPerson(portalId, 'invited')]
await owner`insert into grants (portal_id, account_id, role, organisation_id, valid_from, reason)
  values (${portalId}, ${hr.id}, 'HR', ${organisationId}, '2020-01-01', 'invitation')`
const token = randomUUID()
await owner`insert into sessions (portal_id, account_id, digest, device, expires_at)
  values (${portalId}, ${hr.id}, ${createHash('sha256').update(token).digest()}, 'a browser', now() + interval '12 hours')`
const [journey] = await owner<
  { id: string }[]
>`insert into journeys (portal_id, kind, subject_id, organisation_id, policy_version)
  values (${portalId}, 'account-activation', ${invited.id}, ${organisationId}, 1) returning id`
const journeyId = journey?.id ?? ''
await owner`insert into activations (portal_id, journey_id, account_id, organisation_id, role, planned_at)
  values (${portalId}, ${journeyId}, ${invited.id}, ${organisationId}, 'EMPLOYEE', now())`
await migrate(ownerUrl)

test('closes the tables that came with the upgrade, and comes up to the schema of the code', async () => {
  const open =
    await owner`select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'portal_id'
    where c.relnamespace = 'drempel'::regnamespace and c.relkind = 'r' and not (c.relrowsecurity and c.relforcerowsecurity)`
  expect([...open]).toEqual([])
  await expect(migrate(ownerUrl)).resolves.toBeUndefined()
})

test('keeps whoever was signed in, and lets people in with what they had', async () => {
  const session = await reading(app, portalId, (tx) => findSession(tx, token))
  expect(session).toMatchObject({ accountId: hr.id, idleMinutes: 30 })
  const { session: entered, notices } = await signIn(scene, stranger(stage), {
    identifier: hr.email,
    password: holdersPassword,
  })
  expect(entered).toMatchObject({ accountId: hr.id })
  expect(notices).toMatchObject([{ kind: 'ENROL_FACTOR_BEFORE' }])
})

test('goes on with the journeys that were open', async () => {
  const seen = await lookAtActivation(scene, { portalId, journeyId })
  expect(seen).toMatchObject({ open: true, plan: 1, facts: { activated: false } })
})

test('gives a stored policy the parts it lacks, and no code longer than the standard allows since', async () => {
  const { policy } = await reading(app, portalId, policyInEffect)
  expect(policy).toMatchObject({
    activation: { pinMinutes: 10, pinAttempts: 5 },
    session: { idleMinutes: 30, stepUpMinutes: 10 },
    factors: { graceDays: 14 },
    recovery: { waitingHours: 24 },
  })
})
