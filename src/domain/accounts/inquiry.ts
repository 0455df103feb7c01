import type { ContactStatus } from './account.ts'
import { type SecurityQuestion, securityQuestions } from './security-question.ts'

/** What a stranger asked. It is kept sealed until a worker answers it, and is the same whoever is behind it. */
export type Inquiry = PasswordInquiry | LoginNameInquiry

export type PasswordInquiry = (
  | { readonly kind: 'password-by-identifier'; readonly identifier: string }
  | { readonly kind: 'password-by-birth-date'; readonly email: string; readonly dateOfBirth: string }
) &
  Answered

export type LoginNameInquiry = { readonly kind: 'login-name'; readonly email: string }

/** To the security question, folded. Both are null where none was given, or the portal asks none. */
export type Answered = { readonly question: SecurityQuestion | null; readonly answer: string | null }

/** What cannot be read was never written by this installation. */
export function parseInquiry(text: string): Inquiry {
  const document: unknown = JSON.parse(text)
  const fields = new Map<string, unknown>(Object.entries(document ?? {}))
  const optional = (name: string) => {
    const value = fields.get(name)
    return typeof value === 'string' ? value : null
  }
  const required = (name: string) => {
    const value = optional(name)
    if (value === null) throw new Error(`an inquiry without ${name}`)
    return value
  }
  const answered = () => ({
    question: securityQuestions.find((one) => one === optional('question')) ?? null,
    answer: optional('answer'),
  })
  const kind = required('kind')
  switch (kind) {
    case 'password-by-identifier':
      return { kind, identifier: required('identifier'), ...answered() }
    case 'password-by-birth-date':
      return { kind, email: required('email'), dateOfBirth: required('dateOfBirth'), ...answered() }
    case 'login-name':
      return { kind, email: required('email') }
    default:
      throw new Error('an inquiry of no kind')
  }
}

/** A mailbox that gave our mail back is sent no secrets. */
export function isMailable({ emailStatus }: { readonly emailStatus: ContactStatus }): boolean {
  return emailStatus !== 'bounced'
}
