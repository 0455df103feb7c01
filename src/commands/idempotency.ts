import type { Tx } from '../db/client.ts'
import { claimIdempotencyKey, keepIdempotentResult, releaseIdempotencyKey, requestHashOf } from '../db/idempotency.ts'
import { actorId } from '../domain/accounts/access.ts'
import { type Call, type Done, type Refusal, refuse } from './execute.ts'

export type Repeatable<T> = {
  readonly mutation: string
  /** What the caller gave; without one nothing is remembered. */
  readonly key: string | null | undefined
  /** The whole input: the same key under another question is refused. */
  readonly input: unknown
  /** What is kept: ids and codes, never a secret. It must be enough to answer again. */
  readonly keep: (value: T) => Record<string, unknown>
  readonly recall: (kept: Record<string, unknown>) => T | Promise<T>
}

/**
 * Does an act once per actor, mutation and key, in the act's own transaction: the answer and what it tells of are there
 * together or not at all. Used around the work of a command:
 *
 *     execute(deps, call, 'invitationSend', (tx) => once(tx, call, { … }, () => work(tx)))
 */
export async function once<T>(
  tx: Tx,
  call: Call,
  repeatable: Repeatable<T>,
  work: () => Promise<Done<T> | Refusal>,
): Promise<Done<T> | Refusal> {
  const actor = actorId(call.actor)
  const { mutation, key, input } = repeatable
  if (key === null || key === undefined || actor === null) return work()

  const scope = { actorId: actor, mutation, key }
  const requestHash = requestHashOf(input)
  const earlier = await claimIdempotencyKey(tx, scope, requestHash)
  if (earlier && !earlier.requestHash.equals(requestHash)) return refuse('KEY_REUSED')
  if (earlier) return { value: await repeatable.recall(earlier.result) }

  const outcome = await work()
  if ('refused' in outcome) await releaseIdempotencyKey(tx, scope)
  else await keepIdempotentResult(tx, scope, repeatable.keep(outcome.value))
  return outcome
}
