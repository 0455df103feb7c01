import { backupCodesLeft } from '../../db/backup-codes.ts'
import type { Tx } from '../../db/client.ts'
import { type EnrolmentSight, latestEnrolment } from '../../db/enrolments.ts'
import { activeFactors, type FactorRow } from '../../db/factors.ts'
import { allGrants } from '../../db/grants.ts'
import { type AccountOwner, findOwner } from '../../db/own-account.ts'
import type { PersonView } from '../../db/people.ts'
import { policyInEffect } from '../../db/portals.ts'
import {
  latestActivation,
  latestRecovery,
  latestTries,
  rememberedDevices,
  tallySessions,
} from '../../db/sign-in-sights.ts'
import { type AccountStatus, type Grant, isInForce, type Role } from '../../domain/accounts/account.ts'
import { activationCalendar } from '../../domain/accounts/activation.ts'
import { maskMobile } from '../../domain/accounts/contact.ts'
import { enrolmentCalendar, isObliged, type Obligation, obligationOf } from '../../domain/accounts/enrolment.ts'
import { type FactorKind, isRemembered } from '../../domain/accounts/factor.ts'
import { recoveryPlan } from '../../domain/accounts/recovery.ts'
import { isShut } from '../../domain/accounts/shut.ts'
import {
  type SignInBlock,
  type SignInFacts,
  type SignInTry,
  signInBlocks,
} from '../../domain/accounts/sign-in-blocks.ts'
import type { Policy } from '../../domain/portals/policy.ts'

/** A second step as a service desk may see it: no secret, no id of a key, no whole number. */
export type FactorSight = {
  readonly kind: FactorKind
  readonly mobile: string | null
  readonly createdAt: Date
  readonly lastUsedAt: Date | null
}

export type SignInSight = {
  readonly accountId: string
  readonly identifier: string
  readonly accountStatus: AccountStatus
  readonly hasPassword: boolean
  readonly obligation: Obligation
  /** Until when setting up a second step can be put off; passed where it no longer can. */
  readonly deadlineAt: Date | null
  readonly factors: readonly FactorSight[]
  readonly backupCodesLeft: number
  readonly rememberedDevices: number
  readonly openSessions: number
  readonly lastSignedInAt: Date | null
  readonly recentTries: readonly SignInTry[]
  readonly blocks: readonly SignInBlock[]
}

// What is shown of the tries, and what the last hour may hold at most: tries are slowed down long before.
const shownTries = 10
const judgedTries = 100

/** How somebody can sign in and what is in the way, by the clock of this moment. */
export async function seeSignIn(tx: Tx, person: PersonView): Promise<SignInSight> {
  const owner = await findOwner(tx, person.account.id)
  if (owner === undefined) throw new Error('a person has no account')
  const { id, identifier, credentialVersion } = owner.account
  const { policy } = await policyInEffect(tx)
  const facts = await factsOf(tx, owner, policy)
  const devices = await rememberedDevices(tx, id)
  const { open, lastSignedInAt } = await tallySessions(tx, id, policy.session.idleMinutes)
  return {
    accountId: id,
    identifier,
    accountStatus: facts.status,
    hasPassword: facts.hasPassword,
    obligation: facts.obligation,
    deadlineAt: facts.deadlineAt,
    factors: facts.factors.map(sightOf),
    backupCodesLeft: await backupCodesLeft(tx, id),
    rememberedDevices: devices.filter((one) => isRemembered(one, { credentialVersion, grants: facts.inForce }, tx.now))
      .length,
    // By the clock they are over, though nobody wrote it down.
    openSessions: isShut(facts.grants, tx.now) ? 0 : open,
    lastSignedInAt,
    recentTries: facts.tries.slice(0, shownTries),
    blocks: signInBlocks(facts, tx.now),
  }
}

type Facts = SignInFacts & { readonly factors: readonly FactorRow[]; readonly inForce: readonly Grant[] }

async function factsOf(tx: Tx, { account, person }: AccountOwner, policy: Policy): Promise<Facts> {
  const grants = await allGrants(tx, account.id)
  const inForce = grants.filter((grant) => isInForce(grant, tx.now))
  const roles = inForce.map(({ role }) => role)
  const factors = await activeFactors(tx, account.id)
  const asked = await latestEnrolment(tx, account.id)
  return {
    status: account.status,
    hasPassword: account.passwordHash !== null,
    invitation: await invitationOf(tx, account.id),
    grants,
    inForce,
    emailStatus: person.emailStatus,
    mobile: person.mobile,
    mobileStatus: person.mobileStatus,
    factors,
    ...dutyOf(policy.factors, { roles, factors, asked }, tx.now),
    methods: policy.factors.methods,
    tries: await latestTries(tx, account.id, judgedTries),
    recovery: await recoveryOf(tx, account.id),
  }
}

function sightOf({ kind, mobile, createdAt, lastUsedAt }: FactorRow): FactorSight {
  return { kind, mobile: mobile && maskMobile(mobile), createdAt, lastUsedAt }
}

type DutyFacts = {
  readonly roles: readonly Role[]
  readonly factors: readonly FactorRow[]
  readonly asked: EnrolmentSight | undefined
}

function dutyOf(
  policy: Policy['factors'],
  { roles, factors, asked }: DutyFacts,
  now: Date,
): { readonly obligation: Obligation; readonly deadlineAt: Date | null } {
  // An enrolment keeps the days of grace it was begun with.
  const told = asked && { status: asked.status, ...enrolmentCalendar(asked, asked.policy.factors) }
  const obligation = obligationOf(
    {
      isObliged: isObliged(policy, roles, now),
      hasFactor: factors.length > 0,
      graceDays: policy.graceDays,
      asked: told ?? null,
    },
    now,
  )
  const isTold = obligation === 'later' || obligation === 'now'
  return { obligation, deadlineAt: isTold && told?.status !== 'withdrawn' ? (told?.deadlineAt ?? null) : null }
}

async function invitationOf(tx: Tx, accountId: string): Promise<SignInFacts['invitation']> {
  const found = await latestActivation(tx, accountId)
  if (found === undefined) return null
  const { activation, journey, policy } = found
  const calendar = activationCalendar({ ...activation, postponedUntil: journey.postponedUntil }, policy.activation)
  return { status: activation.status, contactProblem: activation.contactProblem, ...calendar }
}

async function recoveryOf(tx: Tx, accountId: string): Promise<SignInFacts['recovery']> {
  const found = await latestRecovery(tx, accountId)
  if (found === undefined) return null
  const { recovery, noticedAt, codeUsedAt, policy } = found
  return { ...recovery, ...recoveryPlan({ ...recovery, noticedAt, codeUsedAt }, policy.recovery) }
}
