import { expect, test } from 'vitest'
import { demoPassword } from '../../src/dev/demo/portal-data.ts'
import { openApi } from '../support/api.ts'
import { openBrowser } from '../support/chromium.ts'
import { openDevPortals } from '../support/dev-portals.ts'
import { askApi, askKey } from '../support/in-page.js'
import { arrived, type PlayedPage, playedPage } from '../support/played-page.ts'
import { addVirtualAuthenticator } from '../support/virtual-authenticator.ts'

const portals = await openDevPortals()
const { originOf } = portals
/** The same portal behind another port: of the same host, and so the same relying party, but another origin. */
const elsewhere = await openApi(portals.scene)
const browser = await openBrowser()
const home = 'wij-techniek'
const other = 'xpert-suite'

type Somebody = PlayedPage & Awaited<ReturnType<typeof addVirtualAuthenticator>>

/** A browser with a passkey's authenticator in it, on its own page of settings. */
async function open(slug: string): Promise<Somebody> {
  const page = await (await browser.newContext()).newPage()
  await page.goto(`${originOf(slug)}/dev/account`)
  return { ...playedPage(page), ...(await addVirtualAuthenticator(page)) }
}

async function typePassword({ play }: PlayedPage, identifier: string): Promise<void> {
  await play('Sign in', { identifier, password: demoPassword })
}

/** Somebody who signs in without a second step as yet, and makes a passkey one. */
async function withPasskey(identifier: string, slug = home): Promise<Somebody> {
  const page = await open(slug)
  await typePassword(page, identifier)
  await page.stands('Signed in until')
  await page.play('What is mine')
  await page.play('Set up a second step', { kind: 'KEY', name: 'Laptop' })
  await page.stands('It is set up.')
  expect(await page.told()).toMatch(/\d{4} \d{4}/)
  await page.play('Sign out')
  await page.says('Sign out', 'Signed out.')
  await page.page.goto(`${originOf(slug)}/dev/sign-in`)
  return page
}

async function credentialIn({ devTools, id: authenticatorId }: Somebody) {
  const { credentials } = await devTools.send('WebAuthn.getCredentials', { authenticatorId })
  const [credential] = credentials
  if (credential === undefined) throw new Error('no passkey')
  return credential
}

const startDocument = `mutation ($input: SignInKeyStartInput!) { signInKeyStart(input: $input) {
  ... on SignInKeyStartPayload { flow options } ... on UserError { code } } }`
const confirmDocument = `mutation ($input: SignInFactorConfirmInput!) { signInFactorConfirm(input: $input) {
  __typename ... on UserError { code } } }`

type Started = { readonly flow: string; readonly options: string }

/** What the page it stands on is told to ask of a passkey. */
async function started({ page }: Pick<PlayedPage, 'page'>): Promise<Started> {
  const { signInKeyStart } = await page.evaluate(askApi, { query: startDocument, input: {} })
  return signInKeyStart
}

const asked = ({ page }: Pick<PlayedPage, 'page'>, options: object) => page.evaluate(askKey, options)

async function handedOver({ page }: Pick<PlayedPage, 'page'>, { flow }: Started, key: object | undefined) {
  const input = { flow, keyResponse: JSON.stringify(key) }
  return (await page.evaluate(askApi, { query: confirmDocument, input })).signInFactorConfirm
}

const [refused, inside] = [{ __typename: 'Refused', code: 'KEY_REFUSED' }, { __typename: 'SignInFactorConfirmPayload' }]

test('makes a passkey, signs in with it as the second step, and with it alone', async () => {
  const page = await withPasskey('jan@janssen-installatie.example')
  expect(await credentialIn(page)).toMatchObject({ rpId: `${home}.localhost`, isResidentCredential: true })
  await typePassword(page, 'jan@janssen-installatie.example')
  await page.stands('asks for CONFIRM_FACTOR')
  await page.play('Ask the key')
  await page.stands('Signed in until')
  await page.play('Sign out')
  await page.says('Sign out', 'Signed out.')
  await page.play('Or with a passkey alone')
  await page.stands('Signed in until')
  await page.play('Who am I?')
  await page.says('Who am I?', 'You are Jan Janssen.')
})

test('a passkey of one portal opens nothing at another one', async () => {
  const page = await withPasskey('hr@janssen-installatie.example')
  const own = await started(page)
  const { key } = await asked(page, JSON.parse(own.options))
  expect(key).toBeDefined()

  await page.page.goto(`${originOf(other)}/dev/sign-in`)
  await page.play('Or with a passkey alone')
  await page.says('Or with a passkey alone', 'NotAllowedError')
  expect(await asked(page, JSON.parse(own.options))).toEqual({ error: 'SecurityError' })
  expect(await handedOver(page, await started(page), key)).toEqual(refused)

  await page.page.goto(`${originOf(home)}/dev/sign-in`)
  expect(await handedOver(page, own, key)).toEqual(inside)
})

test('what a passkey signs for another origin of the same host is refused', async () => {
  const page = await withPasskey('stefan@janssen-installatie.example')
  const first = await started(page)
  await page.page.goto(`${originOf(home, elsewhere.port)}/health/live`)
  const { key } = await asked(page, JSON.parse(first.options))
  expect(JSON.parse(Buffer.from(key.response.clientDataJSON, 'base64url').toString())).toMatchObject({
    origin: originOf(home, elsewhere.port),
  })
  await page.page.goto(`${originOf(home)}/dev/sign-in`)
  expect(await handedOver(page, first, key)).toEqual(refused)
  const second = await started(page)
  const { key: own } = await asked(page, JSON.parse(second.options))
  expect(await handedOver(page, second, own)).toEqual(inside)
})

test('a passkey whose counter goes back is refused, and its owner hears of it', async () => {
  const page = await withPasskey('operator@drempel.example', 'operators')
  await page.play('Or with a passkey alone')
  await page.stands('Signed in until')
  await page.play('Sign out')
  await page.says('Sign out', 'Signed out.')
  const { devTools, id: authenticatorId } = page
  const credential = await credentialIn(page)
  expect(credential.signCount).toBeGreaterThan(1)
  await devTools.send('WebAuthn.removeCredential', { authenticatorId, credentialId: credential.credentialId })
  await devTools.send('WebAuthn.addCredential', { authenticatorId, credential: { ...credential, signCount: 0 } })
  await page.play('Or with a passkey alone')
  await page.says('Hand over what the key answered', 'KEY_CLONED')
  await arrived(portals, page.page, {
    ...{ slug: 'operators', to: 'operator@drempel.example' },
    pattern: /(Een beveiligingssleutel is geweigerd|A security key was refused)/,
  })
})
