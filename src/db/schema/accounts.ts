import { sql } from 'drizzle-orm'
import { date, foreignKey, index, integer, primaryKey, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { ActorKind } from '../../domain/accounts/access.ts'
import type {
  AccountStatus,
  ContactStatus,
  GrantEnd,
  GrantReason,
  Proof,
  Role,
  Scope,
  SessionEnd,
} from '../../domain/accounts/account.ts'
import type { SecretPurpose } from '../../domain/accounts/secret.ts'
import type { Language } from '../../domain/portals/portal.ts'
import { bytes, drempel, id, inet, instant, now, portalId } from './columns.ts'
import { organisations, portals } from './portals.ts'

export const people = drempel.table(
  'people',
  {
    portalId: portalId(),
    id: id(),
    name: text('name').notNull(),
    dateOfBirth: date('date_of_birth', { mode: 'string' }),
    language: text('language').$type<Language>().notNull(),
    email: text('email').notNull(),
    emailStatus: text('email_status').$type<ContactStatus>().notNull().default('unproven'),
    /** E.164. */
    mobile: text('mobile'),
    mobileStatus: text('mobile_status').$type<ContactStatus>().notNull().default('unproven'),
    /** Nothing more is sent to them. */
    diedOn: date('died_on', { mode: 'string' }),
    createdAt: instant('created_at').notNull().default(now),
    version: integer('version').notNull().default(1),
  },
  (t) => [
    primaryKey({ columns: [t.portalId, t.id] }),
    foreignKey({ columns: [t.portalId], foreignColumns: [portals.id] }),
    index('people_by_name').on(t.portalId, t.name, t.id),
    index('people_by_email').on(t.portalId, t.email),
  ],
)

export const accounts = drempel.table(
  'accounts',
  {
    portalId: portalId(),
    id: id(),
    personId: uuid('person_id').notNull(),
    /** What the person types to sign in, folded to lower case; an address or a user name with the portal's suffix. */
    identifier: text('identifier').notNull(),
    status: text('status').$type<AccountStatus>().notNull(),
    passwordHash: text('password_hash'),
    /** Raised by every change of a credential: slow work that began before the change must not count after it. */
    credentialVersion: integer('credential_version').notNull().default(0),
    activatedAt: instant('activated_at'),
    createdAt: instant('created_at').notNull().default(now),
  },
  (t) => [
    primaryKey({ columns: [t.portalId, t.id] }),
    unique('accounts_identifier').on(t.portalId, t.identifier),
    unique('accounts_person').on(t.portalId, t.personId),
    foreignKey({ columns: [t.portalId, t.personId], foreignColumns: [people.portalId, people.id] }),
  ],
)

/**
 * A right with its end: every request compares both instants with the clock, no timer has to close the door. What was is
 * never rewritten: the end of a right that has ended stays, and a right that comes back is another row.
 */
export const grants = drempel.table(
  'grants',
  {
    portalId: portalId(),
    id: id(),
    accountId: uuid('account_id').notNull(),
    role: text('role').$type<Role>().notNull(),
    organisationId: uuid('organisation_id'),
    system: text('system'),
    validFrom: instant('valid_from').notNull(),
    validUntil: instant('valid_until'),
    /** Which journey gave it, and why: what a service desk reads out. */
    journeyId: uuid('journey_id'),
    reason: text('reason').$type<GrantReason>().notNull(),
    /** Who gave it, at createdAt; null for what was given before this was written down. */
    givenByKind: text('given_by_kind').$type<ActorKind>(),
    givenBy: uuid('given_by'),
    /** Who set its end, and why; null while it has none. */
    endedByKind: text('ended_by_kind').$type<ActorKind>(),
    endedBy: uuid('ended_by'),
    endReason: text('end_reason').$type<GrantEnd>(),
    createdAt: instant('created_at').notNull().default(now),
  },
  (t) => [
    primaryKey({ columns: [t.portalId, t.id] }),
    index('grants_by_account').on(t.portalId, t.accountId),
    index('grants_by_organisation').on(t.portalId, t.organisationId, t.role),
    index('grants_by_journey').on(t.portalId, t.journeyId),
    foreignKey({ columns: [t.portalId, t.accountId], foreignColumns: [accounts.portalId, accounts.id] }),
    foreignKey({ columns: [t.portalId, t.organisationId], foreignColumns: [organisations.portalId, organisations.id] }),
  ],
)

/** One-time secrets. Links carry 256 bits and are kept as SHA-256; PINs are short and are kept as argon2id. */
export const secrets = drempel.table(
  'secrets',
  {
    portalId: portalId(),
    id: id(),
    accountId: uuid('account_id').notNull(),
    journeyId: uuid('journey_id'),
    plan: integer('plan'),
    purpose: text('purpose').$type<SecretPurpose>().notNull(),
    /** The sign-in, factor or change of contact it was sent for: it proves nothing anywhere else. */
    contextId: uuid('context_id'),
    digest: bytes('digest'),
    slowHash: text('slow_hash'),
    attempts: integer('attempts').notNull().default(0),
    maxAttempts: integer('max_attempts').notNull(),
    createdAt: instant('created_at').notNull().default(now),
    expiresAt: instant('expires_at').notNull(),
    usedAt: instant('used_at'),
    supersededAt: instant('superseded_at'),
  },
  (t) => [
    primaryKey({ columns: [t.portalId, t.id] }),
    uniqueIndex('secrets_digest').on(t.portalId, t.digest).where(sql`digest is not null`),
    index('secrets_by_account').on(t.portalId, t.accountId, t.purpose),
    index('secrets_by_context').on(t.portalId, t.contextId),
    foreignKey({ columns: [t.portalId, t.accountId], foreignColumns: [accounts.portalId, accounts.id] }),
  ],
)

export const sessions = drempel.table(
  'sessions',
  {
    portalId: portalId(),
    id: id(),
    accountId: uuid('account_id').notNull(),
    digest: bytes('digest').notNull(),
    device: text('device').notNull(),
    /** The address it was last used from. */
    origin: inet('origin'),
    /** How the person proved who they are, beyond the password; null where nothing more was asked. */
    proof: text('proof').$type<Proof>(),
    /** When they last proved it afresh: what changes credentials asks for a fresh one. */
    steppedUpAt: instant('stepped_up_at'),
    createdAt: instant('created_at').notNull().default(now),
    lastUsedAt: instant('last_used_at').notNull().default(now),
    expiresAt: instant('expires_at').notNull(),
    endedAt: instant('ended_at'),
    endReason: text('end_reason').$type<SessionEnd>(),
  },
  (t) => [
    primaryKey({ columns: [t.portalId, t.id] }),
    unique('sessions_digest').on(t.portalId, t.digest),
    index('sessions_by_account').on(t.portalId, t.accountId),
    foreignKey({ columns: [t.portalId, t.accountId], foreignColumns: [accounts.portalId, accounts.id] }),
  ],
)

/** Keys of payroll and HR systems. */
export const serviceKeys = drempel.table(
  'service_keys',
  {
    portalId: portalId(),
    id: id(),
    name: text('name').notNull(),
    organisationId: uuid('organisation_id').notNull(),
    digest: bytes('digest').notNull(),
    scopes: text('scopes').array().$type<Scope[]>().notNull(),
    createdAt: instant('created_at').notNull().default(now),
    createdBy: uuid('created_by').notNull(),
    expiresAt: instant('expires_at').notNull(),
    lastUsedAt: instant('last_used_at'),
    revokedAt: instant('revoked_at'),
  },
  (t) => [
    primaryKey({ columns: [t.portalId, t.id] }),
    unique('service_keys_digest').on(t.portalId, t.digest),
    foreignKey({ columns: [t.portalId, t.organisationId], foreignColumns: [organisations.portalId, organisations.id] }),
  ],
)

/** Failed tries per bucket (a keyed digest of account and address), with the instant from which the next one is heard. */
export const throttles = drempel.table(
  'throttles',
  {
    portalId: portalId(),
    bucket: bytes('bucket').notNull(),
    failures: integer('failures').notNull(),
    closedUntil: instant('closed_until').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.portalId, t.bucket] })],
)
