import type { Pool } from '../../db/client.ts'
import type { LinkDeps } from '../accounts/invite-now.ts'
import { type Call, execute } from '../execute.ts'
import type { Withdraw } from './hold-journey.ts'
import { actsOf } from './kinds.ts'

/** Withdraws a journey of whatever kind, for HR of its organisation and for operators. The reason is kept beside it. */
export async function withdrawJourney(
  deps: LinkDeps & { readonly app: Pool },
  call: Call,
  input: Withdraw,
): Promise<{ readonly journeyId: string }> {
  return execute(deps, call, 'journeyWithdraw', async (tx) => {
    const rights = ['journeys.write', 'installation.write', 'recovery.write'] as const
    const acts = await actsOf(tx, call, input.journeyId, rights)
    return 'refused' in acts ? acts : acts.withdraw(tx, deps, { call, input })
  })
}
