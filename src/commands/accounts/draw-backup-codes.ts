import { addBackupCodes, insertBackupCodes, liveBackupCodeSets, supersedeBackupCodes } from '../../db/backup-codes.ts'
import type { Tx } from '../../db/client.ts'
import { backupCodeDigits, showBackupCode } from '../../domain/accounts/backup-code.ts'
import type { HashingPort } from '../../providers/hashing/port.ts'
import type { RandomPort } from '../../providers/random/port.ts'

type Deps = { readonly random: RandomPort; readonly hashing: HashingPort }

/** Codes that were drawn and hashed, before the transaction that keeps them. Shown once; the database has the hashes. */
export type DrawnCodes = {
  readonly salt: Buffer
  readonly codes: readonly string[]
  readonly hashes: readonly string[]
}

export async function drawBackupCodes(
  { random, hashing }: Deps,
  { count, salt = random.bytes(16) }: { count: number; salt?: Buffer | undefined },
): Promise<DrawnCodes> {
  const digits = new Set<string>()
  while (digits.size < count) digits.add(random.digits(backupCodeDigits))
  const hashes: string[] = []
  for (const one of digits) hashes.push(await hashing.hashWith(one, salt))
  return { salt, codes: [...digits].map(showBackupCode), hashes }
}

/** A whole set that takes over from the person's older one. The account must be locked. */
export async function keepNewSet(tx: Tx, accountId: string, { salt, hashes }: DrawnCodes): Promise<void> {
  await supersedeBackupCodes(tx, accountId, null)
  await insertBackupCodes(tx, { accountId, salt, hashes, journeyId: null, expiresAt: null })
}

/**
 * One code more in the person's own set, where its salt is still the one that was drawn under; else a set of its own. The
 * account must be locked.
 */
export async function keepOneMore(tx: Tx, accountId: string, { salt, hashes }: DrawnCodes): Promise<void> {
  const own = (await liveBackupCodeSets(tx, accountId)).find((set) => set.journeyId === null && set.salt.equals(salt))
  if (own !== undefined) return addBackupCodes(tx, own.id, hashes)
  await insertBackupCodes(tx, { accountId, salt, hashes, journeyId: null, expiresAt: null })
}

/** The salt of the person's own set, for a code that joins it. */
export async function saltOfOwnSet(tx: Tx, accountId: string): Promise<Buffer | undefined> {
  return (await liveBackupCodeSets(tx, accountId)).find((set) => set.journeyId === null)?.salt
}
