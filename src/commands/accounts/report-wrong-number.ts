import type { Pool } from '../../db/client.ts'
import { supersedeSecrets } from '../../db/secrets.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { type Call, execute, refuse } from '../execute.ts'
import { holdInvitation, subjectOf } from './invitation-token.ts'
import { reportContactProblem } from './report-contact-problem.ts'

/** "This is not my number": nothing more is sent to it, what was sent no longer counts, and HR is asked for the right one. */
export async function reportWrongNumber(
  deps: { readonly app: Pool; readonly sealing: SealingPort },
  call: Call,
  { token }: { readonly token: string },
): Promise<{ readonly journeyId: string }> {
  return execute(deps, call, 'activationNumberReport', async (tx) => {
    const opened = await holdInvitation(tx, token)
    if ('refused' in opened) return opened
    const { invited } = opened
    const subject = subjectOf(invited)
    if (invited.person.mobile === null) return refuse('NO_MOBILE', subject)
    await supersedeSecrets(tx, invited.account.id, ['activation-pin', 'activation-continuation'])
    await reportContactProblem(tx, deps, invited, {
      problem: 'WRONG_NUMBER',
      fact: 'numberReported',
      actor: call.actor,
    })
    return { value: { journeyId: invited.journey.id }, ...subject }
  })
}
