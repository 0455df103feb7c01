import { test } from 'vitest'
import { demoPassword } from '../../src/dev/demo/portal-data.ts'
import { openBrowser } from '../support/chromium.ts'
import { openDevPortals } from '../support/dev-portals.ts'
import { arrived, type PlayedPage, playedPage, shownCode } from '../support/played-page.ts'

const portals = await openDevPortals()
const browser = await openBrowser()
const slug = 'mijn-youforce'

async function open(path: string): Promise<PlayedPage> {
  const page = await (await browser.newContext({ locale: 'nl-NL' })).newPage()
  await page.goto(`${portals.originOf(slug)}${path}`)
  return playedPage(page)
}

async function signIn(page: PlayedPage, identifier: string): Promise<void> {
  await page.play('Sign in', { identifier, password: demoPassword })
  await page.stands('asks for CONFIRM_FACTOR')
  await page.play('The code of the app', { code: await shownCode(portals, page.page, { slug, identifier }) })
  await page.stands('Signed in until')
}

test('looks why somebody cannot get in, restores it as two people, and is stopped by the link in the notice', async () => {
  const page = await open('/dev/desk')
  await signIn(page, 'servicedesk@onyouforce.com')
  await page.play('Who calls?', { search: 'Jan Jansen' })
  await page.says('Who calls?', 'To be checked: CALLED_BACK')
  await page.play('Why can this person not get in?', { reason: 'Belt over een nieuwe telefoon' })
  await page.says('Why can this person not get in?', 'Second steps: APP')
  await page.play('Begin to restore access')
  await page.says('Begin to restore access', 'The person and a colleague are told.')
  await page.play('Approve, as a second person')
  await page.says('Approve, as a second person', 'SECOND_PERSON_NEEDED')
  await signIn(page, 'hr.zwolle@onyouforce.com')
  await page.play('Approve, as a second person')
  await page.says('Approve, as a second person', 'It is APPROVED')

  const pattern = /(http\S+\/recovery\/object#token=[\w-]+)/
  const link = await arrived(portals, page.page, { slug, to: 'j.jansen@zwolle.example', pattern })
  const person = await open('/dev')
  await person.page.goto(link)
  await person.says('Look at what was asked', 'The service desk of Zwolle was asked')
  await person.play('Stop it')
  await person.says('Stop it', 'Stopped.')
  await person.play('Look at what was asked')
  await person.says('Look at what was asked', 'Can be stopped: false')
})

test('leads by the mail about a task to the approval that it asks for', async () => {
  const hr = await open('/dev/desk')
  await signIn(hr, 'hr.kampen@onyouforce.com')
  await hr.play('Who calls?', { search: 'El Amrani' })
  await hr.says('Who calls?', 'Fatima El Amrani')
  await hr.play('Begin to restore access')
  await hr.says('Begin to restore access', 'The person and a colleague are told.')

  const to = 'petra.servicedesk@werk.example'
  const link = await arrived(portals, hr.page, { slug, to, pattern: /(http\S+\/tasks\/[\w-]+)/ })
  const petra = await open('/dev')
  await petra.page.goto(link)
  await portals.later(30)
  await signIn(petra, 'servicedesk@onyouforce.com')
  await petra.play('Open the task')
  await petra.says('Open the task', 'Fatima El Amrani')
  await petra.play('Approve, as a second person')
  await petra.says('Approve, as a second person', 'It is APPROVED')
})
