import { and, eq, sql } from 'drizzle-orm'
import type postgres from 'postgres'
import type { Tx } from '../../db/client.ts'
import { accounts, grants, organisations, people, portalPolicies } from '../../db/schema/all.ts'
import { type Policy, parsePolicy } from '../../domain/portals/policy.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { insertDemoDocuments } from './documents.ts'
import { insertDemoFigures } from './figures.ts'
import { type DemoAccount, type DemoPortal, demoHost } from './portal-data.ts'
import { insertSecondStep } from './second-step.ts'
import { insertDemoKey } from './service-key.ts'

// Before anything the demo tells: journeys of the past look for the policy that was in effect then.
const longAgo = new Date('2024-11-14T00:00:00Z')

/** The tenant itself. Only the owner of the tables may; of a portal that is there, nothing but its address is renewed. */
export async function insertPortal(owner: postgres.Sql, portal: DemoPortal, port: number): Promise<string> {
  const host = demoHost(portal)
  const frontendUrl = `http://${host}:${port}/dev`
  const [row] = await owner<{ id: string }[]>`
    insert into drempel.portals (slug, name, host, languages, form, identifier, username_suffix, frontend_url, mail_from, sms_from)
    values (${portal.slug}, ${portal.name}, ${host}, ${[...portal.languages]}, ${portal.form}, ${portal.identifier},
      ${portal.usernameSuffix}, ${frontendUrl}, ${portal.mailFrom}, ${portal.smsFrom})
    on conflict (slug) do update set frontend_url = excluded.frontend_url
    returning id`
  if (row === undefined) throw new Error(`portal ${portal.slug} was not written`)
  return row.id
}

export type FillDeps = { readonly passwordHash: () => Promise<string>; readonly sealing: SealingPort }

/**
 * Policy, organisations and the people who are in already. What is there stays as it is, whatever became of it since.
 * Plain rows: these people were there before Drempel, so no journey and no mail tells of them.
 */
export async function fillPortal(tx: Tx, portal: DemoPortal, deps: FillDeps): Promise<void> {
  await tx
    .insert(portalPolicies)
    .values({ portalId: tx.portalId, version: 1, effectiveFrom: longAgo, document: policyOf(portal) })
    .onConflictDoNothing()
  for (const { mailDomains = [], ...organisation } of portal.organisations) {
    await tx
      .insert(organisations)
      .values({ ...organisation, mailDomains: [...mailDomains], portalId: tx.portalId })
      .onConflictDoNothing()
  }
  const idsByName = await organisationIds(tx)
  for (const account of portal.accounts) {
    await insertAccount(tx, deps, account, {
      portalSlug: portal.slug,
      organisationId: account.organisation === null ? null : idOf(idsByName, account.organisation),
      hasDocuments: portal.withDocuments === true && account.role === 'EMPLOYEE',
      language: portal.languages[0] ?? 'nl',
    })
  }
  await insertDemoKey(tx, portal, idsByName)
  await insertDemoFigures(tx, portal, idsByName)
}

export async function organisationIds(tx: Tx): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.select().from(organisations).where(eq(organisations.portalId, tx.portalId))
  return new Map(rows.map(({ name, id }) => [name, id]))
}

function idOf(idsByName: ReadonlyMap<string, string>, name: string): string {
  const id = idsByName.get(name)
  if (id === undefined) throw new Error(`the demo data names no organisation ${name}`)
  return id
}

type Placed = {
  readonly portalSlug: string
  readonly organisationId: string | null
  readonly language: 'nl' | 'en'
  readonly hasDocuments: boolean
}

async function insertAccount(
  tx: Tx,
  deps: FillDeps,
  account: DemoAccount,
  { portalSlug, organisationId, language, hasDocuments }: Placed,
): Promise<void> {
  const { portalId } = tx
  const [known] = await tx
    .select({ id: accounts.id })
    .from(accounts)
    .where(and(eq(accounts.portalId, portalId), eq(accounts.identifier, account.identifier)))
  if (known) return
  const { name, email, mobile = null, dateOfBirth = null, identifier, role } = account
  const [person] = await tx
    .insert(people)
    .values({
      portalId,
      name,
      email,
      mobile,
      dateOfBirth,
      language,
      emailStatus: 'proven',
      mobileStatus: mobile ? 'proven' : 'unproven',
    })
    .returning({ id: people.id })
  if (person === undefined) throw new Error(`${identifier} was not written`)
  const [written] = await tx
    .insert(accounts)
    .values({
      portalId,
      personId: person.id,
      identifier,
      status: 'active',
      passwordHash: await deps.passwordHash(),
      activatedAt: sql`drempel.now()`,
    })
    .returning({ id: accounts.id })
  if (written === undefined) throw new Error(`${identifier} was not written`)
  await tx.insert(grants).values({
    portalId,
    accountId: written.id,
    role,
    organisationId,
    validFrom: longAgo,
    reason: 'demo data',
    givenByKind: 'installation',
  })
  await insertSecondStep(tx, deps, account, { accountId: written.id, portalSlug })
  if (hasDocuments && organisationId !== null)
    await insertDemoDocuments(tx, {
      owner: { id: person.id, name },
      organisationId,
      organisation: account.organisation ?? '',
    })
}

function policyOf(portal: DemoPortal): Policy {
  const policy = parsePolicy(portal.policy)
  if (!('activation' in policy)) throw new Error(`policy of ${portal.slug}: ${JSON.stringify(policy)}`)
  return policy
}
