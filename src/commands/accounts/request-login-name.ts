import type { Pool } from '../../db/client.ts'
import { policyInEffect } from '../../db/portals.ts'
import { parseEmail } from '../../domain/accounts/contact.ts'
import { type Call, execute, refuse } from '../execute.ts'
import { type Accepted, type InquiryDeps, writeInquiry } from './write-inquiry.ts'

export type LoginNameAsked = { readonly email: string; readonly robotCheck?: string | null | undefined }

const act = 'loginNameRequest'

/** Somebody forgot with what they sign in (S003-011). Whether there is an account, the mailbox alone hears. */
export async function requestLoginName(
  deps: InquiryDeps & { readonly app: Pool },
  call: Call,
  { email: typed, robotCheck }: LoginNameAsked,
): Promise<Accepted> {
  return execute(deps, call, act, async (tx) => {
    const email = parseEmail(typed)
    if (email === null) return refuse('INVALID_INPUT', { problems: [{ path: 'email', code: 'INVALID_EMAIL' }] })
    const { policy } = await policyInEffect(tx)
    return writeInquiry(tx, deps, call, {
      act,
      about: email,
      inquiry: { kind: 'login-name', email },
      policy,
      robotCheck,
    })
  })
}
