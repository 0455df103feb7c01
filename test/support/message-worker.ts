import { openPool } from '../../src/db/client.ts'
import { resendMail } from '../../src/providers/mail/resend.ts'
import { sealingWith } from '../../src/providers/sealing/aes-gcm.ts'
import type { SealingPort } from '../../src/providers/sealing/port.ts'
import { cmSms } from '../../src/providers/sms/cm.ts'
import { startMessages } from '../../src/relay/messages.ts'

/** Where this process ends itself, as `kill -9` does: nothing is cleaned up, nothing is told. */
export type Death = 'at the last look' | 'before the call' | 'after the call' | 'never'

export type MessageWorker = {
  readonly url: string
  readonly resendUrl: string
  readonly cmUrl: string
  readonly leaseMs: number
  readonly death: Death
}

/** A worker of messages and nothing else, in a process of its own that tests can kill. */
const { url, resendUrl, cmUrl, leaseMs, death }: MessageWorker = JSON.parse(process.argv[2] ?? '')
const sealing = sealingWith([{ name: 'test', key: Buffer.alloc(32, 7) }])
const mail = resendMail({ apiKey: 'key', baseUrl: resendUrl, timeoutMs: 60_000 })
const sms = cmSms({ productToken: 'token', baseUrl: cmUrl, timeoutMs: 60_000 })

function dieIf(here: Death): void {
  if (death === here) process.kill(process.pid, 'SIGKILL')
}

const dying =
  <T, A>(send: (letter: T) => Promise<A>) =>
  async (letter: T) => {
    dieIf('before the call')
    const answer = await send(letter)
    dieIf('after the call')
    return answer
  }

const dyingSealing: Pick<SealingPort, 'open'> = {
  open: (sealed, context) => {
    dieIf('at the last look')
    return sealing.open(sealed, context)
  },
}

startMessages(
  {
    app: openPool(url, 'drempel_app'),
    engine: openPool(url, 'drempel_engine'),
    sealing: dyingSealing,
    mail: { name: mail.name, send: dying(mail.send) },
    sms: { name: sms.name, send: dying(sms.send) },
    onUndeliverable: async () => {},
    log: { debug: () => {}, info: () => {}, warn: console.error, error: console.error },
  },
  { leaseMs, callTimeoutMs: 60_000, pollMs: 50 },
)
