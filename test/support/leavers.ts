import { randomUUID } from 'node:crypto'
import { and, eq, sql } from 'drizzle-orm'
import { planOffboardings } from '../../src/commands/employments/plan-offboardings.ts'
import { type RehearseOffboarding, rehearseOffboarding } from '../../src/commands/employments/rehearse-offboarding.ts'
import { inPortal, reading } from '../../src/db/client.ts'
import { accounts, grants, organisations, people } from '../../src/db/schema/all.ts'
import { insertSession } from '../../src/db/sessions.ts'
import { freezeClock, moveClock } from '../../src/dev/clock.ts'
import type { Role } from '../../src/domain/accounts/account.ts'
import { systemRandom } from '../../src/providers/random/system.ts'
import type { Installation, SeededPortal } from './installation.ts'
import { mailboxOf } from './people.ts'

/** An installation in which it is this instant, and stands still until somebody travels. Nothing is swept away meanwhile. */
export async function standStill({ owner }: Installation, instant: string): Promise<void> {
  await freezeClock(owner)
  await moveClock(owner, new Date(instant))
  await owner`update drempel.recurring_work set next_due_at = '2100-01-01'`
}

export type Leaver = { readonly personId: string; readonly accountId: string; readonly email: string }

type HeldRight = { readonly role: Role; readonly from: string; readonly until?: string }

type Being = {
  readonly name?: string
  readonly language?: 'nl' | 'en'
  readonly email?: string
  /** Whether they have a password of their own. */
  readonly hasPassword?: boolean
  readonly rights?: readonly HeldRight[]
}

const worksHere: readonly HeldRight[] = [{ role: 'EMPLOYEE', from: '2020-01-01T00:00:00Z' }]
export const password = 'zeven groene fietsen rijden'

/** Somebody who works there. */
export async function addLeaver(
  { drempel }: Installation,
  { portalId, organisationId }: SeededPortal,
  being: Being = {},
): Promise<Leaver> {
  const [personId, accountId] = [randomUUID(), randomUUID()]
  const { name = 'Anna de Wit', language = 'nl', email = `${personId}@prive.example`, hasPassword = true } = being
  const passwordHash = hasPassword ? await drempel.hashing.hash(password) : null
  const given = (being.rights ?? worksHere).map(({ role, from, until }) => ({
    portalId,
    accountId,
    role,
    organisationId,
    validFrom: new Date(from),
    validUntil: until === undefined ? null : new Date(until),
    reason: 'invitation' as const,
  }))
  await inPortal(drempel.app, portalId, async (tx) => {
    await tx.insert(people).values({ portalId, id: personId, name, language, email, emailStatus: 'proven' })
    await tx
      .insert(accounts)
      .values({ portalId, id: accountId, personId, identifier: email, status: 'active', passwordHash })
    await tx.insert(grants).values(given)
  })
  return { personId, accountId, email }
}

/** Which mail is of the employer, and goes when somebody has left. */
export async function ownMailDomain(
  { drempel }: Installation,
  { portalId, organisationId }: SeededPortal,
  domain: string,
): Promise<void> {
  const rows = await inPortal(drempel.app, portalId, (tx) =>
    tx
      .update(organisations)
      .set({ mailDomains: [domain] })
      .where(and(eq(organisations.portalId, portalId), eq(organisations.id, organisationId)))
      .returning({ id: organisations.id }),
  )
  if (rows.length !== 1) throw new Error('no organisation has this mail domain')
}

type Terms = { readonly personId: string; readonly lastDay: string; readonly handsInPhone?: boolean }

export function rehearse(
  { drempel }: Installation,
  { portalId, organisationId, hr }: SeededPortal,
  { policy, ...item }: Terms & Pick<RehearseOffboarding, 'policy'>,
) {
  return reading(drempel.app, portalId, (tx) =>
    rehearseOffboarding(tx, drempel, { call: hr, input: { organisationId, item, policy } }),
  )
}

/** Records their last day, and answers the journey. */
export async function planLeaver(
  { drempel }: Installation,
  { organisationId, hr }: SeededPortal,
  item: Terms,
): Promise<string> {
  const [result] = await planOffboardings(drempel, hr, { organisationId, items: [item] })
  if (result?.outcome !== 'PLANNED') throw new Error(`not planned: ${JSON.stringify(result)}`)
  return result.journeyId
}

/** A token of HR of the portal, for clients of the API. */
export function signInHr(
  { drempel }: Installation,
  { portalId, hrAccountId: accountId }: SeededPortal,
): Promise<string> {
  const token = systemRandom.token()
  return inPortal(drempel.app, portalId, async (tx) => {
    const expiresAt = new Date(tx.now.getTime() + 12 * 3_600_000)
    await insertSession(tx, { accountId, token, device: 'a browser', expiresAt })
    return token
  })
}

/** What was mailed to somebody, in order: the subjects. */
export async function subjectsOf(installation: Installation, { portalId }: SeededPortal, { email }: Leaver) {
  return (await mailboxOf(installation, portalId, email)).map(({ subject }) => subject)
}

/** So many active people with a password and an address of their own: nothing is wrong with how they leave. */
export async function employMany(
  { drempel }: Pick<Installation, 'drempel'>,
  { portalId, organisationId }: SeededPortal,
  count: number,
): Promise<readonly string[]> {
  const rows = await inPortal(drempel.app, portalId, (tx) =>
    tx.execute<{ id: string }>(sql`
      with p as (
        insert into drempel.people (portal_id, name, language, email, email_status)
        select ${portalId}::uuid, 'Leaver ' || n, 'nl', 'leaver-' || n || '@example.org', 'proven'
        from generate_series(1, ${count}::int) n returning id, email
      ), a as (
        insert into drempel.accounts (portal_id, person_id, identifier, status, password_hash)
        select ${portalId}::uuid, id, email, 'active', 'none' from p returning id
      ), g as (
        insert into drempel.grants (portal_id, account_id, role, organisation_id, valid_from, reason)
        select ${portalId}::uuid, id, 'EMPLOYEE', ${organisationId}::uuid, '2020-01-01', 'invitation' from a
      )
      select id from p`),
  )
  return rows.map(({ id }) => id)
}
