import { expect, test } from 'vitest'
import { demoPassword } from '../../src/dev/demo/portal-data.ts'
import { openBrowser } from '../support/chromium.ts'
import { openDevPortals } from '../support/dev-portals.ts'
import { arrived, type PlayedPage, playedPage, shownCode } from '../support/played-page.ts'
import { answerOnce } from '../support/strangers.ts'

const portals = await openDevPortals()
const { originOf, later } = portals
const browser = await openBrowser()
const slug = 'web-portaal'
const noor = 'noor@prive.example'

/** A browser of its own on a page of the portal; what goes wrong in the page goes wrong in the test. */
async function open(path: string): Promise<PlayedPage> {
  const page = await (await browser.newContext({ locale: 'nl-NL' })).newPage()
  page.on('pageerror', (error) => {
    throw error
  })
  await page.goto(`${originOf(slug)}${path}`)
  return playedPage(page)
}

async function typePassword({ play }: PlayedPage, identifier: string, password = demoPassword): Promise<void> {
  await play('Sign in', { identifier, password })
}

/** One that has not been used: the next step of the app's clock. */
async function freshCode({ page }: PlayedPage): Promise<string> {
  await later(30)
  return shownCode(portals, page, { slug, identifier: noor })
}

test('signs in with a code that arrives in the mailbox', async () => {
  const marleen = await open('/dev/sign-in')
  await marleen.says('The ways in', 'Inloggen')
  await typePassword(marleen, 'hr@hbswerkt.example')
  await marleen.stands('asks for CONFIRM_FACTOR')
  await marleen.play('Send a code by SMS')
  const code = await arrived(portals, marleen.page, { slug, to: '+31612345613', pattern: /\b(\d{6})\b/ })
  await marleen.play('Type the code', { code })
  await marleen.stands('Signed in until')
  await marleen.play('Who am I?')
  await marleen.says('Who am I?', 'You are Marleen Hofman.')
})

test('sets up an app by its QR code, signs in with it, and replaces it for good by a backup code', async () => {
  const page = await open('/dev/sign-in')
  await typePassword(page, noor)
  await page.stands('asks for ENROL_FACTOR')
  await page.play('Set up a second step', { kind: 'APP' })
  const picture = page.page.locator('[data-picture] img')
  await picture.waitFor()
  expect(await picture.evaluate((image) => Reflect.get(image, 'naturalWidth'))).toBeGreaterThan(0)
  await page.play('Prove it', { code: await freshCode(page) })
  await page.stands('Signed in until')
  const [backupCode = ''] = /\d{4} \d{4}/.exec((await page.told()) ?? '') ?? []
  expect(backupCode).not.toBe('')

  await page.play('Sign out')
  await page.says('Sign out', 'Signed out.')
  await typePassword(page, noor)
  await page.stands('asks for CONFIRM_FACTOR')
  await page.play('The code of the app', { code: await freshCode(page) })
  await page.stands('Signed in until')

  const elsewhere = await open('/dev/sign-in')
  await typePassword(elsewhere, noor)
  await elsewhere.stands('asks for CONFIRM_FACTOR')
  await elsewhere.choose('a backup code')
  await elsewhere.play('A backup code', { code: backupCode })
  await elsewhere.stands('asks for CHOOSE_RECOVERY')
  await elsewhere.play('Lost for good?')
  await elsewhere.stands('asks for ENROL_FACTOR')
  await elsewhere.play('Set up a second step', { kind: 'SMS', mobile: '06 12345611' })
  const code = await arrived(portals, elsewhere.page, { slug, to: '+31612345611', pattern: /\b(\d{6})\b/ })
  await elsewhere.play('Prove it', { code })
  await elsewhere.stands('Signed in until')
  await elsewhere.page.goto(`${originOf(slug)}/dev/account`)
  const account = playedPage(elsewhere.page)
  await account.play('What is mine')
  await account.says('What is mine', 'Noor Visser')
  expect(await account.page.locator('[name="replaces"] option').allInnerTexts()).toHaveLength(2)
  await page.play('Who am I?')
  await page.says('Who am I?', 'UNAUTHENTICATED')
})

test('works out a robot check by itself, and leads by the link in the mail to the next password', async () => {
  const page = await open('/dev/reset-password')
  await page.says('What this portal asks', 'BIRTH_DATE')
  await page.play('Ask for a new password', { email: noor, dateOfBirth: '1985-03-08' })
  await page.says('Ask for a new password', 'a mail is on its way')
  await page.says('Robot check', 'zero bits')
  await answerOnce(portals.scene)
  const link = await arrived(portals, page.page, { slug, to: noor, pattern: /(http\S+#token=[\w-]+)/ })
  await page.page.goto(link)
  await page.says('Look at the link', noor)
  await page.play('Choose the next password', { password: 'vier blauwe paarden rennen' })
  await page.says('Choose the next password', `${noor} signs in with it now.`)
})

test('asks for a step-up where it is needed, and then once more what was refused', async () => {
  const page = await open('/dev/account')
  await typePassword(page, 'frontoffice@hbswerkt.example')
  await page.stands('asks for CONFIRM_FACTOR')
  const bySms = async (after = '') => {
    await page.play('Send a code by SMS')
    await page.says('Send a code by SMS', 'Sent to')
    const code = await arrived(portals, page.page, { slug, to: '+31612345614', pattern: /\b(\d{6})\b/, after })
    await page.play('Type the code', { code })
    return code
  }
  const first = await bySms()
  await page.stands('Signed in until')
  await page.play('What is mine')
  await page.says('What is mine', 'Oscar Smit')
  await later(11 * 60)
  await page.play('Another password', { current: demoPassword, password: 'drie paarse kamelen slapen' })
  await page.says('Another password', 'STEP_UP_NEEDED')
  await page.stands('asks for CONFIRM_FACTOR')
  await bySms(first)
  await page.says('Another password', 'It is another one.')
})
