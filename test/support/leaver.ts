import { randomUUID } from 'node:crypto'
import type { Holder } from './account-holder.ts'
import type { Scene, Stage } from './scene.ts'

export const lastDayIsOver = new Date('2026-12-31T23:00:00Z')
export const closing = new Date('2027-03-31T22:00:00Z')

export const aMomentBefore = (instant: Date) => new Date(instant.getTime() - 1)

type Leaving = { readonly givenBy?: string }

/** Somebody's work ends, and a right to what is theirs takes over until April. */
export async function leave(
  { owner }: Pick<Scene, 'owner'>,
  { portalId, organisationId }: Stage,
  { accountId }: Pick<Holder, 'accountId'>,
  { givenBy = randomUUID() }: Leaving = {},
): Promise<void> {
  await owner`update grants set valid_until = ${lastDayIsOver}, end_reason = 'LEFT', ended_by_kind = 'account', ended_by = ${givenBy}
    where account_id = ${accountId} and organisation_id = ${organisationId}`
  await owner`
    with journey as (
      insert into journeys (portal_id, kind, subject_id, organisation_id, policy_version, status, outcome, ended_at)
      select ${portalId}, 'offboarding', ${accountId}, ${organisationId}, max(version), 'ended', 'closed', ${closing}
      from portal_policies where portal_id = ${portalId} returning id
    ), leaving as (
      insert into offboardings (portal_id, journey_id, account_id, organisation_id, status, last_day, planned_at)
      select ${portalId}, id, ${accountId}, ${organisationId}, 'closed', '2026-12-31', '2026-11-04T10:00:00Z' from journey
    )
    insert into grants (portal_id, account_id, role, organisation_id, valid_from, valid_until, journey_id, reason,
      given_by_kind, given_by, end_reason, ended_by_kind, ended_by, created_at)
    select ${portalId}, ${accountId}, 'EX_EMPLOYEE', ${organisationId}, ${lastDayIsOver}, ${closing}, id, 'leaving',
      'account', ${givenBy}, 'CLOSED', 'account', ${givenBy}, '2026-11-04T10:00:00Z' from journey`
}
