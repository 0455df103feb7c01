import { test } from 'vitest'
import { demoPassword } from '../../src/dev/demo/portal-data.ts'
import { addDays, localDate } from '../../src/domain/time.ts'
import { openBrowser } from '../support/chromium.ts'
import { openDevPortals } from '../support/dev-portals.ts'
import { type PlayedPage, playedPage, shownCode } from '../support/played-page.ts'

const portals = await openDevPortals()
const browser = await openBrowser()
const slug = 'mijn-youforce'
// The demo's clock is the machine's, as a browser's.
const inDays = (days: number) => addDays(localDate(new Date()), days)

async function open(path: string): Promise<PlayedPage> {
  const page = await (await browser.newContext({ locale: 'nl-NL' })).newPage()
  await page.goto(`${portals.originOf(slug)}${path}`)
  return playedPage(page)
}

/** As the page proposes, or as somebody else. */
async function signIn(page: PlayedPage, identifier: string, typed?: { readonly identifier: string }): Promise<void> {
  await page.play('Sign in', typed === undefined ? {} : { ...typed, password: demoPassword })
  await page.stands('asks for CONFIRM_FACTOR')
  await page.play('The code of the app', { code: await shownCode(portals, page.page, { slug, identifier }) })
  await page.stands('Signed in until')
}

test('shows somebody who leaves soon until when they see what, and what is still to do', async () => {
  const page = await open('/dev/leaver')
  await signIn(page, 'ksmit@onyouforce.com')
  const step = 'What happens when, and what is still to do'
  await page.play(step)
  await page.says(step, 'Karin Smit leaves after')
  await page.says(step, 'Het enige bekende e-mailadres is van de werkgever.')
  await page.says(step, 'De tweede stap bij het inloggen werkt alleen met een telefoon of sleutel van de werkgever.')
})

test('lets HR record a last day, see what is wrong, move it and take it back', async () => {
  const page = await open('/dev/leaving')
  const identifier = 'hr.zwolle@onyouforce.com'
  await signIn(page, identifier)
  await page.play('Who leaves?', { search: 'Jan Jansen' })
  await page.says('Who leaves?', 'Jan Jansen')
  await page.play('Record the last day', { lastDay: inDays(30) })
  await page.says('Record the last day', 'PLANNED: Jan Jansen is told by mail.')
  const look = 'What is planned, and what is wrong now'
  await page.play(look)
  await page.says(look, 'Het enige bekende e-mailadres is van de werkgever.')
  await page.play('Another last day', { lastDay: inDays(60) })
  await page.says('Another last day', 'Planned anew')
  await page.play('Nobody leaves after all')
  await page.says('Nobody leaves after all', 'Withdrawn')
  await page.play('Follow the journey')
  await page.says('Follow the journey', 'It is ENDED')
})
