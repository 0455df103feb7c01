import type { Tx } from '../../db/client.ts'
import { referenceOf } from '../../db/journey-cases.ts'
import type { PossibleLeaver } from '../../db/leavers.ts'
import { hasStatement } from '../../db/offboardings.ts'
import { findOrganisation, type OrganisationRow, policyInEffect } from '../../db/portals.ts'
import type { FindingKind } from '../../domain/employments/findings.ts'
import type { LeaverItem } from '../../domain/employments/leaver-item.ts'
import { leavingAgenda } from '../../domain/employments/leaving-agenda.ts'
import { type LeavingCalendar, leavingCalendar } from '../../domain/employments/offboarding.ts'
import { type Policy, parseLeavingPolicy } from '../../domain/portals/policy.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { authorise, type Call, type Refusal, refusalError, refuse } from '../execute.ts'
import { senderOf } from '../messages/queue-message.ts'
import { judgeLeaver, standingOf } from './judge-leaver.ts'
import { findingsOf } from './leaving-case.ts'
import { readLeavers } from './read-leavers.ts'
import { type RehearsedEvent, rehearsedEvents } from './rehearsed-events.ts'

export type RehearseOffboarding = {
  readonly organisationId: string
  readonly item: LeaverItem
  /** In the place of what the policy in effect says; what is left out stays as it is. */
  readonly policy?: { readonly [name in keyof Policy['offboarding']]?: unknown } | null | undefined
}

export type OffboardingRehearsal = {
  readonly organisationId: string
  readonly personId: string
  readonly lastDay: string
  readonly calendar: LeavingCalendar
  readonly findings: readonly FindingKind[]
  readonly events: readonly RehearsedEvent[]
}

type Deps = { readonly sealing: SealingPort }
type Asked = { readonly call: Call; readonly input: RehearseOffboarding }

/**
 * What would happen if this last day were recorded now and nobody did anything about it. Decided and written as the plan
 * and its journey do, in a transaction that can only look.
 */
export async function rehearseOffboarding(tx: Tx, deps: Deps, { call, input }: Asked): Promise<OffboardingRehearsal> {
  const { organisationId, item } = input
  authorise(call, 'offboarding.write', organisationId, tx.now)
  const meant = await readMeant(tx, input)
  if ('refused' in meant) throw refusalError(meant)
  const { organisation, leaver, policy } = meant
  const { accountId, personId } = leaver
  const standing = (await standingOf(tx, organisationId, [accountId]))(accountId)
  const { lastDay } = item
  const calendar = leavingCalendar({ plannedAt: tx.now, cause: 'left', lastDay, extendedTo: null }, policy)
  const verdict = judgeLeaver(standing, { lastDay, calendar, now: tx.now, isSystem: call.actor.kind === 'service' })
  if (verdict !== 'FRESH') throw refusalError(refuse(typeof verdict === 'string' ? verdict : 'LEAVING_ALREADY'))

  const told = { accountId, handsInPhone: item.handsInPhone ?? true }
  const findings = (await findingsOf(tx, organisationId, [told])).get(accountId) ?? []
  const agenda = leavingAgenda({
    plannedAt: tx.now,
    calendar,
    isReady: findings.length === 0,
    hasStatement: await hasStatement(tx, { organisationId, personId, year: calendar.statementYear }),
    rights: standing.rights,
  })
  const events = await rehearsedEvents(tx, deps, {
    agenda,
    organisationId,
    sender: await senderOf(tx, organisation),
    to: { ...leaver, id: personId },
    concerns: await referenceOf(tx, { subjectId: accountId, organisationId }),
    leaving: { lastDay, isBlocked: false, calendar, findings, isAnew: false },
  })
  return { organisationId, personId, lastDay, calendar, findings, events }
}

type Meant = {
  readonly organisation: OrganisationRow
  readonly leaver: PossibleLeaver
  readonly policy: Policy['offboarding']
}

async function readMeant(tx: Tx, { organisationId, item, policy }: RehearseOffboarding): Promise<Meant | Refusal> {
  const organisation = await findOrganisation(tx, organisationId)
  if (organisation === undefined) return refuse('NOT_FOUND')
  const asked = parseLeavingPolicy(policy ?? {}, (await policyInEffect(tx)).policy.offboarding)
  if ('length' in asked) {
    const problems = asked.map(({ path }) => ({ path: `policy.${path}`, code: 'INVALID_INPUT' as const }))
    return refuse('INVALID_INPUT', { problems })
  }
  const { named, refused } = await readLeavers(tx, { organisationId, items: [item] })
  const [one] = named
  if (one !== undefined) return { organisation, leaver: one.leaver, policy: asked }
  const problems = refused.flatMap(([, result]) => result.problems)
  const isNobody = problems.every(({ code }) => code === 'NOT_FOUND')
  return isNobody ? refuse('NOT_FOUND') : refuse('INVALID_INPUT', { problems })
}
