import { type Withdraw, type WithdrawDeps, type Withdrawn, withdraw } from '../accounts/withdraw-invitation.ts'
import { type Call, execute } from '../execute.ts'

/** Withdraws a journey of whatever kind, for HR of its organisation and for operators. The reason is kept beside it. */
export async function withdrawJourney(deps: WithdrawDeps, call: Call, input: Withdraw): Promise<Withdrawn> {
  const rights = ['journeys.write', 'installation.write'] as const
  return execute(deps, call, 'journeyWithdraw', (tx) => withdraw(tx, deps, { call, input, rights }))
}
