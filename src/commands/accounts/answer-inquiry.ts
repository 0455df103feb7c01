import { writeAudit } from '../../db/audit.ts'
import { type Pool, reading, type Tx } from '../../db/client.ts'
import { findInquiry, takeInquiry } from '../../db/inquiries.ts'
import { policyInEffect } from '../../db/portals.ts'
import { findSecurityQuestion, type OwnQuestion } from '../../db/security-questions.ts'
import { type Inquiry, parseInquiry } from '../../domain/accounts/inquiry.ts'
import { inquiryContext } from '../../domain/accounts/inquiry-context.ts'
import type { HashingPort } from '../../providers/hashing/port.ts'
import { type Call, execute } from '../execute.ts'
import { answerLoginName } from './answer-login-name.ts'
import { answerPasswordInquiry, type MintingDeps, type Proven } from './answer-password-inquiry.ts'
import { findMeant } from './find-meant.ts'

export type AnswerDeps = MintingDeps & { readonly app: Pool; readonly hashing: HashingPort }

export type Waiting = { readonly portalId: string; readonly inquiryId: string }

const act = 'inquiryAnswer'

/**
 * Looks whether anybody is behind what a stranger asked, and mails them. The inquiry goes in the same transaction, and all
 * that was typed with it: told twice, or by two workers at once, it is answered once.
 */
export async function answerInquiry(deps: AnswerDeps, { portalId, inquiryId }: Waiting): Promise<void> {
  const looked = await reading(deps.app, portalId, (tx) => look(tx, deps, inquiryId))
  if (looked === undefined) return
  const proven = await prove(deps, looked)
  const call: Call = { actor: { kind: 'installation' }, portalId, correlationId: looked.correlationId }
  await execute(deps, call, act, async (tx) => {
    const [subjectId, ...others] = (await takeInquiry(tx, inquiryId))
      ? await answer(tx, deps, looked.inquiry, proven)
      : []
    for (const other of others) await note(tx, call, other)
    return { value: undefined, subjectId }
  })
}

type Looked = {
  readonly inquiry: Inquiry
  readonly correlationId: string
  /** Of those it may be about, where the portal asks one. */
  readonly questions: readonly OwnQuestion[]
}

async function look(tx: Tx, { sealing }: AnswerDeps, inquiryId: string): Promise<Looked | undefined> {
  const row = await findInquiry(tx, inquiryId)
  if (row === undefined) return undefined
  const inquiry = parseInquiry(sealing.open(row.sealed, inquiryContext(inquiryId)))
  return { inquiry, correlationId: row.correlationId, questions: await questionsOf(tx, inquiry) }
}

async function questionsOf(tx: Tx, inquiry: Inquiry): Promise<readonly OwnQuestion[]> {
  if (inquiry.kind === 'login-name' || inquiry.answer === null) return []
  const { policy } = await policyInEffect(tx)
  if (!policy.recovery.securityQuestion) return []
  const meant = await findMeant(tx, inquiry)
  const own = await Promise.all(meant.map(({ account }) => findSecurityQuestion(tx, account.id)))
  return own.filter((one) => one !== undefined).filter(({ question }) => question === inquiry.question)
}

/** The slow part, with no transaction open. Which hashes matched is held against the rows again under the locks. */
async function prove({ hashing }: AnswerDeps, { inquiry, questions }: Looked): Promise<Proven> {
  const proven = new Set<string>()
  if (inquiry.kind === 'login-name' || inquiry.answer === null) return proven
  for (const { answerHash } of questions) {
    if (await hashing.verify(answerHash, inquiry.answer)) proven.add(answerHash)
  }
  return proven
}

async function answer(tx: Tx, deps: AnswerDeps, inquiry: Inquiry, proven: Proven): Promise<readonly string[]> {
  return inquiry.kind === 'login-name'
    ? answerLoginName(tx, deps, inquiry)
    : answerPasswordInquiry(tx, deps, inquiry, proven)
}

/** Where several hear of one question, each one's account says so. */
async function note(tx: Tx, { actor, correlationId }: Call, subjectId: string): Promise<void> {
  await writeAudit(tx, { actorKind: actor.kind, actorId: null, act, code: 'DONE', subjectId, correlationId })
}
