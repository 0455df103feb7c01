import { expect, test } from 'vitest'
import { confirmSignInCode } from '../../src/commands/accounts/confirm-sign-in-code.ts'
import { sendSignInCode } from '../../src/commands/accounts/send-sign-in-code.ts'
import { signIn } from '../../src/commands/accounts/sign-in.ts'
import { findPortalBySlug } from '../../src/db/portals.ts'
import { presentCodes } from '../../src/dev/authenticator.ts'
import { loadDemo } from '../../src/dev/demo/load.ts'
import { demoPassword } from '../../src/dev/demo/portal-data.ts'
import { demoPortals } from '../../src/dev/demo/portals.ts'
import { lastPin } from '../support/invitee.ts'
import { callAs, openScene } from '../support/scene.ts'

const scene = await openScene()
await loadDemo(scene, { port: 4000 })

/** What a demo account meets at its first sign-in: in at once, in with a code, or a second step to set up. */
async function getIn(slug: string, identifier: string): Promise<string> {
  const portal = await findPortalBySlug(scene.app, slug)
  const call = callAs(portal?.id ?? '', { kind: 'anonymous' }, '192.0.2.77')
  const { flow, session } = await signIn(scene, call, { identifier, password: demoPassword })
  if (flow === null) return session === null ? 'nothing' : 'in'
  const [factor] = flow.factors
  if (flow.step !== 'CONFIRM_FACTOR' || factor === undefined) return `${flow.step}: ${flow.methods.join()}`
  if (factor.kind === 'sms') await sendSignInCode(scene, call, { flow: flow.token, factorId: factor.id })
  const { codes } = await presentCodes(scene, call.portalId)
  const shown = codes.find((one) => one.identifier === identifier)?.code
  const code = factor.kind === 'sms' ? lastPin(scene) : (shown ?? '')
  const entered = await confirmSignInCode(scene, call, { flow: flow.token, factorId: factor.id, code })
  return `${entered.session === null ? 'not in' : 'in'} with ${factor.kind}`
}

const expected: Readonly<Record<string, readonly string[]>> = {
  'mijn-youforce': Array.from({ length: 14 }, () => 'in with app'),
  'web-portaal': ['in with sms', 'in with sms', 'ENROL_FACTOR: sms,app'],
  urenportaal: ['in', 'in', 'in', 'in'],
  'xpert-suite': ['in with sms', 'in with sms', 'ENROL_FACTOR: sms,key,app'],
  'wij-techniek': ['in', 'in', 'in'],
  operators: ['in'],
}

test.each(Object.entries(expected))('lets the people of %s in as their portal promises', async (slug, told) => {
  const accounts = demoPortals.find((portal) => portal.slug === slug)?.accounts ?? []
  const met: string[] = []
  for (const { identifier } of accounts) met.push(await getIn(slug, identifier))
  expect(met).toEqual(told)
})
