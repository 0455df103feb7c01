import { expect, test } from 'vitest'
import { confirmFactorEnrolment } from '../../src/commands/accounts/confirm-factor-enrolment.ts'
import { confirmSignInKey } from '../../src/commands/accounts/confirm-sign-in-key.ts'
import { startFactorEnrolment } from '../../src/commands/accounts/start-factor-enrolment.ts'
import { askKey, askPasskey } from '../../src/commands/accounts/start-key-sign-in.ts'
import type { Call } from '../../src/commands/execute.ts'
import { accountHolder, callOfHolder, type Holder, toldTo } from '../support/account-holder.ts'
import { openScene, type Stage, setStage } from '../support/scene.ts'
import { flowOf, stranger, typePassword } from '../support/second-steps.ts'
import { softwareKey } from '../support/software-key.ts'

const scene = await openScene()

async function originOf({ portalId }: Stage): Promise<string> {
  const [row] = await scene.owner<{ host: string }[]>`select host from portals where id = ${portalId}`
  return `https://${row?.host}`
}

async function register(
  stage: Stage,
  holder: Holder,
  key = softwareKey(),
  touch: Parameters<typeof key.register>[2] = {},
) {
  const call = callOfHolder(stage, holder)
  const origin = await originOf(stage)
  const started = await startFactorEnrolment(scene, call, { kind: 'key', name: 'Blue key' })
  const response = key.register(started.keyOptions ?? {}, origin, touch)
  await confirmFactorEnrolment(scene, call, { factorId: started.id, response })
  return { key, origin, factorId: started.id }
}

async function withKey() {
  const stage = await setStage(scene)
  const anna = await accountHolder(scene, stage)
  const { key, origin, factorId } = await register(stage, anna)
  const ask = async (call: Call = stranger(stage)) => {
    const flow = flowOf(await typePassword(scene, stage, anna, { call }))
    return { call, asked: await askKey(scene, call, { flow: flow.token }) }
  }
  return { stage, anna, key, origin, factorId, ask }
}

test('signs in with a security key as the second step', async () => {
  const { anna, key, origin, ask } = await withKey()
  const { call, asked } = await ask()
  const response = key.assert(asked.options, origin, { userVerified: false })
  const { session } = await confirmSignInKey(scene, call, { flow: asked.flow, response })
  const [row] = await scene.owner`select account_id, proof from sessions where id = ${session?.sessionId ?? ''}`
  expect(row).toEqual({ account_id: anna.accountId, proof: 'key' })
})

test('signs in with a passkey alone where it asked for a finger or a PIN, and not otherwise', async () => {
  const { stage, anna, key, origin } = await withKey()
  const call = stranger(stage)
  const untouched = await askPasskey(scene, call)
  const without = key.assert(untouched.options, origin, { userVerified: false })
  await expect(confirmSignInKey(scene, call, { flow: untouched.flow, response: without })).rejects.toMatchObject({
    code: 'KEY_REFUSED',
  })
  const asked = await askPasskey(scene, call)
  const response = key.assert(asked.options, origin, { userVerified: true })
  const { session } = await confirmSignInKey(scene, call, { flow: asked.flow, response })
  expect(session).toMatchObject({ accountId: anna.accountId, personId: anna.personId })
})

test('spends a challenge once, of two answers in the same moment', async () => {
  const { key, origin, ask } = await withKey()
  const { call, asked } = await ask()
  const response = key.assert(asked.options, origin)
  const answer = () => confirmSignInKey(scene, call, { flow: asked.flow, response })
  const outcomes = await Promise.allSettled([answer(), answer()])
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
})

test('answers no older challenge once a newer one was asked for', async () => {
  const { key, origin, ask } = await withKey()
  const { call, asked } = await ask()
  const response = key.assert(asked.options, origin)
  await askKey(scene, call, { flow: asked.flow })
  await expect(confirmSignInKey(scene, call, { flow: asked.flow, response })).rejects.toMatchObject({
    code: 'KEY_REFUSED',
  })
})

test('refuses a copied key, whose counter goes back, and tells its owner', async () => {
  const { anna, key, origin, ask } = await withKey()
  const first = await ask()
  await confirmSignInKey(scene, first.call, {
    flow: first.asked.flow,
    response: key.assert(first.asked.options, origin, { counter: 9 }),
  })
  const second = await ask()
  const response = key.assert(second.asked.options, origin, { counter: 4 })
  const copied = confirmSignInKey(scene, second.call, { flow: second.asked.flow, response })
  await expect(copied).rejects.toMatchObject({ code: 'KEY_CLONED' })
  expect((await toldTo(scene, anna)).at(-1)).toMatchObject({ template: 'key-copied' })
})

test('refuses an answer from another origin', async () => {
  const { key, ask } = await withKey()
  const { call, asked } = await ask()
  const response = key.assert(asked.options, 'https://evil.example')
  await expect(confirmSignInKey(scene, call, { flow: asked.flow, response })).rejects.toMatchObject({
    code: 'KEY_REFUSED',
  })
})

test('refuses the passkey of one portal at another', async () => {
  const { key, origin, ask } = await withKey()
  const elsewhere = await setStage(scene)
  const call = stranger(elsewhere)
  const asked = await askPasskey(scene, call)
  const { asked: here } = await ask()
  // It signs for its own portal, whatever it is asked.
  const forged = key.assert({ ...here.options, challenge: asked.options.challenge }, origin)
  await expect(confirmSignInKey(scene, call, { flow: asked.flow, response: forged })).rejects.toMatchObject({
    code: 'KEY_REFUSED',
  })
})

test('does not take the key of somebody else for the second step', async () => {
  const { stage, ask } = await withKey()
  const { call, asked } = await ask()
  const bert = await accountHolder(scene, stage)
  const theirs = await register(stage, bert)
  const { asked: forBert } = { asked: await askPasskey(scene, stranger(stage)) }
  const response = theirs.key.assert({ ...forBert.options, challenge: asked.options.challenge }, theirs.origin)
  await expect(confirmSignInKey(scene, call, { flow: asked.flow, response })).rejects.toMatchObject({
    code: 'KEY_REFUSED',
  })
})

test('keeps several keys, each with a name, and registers none twice', async () => {
  const { stage, anna, key } = await withKey()
  const again = startFactorEnrolment(scene, callOfHolder(stage, anna), { kind: 'key' })
  const { keyOptions } = await again
  expect(() => key.register(keyOptions ?? {}, 'https://x.example')).toThrow('InvalidStateError')
  await register(stage, anna, softwareKey())
  const rows = await scene.owner`select name from factors where account_id = ${anna.accountId} and status = 'active'`
  expect(rows).toHaveLength(2)
})

test('never slows down whoever signs in with a key, however often a day', async () => {
  const { stage, anna, key, origin, ask } = await withKey()
  const call = stranger(stage)
  for (let times = 0; times < 8; times++) {
    const { asked } = await ask(call)
    const response = key.assert(asked.options, origin)
    expect((await confirmSignInKey(scene, call, { flow: asked.flow, response })).session).not.toBeNull()
  }
  expect((await toldTo(scene, anna)).map(({ template }) => template)).not.toContain('suspicious-sign-in')
})

test('does not take a key alone that asked for nothing when it was registered: who finds it can give it a PIN', async () => {
  const stage = await setStage(scene)
  const anna = await accountHolder(scene, stage)
  const { key, origin } = await register(stage, anna, softwareKey(), { userVerified: false })
  const call = stranger(stage)
  const asked = await askPasskey(scene, call)
  const response = key.assert(asked.options, origin, { userVerified: true })
  await expect(confirmSignInKey(scene, call, { flow: asked.flow, response })).rejects.toMatchObject({
    code: 'KEY_REFUSED',
  })
})

test('gives one credential to one of two people who register it in the same moment', async () => {
  const stage = await setStage(scene)
  const origin = await originOf(stage)
  const begun = await Promise.all(
    [1, 2].map(async () => {
      const holder = await accountHolder(scene, stage)
      const call = callOfHolder(stage, holder)
      const { id, keyOptions } = await startFactorEnrolment(scene, call, { kind: 'key' })
      return { call, factorId: id, response: softwareKey().register(keyOptions ?? {}, origin) }
    }),
  )
  const shared = begun[0]?.response.id
  const outcomes = await Promise.allSettled(
    begun.map(({ call, factorId, response }) =>
      confirmFactorEnrolment(scene, call, { factorId, response: withCredential(response, String(shared)) }),
    ),
  )
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'FACTOR_EXISTS' } })
})

/** What a browser that lies hands over: the same answer, of another credential. Nobody attested to either. */
function withCredential(answer: Readonly<Record<string, unknown>>, id: string) {
  const { attestationObject, ...response } = answer.response as { attestationObject: string }
  const bytes = Buffer.from(attestationObject, 'base64url')
  Buffer.from(id, 'base64url').copy(bytes, bytes.indexOf(Buffer.from(String(answer.id), 'base64url')))
  return { ...answer, id, rawId: id, response: { ...response, attestationObject: bytes.toString('base64url') } }
}
