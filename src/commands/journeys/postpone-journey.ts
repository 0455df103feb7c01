import type { Pool } from '../../db/client.ts'
import type { LinkDeps } from '../accounts/invite-now.ts'
import { type Call, execute } from '../execute.ts'
import type { Postpone } from './hold-journey.ts'
import { actsOf } from './kinds.ts'

/** Nothing is done before an instant to come; then the journey begins anew, its days counted from there. */
export async function postponeJourney(
  deps: LinkDeps & { readonly app: Pool },
  call: Call,
  input: Postpone,
): Promise<{ readonly journeyId: string }> {
  return execute(deps, call, 'journeyPostpone', async (tx) => {
    const acts = await actsOf(tx, call, input.journeyId, ['journeys.write', 'installation.write'])
    return 'refused' in acts ? acts : acts.postpone(tx, deps, { call, input })
  })
}
