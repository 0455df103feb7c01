import { expect, test } from 'vitest'
import { useRecoveryCode } from '../../src/commands/accounts/use-recovery-code.ts'
import type { Call } from '../../src/commands/execute.ts'
import { accountHolder, type Holder } from '../support/account-holder.ts'
import { approve, begin, issued, type Loss } from '../support/recovery.ts'
import { actorWith, callAs, openScene, type Stage, setStage } from '../support/scene.ts'
import { enrolApp, flowOf, stranger, typePassword } from '../support/second-steps.ts'

const scene = await openScene()
const { owner } = scene

function callOf({ portalId, organisationId }: Stage, { accountId, personId, sessionId }: Holder): Call {
  const actor = actorWith('SERVICE_DESK', organisationId)
  if (actor.kind !== 'account') throw new Error('no account')
  return callAs(portalId, { ...actor, accountId, personId, sessionId })
}

/** Where people sign in with a user name, one of them can hold two from one mailbox. */
async function openNamed() {
  const stage = await setStage(scene, { portal: { identifier: 'username', usernameSuffix: '@portal' } })
  const anna = await accountHolder(scene, stage, { email: 'anna@example.nl' })
  await enrolApp(scene, stage, anna)
  const deskAt = async (email: string) =>
    callOf(stage, await accountHolder(scene, stage, { email, role: 'SERVICE_DESK' }))
  return { stage, anna, deskAt }
}

async function start(loss: Loss) {
  const { journeyId } = await begin(scene, loss)
  return { ...loss, journeyId, token: '', tokens: [] }
}

test('takes two user names of one mailbox for one person', async () => {
  const { stage, anna, deskAt } = await openNamed()
  const [desk, again, colleague] = [await deskAt('d@acme.nl'), await deskAt('d@acme.nl'), await deskAt('c@acme.nl')]
  const of = await start({ stage, anna, desk, colleague })
  await expect(approve(scene, of, again)).rejects.toMatchObject({ code: 'SECOND_PERSON_NEEDED' })
  await approve(scene, of)
})

test('lets nobody recover their own other user name, by starting it or by approving it', async () => {
  const { stage, anna, deskAt } = await openNamed()
  const [desk, herself] = [await deskAt('d@acme.nl'), await deskAt(anna.email)]
  const loss = { stage, anna, desk, colleague: herself }
  await expect(begin(scene, loss, {}, herself)).rejects.toMatchObject({ code: 'SECOND_PERSON_NEEDED' })
  await expect(approve(scene, await start(loss))).rejects.toMatchObject({ code: 'SECOND_PERSON_NEEDED' })
})

test('takes no code that lies in a mailbox which is no longer the person’s', async () => {
  const of = await issued(scene)
  const call = stranger(of.stage)
  const { token: flow } = flowOf(await typePassword(scene, of.stage, of.anna, { call }))
  await owner`update people set email = 'elders@example.nl' where id = ${of.anna.personId}`
  const use = () => useRecoveryCode(scene, call, { flow, code: of.code })
  await expect(use()).rejects.toMatchObject({ code: 'BACKUP_CODE_WRONG' })
  await owner`update people set email = ${of.anna.email}, email_status = 'bounced' where id = ${of.anna.personId}`
  expect((await use()).flow).toMatchObject({ step: 'CHOOSE_RECOVERY', isRecovery: true })
})
