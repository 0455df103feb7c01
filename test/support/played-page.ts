import type { Locator, Page } from 'playwright-core'
import type { DevPortals } from './dev-portals.ts'
import { eventually } from './eventually.ts'

type Filling = Readonly<Record<string, string | true>>

/** A page of the developers' as somebody plays it: step by step, by the steps' titles. */
export function playedPage(page: Page) {
  const step = (title: string): Locator =>
    page.locator(`section[data-step]:not([hidden]):has(h2:text-is(${JSON.stringify(title)}))`)
  const verdictOf = (title: string) => step(title).locator('[data-verdict]')

  /** Fills in a step and sends it. */
  async function play(title: string, filling: Filling = {}): Promise<void> {
    const form = step(title).locator('form')
    await form.waitFor()
    for (const [name, value] of Object.entries(filling)) {
      const field = form.locator(`[name="${name}"]`)
      if (value === true) await field.check()
      else if (await field.evaluate((element) => element.tagName === 'SELECT')) await field.selectOption(value)
      else await field.fill(value)
    }
    await form.locator('button.main').click()
  }

  /** Waits until a step says something. */
  const says = (title: string, text: string): Promise<void> =>
    verdictOf(title).filter({ hasText: text }).waitFor({ timeout: patienceMs })

  /** Waits until the sign-in stands there. */
  const stands = (text: string): Promise<void> =>
    page.locator('[data-stand]').filter({ hasText: text }).waitFor({ timeout: patienceMs })

  const choose = (way: string): Promise<void> => page.locator('[data-ways] button').filter({ hasText: way }).click()

  const told = (): Promise<string | null> => page.locator('[data-told]:not([hidden]) [data-text]').textContent()

  return { page, play, says, stands, choose, told }
}

export type PlayedPage = ReturnType<typeof playedPage>

const patienceMs = 20_000

type Expected = {
  readonly slug: string
  readonly to: string
  readonly pattern: RegExp
  /** What an earlier one held. */
  readonly after?: string
}

/** What the newest message to somebody holds, as the mailbox page shows it. */
export async function arrived(
  { originOf }: Pick<DevPortals, 'originOf'>,
  page: Page,
  { slug, to, pattern, after }: Expected,
): Promise<string> {
  const reader = await page.context().newPage()
  try {
    return await eventually(`a message to ${to} arrives`, async () => {
      await reader.goto(`${originOf(slug)}/dev/mailbox`)
      await reader.locator('ul.rows a').filter({ hasText: to }).first().click({ timeout: 500 })
      const [, found] = pattern.exec((await reader.locator('main').textContent()) ?? '') ?? []
      return found === after ? undefined : found
    })
  } finally {
    await reader.close()
  }
}

/** What somebody's authenticator app shows now. */
export async function shownCode(
  { originOf }: Pick<DevPortals, 'originOf'>,
  page: Page,
  { slug, identifier }: { readonly slug: string; readonly identifier: string },
): Promise<string> {
  const reader = await page.context().newPage()
  try {
    await reader.goto(`${originOf(slug)}/dev/authenticator`)
    const row = reader.locator('tr').filter({ hasText: identifier })
    return (await row.locator('[data-name="Code now"] code').textContent()) ?? ''
  } finally {
    await reader.close()
  }
}
