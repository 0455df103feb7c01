import type { Tx } from '../../db/client.ts'
import type { Decided } from './decide-invitations.ts'
import type { InvitationDeps } from './invitation-results.ts'
import type { Result, Writing } from './invitation-setting.ts'
import { writeGrants } from './write-grants.ts'
import { writeNewInvitations } from './write-new-invitations.ts'

/** Writes what was decided, each kind in one statement, and answers per item. */
export async function writeInvitations(tx: Tx, deps: InvitationDeps, writing: Writing): Promise<readonly Result[]> {
  const invited = await writeNewInvitations(tx, deps, writing)
  const granted = await writeGrants(tx, deps, writing)
  return [...writing.decided.flatMap(alreadySettled), ...invited, ...granted]
}

function alreadySettled({ index, verdict }: Decided): readonly Result[] {
  if (verdict.kind === 'refused') {
    return [[index, { outcome: 'REFUSED', problems: [{ path: verdict.path, code: verdict.code }] }]]
  }
  const { accountId, personId } = verdict.account
  if (verdict.kind === 'known') return [[index, { outcome: 'GRANTED', accountId, personId, journeyId: null }]]
  if (verdict.kind !== 'repeated') return []
  return [[index, { outcome: 'REPEATED', accountId, personId, journeyId: verdict.journeyId }]]
}
