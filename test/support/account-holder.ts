import { randomUUID } from 'node:crypto'
import type { Call } from '../../src/commands/execute.ts'
import { inPortal } from '../../src/db/client.ts'
import { insertSession } from '../../src/db/sessions.ts'
import type { Role } from '../../src/domain/accounts/account.ts'
import type { Portal } from '../../src/domain/portals/portal.ts'
import { systemRandom } from '../../src/providers/random/system.ts'
import { callAs, type Scene, type Stage } from './scene.ts'

export const holdersPassword = 'zeven groene fietsen rijden'

export type Holder = {
  readonly accountId: string
  readonly personId: string
  readonly email: string
  readonly sessionId: string
  /** Of that session. */
  readonly token: string
}

type Being = {
  readonly email?: string
  readonly mobile?: string | null
  readonly mobileStatus?: string
  readonly role?: Role
  readonly isFresh?: boolean
}

/** Somebody with a password and a proven address, signed in and fresh. */
export async function accountHolder(scene: Scene, stage: Stage, being: Being = {}): Promise<Holder> {
  const { email = `${randomUUID()}@example.nl`, mobile = '+31612345678', mobileStatus = 'proven' } = being
  const { role = 'EMPLOYEE', isFresh = true } = being
  const { portalId, organisationId } = stage
  const { owner } = scene
  const [person] = await owner<{ id: string }[]>`
    insert into people (portal_id, name, language, email, email_status, mobile, mobile_status)
    values (${portalId}, 'Anna de Wit', 'nl', ${email}, 'proven', ${mobile}, ${mobileStatus}) returning id`
  const personId = person?.id ?? ''
  const [portal] = await owner<Pick<Portal, 'identifier'>[]>`select identifier from portals where id = ${portalId}`
  const identifier = portal?.identifier === 'email' ? email : `${randomUUID()}@portal`
  const [account] = await owner<{ id: string }[]>`
    insert into accounts (portal_id, person_id, identifier, status, password_hash)
    values (${portalId}, ${personId}, ${identifier}, 'active', ${await scene.hashing.hash(holdersPassword)}) returning id`
  const accountId = account?.id ?? ''
  await owner`insert into grants (portal_id, account_id, role, organisation_id, valid_from, reason)
    values (${portalId}, ${accountId}, ${role}, ${organisationId}, '2020-01-01', 'invitation')`
  return { accountId, personId, email, ...(await openSessionOf(scene, portalId, { accountId, isFresh })) }
}

type Opening = { readonly accountId: string; readonly isFresh?: boolean }

/** One more session of somebody. */
export async function openSessionOf({ app }: Scene, portalId: string, { accountId, isFresh = true }: Opening) {
  const token = systemRandom.token()
  const sessionId = await inPortal(app, portalId, (tx) => {
    const expiresAt = new Date(tx.now.getTime() + 12 * 3_600_000)
    return insertSession(tx, { accountId, token, device: 'a browser', expiresAt, proof: 'app', isFresh })
  })
  return { token, sessionId }
}

export function callOfHolder({ portalId }: Stage, { accountId, personId, sessionId }: Holder): Call {
  return callAs(portalId, { kind: 'account', accountId, personId, sessionId, grants: [] })
}

/** What was written to somebody, in order: the template and to whom. */
export async function toldTo({ owner }: Scene, { personId }: Pick<Holder, 'personId'>) {
  const rows = await owner<{ template: string; recipient: string; params: Record<string, unknown> }[]>`
    select template, recipient, params from messages where person_id = ${personId} order by id`
  return [...rows]
}
