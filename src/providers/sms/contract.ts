import { afterEach, describe, expect, it } from 'vitest'
import type { HandOver, Sms, SmsPort } from './port.ts'

/** What the other side holds; `key` is the name under which it reports delivery. */
export type ReceivedSms = {
  readonly key: string
  readonly to: string
  readonly from: string
  readonly text: string
}

export type SmsHarness = {
  readonly port: SmsPort
  received(): readonly ReceivedSms[]
  close(): Promise<void>
}

/** One trouble and the hand-over it must become. `kept`: the other side did take the SMS, only its answer was lost. */
export type SmsTrouble<Harness> = {
  readonly name: string
  readonly expected: HandOver
  readonly kept?: boolean
  readonly begin: (harness: Harness) => void
  readonly end: (harness: Harness) => void
}

type Contract<Harness> = {
  readonly start: () => Promise<Harness>
  readonly troubles: readonly SmsTrouble<Harness>[]
}

const personal = ['612345678', '481526', 'Mijn Werk']

export const smsWith = (changes: Partial<Sms> = {}): Sms => ({
  id: crypto.randomUUID(),
  to: '+31612345678',
  from: 'MijnWerk',
  text: '481526 is je eenmalige pincode voor Mijn Werk. £1, één code.\n\n@mijn.example.net #481526',
  language: 'nl',
  ...changes,
})

export function smsContract<Harness extends SmsHarness>(name: string, { start, troubles }: Contract<Harness>): void {
  describe(`sms by ${name}`, () => {
    const open: Harness[] = []
    const begin = async () => {
      const harness = await start()
      open.push(harness)
      return harness
    }
    afterEach(async () => {
      await Promise.all(open.splice(0).map((harness) => harness.close()))
    })

    it('hands over what was written, whole, under a reference that reports will carry', async () => {
      const { port, received } = await begin()
      const sms = smsWith()
      const answer = await port.send(sms)
      const [found, ...others] = received()
      expect(others).toEqual([])
      expect(found).toMatchObject({ to: sms.to, from: sms.from, text: sms.text })
      expect(answer).toEqual({ outcome: 'accepted', reference: found?.key })
    })

    it('keeps one SMS apart from another', async () => {
      const { port, received } = await begin()
      await port.send(smsWith())
      await port.send(smsWith())
      expect(new Set(received().map(({ key }) => key)).size).toBe(2)
    })

    it.each(troubles)('answers $expected.outcome when $name, and sends once it is over', async (trouble) => {
      const harness = await begin()
      trouble.begin(harness)
      const answer = await harness.port.send(smsWith())
      expect(answer).toEqual(trouble.expected)
      for (const word of personal) expect(JSON.stringify(answer)).not.toContain(word)
      expect(harness.received()).toHaveLength(trouble.kept ? 1 : 0)
      trouble.end(harness)
      expect(await harness.port.send(smsWith())).toMatchObject({ outcome: 'accepted' })
    })
  })
}
