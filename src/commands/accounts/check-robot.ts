import type { Tx } from '../../db/client.ts'
import { spendChallenge } from '../../db/spent-challenges.ts'
import type { Code } from '../../domain/codes.ts'
import type { RobotCheckPort } from '../../providers/robot-check/port.ts'
import type { Call } from '../execute.ts'

/** Why a robot check is not passed, or null when it is. An answer is spent with the transaction it was shown in. */
export async function checkRobot(
  tx: Tx,
  { robotCheck }: { readonly robotCheck: RobotCheckPort },
  { portalId }: Call,
  answer: string | null | undefined,
): Promise<Code | null> {
  if (answer === null || answer === undefined || answer === '') return 'ROBOT_CHECK_NEEDED'
  const verdict = await robotCheck.judge(answer, { portalId, now: tx.now })
  if (!verdict.isHuman) return 'ROBOT_CHECK_FAILED'
  return (await spendChallenge(tx, verdict.spend, verdict.expiresAt)) ? null : 'ROBOT_CHECK_FAILED'
}
