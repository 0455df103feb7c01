import { beforeEach, describe, expect, test } from 'vitest'
import { completePasswordReset } from '../../src/commands/accounts/complete-password-reset.ts'
import { confirmFactorEnrolment } from '../../src/commands/accounts/confirm-factor-enrolment.ts'
import { confirmSignInCode } from '../../src/commands/accounts/confirm-sign-in-code.ts'
import { confirmSignInKey } from '../../src/commands/accounts/confirm-sign-in-key.ts'
import { inspectSignIn } from '../../src/commands/accounts/inspect-sign-in.ts'
import { requestLoginName } from '../../src/commands/accounts/request-login-name.ts'
import { requestPasswordReset } from '../../src/commands/accounts/request-password-reset.ts'
import { startEmailChange } from '../../src/commands/accounts/start-email-change.ts'
import { startFactorEnrolment } from '../../src/commands/accounts/start-factor-enrolment.ts'
import { askPasskey } from '../../src/commands/accounts/start-key-sign-in.ts'
import { startRecovery } from '../../src/commands/accounts/start-recovery.ts'
import { startStepUp } from '../../src/commands/accounts/step-up.ts'
import { accountHolder, callOfHolder, type Holder, toldTo } from '../support/account-holder.ts'
import { appCode } from '../support/app-code.ts'
import { activate, invite } from '../support/invitee.ts'
import { aMomentBefore, closing, leave } from '../support/leaver.ts'
import { checks, deskOf, note } from '../support/recovery.ts'
import { openScene, type Stage, setStage } from '../support/scene.ts'
import { enrolApp, flowOf, stranger, typePassword } from '../support/second-steps.ts'
import { softwareKey } from '../support/software-key.ts'
import { answerOnce, lastLink } from '../support/strangers.ts'

const scene = await openScene()
const unauthenticated = { code: 'UNAUTHENTICATED' }

let stage: Stage
let anna: Holder
beforeEach(async () => {
  await scene.travelTo(new Date(closing.getTime() - 5 * 60_000))
  stage = await setStage(scene)
  anna = await accountHolder(scene, stage)
  await leave(scene, stage, anna)
})

describe('an account that is shut', () => {
  test('is told so after the right password, which leaves no sign-in behind that could go on', async () => {
    const app = await enrolApp(scene, stage, anna)
    await scene.travelTo(aMomentBefore(closing))
    const call = stranger(stage)
    const { token: flow } = flowOf(await typePassword(scene, stage, anna, { call }))
    await scene.travelTo(closing)
    await expect(typePassword(scene, stage, anna)).rejects.toMatchObject({ code: 'ACCESS_ENDED', endedAt: closing })
    const code = await appCode(scene, app.secret)
    await expect(confirmSignInCode(scene, call, { flow, factorId: app.factorId, code })).rejects.toMatchObject({
      code: 'FLOW_ENDED',
    })
    const [row] = await scene.owner<{ flows: number }[]>`
      select count(*)::int as flows from sign_in_flows where account_id = ${anna.accountId}`
    expect(row?.flows).toBe(1)
  })

  test('is told so after a passkey alone', async () => {
    const [portal] = await scene.owner<{ host: string }[]>`select host from portals where id = ${stage.portalId}`
    const origin = `https://${portal?.host}`
    const key = softwareKey()
    const own = callOfHolder(stage, anna)
    const started = await startFactorEnrolment(scene, own, { kind: 'key', name: 'Key' })
    const registered = key.register(started.keyOptions ?? {}, origin, {})
    await confirmFactorEnrolment(scene, own, { factorId: started.id, response: registered })
    const enter = async () => {
      const call = stranger(stage)
      const asked = await askPasskey(scene, call)
      const response = key.assert(asked.options, origin)
      return confirmSignInKey(scene, call, { flow: asked.flow, response })
    }
    await scene.travelTo(aMomentBefore(closing))
    expect((await enter()).session).not.toBeNull()
    await scene.travelTo(closing)
    await expect(enter()).rejects.toMatchObject({ code: 'ACCESS_ENDED', endedAt: closing })
  })

  test('changes nothing in a session that was recognised a moment earlier', async () => {
    await scene.travelTo(closing)
    const call = callOfHolder(stage, anna)
    await expect(startEmailChange(scene, call, { email: 'other@example.nl' })).rejects.toMatchObject(unauthenticated)
    await expect(startFactorEnrolment(scene, call, { kind: 'app' })).rejects.toMatchObject(unauthenticated)
    await expect(startStepUp(scene, call)).rejects.toMatchObject(unauthenticated)
  })

  test('gets no new password: neither by a link that waits, nor by another one', async () => {
    await requestPasswordReset(scene, stage.anyone, { identifier: anna.email })
    await answerOnce(scene)
    const token = lastLink(scene)
    await scene.travelTo(closing)
    const password = 'negen oranje fietsen'
    await expect(completePasswordReset(scene, stage.anyone, { token, password })).rejects.toMatchObject({
      code: 'ACCOUNT_NOT_ACTIVE',
    })
    expect(await requestPasswordReset(scene, stage.anyone, { identifier: anna.email })).toEqual({ isAccepted: true })
    expect(await requestLoginName(scene, stage.anyone, { email: anna.email })).toEqual({ isAccepted: true })
    expect(await answerOnce(scene)).toBe(2)
    expect((await toldTo(scene, anna)).map(({ template }) => template)).toEqual(['password-reset'])
  })

  test('is not restored by the desk, which sees what is in the way and that nothing is open', async () => {
    await enrolApp(scene, stage, anna)
    await scene.travelTo(closing)
    const desk = deskOf(stage, stage.organisationId)
    const { personId } = anna
    await expect(startRecovery(scene, desk, { personId, checks, note })).rejects.toMatchObject({
      code: 'ACCOUNT_NOT_ACTIVE',
    })
    const { blocks, openSessions } = await inspectSignIn(scene, desk, { personId })
    expect(blocks).toMatchObject([{ code: 'NO_ACCESS', text: 'ACCESS_ENDED', since: closing }])
    expect(openSessions).toBe(0)
  })

  test('opens again with another right', async () => {
    await scene.travelTo(closing)
    await scene.owner`insert into grants (portal_id, account_id, role, organisation_id, valid_from, reason)
      values (${stage.portalId}, ${anna.accountId}, 'EMPLOYEE', ${stage.organisationId}, ${closing}, 'rehire')`
    expect((await typePassword(scene, stage, anna)).session).not.toBeNull()
  })
})

describe('somebody who is invited', () => {
  test('activates before the first day, and is in', async () => {
    const jan = await invite(scene, stage, { startsOn: '2027-05-01' })
    await activate(scene, stage, jan)
    expect((await typePassword(scene, stage, jan, { password: 'zeventien paarse fietsen' })).session).not.toBeNull()
  })

  test('does not, where all that the invitation was for has ended', async () => {
    const jan = await invite(scene, stage)
    await scene.owner`update grants set valid_until = drempel.now() where account_id = ${jan.accountId}`
    await expect(activate(scene, stage, jan)).rejects.toMatchObject({ code: 'INVITATION_WITHDRAWN' })
  })
})
