import { randomBytes, randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { openApi } from '../support/api.ts'
import { openBrowser } from '../support/chromium.ts'
import { createKey } from '../support/in-page.js'
import { openScene, setStage } from '../support/scene.ts'
import { addVirtualAuthenticator } from '../support/virtual-authenticator.ts'

const scene = await openScene()
const api = await openApi(scene)
const browser = await openBrowser()
const slug = `p${randomUUID().slice(0, 8)}`
const host = `${slug}.localhost`
const origin = `http://${host}:${api.port}`
await setStage(scene, { portal: { slug, host, frontendUrl: origin } })

const options = (rpId: string) => ({
  rp: { id: rpId, name: 'Drempel' },
  user: { id: 'YW5uYQ', name: 'anna', displayName: 'Anna' },
  challenge: randomBytes(32).toString('base64url'),
  pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
  authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
})

test('a page of a portal makes a passkey for its own host and for no other', async () => {
  const page = await browser.newPage()
  await page.goto(`${origin}/health/live`)
  const { devTools, id: authenticatorId } = await addVirtualAuthenticator(page)
  const asked = options(host)
  const { key } = await page.evaluate(createKey, asked)
  expect(JSON.parse(Buffer.from(key.response.clientDataJSON, 'base64url').toString())).toMatchObject({
    type: 'webauthn.create',
    origin,
    challenge: asked.challenge,
  })
  const { credentials } = await devTools.send('WebAuthn.getCredentials', { authenticatorId })
  expect(credentials).toMatchObject([{ rpId: host, isResidentCredential: true }])
  expect(await page.evaluate(createKey, options('other.localhost'))).toEqual({ error: 'SecurityError' })
})
