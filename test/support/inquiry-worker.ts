import { answerInquiry } from '../../src/commands/accounts/answer-inquiry.ts'
import { openPool } from '../../src/db/client.ts'
import { systemRandom } from '../../src/providers/random/system.ts'
import { sealingWith } from '../../src/providers/sealing/aes-gcm.ts'
import { answerInquiries } from '../../src/relay/inquiries.ts'

export type InquiryWorker = { readonly url: string; readonly leaseMs: number }

/**
 * A worker of inquiries in a process of its own, which ends itself as `kill -9` does in the middle of answering: the
 * inquiry is deleted and the link being minted, in a transaction that will never commit.
 */
const { url, leaseMs }: InquiryWorker = JSON.parse(process.argv[2] ?? '')
const app = openPool(url, 'drempel_app')
const deps = {
  app,
  sealing: sealingWith([{ name: 'test', key: Buffer.alloc(32, 7) }]),
  random: {
    ...systemRandom,
    token: () => {
      process.kill(process.pid, 'SIGKILL')
      return ''
    },
  },
  hashing: {
    admit: refuse,
    hash: refuse,
    hashWith: refuse,
    verify: refuse,
    pretend: refuse,
    load: () => ({ running: 0, queued: 0 }),
  },
}

await answerInquiries(
  {
    app,
    engine: openPool(url, 'drempel_engine'),
    log: { debug: () => {}, info: () => {}, warn: console.error, error: console.error },
    answerInquiry: (waiting) => answerInquiry(deps, waiting),
  },
  { leaseMs },
)

async function refuse(): Promise<never> {
  throw new Error('nothing is hashed here')
}
