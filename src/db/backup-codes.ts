import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Tx } from './client.ts'
import { backupCodeSets, backupCodes } from './schema/all.ts'

export type BackupCodeSetRow = typeof backupCodeSets.$inferSelect

export type NewSet = Pick<BackupCodeSetRow, 'accountId' | 'salt' | 'journeyId' | 'expiresAt'> & {
  readonly hashes: readonly string[]
}

export async function insertBackupCodes(tx: Tx, { hashes, ...set }: NewSet): Promise<string> {
  const [row] = await tx
    .insert(backupCodeSets)
    .values({ ...set, portalId: tx.portalId })
    .returning({ id: backupCodeSets.id })
  if (row === undefined) throw new Error('a set of backup codes was not written')
  await addBackupCodes(tx, row.id, hashes)
  return row.id
}

export async function addBackupCodes(tx: Tx, setId: string, hashes: readonly string[]): Promise<void> {
  if (hashes.length === 0) return
  await tx.insert(backupCodes).values(hashes.map((hash) => ({ portalId: tx.portalId, setId, hash })))
}

/** The sets whose codes count: the person's own, and one of a recovery under way. */
export async function liveBackupCodeSets(tx: Tx, accountId: string): Promise<readonly BackupCodeSetRow[]> {
  return tx
    .select()
    .from(backupCodeSets)
    .where(and(ofAccount(tx, accountId), live))
    .orderBy(backupCodeSets.id)
}

/** A newer set takes over from the person's own; a recovery's from those of its journey. */
export async function supersedeBackupCodes(tx: Tx, accountId: string, journeyId: string | null): Promise<void> {
  await tx
    .update(backupCodeSets)
    .set({ supersededAt: sql`drempel.now()` })
    .where(
      and(
        ofAccount(tx, accountId),
        sql`${backupCodeSets.journeyId} is not distinct from ${journeyId}::uuid`,
        isNull(backupCodeSets.supersededAt),
      ),
    )
}

/** Single use by one conditional update: true for one of any number of users of the same code. */
export async function useBackupCode(
  tx: Tx,
  accountId: string,
  { setId, hash }: { setId: string; hash: string },
): Promise<boolean> {
  const rows = await tx.execute(sql`
    update drempel.backup_codes c set used_at = drempel.now()
    from drempel.backup_code_sets s
    where c.portal_id = ${tx.portalId} and c.set_id = ${setId} and c.hash = ${hash} and c.used_at is null
      and s.portal_id = c.portal_id and s.id = c.set_id and s.account_id = ${accountId}
      and s.superseded_at is null and (s.expires_at is null or s.expires_at > drempel.now())
    returning c.id`)
  return rows.length === 1
}

/** How many of the person's own are left. */
export async function backupCodesLeft(tx: Tx, accountId: string): Promise<number> {
  const [row] = await tx.execute<{ left: number }>(sql`
    select count(*)::integer as left from drempel.backup_codes c
    join drempel.backup_code_sets s on s.portal_id = c.portal_id and s.id = c.set_id
    where s.portal_id = ${tx.portalId} and s.account_id = ${accountId} and s.journey_id is null
      and s.superseded_at is null and (s.expires_at is null or s.expires_at > drempel.now()) and c.used_at is null`)
  return row?.left ?? 0
}

const live = and(
  isNull(backupCodeSets.supersededAt),
  sql`(${backupCodeSets.expiresAt} is null or ${backupCodeSets.expiresAt} > drempel.now())`,
)

function ofAccount(tx: Tx, accountId: string) {
  return and(eq(backupCodeSets.portalId, tx.portalId), eq(backupCodeSets.accountId, accountId))
}
