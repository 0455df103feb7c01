import { sql } from 'drizzle-orm'
import { foreignKey, index, integer, jsonb, primaryKey, smallint, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { Channel, MessageStatus } from '../../domain/journeys/message.ts'
import type { Form, Language } from '../../domain/portals/portal.ts'
import { people } from './accounts.ts'
import { bytes, drempel, id, instant, portalId } from './columns.ts'
import { journeys } from './journeys.ts'

/** Every mail and SMS is a row written by the act that causes it. The sealed secret is wiped when it is sent, used or expired. */
export const messages = drempel.table(
  'messages',
  {
    portalId: portalId(),
    id: id(),
    personId: uuid('person_id').notNull(),
    journeyId: uuid('journey_id'),
    plan: integer('plan'),
    key: text('key').notNull(),
    channel: text('channel').$type<Channel>().notNull(),
    template: text('template').notNull(),
    templateVersion: integer('template_version').notNull(),
    language: text('language').$type<Language>().notNull(),
    form: text('form').$type<Form>().notNull(),
    recipient: text('recipient').notNull(),
    params: jsonb('params').$type<Record<string, unknown>>().notNull(),
    secretId: uuid('secret_id'),
    sealed: bytes('sealed'),
    priority: smallint('priority').notNull(),
    sendBefore: instant('send_before'),
    status: text('status').$type<MessageStatus>().notNull().default('queued'),
    code: text('code'),
    provider: text('provider'),
    reference: text('reference'),
    attempts: integer('attempts').notNull().default(0),
    /** A lease while a worker has it, otherwise back-off: machine time until which it is left alone. */
    claimedUntil: instant('claimed_until'),
    createdAt: instant('created_at').notNull().default(sql`drempel.now()`),
    /** When the hand-over began; taken back only where the provider says that nothing left. Queued with this set and no
     * lease: the worker died in between, and an SMS may have left. */
    handedOverAt: instant('handed_over_at'),
    settledAt: instant('settled_at'),
  },
  (t) => [
    primaryKey({ columns: [t.portalId, t.id] }),
    unique('messages_key').on(t.portalId, t.journeyId, t.key),
    index('messages_queued').on(t.priority, t.id).where(sql`status = 'queued'`),
    index('messages_by_reference').on(t.provider, t.reference),
    index('messages_by_person').on(t.portalId, t.personId, t.id),
    // Every use of a secret wipes its sealed copies.
    index('messages_by_secret').on(t.portalId, t.secretId).where(sql`secret_id is not null`),
    index('messages_by_recipient').on(t.portalId, t.recipient, t.createdAt),
    foreignKey({ columns: [t.portalId, t.personId], foreignColumns: [people.portalId, people.id] }),
    foreignKey({ columns: [t.portalId, t.journeyId], foreignColumns: [journeys.portalId, journeys.id] }),
  ],
)

/** What the local mail and SMS adapters "sent". Filled in development and tests alone. */
export const mailbox = drempel.table(
  'mailbox',
  {
    portalId: portalId(),
    id: uuid('id').notNull(),
    channel: text('channel').$type<Channel>().notNull(),
    recipient: text('recipient').notNull(),
    sender: text('sender').notNull(),
    subject: text('subject'),
    text: text('text').notNull(),
    html: text('html'),
    at: instant('at').notNull().default(sql`drempel.now()`),
  },
  (t) => [primaryKey({ columns: [t.portalId, t.id] })],
)
