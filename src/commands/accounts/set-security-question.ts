import { inPortal, type Pool, type Tx } from '../../db/client.ts'
import { putSecurityQuestion } from '../../db/security-questions.ts'
import { foldAnswer, type SecurityQuestion } from '../../domain/accounts/security-question.ts'
import { securityQuestionChanged } from '../../messages/security-question-changed.ts'
import type { HashingPort } from '../../providers/hashing/port.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { type Call, execute, type Refusal, refuse } from '../execute.ts'
import { signInUrl } from '../messages/links.ts'
import { tellAccount } from '../messages/tell-account.ts'
import { holdOwnAccount, type Own } from './hold-own-account.ts'

export type QuestionDeps = { readonly app: Pool; readonly hashing: HashingPort; readonly sealing: SealingPort }

export type SetQuestion = { readonly question: SecurityQuestion; readonly answer: string }

const act = 'securityQuestionSet'

/** One's own question for when the password is lost (S003-043…055); another one takes its place. The answer is hashed slowly. */
export async function setSecurityQuestion(
  deps: QuestionDeps,
  call: Call,
  { question, answer }: SetQuestion,
): Promise<{ readonly question: SecurityQuestion }> {
  const folded = foldAnswer(answer)
  const own = await inPortal(deps.app, call.portalId, (tx) => hold(tx, call))
  if ('refused' in own) return execute<never>(deps, call, act, async () => own)
  const answerHash = folded === null ? null : await deps.hashing.hash(folded)
  return execute(deps, call, act, async (tx) => {
    const held = await hold(tx, call)
    if ('refused' in held) return held
    const subjectId = held.account.id
    if (answerHash === null) {
      return refuse('INVALID_INPUT', { problems: [{ path: 'answer', code: 'INVALID_ANSWER' }], subjectId })
    }
    await putSecurityQuestion(tx, subjectId, { question, answerHash })
    await tellAccount(tx, deps, held, ({ portal }) => ({
      template: securityQuestionChanged,
      params: { changedAt: tx.now, signInUrl: signInUrl(portal) },
      key: securityQuestionChanged.name,
    }))
    return { value: { question }, subjectId }
  })
}

async function hold(tx: Tx, call: Call): Promise<Own | Refusal> {
  const own = await holdOwnAccount(tx, call, { fresh: true })
  if ('refused' in own || own.policy.recovery.securityQuestion) return own
  return refuse('QUESTION_NOT_USED', { subjectId: own.account.id })
}
