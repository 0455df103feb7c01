import type { Tx } from '../../db/client.ts'
import { findEnrolment, insertEnrolment, latestEnrolment } from '../../db/enrolments.ts'
import { organisationOf } from '../../db/grants.ts'
import { appendFact } from '../../db/journeys.ts'
import type { AccountOwner } from '../../db/own-account.ts'
import type { Actor } from '../../domain/accounts/access.ts'
import { enrolmentCalendar } from '../../domain/accounts/enrolment.ts'
import type { Policy } from '../../domain/portals/policy.ts'
import { enrolmentAsked } from '../../messages/enrolment-asked.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { calendarOf, mailDeadline } from './enrolment-mails.ts'

export type BeginEnrolment = {
  readonly owner: AccountOwner
  readonly policyVersion: number
  readonly policy: Policy
  readonly actor: Actor
}

export type EnrolmentBegun = { readonly journeyId: string; readonly deadlineAt: Date }

/**
 * Grace begins: the person is asked to set up a second step, by a mail that leaves with this transaction. The account must
 * be locked, so that at most one is open; the one that is open is answered as it stands.
 */
export async function beginEnrolment(
  tx: Tx,
  deps: { readonly sealing: SealingPort },
  { owner: { account }, policyVersion, policy, actor }: BeginEnrolment,
): Promise<EnrolmentBegun> {
  const latest = await latestEnrolment(tx, account.id)
  if (latest?.status === 'asked') {
    const { deadlineAt } = enrolmentCalendar(latest, latest.policy.factors)
    return { journeyId: latest.journeyId, deadlineAt }
  }
  const organisationId = (await organisationOf(tx, account.id))?.id ?? null
  const cause = 'POLICY'
  const journeyId = await insertEnrolment(tx, { accountId: account.id, cause, organisationId, policyVersion })
  const asked = await findEnrolment(tx, journeyId)
  if (asked === undefined) throw new Error('an enrolment was not written')
  await mailDeadline(tx, deps, asked, { key: 'asked', template: enrolmentAsked })
  await appendFact(tx, asked.journey, { fact: 'enrolmentAsked', actor, data: { graceDays: policy.factors.graceDays } })
  return { journeyId, deadlineAt: calendarOf(asked).deadlineAt }
}
