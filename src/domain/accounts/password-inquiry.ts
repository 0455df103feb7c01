import type { Code } from '../codes.ts'
import type { Problem } from '../errors.ts'
import type { Policy } from '../portals/policy.ts'
import type { Portal } from '../portals/portal.ts'
import { isLocalDate } from '../time.ts'
import { parseEmail, parseUsername } from './contact.ts'
import type { Answered, PasswordInquiry } from './inquiry.ts'
import { foldAnswer, type SecurityQuestion } from './security-question.ts'

type Given<T = string> = T | null | undefined

/** What somebody typed who has lost their password. Which of it counts is the portal's policy. */
export type PasswordAsked = {
  readonly identifier?: Given
  readonly email?: Given
  readonly dateOfBirth?: Given
  readonly question?: Given<SecurityQuestion>
  readonly answer?: Given
}

type Asking = {
  readonly portal: Pick<Portal, 'identifier' | 'usernameSuffix'>
  readonly recovery: Pick<Policy['recovery'], 'password' | 'securityQuestion'>
}

/** What is asked, or everything that is wrong with it. Judged by what was typed alone: it tells nothing about anybody. */
export function readPasswordInquiry(
  asked: PasswordAsked,
  { portal, recovery }: Asking,
): PasswordInquiry | { readonly problems: readonly Problem[] } {
  const problems: Problem[] = []
  const note = (path: string, code: Code) => {
    problems.push({ path, code })
    return ''
  }
  const read = (path: 'identifier' | 'email' | 'dateOfBirth', parse: (typed: string) => string | null, code: Code) => {
    const typed = asked[path]
    if (typed === null || typed === undefined || typed.trim() === '') return note(path, 'REQUIRED')
    return parse(typed) ?? note(path, code)
  }
  const answered = recovery.securityQuestion ? readAnswer(asked, note) : { question: null, answer: null }
  const inquiry: PasswordInquiry =
    recovery.password === 'birthDate'
      ? {
          kind: 'password-by-birth-date',
          email: read('email', parseEmail, 'INVALID_EMAIL'),
          dateOfBirth: read('dateOfBirth', (day) => (isLocalDate(day) ? day : null), 'INVALID_DATE'),
          ...answered,
        }
      : { kind: 'password-by-identifier', identifier: readIdentifier(portal, read), ...answered }
  return problems.length === 0 ? inquiry : { problems }
}

type Read = (path: 'identifier', parse: (typed: string) => string | null, code: Code) => string

function readIdentifier({ identifier, usernameSuffix }: Asking['portal'], read: Read): string {
  if (identifier === 'email') return read('identifier', parseEmail, 'INVALID_EMAIL')
  return read('identifier', (typed) => parseUsername(typed, usernameSuffix ?? ''), 'INVALID_USERNAME')
}

/** Both or neither: whoever never set a question has nothing to answer. */
function readAnswer({ question, answer }: PasswordAsked, note: (path: string, code: Code) => string): Answered {
  const isAnswered = answer !== null && answer !== undefined && answer.trim() !== ''
  if (!question && !isAnswered) return { question: null, answer: null }
  if (!question) note('question', 'REQUIRED')
  if (!isAnswered) note('answer', 'REQUIRED')
  return {
    question: question ?? null,
    answer: isAnswered ? (foldAnswer(answer) ?? note('answer', 'INVALID_ANSWER')) : null,
  }
}
