import type { Pool } from '../../db/client.ts'
import { getPortal, policyInEffect } from '../../db/portals.ts'
import { type PasswordAsked, readPasswordInquiry } from '../../domain/accounts/password-inquiry.ts'
import { type Call, execute, refuse } from '../execute.ts'
import { type Accepted, type InquiryDeps, writeInquiry } from './write-inquiry.ts'

export type PasswordResetAsked = PasswordAsked & { readonly robotCheck?: string | null | undefined }

const act = 'passwordResetRequest'

/** Somebody lost their password, or never had one (S001-016). Whether there is an account, the mailbox alone hears. */
export async function requestPasswordReset(
  deps: InquiryDeps & { readonly app: Pool },
  call: Call,
  { robotCheck, ...asked }: PasswordResetAsked,
): Promise<Accepted> {
  return execute(deps, call, act, async (tx) => {
    const { policy } = await policyInEffect(tx)
    const inquiry = readPasswordInquiry(asked, { portal: await getPortal(tx), recovery: policy.recovery })
    if ('problems' in inquiry) return refuse('INVALID_INPUT', inquiry)
    const about = inquiry.kind === 'password-by-identifier' ? inquiry.identifier : inquiry.email
    return writeInquiry(tx, deps, call, { act, about, inquiry, policy, robotCheck })
  })
}
