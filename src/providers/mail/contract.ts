import { afterEach, describe, expect, it } from 'vitest'
import type { HandOver, Mail, MailPort } from './port.ts'

/** What the other side holds. `key` is what it tells repeated mails by. */
export type ReceivedMail = {
  readonly key: string
  readonly to: string
  readonly from: string
  readonly replyTo: string | undefined
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly header: (name: string) => string | undefined
}

export type MailHarness = {
  readonly port: MailPort
  received(): readonly ReceivedMail[]
  close(): Promise<void>
}

/**
 * One trouble the other side can have, and the hand-over it must become. `kept` says that the other side did take the
 * mail and only its answer was lost.
 */
export type MailTrouble<Harness> = {
  readonly name: string
  readonly expected: HandOver
  readonly kept?: boolean
  readonly begin: (harness: Harness) => void
  readonly end: (harness: Harness) => void
}

type Contract<Harness> = {
  readonly start: () => Promise<Harness>
  readonly troubles: readonly MailTrouble<Harness>[]
  /** `dropped`: the other side keeps the first of two with one key. `recognisable`: it holds both under one key. */
  readonly repeats: 'dropped' | 'recognisable'
}

const personal = ['Fenna', 'de Vries', 'fenna.devries@example.org', 'Mijn Werk', 'geheim-token']

export const mailWith = (changes: Partial<Mail> = {}): Mail => ({
  id: crypto.randomUUID(),
  to: 'fenna.devries@example.org',
  from: { name: 'Mijn Werk', address: 'portaal@mail.example.net' },
  replyTo: 'servicedesk@example.com',
  subject: 'Activeer je account',
  text: 'Beste Fenna de Vries,\n\nhttps://mijn.example.net/activeren#geheim-token\n\nGroet van reünie',
  html: '<p>Beste Fenna de Vries, <a href="https://mijn.example.net/activeren#geheim-token">Activeer</a></p>',
  language: 'nl',
  ...changes,
})

export function mailContract<Harness extends MailHarness>(
  name: string,
  { start, troubles, repeats }: Contract<Harness>,
): void {
  describe(`mail by ${name}`, () => {
    const open: Harness[] = []
    const begin = async () => {
      const harness = await start()
      open.push(harness)
      return harness
    }
    afterEach(async () => {
      await Promise.all(open.splice(0).map((harness) => harness.close()))
    })

    it('hands over what was written, whole', async () => {
      const { port, received } = await begin()
      const mail = mailWith()
      expect(await port.send(mail)).toEqual({ outcome: 'accepted', reference: expect.stringMatching(/^\S+$/) })
      const [found, ...others] = received()
      expect(others).toEqual([])
      expect(found).toMatchObject({ to: mail.to, replyTo: mail.replyTo, subject: mail.subject, html: mail.html })
      expect(found?.text.trim()).toBe(mail.text)
      expect(found?.from).toMatch(/^"?Mijn Werk"? <portaal@mail\.example\.net>$/)
    })

    it('says that nobody typed it, in which language, and nothing of who sent it with what', async () => {
      const { port, received } = await begin()
      await port.send(mailWith({ language: 'en', headers: { 'List-Id': 'drempel' } }))
      const [found] = received()
      expect(found?.header('auto-submitted')).toBe('auto-generated')
      expect(found?.header('x-auto-response-suppress')).toBe('DR, RN, NRN, OOF, AutoReply')
      expect(found?.header('content-language')).toBe('en')
      expect(found?.header('list-id')).toBe('drempel')
      expect(found?.header('list-unsubscribe')).toBeUndefined()
      expect(found?.header('x-mailer')).toBeUndefined()
    })

    it('keeps one mail apart from another and two of the same together', async () => {
      const { port, received } = await begin()
      const mail = mailWith()
      const references = [await port.send(mail), await port.send(mail), await port.send(mailWith())]
      expect(references[1]).toEqual(references[0])
      expect(references[2]).not.toEqual(references[0])
      expect(new Set(received().map(({ key }) => key)).size).toBe(2)
      expect(received()).toHaveLength(repeats === 'dropped' ? 2 : 3)
    })

    it('lets a hostile name or subject write no header', async () => {
      const { port, received } = await begin()
      const attack = 'Piet "de\\Bot"\r\nBcc: other@example.org\u2028 <piet@example.org>'
      await port.send(mailWith({ from: { name: attack, address: 'portaal@mail.example.net' }, subject: attack }))
      const [found] = received()
      expect(found?.to).toBe('fenna.devries@example.org')
      expect(found?.header('bcc')).toBeUndefined()
      expect(found?.subject).toBe('Piet "de\\Bot" Bcc: other@example.org <piet@example.org>'.replace('org <', 'org  <'))
      expect(found?.from.endsWith(' <portaal@mail.example.net>')).toBe(true)
    })

    it.each(troubles)('answers $expected.outcome when $name, and sends once it is over', async (trouble) => {
      const harness = await begin()
      const mail = mailWith()
      trouble.begin(harness)
      const answer = await harness.port.send(mail)
      expect(answer).toEqual(trouble.expected)
      for (const word of personal) expect(JSON.stringify(answer)).not.toContain(word)
      expect(harness.received()).toHaveLength(trouble.kept ? 1 : 0)
      trouble.end(harness)
      expect(await harness.port.send(mail)).toMatchObject({ outcome: 'accepted' })
      expect(new Set(harness.received().map(({ key }) => key)).size).toBe(1)
      if (repeats === 'dropped') expect(harness.received()).toHaveLength(1)
    })
  })
}
