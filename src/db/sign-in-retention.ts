import { sql } from 'drizzle-orm'
import type { Tx } from './client.ts'
import { affected, before, type Kept } from './retention.ts'

// What signing in leaves behind. least() passes over what is not set, so the first of the ends counts; none set: it stays.

export async function deleteSignInFlows(tx: Tx, kept: Kept): Promise<number> {
  return affected(
    tx,
    sql`
    delete from drempel.sign_in_flows
    where portal_id = ${tx.portalId} and least(ended_at, expires_at) < ${before(kept)}`,
  )
}

/** Begun and never proven. */
export async function deletePendingFactors(tx: Tx, kept: Kept): Promise<number> {
  return affected(
    tx,
    sql`
    delete from drempel.factors
    where portal_id = ${tx.portalId} and status = 'pending' and expires_at < ${before(kept)}`,
  )
}

export async function deleteRemovedFactors(tx: Tx, kept: Kept): Promise<number> {
  return affected(
    tx,
    sql`
    delete from drempel.factors
    where portal_id = ${tx.portalId} and status = 'removed' and removed_at < ${before(kept)}`,
  )
}

/** The sets that were replaced or ran out, with their codes. */
export async function deleteBackupCodeSets(tx: Tx, kept: Kept): Promise<number> {
  const old = sql`portal_id = ${tx.portalId} and least(superseded_at, expires_at) < ${before(kept)}`
  await tx.execute(sql`
    delete from drempel.backup_codes
    where portal_id = ${tx.portalId} and set_id in (select id from drempel.backup_code_sets where ${old})`)
  return affected(tx, sql`delete from drempel.backup_code_sets where ${old}`)
}

export async function deleteDevices(tx: Tx, kept: Kept): Promise<number> {
  return affected(
    tx,
    sql`delete from drempel.devices where portal_id = ${tx.portalId} and least(ended_at, expires_at) < ${before(kept)}`,
  )
}

export async function deleteContactChanges(tx: Tx, kept: Kept): Promise<number> {
  return affected(
    tx,
    sql`
    delete from drempel.contact_changes
    where portal_id = ${tx.portalId} and least(ended_at, expires_at) < ${before(kept)}`,
  )
}

export async function deleteSpentChallenges(tx: Tx, kept: Kept): Promise<number> {
  return affected(
    tx,
    sql`delete from drempel.spent_challenges where portal_id = ${tx.portalId} and expires_at < ${before(kept)}`,
  )
}

/** Workers look at an inquiry within seconds: one that lies this long, no worker can deal with. */
export async function deleteInquiries(tx: Tx, kept: Kept): Promise<number> {
  return affected(
    tx,
    sql`delete from drempel.inquiries where portal_id = ${tx.portalId} and created_at < ${before(kept)}`,
  )
}
