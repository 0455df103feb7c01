import type { Tx } from '../../db/client.ts'
import type { PossibleLeaver } from '../../db/leavers.ts'
import { insertMessages } from '../../db/messages.ts'
import { insertOffboardings, type NewOffboarding } from '../../db/offboardings.ts'
import { getPortal, type OrganisationRow, policyInEffect } from '../../db/portals.ts'
import { type Author, authorOf } from '../../domain/accounts/access.ts'
import { leavingCalendar } from '../../domain/employments/offboarding.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import type { Call } from '../execute.ts'
import { changeRights, endsOfCause } from './change-rights.ts'
import { findingsOf } from './leaving-case.ts'
import { composeLeavingMail } from './leaving-messages.ts'

export type PlannedLeaver = Omit<NewOffboarding, 'accountId'> & {
  readonly index: number
  readonly leaver: PossibleLeaver
}

/** Under whose name it stands, and for which request. */
export type WrittenBy = Author & { readonly correlationId: string }

export function writtenBy({ actor, correlationId }: Pick<Call, 'actor' | 'correlationId'>): WrittenBy {
  return { ...authorOf(actor), correlationId }
}

type Writing = {
  readonly by: WrittenBy
  readonly organisation: OrganisationRow
  readonly leavers: readonly PlannedLeaver[]
  readonly note: string | null
  readonly act?: string
  readonly isBulk?: boolean | undefined
}

type Result = readonly [index: number, result: { outcome: 'PLANNED'; personId: string; journeyId: string }]

// What a person waits for is not delayed by what goes to many.
const mostAtOnce = 20

/** Journeys, rights and mails of everybody who leaves, each kind in one statement. The accounts must be locked. */
export async function writeOffboardings(
  tx: Tx,
  deps: { readonly sealing: SealingPort },
  { by, organisation, leavers, note, act = 'offboardingPlan', isBulk = leavers.length > mostAtOnce }: Writing,
): Promise<readonly Result[]> {
  const [first] = leavers
  if (first === undefined) return []
  const { policy, version } = await policyInEffect(tx)
  const frame = { actorKind: by.kind, actorId: by.id, correlationId: by.correlationId, act, note }
  const rows = leavers.map(({ index: _, leaver, ...row }) => ({ ...row, accountId: leaver.accountId }))
  await insertOffboardings(tx, { ...frame, organisationId: organisation.id, policyVersion: version }, rows)
  const planned = leavers.map((one) => ({
    ...one,
    calendar: leavingCalendar({ ...one, plannedAt: tx.now, extendedTo: null }, policy.offboarding),
  }))
  await changeRights(
    tx,
    { organisationId: organisation.id, by, why: endsOfCause(first.cause) },
    planned.map(({ leaver, journeyId, calendar }) => ({ accountId: leaver.accountId, journeyId, ends: calendar })),
  )
  await tellPlans(tx, deps, { organisation, planned, isBulk })
  return planned.map(({ index, leaver, journeyId }) => [
    index,
    { outcome: 'PLANNED', personId: leaver.personId, journeyId },
  ])
}

type Told = PlannedLeaver & { readonly calendar: ReturnType<typeof leavingCalendar> }

type Telling = { readonly organisation: OrganisationRow; readonly planned: readonly Told[]; readonly isBulk: boolean }

/** With the plan itself, so that the mail leaves while Temporal is away. Whoever is blocked or dead hears nothing of a plan. */
async function tellPlans(
  tx: Tx,
  deps: { readonly sealing: SealingPort },
  { organisation, planned, isBulk }: Telling,
): Promise<void> {
  const told = planned.filter(({ cause, calendar }) => cause === 'left' && tx.now < calendar.closeAt)
  const asked = told.map(({ leaver, handsInPhone }) => ({ accountId: leaver.accountId, handsInPhone }))
  const findings = await findingsOf(tx, organisation.id, asked)
  const sender = {
    portal: await getPortal(tx),
    organisationName: organisation.name,
    serviceDesk: organisation.serviceDesk,
  }
  const messages = told.map(({ leaver, journeyId, lastDay, calendar }) =>
    composeLeavingMail(deps, 'plan', {
      sender,
      envelope: {
        to: { ...leaver, id: leaver.personId },
        journey: { id: journeyId, plan: 1 },
        key: 'plan',
        sendBefore: calendar.closeAt,
        priority: isBulk ? 'bulk' : undefined,
      },
      leaving: { lastDay, isBlocked: false, calendar, findings: findings.get(leaver.accountId) ?? [], isAnew: false },
    }),
  )
  await insertMessages(tx, messages)
}
