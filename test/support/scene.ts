import { createHash, randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { afterAll } from 'vitest'
import type { Call } from '../../src/commands/execute.ts'
import { documentStore } from '../../src/compose-providers.ts'
import { openPool } from '../../src/db/client.ts'
import { freezeClock, installClock, moveClock } from '../../src/dev/clock.ts'
import type { Actor } from '../../src/domain/accounts/access.ts'
import type { Role } from '../../src/domain/accounts/account.ts'
import { defaultPolicy, type Policy } from '../../src/domain/portals/policy.ts'
import type { Portal } from '../../src/domain/portals/portal.ts'
import { otplibAuthenticatorApp } from '../../src/providers/authenticator-app/otplib.ts'
import { bundledCommonPasswords } from '../../src/providers/common-passwords/bundled.ts'
import type { HashingPort } from '../../src/providers/hashing/port.ts'
import type { RandomPort } from '../../src/providers/random/port.ts'
import { systemRandom } from '../../src/providers/random/system.ts'
import { proofOfWork } from '../../src/providers/robot-check/proof-of-work.ts'
import { sealingWith } from '../../src/providers/sealing/aes-gcm.ts'
import { webAuthnSecurityKeys } from '../../src/providers/security-keys/simple-webauthn.ts'
import { testDatabase } from './database.ts'

const desk = {
  name: 'Servicedesk',
  mail: 'desk@acme.example',
  phone: '088 123 45 67',
  hours: { nl: '9-17', en: '9-17' },
}

/** A database with a clock that stands still, and the dependencies of commands on it. */
export async function openScene() {
  const { ownerUrl, url, adminUrl } = await testDatabase()
  await installClock(ownerUrl)
  const owner = postgres(adminUrl, { max: 4, onnotice: () => undefined, connection: { search_path: 'drempel' } })
  const app = openPool(url, 'drempel_app', { max: 60 })
  const engine = openPool(url, 'drempel_engine', { max: 2 })
  await freezeClock(owner)
  await moveClock(owner, new Date('2026-03-02T10:00:00Z'))
  afterAll(() => Promise.all([owner.end(), app.close(), engine.close()]))
  const random = memorableRandom()
  const sealing = sealingWith([{ name: 'test', key: Buffer.alloc(32, 7) }])
  const travelTo = (instant: string | Date) => moveClock(owner, new Date(instant))
  return {
    owner,
    app,
    engine,
    documentStore: documentStore({ app }),
    random,
    sealing,
    hashing: quickHashing(),
    commonPasswords: bundledCommonPasswords,
    authenticatorApp: otplibAuthenticatorApp,
    securityKeys: webAuthnSecurityKeys,
    robotCheck: proofOfWork({ key: sealing.blind('robot-check'), difficulty: 4, validMinutes: 10 }),
    travelTo,
    url,
    ownerUrl,
  }
}

export type Scene = Awaited<ReturnType<typeof openScene>>

export type Stage = {
  readonly portalId: string
  readonly organisationId: string
  readonly hr: Call
  readonly anyone: Call
}

/** A portal with one organisation, whose HR is `hr`. */
export async function setStage(
  { owner }: Scene,
  { policy = {}, portal = {} }: { policy?: Partial<Policy['activation']>; portal?: Partial<Portal> } = {},
): Promise<Stage> {
  const slug = `p${randomUUID().slice(0, 8)}`
  const row = {
    slug,
    name: 'Mijn Werk',
    host: `${slug}.example`,
    form: 'je',
    identifier: 'email',
    frontendUrl: `https://${slug}.example`,
    mailFrom: `no-reply@${slug}.example`,
    smsFrom: 'MijnWerk',
    usernameSuffix: null,
    languages: ['nl', 'en'],
    ...portal,
  }
  const [made] = await owner<{ id: string }[]>`
    insert into portals (slug, name, host, languages, form, identifier, username_suffix, frontend_url, mail_from, sms_from)
    values (${row.slug}, ${row.name}, ${row.host}, ${owner.array([...row.languages])}, ${row.form}, ${row.identifier},
      ${row.usernameSuffix}, ${row.frontendUrl}, ${row.mailFrom}, ${row.smsFrom}) returning id`
  const portalId = made?.id ?? ''
  const document = { ...defaultPolicy, activation: { ...defaultPolicy.activation, ...policy } }
  await owner`insert into portal_policies (portal_id, version, effective_from, document)
    values (${portalId}, 1, '2020-01-01', ${owner.json(JSON.parse(JSON.stringify(document)))})`
  const organisationId = await addOrganisation({ owner }, portalId)
  return {
    portalId,
    organisationId,
    hr: callAs(portalId, actorWith('HR', organisationId)),
    anyone: callAs(portalId, { kind: 'anonymous' }),
  }
}

export async function addOrganisation(
  { owner }: Pick<Scene, 'owner'>,
  portalId: string,
  name = `Acme ${randomUUID()}`,
): Promise<string> {
  const [made] = await owner<{ id: string }[]>`
    insert into organisations (portal_id, name, kind, service_desk)
    values (${portalId}, ${name}, 'employer', ${owner.json(desk)}) returning id`
  return made?.id ?? ''
}

export function actorWith(role: Role, organisationId: string | null): Actor {
  const grant = { id: randomUUID(), role, organisationId, system: null, validFrom: new Date(0), validUntil: null }
  return { kind: 'account', accountId: randomUUID(), personId: randomUUID(), sessionId: randomUUID(), grants: [grant] }
}

export function callAs(portalId: string, actor: Actor, origin = '192.0.2.7'): Call {
  return { portalId, actor, correlationId: randomUUID(), origin }
}

type Drawn = RandomPort & { readonly tokens: string[]; readonly pins: string[] }

/** The system's randomness, which remembers what it drew. */
function memorableRandom(): Drawn {
  const tokens: string[] = []
  const pins: string[] = []
  const keep = (kept: string[], drawn: string) => {
    kept.push(drawn)
    return drawn
  }
  return {
    tokens,
    pins,
    token: () => keep(tokens, systemRandom.token()),
    digits: (count) => keep(pins, systemRandom.digits(count)),
    bytes: systemRandom.bytes,
  }
}

/** Decides as argon2 does, without its cost. */
function quickHashing(): HashingPort & { readonly verified: string[] } {
  const verified: string[] = []
  const hash = (secret: string) => createHash('sha512').update(`quick ${secret}`).digest('hex')
  return {
    verified,
    admit: (work) => work(),
    hash: async (secret) => hash(secret),
    hashWith: async (secret, salt) => hash(`${salt.toString('hex')} ${secret}`),
    verify: async (known, secret) => {
      verified.push(known)
      return known === hash(secret)
    },
    pretend: async () => {
      verified.push('pretended')
      return false
    },
    load: () => ({ running: 0, queued: 0 }),
  }
}
