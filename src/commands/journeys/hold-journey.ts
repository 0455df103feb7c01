import { lockSubject } from '../../db/accounts.ts'
import type { Tx } from '../../db/client.ts'
import { type JourneyRow, lockJourney } from '../../db/journeys.ts'
import type { Right } from '../../domain/accounts/access.ts'
import type { Problem } from '../../domain/errors.ts'
import { untilProblems } from '../../domain/journeys/postponement.ts'
import { parseNote } from '../../domain/text.ts'
import { type Call, type Refusal, refuse } from '../execute.ts'
import { reaches } from '../reach.ts'

export type Held = {
  readonly journeyId: string
  /** The seq of what the caller looked at; another one means that somebody changed something since. */
  readonly expectedVersion?: number | null | undefined
}

export type Withdraw = Held & { readonly reason: string }
export type Postpone = Withdraw & { readonly until: Date }

/** A journey for the acts of people on it: locked with its account, in that order, and only for those who may. */
export async function holdJourney(
  tx: Tx,
  call: Call,
  { journeyId, expectedVersion }: Held,
  rights: readonly [Right, ...Right[]],
): Promise<JourneyRow | Refusal> {
  const journey = await lockJourney(tx, journeyId)
  const isReached = reaches(call, rights, journey?.organisationId, tx.now)
  if (journey === undefined || !isReached) return refuse('NOT_FOUND')
  await lockSubject(tx, journey)
  const isAnother = expectedVersion !== null && expectedVersion !== undefined && expectedVersion !== journey.seq
  return isAnother ? refuse('CHANGED_MEANWHILE', { subjectId: journey.subjectId, journeyId }) : journey
}

/** Why, in words; and until when, where that is asked. */
export function readReason(
  { reason, until }: { readonly reason: string; readonly until?: Date },
  now: Date,
): { readonly note: string } | Refusal {
  const note = parseNote(reason)
  const problems: readonly Problem[] = [
    ...(note === null ? [{ path: 'reason', code: 'REQUIRED' } as const] : []),
    ...(until === undefined ? [] : untilProblems(until, now)),
  ]
  return note === null || problems.length > 0 ? refuse('INVALID_INPUT', { problems }) : { note }
}
