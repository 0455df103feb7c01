import { createHash } from 'node:crypto'
import { demoPortals } from '../../src/dev/demo/portals.ts'
import { demoSecret } from '../../src/dev/demo/second-step.ts'
import { demoKey } from '../../src/dev/demo/service-key.ts'
import { addDays, localDate } from '../../src/domain/time.ts'
import type { Mail } from '../../src/providers/mail/port.ts'
import type { Sms } from '../../src/providers/sms/port.ts'
import type { Answer, Api } from './api.ts'
import { appCode } from './app-code.ts'
import { pdf } from './documents.ts'
import { eventually } from './eventually.ts'
import type { Step } from './frontend-pages.ts'
import type { Scene } from './scene.ts'
import { softwareKey } from './software-key.ts'
import { answerOnce } from './strangers.ts'

type Taken = { readonly mail: readonly Mail[]; readonly sms: readonly Sms[] }

/** Whoever reads the pages: one browser at each portal, a mailbox, a phone and a security key. */
export function pageReader(scene: Scene, api: Api, taken: Taken) {
  const cookies = new Map<string, Map<string, string>>()
  const keys = new Map<string, ReturnType<typeof softwareKey>>()
  const answers: Record<string, unknown> = {}

  /** Asks as the page says, and keeps the answer for what comes after. */
  async function play({ portal, isElsewhere, isByKey, document, variables }: Step): Promise<Answer> {
    const host = `${portal}.localhost:${api.port}`
    if (isByKey) return playByKey({ host, portal, document, variables })
    const jar = isElsewhere ? new Map<string, string>() : jarOf(portal)
    const cookie = [...jar].map((pair) => pair.join('=')).join('; ')
    const body = JSON.stringify({ query: document, variables: JSON.parse(await filled(variables, portal)) })
    const headers = {
      host,
      origin: `http://${host}`,
      'content-type': 'application/json',
      ...(cookie ? { cookie } : {}),
    }
    const answer = await api.send({ headers, body })
    for (const set of answer.headers['set-cookie'] ?? []) keep(jar, set)
    Object.assign(answers, answer.data)
    return answer
  }

  /** As a system asks: no browser, no cookies. */
  async function playByKey({
    host,
    portal,
    document,
    variables,
  }: Pick<Step, 'portal' | 'document' | 'variables'> & { host: string }) {
    const body = JSON.stringify({ query: document, variables: JSON.parse(await filled(variables, portal)) })
    const place = demoPortals.find(({ slug }) => slug === portal)
    const headers = { host, 'content-type': 'application/json', authorization: `Bearer ${place && demoKey(place)}` }
    const answer = await api.send({ headers, body })
    Object.assign(answers, answer.data)
    return answer
  }

  function jarOf(portal: string): Map<string, string> {
    const jar = cookies.get(portal) ?? new Map<string, string>()
    cookies.set(portal, jar)
    return jar
  }

  async function filled(variables: string, portal: string): Promise<string> {
    const wanted = new Set([...variables.matchAll(/"\{\{(.+?)\}\}"/g)].map(([, path = '']) => path))
    let text = variables
    for (const path of wanted) text = text.replaceAll(`"{{${path}}}"`, JSON.stringify(await heldBy(path, portal)))
    return text
  }

  async function heldBy(path: string, portal: string): Promise<unknown> {
    const [, owner] = /^app code of (.+)$/.exec(path) ?? []
    if (owner !== undefined) return nextCode(scene, demoSecret(portal, { identifier: owner }))
    const [, days] = /^day in (\d+) days$/.exec(path) ?? []
    if (days !== undefined) return addDays(localDate(await nowOf(scene)), Number(days))
    const made = special[path]
    return made === undefined ? at(path) : made(portal)
  }

  function at(path: string): unknown {
    const value = path.split('.').reduce<unknown>((inner, key) => Reflect.get(Object(inner), key), answers)
    if (value === undefined || value === null) throw new Error(`no answer holds ${path}`)
    return value
  }

  const special: Readonly<Record<string, (portal: string) => Promise<unknown> | unknown>> = {
    token: () => newest(taken.mail, /#token=([\w-]+)/),
    'password token': () => newest(taken.mail, /recovery\/password#token=([\w-]+)/),
    pin: () => newest(taken.sms, /\b(\d{6})\b/),
    'mail code': () => newest(taken.mail, /\b(\d{6})\b/),
    'backup code': () => newest(taken.mail, /\b(\d{4} \d{4})\b/),
    'app code': () => nextCode(scene, String(at('factorEnrolmentStart.app.secret'))),
    'new key': (portal) => JSON.stringify(keyAt(portal).register(parsed('factorEnrolmentStart.keyOptions'))),
    key: (portal) => JSON.stringify(keyAt(portal).assert(parsed('signInKeyStart.options'))),
    'robot answer': () => solved(String(at('robotChallenge.challenge')), Number(at('robotChallenge.difficulty'))),
    'in a week': () => inAWeek(scene),
    'uploaded file': (portal) => uploadedAt(portal),
  }

  async function uploadedAt(portal: string): Promise<string> {
    const host = `${portal}.localhost:${api.port}`
    const cookie = [...jarOf(portal)].map((pair) => pair.join('=')).join('; ')
    const headers = { host, origin: `http://${host}`, cookie, 'content-type': 'application/pdf' }
    const { text } = await api.send({ path: '/files', headers, body: String(pdf()) })
    return JSON.parse(text).id
  }

  const parsed = (path: string) => JSON.parse(String(at(path)))

  function keyAt(portal: string) {
    const key = keys.get(portal) ?? softwareKey({ origin: `http://${portal}.localhost:${api.port}` })
    keys.set(portal, key)
    return key
  }

  /** What arrived last, once everything that was written has left. */
  async function newest(letters: readonly { readonly text: string }[], pattern: RegExp): Promise<string> {
    await eventually('everything is sent', async () => {
      await answerOnce(scene)
      const [waiting] = await scene.owner<[{ count: number }]>`
        select (select count(*) from messages where status = 'queued')::int
          + (select count(*) from inquiries)::int as count`
      return waiting.count === 0
    })
    const found = letters.findLast(({ text }) => pattern.test(text))
    const value = pattern.exec(found?.text ?? '')?.[1]
    if (value === undefined) throw new Error(`nothing arrived that holds ${pattern}`)
    return value
  }

  return { play }
}

function keep(jar: Map<string, string>, line: string): void {
  const [pair = ''] = line.split(';')
  const [name = '', value = ''] = pair.split('=')
  if (value === '') jar.delete(name)
  else jar.set(name, value)
}

/** An app shows another code after thirty seconds, and each works once. */
async function nextCode(scene: Scene, secret: string): Promise<string> {
  await later(scene, 30_000)
  return appCode(scene, secret)
}

async function nowOf({ owner }: Scene): Promise<Date> {
  const [{ now }] = await owner<[{ now: Date }]>`select drempel.now()`
  return now
}

export async function later(scene: Scene, ms: number): Promise<void> {
  await scene.travelTo(new Date((await nowOf(scene)).getTime() + ms))
}

async function inAWeek(scene: Scene): Promise<string> {
  return new Date((await nowOf(scene)).getTime() + 7 * 86_400_000).toISOString()
}

/** The work of a robot check, as the page's own lines do it. */
function solved(challenge: string, difficulty: number): string {
  for (let counter = 0; ; counter++) {
    const digest = createHash('sha256').update(`${challenge}.${counter}`).digest()
    if (digest.readUInt32BE(0) < 2 ** (32 - difficulty)) return `${challenge}.${counter}`
  }
}
