import type { Tx } from '../../db/client.ts'
import { lockOpenJourneysOf, raiseJourney } from '../../db/journeys.ts'
import { type JourneyKind, kindsAboutSignIn } from '../../domain/journeys/journey.ts'
import { settleHelp } from './settle-help.ts'

/**
 * Locks the journeys that would be raised. Called before the account is locked, as journeys come first; one that begins in
 * between has its own first look still before it.
 */
export async function lockBeforeSignInChange(
  tx: Tx,
  accountId: string,
  kinds: readonly JourneyKind[] = kindsAboutSignIn,
): Promise<void> {
  await lockOpenJourneysOf(tx, accountId, kinds)
}

/**
 * An address, a second step or a password is another one: whoever leaves may be locked out no longer, or newly so, and the
 * journeys that look at it look again. Called by every command that changes one, in the transaction that does.
 */
export async function noteSignInChanged(
  tx: Tx,
  accountId: string,
  kinds: readonly JourneyKind[] = kindsAboutSignIn,
): Promise<void> {
  for (const journey of await lockOpenJourneysOf(tx, accountId, kinds)) {
    await settleHelp(tx, journey)
    await raiseJourney(tx, journey)
  }
}
