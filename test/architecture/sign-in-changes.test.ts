import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const commands = fileURLToPath(new URL('../../src/commands', import.meta.url))
/** What writes how somebody signs in: a mail address, a second step, a password. */
const writes =
  /\b(setPassword|activateAccount|changeIdentifier|confirmFactor|removeFactor|setFactorOwner as|markUnreached)\b|changeContact\([^)]*email/

async function sources() {
  const names = (await readdir(commands, { recursive: true })).filter((name) => name.endsWith('.ts'))
  return Promise.all(names.map(async (name) => ({ name, text: await readFile(join(commands, name), 'utf8') })))
}

it('is noted by every command that changes how somebody signs in', async () => {
  const changing = (await sources()).filter(({ text }) => writes.test(text))
  const silent = changing.filter(({ text }) => !text.includes('await noteSignInChanged(tx, '))
  expect(silent.map(({ name }) => name)).toEqual([])
  expect(changing.length).toBeGreaterThan(7)
})
