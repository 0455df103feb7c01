import type { Tx } from '../../db/client.ts'
import { organisationOf } from '../../db/grants.ts'
import type { AccountOwner } from '../../db/own-account.ts'
import { getPortal } from '../../db/portals.ts'
import { brokenRules } from '../../domain/accounts/password.ts'
import type { Problem } from '../../domain/errors.ts'
import type { Policy } from '../../domain/portals/policy.ts'
import type { CommonPasswordsPort } from '../../providers/common-passwords/port.ts'

/** Whose password it becomes. Who has the organisation at hand gives it; else it is looked up. */
type Judged = AccountOwner & { readonly organisation?: { readonly name: string } | null | undefined }

type Chosen = {
  readonly password: string
  readonly policy: Policy
  /** Where the password stands in the input. */
  readonly path?: string
}

/** Every rule a new password breaks, as problems of PASSWORD_REFUSED; none when it may be set. Before the slow hash. */
export async function judgePassword(
  tx: Tx,
  { commonPasswords }: { readonly commonPasswords: CommonPasswordsPort },
  { account, person, organisation }: Judged,
  { password, policy, path = 'password' }: Chosen,
): Promise<readonly Problem[]> {
  const { name: portalName } = await getPortal(tx)
  const employer = organisation === undefined ? await organisationOf(tx, account.id) : organisation
  const words = [person.name, person.email, account.identifier, portalName, employer?.name ?? '']
  const broken = brokenRules(password, policy.password, { words, isCommon: commonPasswords.isCommon })
  return broken.map((code) => ({ path, code }))
}
