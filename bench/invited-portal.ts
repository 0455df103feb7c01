import { sendInvitations } from '../src/commands/accounts/send-invitations.ts'
import { compose } from '../src/compose.ts'
import { systemRandom } from '../src/providers/random/system.ts'
import type { Installation } from './installation.ts'
import { type BenchPortal, newcomers, seedPortal } from './portals.ts'

export type InvitedPortal = BenchPortal & {
  readonly journeyIds: readonly string[]
  /** Of their links. */
  readonly tokens: readonly string[]
}

/**
 * A model with so many people invited. Their wake-ups wait until a measurement releases those of its copy, and their mails
 * are nobody's work any more.
 */
export async function invitedPortal(
  { admin, config }: Pick<Installation, 'admin' | 'config'>,
  size: number,
): Promise<InvitedPortal> {
  const tokens: string[] = []
  const token = () => {
    const drawn = systemRandom.token()
    tokens.push(drawn)
    return drawn
  }
  const drempel = compose(config(), 'command')
  const portal = await seedPortal(admin)
  const input = { organisationId: portal.organisationId, items: newcomers(size) }
  const results = await sendInvitations({ ...drempel, random: { ...systemRandom, token } }, portal.hr, input)
  await drempel.close()
  await admin`update drempel.wakeups set claimed_until = 'infinity' where portal_id = ${portal.portalId}`
  await admin`update drempel.messages set status = 'sent' where portal_id = ${portal.portalId}`
  const journeyIds = results.flatMap((result) => (result.outcome === 'INVITED' ? (result.journeyId ?? []) : []))
  return { ...portal, journeyIds, tokens }
}
