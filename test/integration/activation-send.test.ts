import { expect, test } from 'vitest'
import { sendInvitations } from '../../src/commands/accounts/send-invitations.ts'
import { actorWith, addOrganisation, callAs, openScene, setStage } from '../support/scene.ts'

const scene = await openScene()
const jan = { name: 'Jan Jansen', email: 'Jan@Example.org', mobile: '0612345678', dateOfBirth: '1990-02-01' }

test('invites a person with account, grant, journey, mail and wake-up at once', async () => {
  const { portalId, organisationId, hr } = await setStage(scene)
  const [result] = await sendInvitations(scene, hr, { organisationId, items: [jan] })
  expect(result).toMatchObject({ outcome: 'INVITED' })
  const counts = await scene.owner`
    select (select count(*)::int from accounts where portal_id = ${portalId} and status = 'invited') as accounts,
      (select count(*)::int from grants where portal_id = ${portalId}) as grants,
      (select array_agg(fact order by id) from timeline where portal_id = ${portalId}) as facts,
      (select array_agg(key) from messages where portal_id = ${portalId} and sealed is not null) as keys,
      (select count(*)::int from wakeups where portal_id = ${portalId}) as wakeups,
      (select array_agg(code order by id) from audit where portal_id = ${portalId}) as audit`
  expect(counts[0]).toEqual({
    accounts: 1,
    grants: 1,
    facts: ['invited', 'invitationSent'],
    keys: ['p1/invitation'],
    wakeups: 1,
    audit: ['INVITED', 'DONE'],
  })
})

test('takes a thousand', async () => {
  const { organisationId, hr } = await setStage(scene)
  const items = Array.from({ length: 1000 }, (_, n) => ({
    ...jan,
    email: `p${n}@example.org`,
    externalReference: `r${n}`,
  }))
  for (let i = 0; i < 3; i++) {
    const t = performance.now()
    const results = await sendInvitations(scene, hr, {
      organisationId,
      items: items.map((x) => ({ ...x, email: `${i}${x.email}`, externalReference: `${i}${x.externalReference}` })),
    })
    console.log(Math.round(performance.now() - t), 'ms')
    expect(results.every((r) => r.outcome === 'INVITED')).toBe(true)
  }
})
