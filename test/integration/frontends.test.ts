import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadDemo } from '../../src/dev/demo/load.ts'
import { demoPortals } from '../../src/dev/demo/portals.ts'
import type { Mail } from '../../src/providers/mail/port.ts'
import type { Sms } from '../../src/providers/sms/port.ts'
import { readText } from '../../tools/check/files.ts'
import { openApi } from '../support/api.ts'
import { eventually } from '../support/eventually.ts'
import { deliver, provider } from '../support/outbox.ts'
import { openScene } from '../support/scene.ts'

const scene = await openScene()
const api = await openApi(scene)
const mail = provider<Mail>()
const sms = provider<Sms>()
const loop = deliver(scene, { mail, sms })
beforeAll(() => loadDemo(scene, { port: api.port }))
afterAll(() => loop.stop())

type Step = { readonly portal: string; readonly name: string; readonly document: string; readonly variables: string }

/** The documents of the page with the variables that follow them, in order. */
const page = await readText('docs/frontends.md')
const blocks = [...page.matchAll(/^```graphql ([a-z-]+)\n([\s\S]*?)^```\n(?:\n```json\n([\s\S]*?)^```\n)?/gm)]
const steps = blocks.map(([, portal = '', document = '', variables = '{}']): Step => {
  return { portal, document, variables, name: /^(?:query|mutation) (\w+)/.exec(document)?.[1] ?? 'unnamed' }
})

/** One browser: a cookie per portal, pages of its own host. */
const cookies = new Map<string, string>()
const answers: Record<string, unknown> = {}

async function play({ portal, document, variables }: Step) {
  const host = `${portal}.localhost:${api.port}`
  const cookie = cookies.get(portal)
  const body = JSON.stringify({ query: document, variables: JSON.parse(await filled(variables)) })
  const headers = { host, origin: `http://${host}`, 'content-type': 'application/json', ...(cookie ? { cookie } : {}) }
  const answer = await api.send({ headers, body })
  for (const set of answer.headers['set-cookie'] ?? []) cookies.set(portal, set.split(';')[0] ?? '')
  Object.assign(answers, answer.data)
  return answer
}

async function filled(variables: string): Promise<string> {
  const wanted = new Set([...variables.matchAll(/"\{\{(.+?)\}\}"/g)].map(([, path = '']) => path))
  let text = variables
  for (const path of wanted) text = text.replaceAll(`"{{${path}}}"`, JSON.stringify(await valueAt(path)))
  return text
}

async function valueAt(path: string): Promise<unknown> {
  if (path === 'token') return arrived('the mail', () => newest(mail.taken, 'robin@prive.example', /#token=([\w-]+)/))
  if (path === 'pin') return arrived('the SMS', () => newest(sms.taken, '+31612345699', /\b(\d{6})\b/))
  if (path === 'in a week') return inAWeek()
  const value = path.split('.').reduce<unknown>((inner, key) => Reflect.get(Object(inner), key), answers)
  if (value === undefined) throw new Error(`no answer holds ${path}`)
  return value
}

const arrived = (what: string, look: () => string | undefined) => eventually(`${what} arrives`, look)

function newest(taken: readonly { to: string; text: string }[], to: string, pattern: RegExp): string | undefined {
  return pattern.exec(taken.findLast((letter) => letter.to === to)?.text ?? '')?.[1]
}

async function inAWeek(): Promise<string> {
  const [{ now } = { now: new Date() }] = await scene.owner<{ now: Date }[]>`select drempel.now()`
  return new Date(now.getTime() + 7 * 86_400_000).toISOString()
}

const refusals: Record<string, string> = { Retry: 'NOT_STUCK' }

test('names portals of the demo, and says what each document is called', () => {
  expect(steps.length).toBeGreaterThan(20)
  const slugs = demoPortals.map(({ slug }) => slug)
  expect(steps.filter(({ portal, name }) => !slugs.includes(portal) || name === 'unnamed')).toEqual([])
})

test.each(steps.map((step) => [step.name, step] as const))('plays as it stands on the page: %s', async (name, step) => {
  const { status, errors, data } = await play(step)
  expect(errors).toEqual([])
  expect(status).toBe(200)
  const refused = Object.values(data).find((value) => typeof value === 'object' && value !== null && 'code' in value)
  expect(refused).toEqual(name in refusals ? expect.objectContaining({ code: refusals[name] }) : undefined)
})

test('ends where the page says it does', () => {
  expect(answers).toMatchObject({
    invitationSend: { results: [{ outcome: 'INVITED', problems: [] }] },
    viewer: { person: { name: 'Robin de Wit', access: { nodes: [{ role: 'EMPLOYEE', isInForce: true }] } } },
    people: { nodes: [{ name: 'Robin de Wit', accountStatus: 'ACTIVE', mobileStatus: 'PROVEN' }] },
    invitationWithdraw: { journey: { status: 'ENDED', outcome: 'withdrawn' } },
    serviceKeyRevoke: { serviceKey: { revokedAt: expect.any(String) } },
    node: { cause: 'OPERATOR' },
  })
})
