import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  foreignKey,
  index,
  integer,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { Proof } from '../../domain/accounts/account.ts'
import type { FactorEnd, FactorKind, FactorOwner, FactorStatus } from '../../domain/accounts/factor.ts'
import type { SecurityQuestion } from '../../domain/accounts/security-question.ts'
import type { FlowPurpose } from '../../domain/accounts/sign-in.ts'
import type { Channel } from '../../domain/journeys/message.ts'
import { accounts } from './accounts.ts'
import { bytes, drempel, id, instant, now, portalId } from './columns.ts'

/**
 * A sign-in under way, or the step-up of a session: whoever holds its token has given the password already. It expires, and
 * a change of a credential elsewhere ends it. account_id is null while a passkey has still to say whose it is.
 */
export const signInFlows = drempel.table(
  'sign_in_flows',
  {
    portalId: portalId(),
    id: id(),
    digest: bytes('digest').notNull(),
    purpose: text('purpose').$type<FlowPurpose>().notNull(),
    accountId: uuid('account_id'),
    /** Of a step-up. */
    sessionId: uuid('session_id'),
    credentialVersion: integer('credential_version'),
    /** With what the second step was done; null before. */
    proof: text('proof').$type<Proof>(),
    /** The typed password no longer keeps the portal's rules. */
    mustChangePassword: boolean('must_change_password').notNull().default(false),
    /** Factors are offered before the sign-in is complete: obliged, or after one was lost for good. */
    enrolling: boolean('enrolling').notNull().default(false),
    /** Factors that were lost for good. They go in the moment in which another one is set up, not before. */
    lost: uuid('lost').array().notNull().default([]),
    /** Whether the person asked not to be asked again on this browser. */
    remembers: boolean('remembers').notNull().default(false),
    /** Kinds of factors the person does not want to set up now. */
    skipped: text('skipped').array().$type<FactorKind[]>().notNull().default([]),
    /** The recovery whose backup code was used: it is over once this sign-in is. */
    journeyId: uuid('journey_id'),
    /** What a security key signs; replaced each time one is asked for. */
    challenge: text('challenge'),
    /** Tries at the second step, counted before they are checked. */
    attempts: integer('attempts').notNull().default(0),
    createdAt: instant('created_at').notNull().default(now),
    expiresAt: instant('expires_at').notNull(),
    endedAt: instant('ended_at'),
  },
  (t) => [
    primaryKey({ columns: [t.portalId, t.id] }),
    unique('sign_in_flows_digest').on(t.portalId, t.digest),
    index('sign_in_flows_by_account').on(t.portalId, t.accountId),
    foreignKey({ columns: [t.portalId, t.accountId], foreignColumns: [accounts.portalId, accounts.id] }),
  ],
)

/** A second step: a number, an app or a security key. pending → active → removed; a pending one expires. */
export const factors = drempel.table(
  'factors',
  {
    portalId: portalId(),
    id: id(),
    accountId: uuid('account_id').notNull(),
    kind: text('kind').$type<FactorKind>().notNull(),
    status: text('status').$type<FactorStatus>().notNull().default('pending'),
    /** What its owner calls it. */
    name: text('name').notNull(),
    /** Whose device or number it is; null where nobody said. */
    owner: text('owner').$type<FactorOwner>(),
    /** The app's secret, sealed under the key ring with the row's id as its context. */
    sealed: bytes('sealed'),
    /** The last time step whose code was accepted: no code counts twice. */
    lastStep: integer('last_step'),
    /** E.164. */
    mobile: text('mobile'),
    credentialId: bytes('credential_id'),
    publicKey: bytes('public_key'),
    /** Unsigned in the standard, with 32 bits. */
    counter: bigint('counter', { mode: 'number' }),
    transports: text('transports').array().$type<string[]>(),
    /** Whether the key asked for a finger or a PIN when it was registered: then it can be the only step. */
    userVerified: boolean('user_verified').notNull().default(false),
    /** What a key being registered has to sign. */
    challenge: text('challenge'),
    /** The sign-in or session in which it is being set up: nobody else confirms it. */
    flowId: uuid('flow_id'),
    sessionId: uuid('session_id'),
    /** A number that nobody knew before also needs a code from the mailbox (manuals, gap 9). */
    needsMailProof: boolean('needs_mail_proof').notNull().default(false),
    attempts: integer('attempts').notNull().default(0),
    createdAt: instant('created_at').notNull().default(now),
    /** While pending. */
    expiresAt: instant('expires_at'),
    confirmedAt: instant('confirmed_at'),
    lastUsedAt: instant('last_used_at'),
    removedAt: instant('removed_at'),
    removedFor: text('removed_for').$type<FactorEnd>(),
  },
  (t) => [
    primaryKey({ columns: [t.portalId, t.id] }),
    index('factors_by_account').on(t.portalId, t.accountId, t.status),
    uniqueIndex('factors_credential')
      .on(t.portalId, t.credentialId)
      .where(sql`status = 'active' and credential_id is not null`),
    foreignKey({ columns: [t.portalId, t.accountId], foreignColumns: [accounts.portalId, accounts.id] }),
  ],
)

/** Backup codes come in sets with one salt, so that a typed code costs one slow hash and not ten. */
export const backupCodeSets = drempel.table(
  'backup_code_sets',
  {
    portalId: portalId(),
    id: id(),
    accountId: uuid('account_id').notNull(),
    salt: bytes('salt').notNull(),
    /** The recovery that issued it; null where the person made it. */
    journeyId: uuid('journey_id'),
    attempts: integer('attempts').notNull().default(0),
    createdAt: instant('created_at').notNull().default(now),
    /** Null: until it is replaced. */
    expiresAt: instant('expires_at'),
    supersededAt: instant('superseded_at'),
  },
  (t) => [
    primaryKey({ columns: [t.portalId, t.id] }),
    index('backup_code_sets_by_account').on(t.portalId, t.accountId),
    foreignKey({ columns: [t.portalId, t.accountId], foreignColumns: [accounts.portalId, accounts.id] }),
  ],
)

export const backupCodes = drempel.table(
  'backup_codes',
  {
    portalId: portalId(),
    setId: uuid('set_id').notNull(),
    id: id(),
    hash: text('hash').notNull(),
    usedAt: instant('used_at'),
  },
  (t) => [
    primaryKey({ columns: [t.portalId, t.setId, t.id] }),
    unique('backup_codes_hash').on(t.portalId, t.setId, t.hash),
    foreignKey({ columns: [t.portalId, t.setId], foreignColumns: [backupCodeSets.portalId, backupCodeSets.id] }),
  ],
)

/**
 * A browser that somebody signed in with before. It is slowed down by nobody else's tries; and where its owner asked for it,
 * the second step is not asked there until remembered_until, as long as credentials and roles are what they were.
 */
export const devices = drempel.table(
  'devices',
  {
    portalId: portalId(),
    id: id(),
    accountId: uuid('account_id').notNull(),
    digest: bytes('digest').notNull(),
    label: text('label').notNull(),
    createdAt: instant('created_at').notNull().default(now),
    lastUsedAt: instant('last_used_at').notNull().default(now),
    expiresAt: instant('expires_at').notNull(),
    rememberedUntil: instant('remembered_until'),
    credentialVersion: integer('credential_version').notNull(),
    /** The roles in force when it was remembered, each with its organisation, sorted. */
    roles: text('roles').array().notNull().default([]),
    endedAt: instant('ended_at'),
  },
  (t) => [
    primaryKey({ columns: [t.portalId, t.id] }),
    unique('devices_digest').on(t.portalId, t.digest),
    index('devices_by_account').on(t.portalId, t.accountId),
    foreignKey({ columns: [t.portalId, t.accountId], foreignColumns: [accounts.portalId, accounts.id] }),
  ],
)

/** Another mail address or number, asked for and not yet proven. */
export const contactChanges = drempel.table(
  'contact_changes',
  {
    portalId: portalId(),
    id: id(),
    accountId: uuid('account_id').notNull(),
    channel: text('channel').$type<Channel>().notNull(),
    value: text('value').notNull(),
    createdAt: instant('created_at').notNull().default(now),
    expiresAt: instant('expires_at').notNull(),
    endedAt: instant('ended_at'),
  },
  (t) => [
    primaryKey({ columns: [t.portalId, t.id] }),
    index('contact_changes_by_account').on(t.portalId, t.accountId),
    index('contact_changes_by_value').on(t.portalId, t.value),
    foreignKey({ columns: [t.portalId, t.accountId], foreignColumns: [accounts.portalId, accounts.id] }),
  ],
)

/** Opt-in of a portal (S003-043…055): never sufficient on its own. The answer is hashed like a password. */
export const securityQuestions = drempel.table(
  'security_questions',
  {
    portalId: portalId(),
    accountId: uuid('account_id').notNull(),
    question: text('question').$type<SecurityQuestion>().notNull(),
    answerHash: text('answer_hash').notNull(),
    updatedAt: instant('updated_at').notNull().default(now),
  },
  (t) => [
    primaryKey({ columns: [t.portalId, t.accountId] }),
    foreignKey({ columns: [t.portalId, t.accountId], foreignColumns: [accounts.portalId, accounts.id] }),
  ],
)

/**
 * What strangers ask about an address: a new password, a forgotten login name. Written alike for every address; a worker
 * looks afterwards whether anybody is behind it. What they typed is sealed, and gone with the row.
 */
export const inquiries = drempel.table(
  'inquiries',
  {
    portalId: portalId(),
    id: id(),
    sealed: bytes('sealed').notNull(),
    correlationId: text('correlation_id').notNull(),
    createdAt: instant('created_at').notNull().default(now),
    /** A lease, in machine time. */
    claimedUntil: instant('claimed_until'),
    attempts: integer('attempts').notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.portalId, t.id] }), index('inquiries_in_order').on(t.createdAt)],
)

/** Robot checks that were answered: none counts twice. */
export const spentChallenges = drempel.table(
  'spent_challenges',
  { portalId: portalId(), digest: bytes('digest').notNull(), expiresAt: instant('expires_at').notNull() },
  (t) => [primaryKey({ columns: [t.portalId, t.digest] })],
)
