import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { sendInvitations } from '../../src/commands/accounts/send-invitations.ts'
import type { Call } from '../../src/commands/execute.ts'
import { reading } from '../../src/db/client.ts'
import { audit } from '../../src/db/schema/all.ts'
import { type Installation, type SeededPortal, testInstallation } from '../support/installation.ts'
import { newPeople } from '../support/people.ts'

let installation: Installation
let portal: SeededPortal

beforeAll(async () => {
  installation = await testInstallation()
  portal = await installation.seedPortal()
})

const rowsOf = (correlationId: string) =>
  reading(installation.drempel.app, portal.portalId, (tx) =>
    tx
      .select({ act: audit.act, code: audit.code, actorId: audit.actorId })
      .from(audit)
      .where(eq(audit.correlationId, correlationId)),
  )
const tries = (actor: Call['actor'], correlationId: string) =>
  sendInvitations(
    installation.drempel,
    { actor, portalId: portal.portalId, correlationId },
    { organisationId: portal.organisationId, items: newPeople(1) },
  )

describe('an act that is not allowed', () => {
  it('is on record with whoever tried it', async () => {
    const { actor } = portal.hr
    if (actor.kind !== 'account') throw new Error('HR has an account')
    await expect(tries({ ...actor, grants: [] }, 'denied-1')).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(await rowsOf('denied-1')).toEqual([{ act: 'invitationSend', code: 'FORBIDDEN', actorId: actor.accountId }])
  })

  it('leaves nothing behind when a stranger tries it', async () => {
    await expect(tries({ kind: 'anonymous' }, 'denied-2')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
    expect(await rowsOf('denied-2')).toEqual([])
  })
})
