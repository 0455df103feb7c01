import { and, asc, eq } from 'drizzle-orm'
import { type InvitationResult, sendInvitations } from '../../src/commands/accounts/send-invitations.ts'
import { reading } from '../../src/db/client.ts'
import { journeys, mailbox, messages } from '../../src/db/schema/all.ts'
import type { InvitationItem } from '../../src/domain/accounts/invitation.ts'
import type { Installation, SeededPortal } from './installation.ts'

let made = 0

/** People nobody else in the test has: each call makes new ones. */
export function newPeople(count: number, more: Partial<InvitationItem> = {}): readonly InvitationItem[] {
  return Array.from({ length: count }, () => {
    made++
    const digits = String(made).padStart(6, '0')
    return {
      name: `Worker ${made}`,
      email: `worker-${made}@example.nl`,
      mobile: `+31612${digits}`,
      dateOfBirth: '1990-04-12',
      ...more,
    }
  })
}

/** Invites them and answers the journeys, in the same order. */
export async function invite(
  { drempel }: Installation,
  { hr, organisationId }: SeededPortal,
  items: readonly InvitationItem[],
): Promise<readonly string[]> {
  const results = await sendInvitations(drempel, hr, { organisationId, items })
  return results.map(journeyOf)
}

function journeyOf(result: InvitationResult): string {
  if (result.outcome === 'REFUSED' || result.journeyId === null)
    throw new Error(`not invited: ${JSON.stringify(result)}`)
  return result.journeyId
}

export async function journeyRow({ drempel }: Installation, portalId: string, id: string) {
  const [row] = await reading(drempel.app, portalId, (tx) =>
    tx
      .select()
      .from(journeys)
      .where(and(eq(journeys.portalId, portalId), eq(journeys.id, id))),
  )
  if (row === undefined) throw new Error(`no journey ${id}`)
  return row
}

/** A journey's messages in the order in which they were written. */
export async function messagesOf({ drempel }: Installation, portalId: string, journeyId: string) {
  return reading(drempel.app, portalId, (tx) =>
    tx
      .select({ id: messages.id, key: messages.key, status: messages.status, channel: messages.channel })
      .from(messages)
      .where(and(eq(messages.portalId, portalId), eq(messages.journeyId, journeyId)))
      .orderBy(asc(messages.createdAt), asc(messages.id)),
  )
}

/** What arrived, by the local adapters. */
export async function mailboxOf({ drempel }: Installation, portalId: string, recipient?: string) {
  return reading(drempel.app, portalId, (tx) =>
    tx
      .select()
      .from(mailbox)
      .where(
        and(eq(mailbox.portalId, portalId), recipient === undefined ? undefined : eq(mailbox.recipient, recipient)),
      )
      .orderBy(asc(mailbox.at), asc(mailbox.id)),
  )
}

/** The token of the link in a mail. */
export function tokenIn(mail: { readonly text: string } | undefined): string {
  const token = mail?.text.match(/#token=([\w-]+)/)?.[1]
  if (token === undefined) throw new Error('this mail has no link')
  return token
}
