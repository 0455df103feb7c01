import { writeAudit } from '../db/audit.ts'
import { inPortal, type Pool, type Tx } from '../db/client.ts'
import { type Actor, actorId, may, type Right } from '../domain/accounts/access.ts'
import type { Code } from '../domain/codes.ts'
import { AccessError, DomainError, type Problem } from '../domain/errors.ts'

/** Who asks, in which portal, from where. Every command takes it second, after its dependencies. */
export type Call = {
  readonly actor: Actor
  readonly portalId: string
  readonly correlationId: string
  /** The client's address, where there is one. */
  readonly origin?: string | undefined
  /** The token of a browser that somebody signed in with before. */
  readonly device?: string | undefined
  /** How the browser describes itself. */
  readonly userAgent?: string | undefined
}

/** A refusal is returned, not thrown: the transaction commits what it had to write, then the caller is told. */
export type Refusal = {
  readonly refused: Code
  readonly problems?: readonly Problem[]
  readonly retryAt?: Date
  readonly endedAt?: Date
  readonly subjectId?: string | null | undefined
  readonly journeyId?: string | undefined
}

export type Done<T> = {
  readonly value: T
  readonly subjectId?: string | null | undefined
  readonly journeyId?: string | undefined
  readonly note?: string | undefined
}

export function refuse(code: Code, more: Omit<Refusal, 'refused'> = {}): Refusal {
  return { refused: code, ...more }
}

/**
 * One act, one transaction, one audit row: decided and written together, refusals included. The act is named as the
 * schema names it.
 */
export async function execute<T>(
  deps: { readonly app: Pool },
  call: Call,
  act: string,
  work: (tx: Tx) => Promise<Done<T> | Refusal>,
): Promise<T> {
  const decide = async (tx: Tx) => {
    const result = await work(tx)
    const refused = 'refused' in result ? result : undefined
    await writeAudit(tx, { ...by(call), ...result, act, code: refused?.refused ?? 'DONE' })
    return result
  }
  const outcome = await inPortal(deps.app, call.portalId, decide).catch(async (error: unknown) => {
    if (error instanceof AccessError) await noteDenied(deps, call, act, error)
    throw error
  })
  if ('refused' in outcome) throw refusalError(outcome)
  return outcome.value
}

/** Whoever tries what they may not do is on record. Strangers are not: anybody could fill the audit with them. */
async function noteDenied(deps: { readonly app: Pool }, call: Call, act: string, { code }: AccessError): Promise<void> {
  if (call.actor.kind === 'anonymous') return
  await inPortal(deps.app, call.portalId, (tx) => writeAudit(tx, { ...by(call), act, code }))
}

function by({ actor, correlationId, origin }: Call) {
  return { actorKind: actor.kind, actorId: actorId(actor), correlationId, origin }
}

export function refusalError(refusal: Refusal): DomainError {
  const { refused, problems = [], retryAt, endedAt } = refusal
  return new DomainError(refused, { problems, retryAt, endedAt })
}

/** Asks the one place that decides about rights. Not signed in and not allowed are told apart, nothing else is said. */
export function authorise(call: Call, right: Right, organisationId: string | null, now: Date): void {
  if (may(call.actor, right, organisationId, now)) return
  throw new AccessError(call.actor.kind === 'anonymous' ? 'UNAUTHENTICATED' : 'FORBIDDEN')
}
