import { sql } from 'drizzle-orm'
import { foreignKey, integer, jsonb, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { Policy } from '../../domain/portals/policy.ts'
import type { Form, Language, OrganisationKind, ServiceDesk } from '../../domain/portals/portal.ts'
import { drempel, id, instant, now, portalId } from './columns.ts'

/** The tenant. Found by its host before any portal is chosen, so it is the one table that is not closed by portal. */
export const portals = drempel.table('portals', {
  id: uuid('id').primaryKey().default(sql`uuidv7()`),
  slug: text('slug').notNull().unique(),
  name: text('name').notNull(),
  host: text('host').notNull().unique(),
  languages: text('languages').array().$type<Language[]>().notNull(),
  form: text('form').$type<Form>().notNull(),
  identifier: text('identifier').$type<'email' | 'username'>().notNull(),
  usernameSuffix: text('username_suffix'),
  /** Where links in mails lead: the portal's own frontend. */
  frontendUrl: text('frontend_url').notNull(),
  mailFrom: text('mail_from').notNull(),
  smsFrom: text('sms_from').notNull(),
  createdAt: instant('created_at').notNull().default(now),
})

/** A policy is never edited: a newer version takes effect from its date, and each journey keeps the version it began with. */
export const portalPolicies = drempel.table(
  'portal_policies',
  {
    portalId: portalId(),
    version: integer('version').notNull(),
    effectiveFrom: instant('effective_from').notNull(),
    document: jsonb('document').$type<Policy>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.portalId, t.version] }),
    foreignKey({ columns: [t.portalId], foreignColumns: [portals.id] }),
  ],
)

export const organisations = drempel.table(
  'organisations',
  {
    portalId: portalId(),
    id: id(),
    name: text('name').notNull(),
    kind: text('kind').$type<OrganisationKind>().notNull(),
    kvkNumber: text('kvk_number'),
    rsin: text('rsin'),
    serviceDesk: jsonb('service_desk').$type<ServiceDesk>().notNull(),
    /** Lower case, without the @: addresses there are the employer's, and go when somebody leaves. */
    mailDomains: text('mail_domains').array().notNull().default([]),
    createdAt: instant('created_at').notNull().default(now),
  },
  (t) => [
    primaryKey({ columns: [t.portalId, t.id] }),
    unique('organisations_name').on(t.portalId, t.name),
    unique('organisations_kvk_number').on(t.portalId, t.kvkNumber),
    foreignKey({ columns: [t.portalId], foreignColumns: [portals.id] }),
  ],
)
