import { randomUUID } from 'node:crypto'
import { type Claim, claimMessages } from '../../src/db/outbox.ts'
import type { Channel } from '../../src/domain/journeys/message.ts'
import { sealingContext } from '../../src/messages/sealing-context.ts'
import type { HandOver, Mail, MailPort } from '../../src/providers/mail/port.ts'
import type { Sms, SmsPort } from '../../src/providers/sms/port.ts'
import { deliverMessage } from '../../src/relay/deliver-message.ts'
import type { Loop } from '../../src/relay/loop.ts'
import { type MessagesDeps, type MessagesOptions, startMessages } from '../../src/relay/messages.ts'
import { eventually } from './eventually.ts'
import type { Scene, Stage } from './scene.ts'

const serviceDesk = { name: 'Servicedesk', mail: 'desk@acme.example', phone: '088', hours: { nl: '9-17', en: '9-17' } }
const common = { portalName: 'Mijn Werk', recipientName: 'Anna', organisationName: 'Acme', serviceDesk }
const taskParams = {
  ...common,
  title: 'Controleer het nummer',
  concerns: null,
  dueOn: null,
  taskUrl: 'https://p.example/t/1',
}
const pinParams = { portalName: 'Mijn Werk', validMinutes: 10, host: null }

export type Queued = {
  readonly channel?: Channel
  readonly recipient?: string
  readonly priority?: number
  readonly sendBefore?: Date | null
  readonly templateVersion?: number
  readonly journey?: { readonly id: string; readonly plan: number } | null
}

/** Messages as commands write them: a task's mail, or an SMS with a PIN sealed in it. */
export async function queue(scene: Scene, { portalId }: Pick<Stage, 'portalId'>, queued: Queued = {}): Promise<string> {
  const { owner } = scene
  const { channel = 'mail', priority = 10, sendBefore = null, templateVersion = 1, journey = null } = queued
  const { recipient = channel === 'mail' ? `${randomUUID()}@example.nl` : '+31612345678' } = queued
  const personId = await addPerson(scene, portalId)
  const secret = channel === 'sms' ? await addSecret(scene, { portalId, personId }) : null
  const sealed = secret === null ? null : scene.sealing.seal('123456', sealingContext(secret))
  const [message] = await owner<{ id: string }[]>`
    insert into messages (portal_id, person_id, journey_id, plan, key, channel, template, template_version, language, form,
      recipient, params, secret_id, sealed, priority, send_before)
    values (${portalId}, ${personId}, ${journey?.id ?? null}, ${journey?.plan ?? null}, ${`key-${randomUUID()}`}, ${channel},
      ${channel === 'mail' ? 'task-opened' : 'activation-pin'}, ${templateVersion}, 'nl', 'je', ${recipient},
      ${owner.json(channel === 'mail' ? taskParams : pinParams)}, ${secret}, ${sealed}, ${priority}, ${sendBefore}) returning id`
  await owner`select pg_notify('drempel_messages', '')`
  return message?.id ?? ''
}

async function addPerson({ owner }: Scene, portalId: string): Promise<string> {
  const [person] = await owner<{ id: string }[]>`
    insert into people (portal_id, name, language, email) values (${portalId}, 'Anna', 'nl', 'anna@example.nl') returning id`
  return person?.id ?? ''
}

async function addSecret(
  { owner }: Scene,
  { portalId, personId }: { portalId: string; personId: string },
): Promise<string> {
  const accountId = await addAccount(owner, { portalId, personId })
  const [secret] = await owner<{ id: string }[]>`
    insert into secrets (portal_id, account_id, purpose, slow_hash, max_attempts, expires_at)
    values (${portalId}, ${accountId}, 'activation-pin', 'x', 5, drempel.now() + interval '10 minutes') returning id`
  return secret?.id ?? ''
}

async function addAccount(owner: Scene['owner'], { portalId, personId }: { portalId: string; personId: string }) {
  const [account] = await owner<{ id: string }[]>`
    insert into accounts (portal_id, person_id, identifier, status)
    values (${portalId}, ${personId}, ${`${personId}@example.nl`}, 'invited') returning id`
  return account?.id ?? ''
}

export async function addJourney(scene: Scene, { portalId }: Pick<Stage, 'portalId'>): Promise<string> {
  const accountId = await addAccount(scene.owner, { portalId, personId: await addPerson(scene, portalId) })
  const [journey] = await scene.owner<{ id: string }[]>`
    insert into journeys (portal_id, kind, subject_id, policy_version)
    values (${portalId}, 'account-activation', ${accountId}, 1) returning id`
  return journey?.id ?? ''
}

export type Fate = {
  readonly status: string
  readonly code: string | null
  readonly provider: string | null
  readonly reference: string | null
  readonly attempts: number
  readonly sealed: Buffer | null
  readonly handed_over_at: Date | null
  readonly settled_at: Date | null
  /** Milliseconds of machine time until the row may be claimed again. */
  readonly rests_ms: number | null
}

export async function fateOf({ owner }: Pick<Scene, 'owner'>, id: string): Promise<Fate> {
  const [row] = await owner<Fate[]>`
    select status, code, provider, reference, attempts, sealed, handed_over_at, settled_at,
      (extract(epoch from claimed_until - clock_timestamp()) * 1000)::float8 as rests_ms
    from messages where id = ${id}`
  if (row === undefined) throw new Error(`no message ${id}`)
  return row
}

/** Waits until a message has left the queue, or until its row says what is asked. */
export function settled(
  scene: Pick<Scene, 'owner'>,
  id: string,
  is: (fate: Fate) => boolean = (fate) => fate.status !== 'queued',
): Promise<Fate> {
  return eventually(`the message ${id} is settled`, async () => {
    const fate = await fateOf(scene, id)
    return is(fate) ? fate : undefined
  })
}

/** A provider that notes what it is handed, then answers as told. */
export function provider<T extends Mail | Sms>(
  answer: (letter: T) => Promise<HandOver> | HandOver = ({ id }) => ({ outcome: 'accepted', reference: `ref-${id}` }),
) {
  const taken: T[] = []
  const send = async (letter: T): Promise<HandOver> => {
    taken.push(letter)
    return answer(letter)
  }
  return { name: 'fake', taken, send }
}

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

type Worker = { readonly mail?: MailPort; readonly sms?: SmsPort; readonly deps?: Partial<MessagesDeps> }

const quick = { pollMs: 50, leaseMs: 5_000, callTimeoutMs: 2_000, perSecond: { mail: 1_000, sms: 1_000 } }

function depsOf(scene: Scene, { mail, sms, deps = {} }: Worker): MessagesDeps {
  return {
    app: scene.app,
    engine: scene.engine,
    sealing: scene.sealing,
    mail: mail ?? provider<Mail>(),
    sms: sms ?? provider<Sms>(),
    onUndeliverable: async () => {},
    log: silent,
    ...deps,
  }
}

/** One worker's loops, quick enough for tests. */
export function deliver(scene: Scene, worker: Worker, options: Partial<MessagesOptions> = {}): Loop {
  return startMessages(depsOf(scene, worker), { ...quick, ...options })
}

/** What a worker does with a message that it has claimed, without its loop. */
export function deliverClaimed(scene: Scene, claim: Claim, worker: Worker): Promise<HandOver | undefined> {
  return deliverMessage({ ...depsOf(scene, worker), spread: { waitMs: () => 0 } }, claim, quick)
}

/** The message, claimed as a worker claims it. */
export async function claimed({ engine }: Pick<Scene, 'engine'>, channel: Channel, leaseMs = 5_000): Promise<Claim> {
  const [claim] = await claimMessages(engine, { channel, upToPriority: 100, limit: 1, leaseMs })
  if (claim === undefined) throw new Error('nothing to claim')
  return claim
}
