import { expect, it } from 'vitest'
import { confirmActivationPin } from '../../src/commands/accounts/confirm-activation-pin.ts'
import { correctInvitation } from '../../src/commands/accounts/correct-invitation.ts'
import { sendActivationPin } from '../../src/commands/accounts/send-activation-pin.ts'
import { setActivationPassword } from '../../src/commands/accounts/set-activation-password.ts'
import type { Call } from '../../src/commands/execute.ts'
import { moveClock } from '../../src/dev/clock.ts'
import { defaultPolicy } from '../../src/domain/portals/policy.ts'
import { testInstallation } from '../support/installation.ts'
import { invite, journeyRow, newPeople } from '../support/people.ts'

// The link of the correction worked while the plan had no invitation. Its story then tried to send one to an account that
// was active, was told that things had changed, looked, and tried again, without end.
it('ends the journey of somebody who activated by a corrected contact before the story could invite', async () => {
  const installation = await testInstallation()
  const { drempel, owner, machine } = installation
  const activation = { ...defaultPolicy.activation, leadDays: 7 }
  const portal = await installation.seedPortal({ policy: { activation } })
  await moveClock(owner, new Date('2026-03-02T10:00:00Z'))
  const [journeyId = ''] = await invite(installation, portal, newPeople(1, { startsOn: '2026-03-20' }))
  // Temporal is away on the day of the invitation.
  await moveClock(owner, new Date('2026-03-14T10:00:00Z'))
  const [token, pin] = ['a-token-that-this-test-knows-beforehand-000', '271828']
  const random = { ...drempel.random, token: () => token, digits: () => pin }
  await correctInvitation({ ...drempel, random }, portal.hr, { journeyId, mobile: '0687654321' })
  //X  expect(await messagesOf(installation, portal.portalId, journeyId)).toMatchObject([{ key: 'p1/invitation' }])

  const anyone: Call = { actor: { kind: 'anonymous' }, portalId: portal.portalId, correlationId: 'test' }
  await sendActivationPin({ ...drempel, random }, anyone, { token })
  const { continuation } = await confirmActivationPin(drempel, anyone, { token, pin })
  await setActivationPassword(drempel, anyone, { token, continuation, password: 'vier blauwe paarden' })

  await installation.work()
  await machine.settle()
  expect(await journeyRow(installation, portal.portalId, journeyId)).toMatchObject({ outcome: 'activated' })
})
